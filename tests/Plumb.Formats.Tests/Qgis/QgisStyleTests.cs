using System.Globalization;
using System.Xml.Linq;
using Plumb.Formats.Qgis;
using Plumb.Formats.Tests.Gdal;
using Plumb.Formats.Tests.GeoTiff;
using Plumb.Grids;

namespace Plumb.Formats.Tests.Qgis;

public sealed class QgisStyleTests : IDisposable
{
    private static readonly Grid Line = new(Crs.Wgs84, 10, 50, 0.001, -0.001, 101, 1);

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_rate_has_zero_in_the_middle_of_diverging_colours_and_is_shown_in_millimetres()
    {
        var values = Enumerable.Range(0, 101).Select(i => i == 7 ? float.NaN : (i - 90) * 0.0005f).ToArray();
        QgisStyle.Write(new Layer(LayerGeoTiffTests.Rate, Line, values), folder.File("rate.qml"));
        var shader = XDocument.Load(folder.File("rate.qml")).Descendants("colorrampshader").Single();
        Assert.Equal(-0.05, Number(shader, "minimumValue"), 12);
        Assert.Equal(0.05, Number(shader, "maximumValue"), 12);
        var items = shader.Elements("item").ToArray();
        var middle = items[items.Length / 2];
        Assert.Equal(0, Number(middle, "value"), 12);
        Assert.Equal("0 mm/yr", (string?)middle.Attribute("label"));
        Assert.Equal(ColourRamp.Diverging.Anchors[4].ToString(), (string?)middle.Attribute("color"));
        Assert.Equal("-50 mm/yr", (string?)items[0].Attribute("label"));
        Assert.True(items.Zip(items.Skip(1)).All(p => Number(p.First, "value") < Number(p.Second, "value")));
        Assert.Equal("rate.qml", Path.GetFileName(Assert.Single(Directory.GetFiles(folder.Path))));
    }

    [Theory]
    [InlineData("coherence", Unit.One, 0.2, 0.95, 0, 1, "1")]
    [InlineData("height", Unit.Metre, 2203, 2298, 2200, 2300, "2300 m")]
    [InlineData("sigma", Unit.MetrePerYear, 0.0003, 0.0049, 0, 0.005, "5 mm/yr")]
    [InlineData("flat", Unit.Metre, 0, 0, 0, 1, "1000 mm")]
    public void Values_without_a_sign_get_a_rounded_range(string name, Unit unit, double low, double high, double minimum, double maximum, string last)
    {
        var values = Enumerable.Range(0, 101).Select(i => (float)(low + ((high - low) * i / 100))).ToArray();
        QgisStyle.Write(new Layer(new LayerDescription(name, name, unit, Sign.None), Line, values), folder.File("a.qml"));
        var shader = XDocument.Load(folder.File("a.qml")).Descendants("colorrampshader").Single();
        Assert.Equal(minimum, Number(shader, "minimumValue"), 9);
        Assert.Equal(maximum, Number(shader, "maximumValue"), 9);
        Assert.Equal(last, (string?)shader.Elements("item").Last().Attribute("label"));
    }

    [Fact]
    public void A_layer_without_values_still_has_a_range()
    {
        var none = Enumerable.Repeat(float.NaN, 101).ToArray();
        Assert.Equal(new StyleRange(-1, 1), StyleRange.Of(new Layer(LayerGeoTiffTests.Rate, Line, none)));
    }

    [Fact]
    public void A_mask_has_an_entry_for_each_combination_that_occurs()
    {
        var mask = new Mask(Line);
        mask.Add(3, MaskReasons.Water | MaskReasons.LowCoherence);
        mask.Add(4, MaskReasons.NoData);
        QgisStyle.Write(mask, folder.File("mask.qml"));
        var entries = XDocument.Load(folder.File("mask.qml")).Descendants("paletteEntry")
            .Select(e => ((string?)e.Attribute("value"), (string?)e.Attribute("label"), (string?)e.Attribute("alpha")));
        Assert.Equal([("0", "good", "0"), ("1", "no data", "255"), ("68", "low coherence + water", "255")], entries);
    }

    [Fact]
    public void Ramps_fall_in_lightness_away_from_the_lightest_colour()
    {
        var sequential = ColourRamp.Sequential.Anchors.Select(Lightness).ToArray();
        Assert.Equal(sequential.Order(), sequential);
        var diverging = ColourRamp.Diverging.Anchors.Select(Lightness).ToArray();
        Assert.Equal(diverging[..5].Order(), diverging[..5]);
        Assert.Equal(diverging[4..].OrderDescending(), diverging[4..]);
        Assert.All(Enumerable.Range(0, 4), i => Assert.InRange(diverging[i] - diverging[8 - i], -16, 16));
        Assert.Equal(ColourRamp.Diverging.Anchors[0], ColourRamp.Diverging.At(-3));
        Assert.Equal(ColourRamp.Diverging.Anchors[8], ColourRamp.Diverging.At(2));
    }

    private static double Lightness(Colour c) => (0.2126 * c.Red) + (0.7152 * c.Green) + (0.0722 * c.Blue);

    private static double Number(XElement element, string name) =>
        double.Parse((string?)element.Attribute(name) ?? "", CultureInfo.InvariantCulture);
}
