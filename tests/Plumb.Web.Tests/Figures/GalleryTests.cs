using System.Xml.Linq;
using Plumb.Grids;
using Plumb.Web.Figures;

namespace Plumb.Web.Tests.Figures;

/// <summary>Every figure on ordinary and on awkward data: it draws, stays on its canvas, and is well-formed.</summary>
public class GalleryTests
{
    private static BeforeAfterData BeforeAfter(IReadOnlyList<DateOnly> dates, double ratio)
    {
        double[] distances = [160, 320, 640, 1280, 2560, 5120, 10240];
        double[] before = [.. dates.Select((_, i) => 0.006 + (0.004 * Math.Sin(i)))];
        return new BeforeAfterData(
            distances, [.. distances.Select(d => 0.001 * Math.Pow(d / 160, 0.5))], [.. distances.Select(d => 0.0009 * Math.Pow(d / 160, 0.3))], dates, before, [.. before.Select((b, i) => b * (ratio - (0.3 * Math.Cos(i))))]);
    }

    private static readonly Dictionary<string, Figure> All = Gallery();

    public static TheoryData<string> Names => [.. All.Keys];

    internal static Dictionary<string, Figure> Gallery()
    {
        var mine = new SyntheticMine();
        var (nodes, edges) = mine.Network();
        var (bare, bareEdges) = mine.Network(false);
        var utm = new Grid(new Crs("EPSG:32649", false), 612_340, 3_921_000, 80, -80, 120, 320);
        var height = new Layer(new("height", "Height above the ellipsoid", Unit.Metre, Sign.Up), utm, [.. Enumerable.Range(0, 120 * 320).Select(i => 800f + (i / 120) + (float)(60 * Math.Sin(i % 120 / 15.0)))]);
        var radar = Grid.Radar(500, 90);
        var phase = new Layer(new("phase", "Unwrapped phase", Unit.Radian, Sign.PhaseGrowsWithRange), radar, [.. Enumerable.Range(0, 45_000).Select(i => (float)(9 * Math.Sin(i % 500 / 60.0)))]);
        var empty = new Layer(mine.Rate.Description, mine.Grid, [.. Enumerable.Repeat(float.NaN, (int)mine.Grid.PixelCount)]);
        var single = new Layer(mine.Rate.Description, new Grid(Crs.Wgs84, 10, 50, 1e-4, -1e-4, 1, 1), [-0.01f]);
        var series = mine.SeriesAt(110, 140);
        var scale = ColourScale.For([mine.Rate], mine.Mask);
        return new()
        {
            ["map-rate"] = new MapFigure(mine.Rate, new MapOptions { Mask = mine.Mask, References = [mine.Reference], Marks = [new(110, 140, "1"), new(165, 205, "2"), new(50, 60, "A")] }),
            ["map-coherence"] = new MapFigure(mine.Coherence, new MapOptions { Width = 480 }),
            ["map-sigma"] = new MapFigure(mine.Sigma, new MapOptions { Mask = mine.Mask, Width = 480 }),
            ["map-height-utm"] = new MapFigure(height, new MapOptions { Width = 520 }),
            ["map-radar"] = new MapFigure(phase, new MapOptions { Width = 520 }),
            ["map-empty"] = new MapFigure(empty, new MapOptions { Title = "A very long title that cannot possibly stand on a single line of a figure of this width, whatever one does about it" }),
            ["map-single-pixel"] = new MapFigure(single, new MapOptions { Width = 400 }),
            ["network"] = new NetworkFigure("Network of interferograms", nodes, edges),
            ["network-no-baselines"] = new NetworkFigure("Network of interferograms", bare, bareEdges),
            ["network-one-pair"] = new NetworkFigure("Network of interferograms", nodes[..2], edges[..1]),
            ["series"] = new SeriesFigure("Place 1: 112.326°E, 35.332°N", series),
            ["series-empty"] = new SeriesFigure("Nothing", series with { Displacement = [.. series.Displacement.Select(_ => double.NaN)], Rate = double.NaN }),
            ["series-two-dates"] = new SeriesFigure("Two dates", new SeriesData(mine.Dates[..2], [0, -0.012], [], -0.36, double.NaN, [])),
            ["before-after"] = new BeforeAfterFigure("Delay of the troposphere with height", BeforeAfter(mine.Dates, 0.6), 1.005),
            ["before-after-harm"] = new BeforeAfterFigure("A correction with a very long title that does not fit beside what explains the colours of its two plots at all", BeforeAfter(mine.Dates, 1.2), 1.005, isMetric: false),
            ["before-after-empty"] = new BeforeAfterFigure("Nothing", new BeforeAfterData([], [], [], mine.Dates, [.. mine.Dates.Select(_ => double.NaN)], [.. mine.Dates.Select(_ => double.NaN)]), 1.005),
            ["histogram"] = new HistogramFigure("Rate of all good pixels", mine.Rate.Values.ToArray().Select(v => 1000.0 * v), "mm/yr, towards the satellite +"),
            ["histogram-empty"] = new HistogramFigure("Rate of all good pixels", [], "mm/yr"),
            ["histogram-constant"] = new HistogramFigure("All the same", Enumerable.Repeat(3.0, 50), "mm/yr"),
            ["multiples"] = new MultiplesFigure("Displacement since 2021-01-09", [.. new[] { 8, 16, 24, 32, 40, 45 }.Select(k => (mine.Dates[k].ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), mine.Cumulative(mine.Dates[k])))], mine.Mask, [mine.Reference]),
            ["locator"] = new LocatorFigure(mine.Rate, mine.Mask, scale, new MapMark(110, 140, "1"), 30),
            ["map-counts"] = new MapFigure(mine.Changed, new MapOptions { Scale = ColourScale.OfCounts([mine.Changed], mine.Mask, "image pairs corrected"), Width = 480 }),
            ["pair-bars"] = new PairBarsFigure("Image pair by image pair", Bars(edges), 480),
            ["pair-bars-thousand"] = new PairBarsFigure("Image pair by image pair", [.. Enumerable.Repeat(Bars(edges), 8).SelectMany(b => b)]),
            ["pair-bars-nothing-changed"] = new PairBarsFigure("Image pair by image pair", [.. Bars(edges).Select(b => b with { Changed = 0, LeftOpen = double.NaN })]),
            ["pair-bars-empty"] = new PairBarsFigure("Image pair by image pair", []),
            ["typeface"] = new TypefaceFigure(),
        };
    }

    private static PairBar[] Bars(NetworkEdge[] edges) =>
        [.. edges.Select((e, k) => new PairBar(e.Pair, k % 9 == 0 ? 0.01 * (k % 13) : 0, k % 17 == 3 ? double.NaN : 0.004 * (k % 7)))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Figure_is_a_valid_png_of_its_size(string name)
    {
        var figure = All[name];
        var png = figure.ToPng(0.75);
        var header = PngReader.ReadHeader(png);
        Assert.Equal((int)Math.Ceiling(figure.Width * 0.75), header.Width);
        Assert.Equal((int)Math.Ceiling(figure.Height * 0.75), header.Height);
        if (Environment.GetEnvironmentVariable("PLUMB_GALLERY") is { Length: > 0 } folder)
        {
            png = figure.ToPng(1.5);
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, name + ".png"), png);
            File.WriteAllText(Path.Combine(folder, name + ".svg"), figure.ToSvg(name));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Figure_is_well_formed_svg_with_words_for_those_who_cannot_see(string name)
    {
        var svg = XDocument.Parse(All[name].ToSvg(name));
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal("img", svg.Root!.Attribute("role")!.Value);
        Assert.False(string.IsNullOrWhiteSpace(svg.Root.Element(ns + "title")!.Value));
        Assert.False(string.IsNullOrWhiteSpace(svg.Root.Element(ns + "desc")!.Value));
        Assert.All(svg.Descendants().Attributes().Where(a => a.Name != "href"), a => Assert.DoesNotContain("NaN", a.Value, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_text_leaves_the_canvas(string name)
    {
        var figure = All[name];
        var canvas = new TextBounds(figure.Width, figure.Height);
        figure.Draw(canvas);
        Assert.NotEmpty(canvas.Texts);
        Assert.All(canvas.Texts, t => Assert.True(
            t.Box.X >= -0.5 && t.Box.Y >= -0.5 && t.Box.Right <= figure.Width + 0.5 && t.Box.Bottom <= figure.Height + 0.5,
            $"'{t.Text}' lies at {t.Box} on a figure of {figure.Width} x {figure.Height}"));
    }
}
