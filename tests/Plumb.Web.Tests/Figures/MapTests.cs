using System.Text.RegularExpressions;
using Plumb.Acquisitions;
using Plumb.Grids;
using Plumb.Web.Figures;

namespace Plumb.Web.Tests.Figures;

public class MapTests
{
    private static readonly LayerDescription RateOf = new("rate", "Rate", Unit.MetrePerYear, Sign.TowardsSatellite);

    [Fact]
    public void Rate_is_shown_in_millimetres_with_its_direction_and_zero_in_the_middle()
    {
        var layer = new Layer(RateOf, Grid.Radar(100, 100), [.. Enumerable.Range(0, 10_000).Select(i => -0.04f * i / 10_000)]);
        var scale = ColourScale.For([layer], null);
        Assert.Equal((-40, 40), (scale.Low, scale.High));
        Assert.Equal("mm/yr, towards the satellite +", scale.Unit.Label);
        Assert.Equal(ColourMap.Diverging.At(0.5), scale.Of(0));
        Assert.Equal(ColourMap.Diverging.At(0), scale.Of(-1));
    }

    [Fact]
    public void Away_from_the_satellite_is_red_whatever_the_sign_of_the_layer()
    {
        var phase = new Layer(new("phase", "Phase", Unit.Radian, Sign.PhaseGrowsWithRange), Grid.Radar(2, 1), [-3, 3]);
        Assert.Equal(ColourMap.Diverging.At(0), ColourScale.For([phase], null).Of(3));
    }

    [Theory]
    [InlineData(Unit.Metre, Sign.TowardsSatellite, "displacement", "mm")]
    [InlineData(Unit.Metre, Sign.None, "displacement_sigma", "mm")]
    [InlineData(Unit.Metre, Sign.Up, "height", "m")]
    [InlineData(Unit.MetrePerYear, Sign.None, "rate_sigma", "mm/yr")]
    [InlineData(Unit.Radian, Sign.PhaseGrowsWithRange, "phase", "rad")]
    public void Units_are_those_people_use(Unit unit, Sign sign, string name, string shown) =>
        Assert.Equal(shown, DisplayUnit.Of(new LayerDescription(name, "", unit, sign)).Name);

    [Fact]
    public void Blocks_show_the_mean_of_good_pixels_grey_where_masked_clear_without_data()
    {
        var grid = Grid.Radar(6, 2);
        var layer = new Layer(RateOf, grid, [0.01f, 0.03f, 1, 1, float.NaN, float.NaN, float.NaN, 0.02f, 1, 1, float.NaN, float.NaN]);
        var mask = new Mask(grid);
        foreach (var pixel in new[] { 2, 3, 8, 9 })
        {
            mask.Add(pixel, MaskReasons.LowCoherence);
        }

        mask.Add(4, MaskReasons.NoData);
        var scale = new ColourScale(ColourMap.Diverging, -50, 50, DisplayUnit.Of(RateOf));
        var picture = new MapPicture(layer, mask, grid.Whole, scale, 3);
        var canvas = new PngCanvas(3, 1, 1);
        picture.Draw(canvas, new Box(0, 0, 3, 1));
        Assert.Equal([scale.Of(0.02), Colour.Masked, Colour.White], canvas.Picture.Pixels.ToArray());
        Assert.True(picture is { HasGood: true, HasMasked: true, HasNoData: true });
    }

    [Fact]
    public void Classes_are_named_in_the_legend_and_never_averaged()
    {
        var grid = Grid.Radar(4, 4);
        var layer = new Layer(new("class", "Class", Unit.Count, Sign.None), grid, [1, 3, 1, 1, 1, 1, 3, 3, 2, 2, 1, 3, 2, 1, 3, 2]);
        var scale = ColourScale.OfClasses(1, "shadow", "a class with a very long name, longer than others", "layover");
        var picture = new MapPicture(layer, null, grid.Whole, scale, 2);
        var canvas = new PngCanvas(2, 2, 1);
        picture.Draw(canvas, new Box(0, 0, 2, 2));
        Assert.Equal([scale.Of(1), scale.Of(3), scale.Of(1), scale.Of(2)], canvas.Picture.Pixels.ToArray());
        var narrow = new MapFigure(layer, new MapOptions { Scale = scale, Width = 300, EmptyLabel = "nothing", Marks = [new MapMark(1, 1, "1")] });
        var svg = narrow.ToSvg("m");
        Assert.All(scale.Classes, name => Assert.Contains(name, svg, StringComparison.Ordinal));
        Assert.DoesNotContain("2.5", svg, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ColourScale.OfClasses(1, "alone"));
    }

