using Plumb.Web.Figures;

namespace Plumb.Web.Tests.Figures;

public class ColourMapTests
{
    [Fact]
    public void Sequential_grows_lighter_all_the_way_and_evenly()
    {
        var lightness = Lightness(ColourMap.Sequential);
        var steps = lightness.Zip(lightness.Skip(1), (a, b) => b - a).ToArray();
        Assert.All(steps, s => Assert.True(s > -0.002));
        Assert.All(Enumerable.Range(0, 25), k => Assert.InRange(lightness[(k + 1) * 10] - lightness[k * 10], 0.02, 0.04));
        Assert.True(lightness[0] < 0.3 && lightness[^1] > 0.9);
    }

    [Fact]
    public void On_white_every_colour_is_dark_enough_for_a_line()
    {
        var lightness = Lightness(ColourMap.SequentialOnWhite);
        Assert.All(lightness, l => Assert.True(l < 0.85));
        Assert.True(lightness[0] > lightness[^1] + 0.5);
    }

    [Fact]
    public void Diverging_is_white_at_zero_red_below_blue_above_and_its_arms_darken_alike()
    {
        var map = ColourMap.Diverging;
        var middle = map.At(0.5);
        Assert.True(middle is { R: > 238, G: > 238, B: > 235 });
        Assert.True(Math.Abs(middle.R - middle.B) < 10);
        Assert.True(map.At(0.2).R > map.At(0.2).B + 60);
        Assert.True(map.At(0.8).B > map.At(0.8).R + 60);
        var lightness = Lightness(map);
        for (var k = 0; k <= ColourMap.Steps / 2; k++)
        {
            Assert.InRange(lightness[k] - lightness[^(k + 1)], -0.02, 0.02);
        }

        Assert.All(Enumerable.Range(0, 12), k => Assert.True(lightness[(k + 1) * 10] > lightness[k * 10] + 0.03));
    }

    [Fact]
    public void Cyclic_closes_without_an_edge_and_tells_rising_from_falling_phase()
    {
        var map = ColourMap.Cyclic;
        Assert.Equal(map.At(0), map.At(1));
        var lightness = Lightness(map);
        Assert.All(Enumerable.Range(0, 120), k => Assert.InRange(lightness[k] - lightness[k + 1], -0.001, 0.012));
        Assert.All(Enumerable.Range(130, 120), k => Assert.InRange(lightness[k + 1] - lightness[k], -0.001, 0.012));
        Assert.True(map.At(0.25).B > map.At(0.25).R + 60);
        Assert.True(map.At(0.75).R > map.At(0.75).B + 60);
        Assert.Equal(map.At(0.5), ColourScale.WrappedPhase.Of(0));
        Assert.DoesNotContain(Colour.Masked, Enumerable.Range(0, 251).Select(i => map.At(i / 250.0)));
    }

    [Theory]
    [InlineData(0.8, 0.2)]
    [InlineData(0.7, 0.3)]
    public void Red_and_blue_arms_differ_for_the_red_green_blind(double above, double below)
    {
        // Deuteranopia after Vienot et al. 1999: what is left is yellow-blue, here blue against the mean of red and green.
        static double YellowBlue(Colour c) => c.B - (0.5 * (c.R + c.G));
        Assert.True(YellowBlue(ColourMap.Diverging.At(above)) - YellowBlue(ColourMap.Diverging.At(below)) > 60);
    }

    [Fact]
    public void Ends_hold_beyond_the_range_and_missing_is_clear()
    {
        Assert.Equal(ColourMap.Sequential.At(0), ColourMap.Sequential.At(-5));
        Assert.Equal(ColourMap.Sequential.At(1), ColourMap.Sequential.At(double.PositiveInfinity));
        Assert.Equal(Colour.Clear, ColourMap.Sequential.At(double.NaN));
        Assert.Equal(ColourMap.Diverging.At(0.1), ColourMap.Diverging.Reversed().At(0.9));
        Assert.DoesNotContain(Colour.Masked, Enumerable.Range(0, 251).Select(i => ColourMap.Diverging.At(i / 250.0)));
    }

    [Theory]
    [InlineData(200, 30, 90)]
    [InlineData(0, 0, 0)]
    [InlineData(255, 255, 255)]
    public void Perceptual_space_there_and_back_is_the_same_colour(byte r, byte g, byte b)
    {
        var colour = new Colour(r, g, b);
        Assert.Equal(colour, OkLab.FromColour(colour).ToColour());
    }

    private static double[] Lightness(ColourMap map) =>
        [.. Enumerable.Range(0, ColourMap.Steps).Select(i => OkLab.FromColour(map.At(i / (ColourMap.Steps - 1.0))).L)];
}
