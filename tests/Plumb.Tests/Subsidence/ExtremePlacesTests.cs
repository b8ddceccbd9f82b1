using Plumb.Grids;
using Plumb.Subsidence;

namespace Plumb.Tests.Subsidence;

public class ExtremePlacesTests
{
    private static readonly ExtremePlacesOptions Options = new(20, 20) { Count = 5, MinSeparation = 300 };
    private readonly Grid grid = new(new Crs("EPSG:32649", false), 0, 4_000_000, 20, -20, 100, 80);

    [Fact]
    public void Two_bowls_and_a_rise_are_found_at_their_centres_fastest_first()
    {
        var (rate, sigma, mask) = Scene((r, c) => Bowl(r, c, 20, 30, -0.05) + Bowl(r, c, 60, 70, -0.09) + Bowl(r, c, 15, 80, 0.03));
        var sinking = ExtremePlaces.Find(rate, sigma, mask, MotionDirection.Lowering, Options);
        Assert.Equal([(60, 70), (20, 30)], sinking.Select(p => (p.Row, p.Column)));
        Assert.Equal(-0.09, sinking[0].Rate, 4);
        Assert.Equal(0.09 / 0.002, sinking[0].Significance, 1);
        var rising = Assert.Single(ExtremePlaces.Find(rate, sigma, mask, MotionDirection.Rising, Options));
        Assert.Equal((15, 80), (rising.Row, rising.Column));
    }

    [Fact]
    public void Places_keep_their_distance_on_the_ground_not_in_pixels()
    {
        var (rate, sigma, mask) = Scene((r, c) => Bowl(r, c, 40, 40, -0.09) + Bowl(r, c, 40, 60, -0.05));
        Assert.Equal(2, ExtremePlaces.Find(rate, sigma, mask, MotionDirection.Lowering, Options with { MinSeparation = 390 }).Count);
        Assert.Single(ExtremePlaces.Find(rate, sigma, mask, MotionDirection.Lowering, Options with { MinSeparation = 410 }));
        Assert.Equal(2, ExtremePlaces.Find(rate, sigma, mask, MotionDirection.Lowering, Options with { MinSeparation = 410, PixelWidth = 40 }).Count);
    }

    [Fact]
    public void A_lone_outlier_and_a_masked_bowl_are_no_places()
    {
        var (rate, sigma, mask) = Scene((r, c) => (r == 10 && c == 10 ? -0.5 : 0) + Bowl(r, c, 50, 50, -0.08));
        Assert.Equal((50, 50), Single(rate, sigma, mask));
        for (var i = 0; i < grid.PixelCount; i++)
        {
            if (i / 100 > 30)
            {
                mask.Add(i, MaskReasons.Water);
            }
        }

        Assert.Empty(ExtremePlaces.Find(rate, sigma, mask, MotionDirection.Lowering, Options));
    }

    [Fact]
    public void Noise_alone_gives_no_place()
    {
        var random = new Random(3);
        var (rate, sigma, mask) = Scene((_, _) => 0.002 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        Assert.Empty(ExtremePlaces.Find(rate, sigma, mask, MotionDirection.Lowering, Options));
        Assert.Empty(ExtremePlaces.Find(rate, sigma, mask, MotionDirection.Rising, Options));
    }

    [Fact]
    public void A_flat_plateau_is_one_place()
    {
        var (rate, sigma, mask) = Scene((r, c) => r is > 30 and < 36 && c is > 40 and < 46 ? -0.04 : 0);
        Assert.Single(ExtremePlaces.Find(rate, sigma, mask, MotionDirection.Lowering, Options));
    }

    [Fact]
    public void Layers_without_values_or_sigma_give_no_place()
    {
        var (rate, sigma, mask) = Scene((_, _) => double.NaN);
        Assert.Empty(ExtremePlaces.Find(rate, sigma, mask, MotionDirection.Lowering, Options));
        (rate, sigma, mask) = Scene((r, c) => Bowl(r, c, 20, 20, -0.1), float.NaN);
        Assert.Empty(ExtremePlaces.Find(rate, sigma, mask, MotionDirection.Lowering, Options));
    }

    [Fact]
    public void Different_grids_and_sizeless_pixels_are_refused()
    {
        var (rate, sigma, mask) = Scene((_, _) => 0);
        var other = new Layer(sigma.Description, Grid.Radar(3, 3), new float[9]);
        Assert.Throws<ArgumentException>(() => ExtremePlaces.Find(rate, other, mask, MotionDirection.Lowering, Options));
        Assert.Throws<ArgumentException>(() => ExtremePlaces.Find(rate, sigma, mask, MotionDirection.Lowering, Options with { PixelWidth = double.NaN }));
    }

    private static double Bowl(int row, int column, int atRow, int atColumn, double depth) =>
        depth * Math.Exp(-(((row - atRow) * (row - atRow)) + ((column - atColumn) * (column - atColumn))) / 50.0);

    private static (int Row, int Column) Single(Layer rate, Layer sigma, Mask mask)
    {
        var place = Assert.Single(ExtremePlaces.Find(rate, sigma, mask, MotionDirection.Lowering, Options));
        return (place.Row, place.Column);
    }

    private (Layer Rate, Layer Sigma, Mask Mask) Scene(Func<int, int, double> rateAt, float sigma = 0.002f)
    {
        var rates = Enumerable.Range(0, (int)grid.PixelCount).Select(i => (float)rateAt(i / grid.Columns, i % grid.Columns)).ToArray();
        return (
            new Layer(new("rate", "Rate", Unit.MetrePerYear, Sign.TowardsSatellite), grid, rates),
            new Layer(new("rate_sigma", "Sigma", Unit.MetrePerYear, Sign.None), grid, [.. Enumerable.Repeat(sigma, rates.Length)]),
            new Mask(grid));
    }
}
