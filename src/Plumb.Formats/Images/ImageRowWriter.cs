using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Images;

/// <summary>
/// Writes one image to one file, rows from north to south. The file appears under its name only when <see cref="Complete"/> has returned; a writer that is
/// disposed before leaves nothing behind. Used by one thread at a time.
/// </summary>
public sealed class ImageRowWriter : IDisposable
{
    // GDAL's bytes depend on the portions in which rows come, so they come in portions of one size.
    private const int RowsTogether = 64;

    private readonly string path;
    private readonly string part;
    private readonly Grid grid;
    private readonly RasterWriter? raster;
    private readonly EnviHeader? header;
    private readonly FileStream? flat;
    private readonly int perPixel;
    private readonly byte[] pending = [];
    private int row;
    private int written;

    private ImageRowWriter(string path, ImageFormat format, Grid grid, RasterType type, RasterBand description)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(description);
        (this.path, this.grid, part, perPixel) = (path, grid, PartFile.NameFor(path), type == RasterType.ComplexReal32 ? 2 : 1);
        if (format == ImageFormat.GeoTiff)
        {
            raster = RasterWriter.Create(path, grid, Options(type, description));
            pending = new byte[RowsTogether * grid.Columns * (type == RasterType.Byte ? sizeof(byte) : perPixel * sizeof(float))];
            return;
        }

        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Flat files are written on little-endian machines only.");
        }

        header = format == ImageFormat.Envi ? new EnviHeader(grid, type, description) : null;
        PartFile.Prepare(part, path);
        flat = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    /// <summary>Begins a file of numbers of single precision.</summary>
    /// <param name="path">The file; an existing one is replaced when the new one is complete.</param>
    /// <param name="format">The format.</param>
    /// <param name="grid">Where the image lies.</param>
    /// <param name="isComplex">Whether the numbers are complex.</param>
    /// <param name="description">What they are.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public static ImageRowWriter Create(string path, ImageFormat format, Grid grid, bool isComplex, RasterBand description) =>
        new(path, format, grid, isComplex ? RasterType.ComplexReal32 : RasterType.Real32, description);

    /// <summary>Begins a file of bytes; 0 is none.</summary>
    /// <param name="path">The file; an existing one is replaced when the new one is complete.</param>
    /// <param name="format">The format.</param>
    /// <param name="grid">Where the image lies.</param>
    /// <param name="description">What the bytes are.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static ImageRowWriter OfBytes(string path, ImageFormat format, Grid grid, RasterBand description) => new(path, format, grid, RasterType.Byte, description);

    /// <summary>Writes the next rows of numbers.</summary>
    /// <param name="values">Values in the unit of the description, shape (rows, columns), NaN for no-data; of a complex image pairs of real and imaginary part, shape (rows, columns, 2).</param>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    public void Write(ReadOnlySpan<float> values)
    {
        Take(values.Length / perPixel, MemoryMarshal.AsBytes(values));
    }

    /// <summary>Writes the next rows of bytes.</summary>
    /// <param name="values">Values, shape (rows, columns); 0 is none.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(ReadOnlySpan<byte> values)
    {
        Take(values.Length, values);
    }

    /// <summary>Finishes the file and gives it its name.</summary>
    /// <exception cref="IOException">The file cannot be finished.</exception>
    /// <exception cref="InvalidOperationException">Rows are missing.</exception>
    public void Complete()
    {
        if (row != grid.Rows)
        {
            throw new InvalidOperationException($"{path} has {row} of {grid.Rows} rows.");
        }

        Flush();
        raster?.Complete();
        if (flat is null)
        {
            return;
        }

        flat.Dispose();
        if (header is not null)
        {
            var headerPart = PartFile.NameFor(path + ".hdr");
            PartFile.Prepare(headerPart, path + ".hdr");
            File.WriteAllText(headerPart, header.Text());
            PartFile.Publish(headerPart, path + ".hdr");
        }

        PartFile.Publish(part, path);
    }

    /// <summary>Ends the writer; a file that is not complete is removed.</summary>
    public void Dispose()
    {
        raster?.Dispose();
        if (flat is not null)
        {
            flat.Dispose();
            PartFile.Remove(part);
        }
    }

    private static RasterOptions Options(RasterType type, RasterBand description) => new()
    {
        Type = type,
        NoData = type == RasterType.Real32 ? double.NaN : null,
        Bands = [description],
        CompressionLevel = 1,
        Metadata = ImmutableSortedDictionary<string, string>.Empty.Add("TITLE", description.Description).Add("UNIT", description.Unit),
    };

    private void Take(int pixels, ReadOnlySpan<byte> bytes)
    {
        var rows = pixels / grid.Columns;
        if (rows * grid.Columns != pixels || row + rows > grid.Rows)
        {
            throw new ArgumentException($"{pixels} values are not whole rows of the {grid.Rows - row} x {grid.Columns} pixels left.", nameof(pixels));
        }

        flat?.Write(bytes);
        var rowBytes = pending.Length / RowsTogether;
        for (var taken = 0; raster is not null && taken < rows;)
        {
            var count = Math.Min(rows - taken, RowsTogether - (row + taken - written));
            bytes.Slice(taken * rowBytes, count * rowBytes).CopyTo(pending.AsSpan((row + taken - written) * rowBytes));
            taken += count;
            if (row + taken - written == RowsTogether)
            {
                Flush(RowsTogether);
            }
        }

        row += rows;
    }

    private void Flush()
    {
        if (raster is not null && row > written)
        {
            Flush(row - written);
        }
    }

    private void Flush(int rows)
    {
        var tile = new Tile(written, 0, rows, grid.Columns);
        var bytes = pending.AsSpan(0, pending.Length / RowsTogether * rows);
        written += rows;
        if (bytes.Length == tile.PixelCount)
        {
            raster?.Write(1, tile, (ReadOnlySpan<byte>)bytes);
        }
        else if (perPixel == 2)
        {
            raster?.WriteComplex(1, tile, MemoryMarshal.Cast<byte, float>(bytes));
        }
        else
        {
            raster?.Write(1, tile, MemoryMarshal.Cast<byte, float>(bytes));
        }
    }
}
