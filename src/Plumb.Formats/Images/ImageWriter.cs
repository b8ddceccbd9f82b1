using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Images;

/// <summary>How an image file is written.</summary>
public enum ImageFormat
{
    /// <summary>GeoTIFF, compressed without loss.</summary>
    GeoTiff,

    /// <summary>Flat binary with ENVI's header beside it (name + .hdr).</summary>
    Envi,

    /// <summary>Flat binary without a header: little-endian, row by row.</summary>
    Flat,
}

/// <summary>Writes one image to one file. The file appears under its name only when it is complete.</summary>
public static class ImageWriter
{
    private const int RowsAtOnce = 512;

    /// <summary>The format that a file's name asks for: GeoTIFF for .tif and .tiff; otherwise the other one given.</summary>
    /// <param name="path">The file.</param>
    /// <param name="otherwise">The format of other names.</param>
    public static ImageFormat FormatOf(string path, ImageFormat otherwise) =>
        Path.GetExtension(path).ToUpperInvariant() is ".TIF" or ".TIFF" ? ImageFormat.GeoTiff : otherwise == ImageFormat.GeoTiff ? ImageFormat.Envi : otherwise;

    /// <summary>Writes numbers of single precision.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="format">The format.</param>
    /// <param name="grid">Where the image lies.</param>
    /// <param name="values">Values in the unit of the description, shape (rows, columns); NaN is no-data.</param>
    /// <param name="description">What they are.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ImageFormat format, Grid grid, ReadOnlySpan<float> values, RasterBand description)
    {
        using var writer = ImageRowWriter.Create(path, format, grid, false, description);
        for (var row = 0; row < grid.Rows; row += RowsAtOnce)
        {
            writer.Write(values.Slice(row * grid.Columns, Math.Min(RowsAtOnce, grid.Rows - row) * grid.Columns));
        }

        writer.Complete();
    }

    /// <summary>Writes bytes.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="format">The format.</param>
    /// <param name="grid">Where the image lies.</param>
    /// <param name="values">Values, shape (rows, columns); 0 is none.</param>
    /// <param name="description">What they are.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ImageFormat format, Grid grid, ReadOnlySpan<byte> values, RasterBand description)
    {
        using var writer = ImageRowWriter.OfBytes(path, format, grid, description);
        for (var row = 0; row < grid.Rows; row += RowsAtOnce)
        {
            writer.Write(values.Slice(row * grid.Columns, Math.Min(RowsAtOnce, grid.Rows - row) * grid.Columns));
        }

        writer.Complete();
    }
}
