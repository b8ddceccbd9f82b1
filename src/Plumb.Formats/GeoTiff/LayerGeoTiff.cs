using System.Collections.Immutable;
using System.Globalization;
using Plumb.Formats.Gdal;
using Plumb.Formats.Qgis;
using Plumb.Grids;

namespace Plumb.Formats.GeoTiff;

/// <summary>
/// Layers and masks as Cloud-Optimised GeoTIFFs that say what they are: NAME, TITLE, UNIT, SIGN and RELATIVE_TO in the
/// tags of the file, the unit on the band as well. Values stay in the layer's unit (metres, not millimetres).
/// </summary>
public static class LayerGeoTiff
{
    /// <summary>The largest layer that <see cref="Read"/> takes into memory, bytes.</summary>
    public const long LargestBytes = 4L << 30;

    /// <summary>Writes a layer, single precision with NaN as no-data.</summary>
    /// <param name="layer">The layer, in its own unit, shape (rows, columns).</param>
    /// <param name="path">The file; an existing one is replaced when the new one is complete.</param>
    /// <param name="style">Whether a style for QGIS (same name, ending .qml) is written next to it.</param>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full; nothing stands under its name then.</exception>
    /// <exception cref="RequestException">GDAL is not installed, or the coordinate reference system is not understood.</exception>
    public static void Write(Layer layer, string path, bool style = true)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentException.ThrowIfNullOrEmpty(path);
        CogWriter.Write(path, layer.Grid, layer.Values, OptionsFor(layer.Description));
        if (style)
        {
            QgisStyle.Write(layer, Path.ChangeExtension(path, ".qml"));
        }
    }

    /// <summary>Writes a mask, one unsigned 16-bit number of flags per pixel, 0 where the pixel is good.</summary>
    /// <param name="mask">The mask (flags), shape (rows, columns). FLAG_MASKS and FLAG_MEANINGS name its flags after the CF conventions 1.11, section 3.5.</param>
    /// <param name="path">The file; an existing one is replaced when the new one is complete.</param>
    /// <param name="style">Whether a style for QGIS (same name, ending .qml) is written next to it.</param>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full; nothing stands under its name then.</exception>
    /// <exception cref="RequestException">GDAL is not installed, or the coordinate reference system is not understood.</exception>
    public static void Write(Mask mask, string path, bool style = true)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var flags = Enum.GetValues<MaskReasons>().Where(r => r != MaskReasons.None).ToArray();
        var options = new RasterOptions
        {
            Type = RasterType.Unsigned16,
            NoData = null,
            AverageOverviews = false,
            Bands = [new RasterBand("Reasons why a pixel is not used (0: good)", "")],
            Metadata = Tags(
                ("NAME", "mask"),
                ("TITLE", "Reasons why a pixel is not used"),
                ("UNIT", "flags"),
                ("SIGN", LayerText.Of(Sign.None)),
                ("FLAG_MASKS", string.Join(", ", flags.Select(f => ((ushort)f).ToString(CultureInfo.InvariantCulture)))),
                ("FLAG_MEANINGS", string.Join(' ', flags.Select(QgisStyle.Words).Select(w => w.Replace(' ', '_'))))),
        };
        CogWriter.Write(path, mask.Grid, System.Runtime.InteropServices.MemoryMarshal.Cast<MaskReasons, ushort>(mask.Reasons), options);
        if (style)
        {
            QgisStyle.Write(mask, Path.ChangeExtension(path, ".qml"));
        }
    }

    /// <summary>How a layer of this description is written, for a <see cref="RasterWriter"/> that gets it tile by tile.</summary>
    /// <param name="description">Name, unit, sign, reference of the layer.</param>
    public static RasterOptions OptionsFor(LayerDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return new RasterOptions
        {
            Layout = RasterLayout.CloudOptimised,
            Bands = [new RasterBand(description.Title, description.Unit is Unit.One or Unit.Count ? "" : LayerText.Of(description.Unit))],
            Metadata = Tags(
                ("NAME", description.Name),
                ("TITLE", description.Title),
                ("UNIT", LayerText.Of(description.Unit)),
                ("SIGN", LayerText.Of(description.Sign)),
                ("RELATIVE_TO", description.RelativeTo)),
        };
    }

    /// <summary>Reads a layer that was written by <see cref="Write(Layer, string, bool)"/>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The layer with its values, unit and sign as they were written, shape (rows, columns).</returns>
    /// <exception cref="RequestException">The file is absent, damaged, too large, or does not say unit and sign as Plumb writes them.</exception>
    public static Layer Read(string path)
    {
        using var dataset = GdalDataset.Open(path, "GTiff");
        var tags = dataset.Metadata();
        if (LayerText.UnitOf(tags.GetValueOrDefault("UNIT")) is not { } unit || LayerText.SignOf(tags.GetValueOrDefault("SIGN")) is not { } sign ||
            !tags.TryGetValue("NAME", out var name))
        {
            throw new RequestException($"{path} does not say its name, unit and sign in tags, so it is not a layer that Plumb wrote. Import it as a product instead.");
        }

        var grid = dataset.Grid;
        if (grid.PixelCount > LargestBytes / sizeof(float) || grid.PixelCount > Array.MaxLength)
        {
            throw new RequestException($"{path} has {grid.Rows} x {grid.Columns} pixels, more than are read at once. Crop it with gdal_translate -srcwin.");
        }

        var values = new float[grid.PixelCount];
        foreach (var tile in Tile.Cover(grid.Rows, grid.Columns, Math.Max(1, (1 << 26) / grid.Columns), grid.Columns))
        {
            dataset.Read(1, tile, values.AsSpan(tile.Row * grid.Columns, tile.PixelCount));
        }

        var description = new LayerDescription(name, tags.GetValueOrDefault("TITLE", name), unit, sign, tags.GetValueOrDefault("RELATIVE_TO", ""));
        return new Layer(description, grid, values);
    }

    private static ImmutableSortedDictionary<string, string> Tags(params ReadOnlySpan<(string Key, string Value)> items)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in items)
        {
            if (value.Length > 0)
            {
                tags[key] = value;
            }
        }

        return tags.ToImmutable();
    }
}
