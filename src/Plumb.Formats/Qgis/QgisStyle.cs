using System.Globalization;
using System.Text;
using System.Xml;
using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Qgis;

/// <summary>
/// Styles for QGIS (.qml). QGIS takes the one that has a raster's name by itself. Displacements and rates are shown
/// in millimetres with zero in the middle; the file below stays in the layer's unit.
/// </summary>
public static class QgisStyle
{
    private const int Steps = 17;

    /// <summary>Metres below which people are shown millimetres.</summary>
    private const double SmallMetres = 5;

    private static readonly Colour[] ReasonColours =
    [
        new(0x9a, 0x9a, 0x9a), new(0xd0, 0xd0, 0xd0), new(0xd9, 0xa4, 0x41), new(0xb0, 0x6c, 0x2c), new(0x7b, 0x3f, 0x8c),
        new(0xc9, 0x7f, 0xb5), new(0x3f, 0x7f, 0xbf), new(0x5b, 0x4a, 0x3a), new(0xa8, 0x32, 0x32),
    ];

    /// <summary>Writes the style of a layer over a range that <see cref="StyleRange.Of"/> chooses.</summary>
    /// <param name="layer">The layer, in its own unit.</param>
    /// <param name="path">The style's file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(Layer layer, string path)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Write(layer.Description, StyleRange.Of(layer), path);
    }

    /// <summary>Writes the style of a layer.</summary>
    /// <param name="description">Title, unit and sign: values with a sign get diverging colours, others sequential ones.</param>
    /// <param name="range">The values that the colours span, in the layer's unit.</param>
    /// <param name="path">The style's file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(LayerDescription description, StyleRange range, string path)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var ramp = description.Sign == Sign.None ? ColourRamp.Sequential : ColourRamp.Diverging;
        var small = Math.Max(Math.Abs(range.Minimum), Math.Abs(range.Maximum)) < SmallMetres;
        WriteFile(path, xml =>
        {
            Start(xml, "rasterrenderer", ("type", "singlebandpseudocolor"), ("band", "1"), ("opacity", "1"), ("alphaBand", "-1"),
                ("classificationMin", Text(range.Minimum)), ("classificationMax", Text(range.Maximum)));
            Start(xml, "rastershader");
            Start(xml, "colorrampshader", ("colorRampType", "INTERPOLATED"), ("classificationMode", "2"), ("clip", "0"),
                ("minimumValue", Text(range.Minimum)), ("maximumValue", Text(range.Maximum)), ("labelPrecision", "4"));
            SourceRamp(xml, ramp);
            for (var i = 0; i < Steps; i++)
            {
                var part = i / (Steps - 1.0);
                var value = range.Minimum + (part * (range.Maximum - range.Minimum));
                Start(xml, "item", ("value", Text(value)), ("label", Label(value, description.Unit, small)), ("color", ramp.At(part).ToString()), ("alpha", "255"));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        });
    }

    /// <summary>Writes the style of a mask: one colour for each combination of reasons that occurs, good pixels transparent.</summary>
    /// <param name="mask">The mask (flags), shape (rows, columns).</param>
    /// <param name="path">The style's file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(Mask mask, string path)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var seen = new bool[ushort.MaxValue + 1];
        foreach (var reasons in mask.Reasons)
        {
            seen[(ushort)reasons] = true;
        }

        WriteFile(path, xml =>
        {
            Start(xml, "rasterrenderer", ("type", "paletted"), ("band", "1"), ("opacity", "1"), ("alphaBand", "-1"));
            Start(xml, "colorPalette");
            for (var value = 0; value < seen.Length; value++)
            {
                if (seen[value])
                {
                    var reasons = (MaskReasons)value;
                    Start(xml, "paletteEntry", ("value", Text(value)), ("label", Words(reasons)), ("color", ColourOf(reasons).ToString()), ("alpha", value == 0 ? "0" : "255"));
                    xml.WriteEndElement();
                }
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        });
    }

    /// <summary>Reasons in words, joined by a plus sign: "low coherence + water"; "good" for none.</summary>
    /// <param name="reasons">The reasons (flags).</param>
    public static string Words(MaskReasons reasons)
    {
        if (reasons == MaskReasons.None)
        {
            return "good";
        }

        var words = new StringBuilder();
        foreach (var flag in Enum.GetValues<MaskReasons>())
        {
            if (flag == MaskReasons.None || !reasons.HasFlag(flag))
            {
                continue;
            }

            words.Append(words.Length > 0 ? " + " : "");
            foreach (var letter in flag.ToString())
            {
                words.Append(char.IsUpper(letter) && words.Length > 0 && words[^1] != ' ' ? " " : "").Append(char.ToLowerInvariant(letter));
            }
        }

        return words.Length > 0 ? words.ToString() : string.Create(CultureInfo.InvariantCulture, $"unknown reason {(ushort)reasons}");
    }

    private static Colour ColourOf(MaskReasons reasons)
    {
        var first = System.Numerics.BitOperations.TrailingZeroCount((uint)reasons);
        return first < ReasonColours.Length ? ReasonColours[first] : new Colour(0x50, 0x50, 0x50);
    }

    private static string Label(double value, Unit unit, bool small)
    {
        var (factor, suffix) = unit switch
        {
            Unit.Metre => small ? (1000, " mm") : (1, " m"),
            Unit.MetrePerYear => small ? (1000, " mm/yr") : (1, " m/yr"),
            Unit.MetrePerYearSquared => small ? (1000, " mm/yr²") : (1, " m/yr²"),
            Unit.MetrePerYearCubed => small ? (1000, " mm/yr³") : (1, " m/yr³"),
            Unit.Day => (1, " d"),
            Unit.PerYear => (1, " /yr"),
            Unit.Radian => (1, " rad"),
            Unit.Degree => (1, "°"),
            _ => (1, ""),
        };
        return (value * factor).ToString("0.###", CultureInfo.InvariantCulture) + suffix;
    }

    private static string Rgba(Colour colour) => string.Create(CultureInfo.InvariantCulture, $"{colour.Red},{colour.Green},{colour.Blue},255");

    private static void SourceRamp(XmlWriter xml, ColourRamp ramp)
    {
        var inner = new StringBuilder();
        for (var i = 1; i < ramp.Anchors.Length - 1; i++)
        {
            inner.Append(i > 1 ? ":" : "")
                .Append(CultureInfo.InvariantCulture, $"{i / (ramp.Anchors.Length - 1.0):0.######};{Rgba(ramp.Anchors[i])}");
        }

        Start(xml, "colorramp", ("type", "gradient"), ("name", "[source]"));
        Start(xml, "Option", ("type", "Map"));
        Option("color1", Rgba(ramp.Anchors[0]));
        Option("color2", Rgba(ramp.Anchors[^1]));
        Option("discrete", "0");
        Option("rampType", "gradient");
        Option("stops", inner.ToString());
        xml.WriteEndElement();
        xml.WriteEndElement();

        void Option(string name, string value)
        {
            Start(xml, "Option", ("type", "QString"), ("name", name), ("value", value));
            xml.WriteEndElement();
        }
    }

    private static void WriteFile(string path, Action<XmlWriter> renderer)
    {
        var part = PartFile.NameFor(path);
        PartFile.Prepare(part, path);
        try
        {
            using (var xml = XmlWriter.Create(part, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false) }))
            {
                Start(xml, "qgis", ("version", "3.22.0"), ("styleCategories", "Symbology"));
                Start(xml, "pipe");
                renderer(xml);
                Start(xml, "rasterresampler", ("zoomedInResampler", "nearest"), ("zoomedOutResampler", "nearest"));
                xml.WriteEndDocument();
            }

            PartFile.Publish(part, path);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new IOException($"{path} cannot be written: {e.Message}", e);
        }
        finally
        {
            PartFile.Remove(part);
        }
    }

    private static void Start(XmlWriter xml, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name);
        foreach (var (key, value) in attributes)
        {
            xml.WriteAttributeString(key, value);
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
