using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
        if (format == ImageFormat.GeoTiff)
        {
            using var writer = RasterWriter.Create(path, grid, Options(RasterType.Real32, double.NaN, description));
            WriteBlocks(grid, values, (tile, block) => writer.Write(1, tile, block));
            writer.Complete();
            return;
        }

        WriteFlat(path, MemoryMarshal.AsBytes(values), format == ImageFormat.Envi ? new EnviHeader(grid, RasterType.Real32, description) : null);
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
        if (format == ImageFormat.GeoTiff)
        {
            using var writer = RasterWriter.Create(path, grid, Options(RasterType.Byte, null, description));
            WriteBlocks(grid, values, (tile, block) => writer.Write(1, tile, block));
            writer.Complete();
            return;
        }

        WriteFlat(path, values, format == ImageFormat.Envi ? new EnviHeader(grid, RasterType.Byte, description) : null);
    }

    private static RasterOptions Options(RasterType type, double? noData, RasterBand description) => new()
    {
        Type = type,
        NoData = noData,
        Bands = [description],
        CompressionLevel = 1,
        Metadata = ImmutableSortedDictionary<string, string>.Empty.Add("TITLE", description.Description).Add("UNIT", description.Unit),
    };

    private static void WriteBlocks<T>(Grid grid, ReadOnlySpan<T> values, Action<Tile, ReadOnlySpan<T>> write)
    {
        const int rows = 512;
        for (var row = 0; row < grid.Rows; row += rows)
        {
            var tile = new Tile(row, 0, Math.Min(rows, grid.Rows - row), grid.Columns);
            write(tile, values.Slice(row * grid.Columns, tile.PixelCount));
        }
    }

    private static void WriteFlat(string path, ReadOnlySpan<byte> bytes, EnviHeader? header)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Flat files are written on little-endian machines only.");
        }

        var part = PartFile.NameFor(path);
        PartFile.Prepare(part, path);
        try
        {
            using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(bytes);
            }

            if (header is not null)
            {
                var headerPart = PartFile.NameFor(path + ".hdr");
                PartFile.Prepare(headerPart, path + ".hdr");
                File.WriteAllText(headerPart, header.Text());
                PartFile.Publish(headerPart, path + ".hdr");
            }

            PartFile.Publish(part, path);
        }
        finally
        {
            PartFile.Remove(part);
        }
    }
}
