using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Images;

/// <summary>
/// Writes one image row by row from the north, so that it need not be held in memory. The file appears under its name only when <see cref="Complete"/> has returned; a writer that is
/// disposed before leaves nothing behind. Used by one thread at a time.
/// </summary>
public sealed class ImageRowWriter : IDisposable
{
    private readonly string path;
    private readonly Grid grid;
    private readonly bool isComplex;
    private readonly RasterBand description;
    private readonly RasterWriter? raster;
    private readonly FileStream? stream;
    private readonly string part;
    private readonly bool hasHeader;
    private int row;

    private ImageRowWriter(string path, ImageFormat format, Grid grid, bool isComplex, RasterBand description)
    {
        (this.path, this.grid, this.isComplex, this.description) = (path, grid, isComplex, description);
        (part, hasHeader) = (PartFile.NameFor(path), format == ImageFormat.Envi);
        if (format == ImageFormat.GeoTiff)
        {
            raster = RasterWriter.Create(path, grid, new RasterOptions
            {
                Type = isComplex ? RasterType.ComplexReal32 : RasterType.Real32,
                NoData = isComplex ? null : double.NaN,
                Bands = [description],
                CompressionLevel = 1,
                Metadata = ImmutableSortedDictionary<string, string>.Empty.Add("TITLE", description.Description).Add("UNIT", description.Unit),
            });
            return;
        }

        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Flat files are written on little-endian machines only.");
        }

        PartFile.Prepare(part, path);
        stream = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    /// <summary>Begins a file.</summary>
    /// <param name="path">The file; an existing one is replaced when the new one is complete.</param>
    /// <param name="format">The format.</param>
    /// <param name="grid">Where the image lies.</param>
    /// <param name="isComplex">Whether its numbers are complex.</param>
    /// <param name="description">What they are.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public static ImageRowWriter Create(string path, ImageFormat format, Grid grid, bool isComplex, RasterBand description)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(description);
        return new ImageRowWriter(path, format, grid, isComplex, description);
    }

    /// <summary>Writes the next rows.</summary>
    /// <param name="values">Values in the unit of the description, shape (rows, columns), NaN for no-data; of a complex image pairs of real and imaginary part, shape (rows, columns, 2).</param>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    public void Write(ReadOnlySpan<float> values)
    {
        var rows = values.Length / grid.Columns / (isComplex ? 2 : 1);
        if (row + rows > grid.Rows)
        {
            throw new ArgumentException($"{path} has {grid.Rows} rows and was given {row + rows}.", nameof(values));
        }

        var tile = new Tile(row, 0, rows, grid.Columns);
        row += rows;
        if (raster is null)
        {
            stream!.Write(MemoryMarshal.AsBytes(values));
        }
        else if (isComplex)
        {
            raster.WriteComplex(1, tile, values);
        }
        else
        {
            raster.Write(1, tile, values);
        }
    }

    /// <summary>Finishes the file and gives it its name.</summary>
    /// <exception cref="IOException">The file cannot be finished; nothing stands under its name then.</exception>
    /// <exception cref="InvalidOperationException">Rows are missing.</exception>
    public void Complete()
    {
        if (row != grid.Rows)
        {
            throw new InvalidOperationException($"{path} has {grid.Rows} rows, of which {row} were written.");
        }

        if (raster is not null)
        {
            raster.Complete();
            return;
        }

        stream!.Dispose();
        if (hasHeader)
        {
            var header = PartFile.NameFor(path + ".hdr");
            PartFile.Prepare(header, path + ".hdr");
            File.WriteAllText(header, new EnviHeader(grid, isComplex ? RasterType.ComplexReal32 : RasterType.Real32, description).Text());
            PartFile.Publish(header, path + ".hdr");
        }

        PartFile.Publish(part, path);
    }

    /// <summary>Ends the writer; a file that is not complete is removed.</summary>
    public void Dispose()
    {
        raster?.Dispose();
        if (stream is not null)
        {
            stream.Dispose();
            PartFile.Remove(part);
        }
    }
}