    [Fact]
    public void The_scale_of_a_low_map_has_three_ticks_at_least()
    {
        var layer = new Layer(RateOf, Grid.Radar(3000, 60), [.. Enumerable.Range(0, 180_000).Select(i => 0.008f * i / 180_000)]);
        var scale = new ColourScale(ColourMap.Diverging, -8, 8, DisplayUnit.Of(RateOf));
        var svg = new MapFigure(layer, new MapOptions { Scale = scale }).ToSvg("m");
        Assert.All(new[] { ">\u22125<", ">0<", ">5<" }, tick => Assert.Contains(tick, svg, StringComparison.Ordinal));
    }

    [Fact]
    public void A_degree_has_its_length_on_the_ellipsoid()
    {
        var (east, north) = MapGeometry.PixelSize(new Grid(Crs.Wgs84, 0, 45.5, 1, -1, 1, 1));
        Assert.Equal(78_847, east, 0);
        Assert.Equal(111_132, north, 0);
    }

    [Fact]
    public void A_map_names_reference_mask_and_missing_data()
    {
        var mine = new SyntheticMine();
        var svg = new MapFigure(mine.Rate, new MapOptions { Mask = mine.Mask, References = [mine.Reference] }).ToSvg("m");
        Assert.All(new[] { "reference area", "masked", "no data", "km", "Longitude", "mm/yr, towards the satellite +" }, t => Assert.Contains(t, svg, StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => new MapFigure(mine.Rate, new MapOptions { Mask = new Mask(Grid.Radar(2, 2)) }));
    }

    [Fact]
    public void Network_gaps_are_spans_without_a_kept_pair()
    {
        DateOnly[] d = [.. Enumerable.Range(0, 6).Select(k => new DateOnly(2024, 1, 1).AddDays(12 * k))];
        NetworkEdge Edge(int a, int b, bool kept) => new(new DatePair(d[a], d[b]), 0.5, kept);
        var figure = new NetworkFigure("n", d.Select(x => new NetworkNode(x, 0, 0)), [Edge(0, 2, true), Edge(1, 2, true), Edge(2, 3, false), Edge(3, 5, true)]);
        Assert.Equal([(d[2], d[3])], figure.Gaps());
        Assert.Contains("stroke-dasharray", figure.ToSvg("n"), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new NetworkFigure("n", [], []));
        Assert.Throws<ArgumentException>(() => new NetworkFigure("n", [new NetworkNode(d[0], 0, 0)], [Edge(0, 1, true)]));
    }

    [Fact]
    public void A_series_is_not_joined_across_gaps_or_missing_dates()
    {
        DateOnly[] d = [.. Enumerable.Range(0, 6).Select(k => new DateOnly(2024, 1, 1).AddDays(12 * k))];
        int Lines(SeriesData data) => Regex.Count(new SeriesFigure("s", data).ToSvg("s"), "stroke-opacity=\"0.55\"");
        var whole = new SeriesData(d, [0, 1, 2, 3, 4, 5], [], double.NaN, double.NaN, []);
        Assert.Equal(1, Lines(whole));
        Assert.Equal(2, Lines(whole with { Gaps = [(d[2], d[3])] }));
        Assert.Equal(2, Lines(whole with { Displacement = [0, 1, 2, double.NaN, 4, 5] }));
        Assert.Throws<ArgumentException>(() => new SeriesFigure("s", whole with { Sigma = [1] }));
    }
}
