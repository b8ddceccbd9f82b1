using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Images;

/// <summary>
/// One image in one file, real or complex, read by blocks of rows: whatever GDAL opens (GeoTIFF, ENVI), a folder of SNAP's (znap), or a flat
/// binary file whose width is given. Used by one thread at a time.
/// </summary>
public abstract class ImageFile : IDisposable
{
    private const int BlockPixels = 1 << 20;

    private protected ImageFile(string path, Grid grid, bool isComplex, bool isFlat)
    {
        (Path, Grid, IsComplex, IsFlat) = (path, grid, isComplex, isFlat);
    }

    /// <summary>The file, as it was asked for.</summary>
    public string Path { get; }

    /// <summary>Where the image lies; radar coordinates for one without a position.</summary>
    public Grid Grid { get; }

    /// <summary>Whether its numbers are complex.</summary>
    public bool IsComplex { get; }

    /// <summary>Whether it is a flat binary file without a header.</summary>
    public bool IsFlat { get; }

    /// <summary>Opens an image.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">Number of columns (unit: pixels) of a flat binary file; null for a file that says itself what it is.</param>
    /// <param name="sample">Type of its numbers where it is flat.</param>
    /// <exception cref="RequestException">The file is absent, of no known format, or the width does not divide its size.</exception>
    public static ImageFile Open(string path, int? width = null, ImageSample sample = ImageSample.Real32)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return width is { } columns ? FlatImage.Open(path, columns, sample)
            : SnapImage.Is(path) ? SnapImage.Open(path)
            : new GdalImage(GdalDataset.Open(path));
    }

    /// <summary>Reads the whole image as real numbers in the file's unit; no-data becomes NaN.</summary>
    /// <param name="values">Receives the values, in the file's unit; shape (rows, columns).</param>
    /// <exception cref="RequestException">The image is complex, or damaged.</exception>
    public void ReadReal(Span<float> values)
    {
        if (IsComplex)
        {
            throw new RequestException($"{Path} holds complex numbers where real ones are needed. Name the file that holds the real-valued image.");
        }

        for (var row = 0; row < Grid.Rows; row += BlockRows)
        {
            var tile = Block(row);
            Read(tile, values.Slice(row * Grid.Columns, tile.PixelCount));
        }
    }

    /// <summary>Reads the whole image as complex numbers, block by block.</summary>
    /// <param name="take">Takes the first pixel's number and pairs of real and imaginary part, in the file's unit; shape (pixels of the block, 2).</param>
    /// <exception cref="RequestException">The image is real, or damaged.</exception>
    public void ReadComplex(ComplexBlock take)
    {
        ArgumentNullException.ThrowIfNull(take);
        if (!IsComplex)
        {
            throw new RequestException($"{Path} holds real numbers where complex ones are needed.");
        }

        var buffer = new float[2 * Block(0).PixelCount];
        for (var row = 0; row < Grid.Rows; row += BlockRows)
        {
            var tile = Block(row);
            var pairs = buffer.AsSpan(0, 2 * tile.PixelCount);
            Read(tile, pairs);
            take(row * Grid.Columns, pairs);
        }
    }

    /// <summary>Reads whole rows; of a real image no-data becomes NaN.</summary>
    /// <param name="row">The first row, pixels.</param>
    /// <param name="values">Receives the values in the file's unit, shape (rows, columns), of a complex image pairs of real and imaginary part, shape (rows, columns, 2).</param>
    /// <exception cref="RequestException">The file is damaged.</exception>
    public void ReadRows(int row, Span<float> values)
    {
        var rows = values.Length / Grid.Columns / (IsComplex ? 2 : 1);
        Read(new Tile(row, 0, rows, Grid.Columns), values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    /// <param name="disposing">Whether it is closed by its user.</param>
    protected abstract void Dispose(bool disposing);

    /// <summary>Reads rows, as pairs where the image is complex.</summary>
    private protected abstract void Read(Tile tile, Span<float> values);

    private int BlockRows => Math.Max(1, BlockPixels / Grid.Columns);

    private Tile Block(int row) => new(row, 0, Math.Min(BlockRows, Grid.Rows - row), Grid.Columns);
}

/// <summary>Takes a block of complex pixels.</summary>
/// <param name="firstPixel">Number of the first pixel, row times columns plus column.</param>
/// <param name="pairs">Real and imaginary parts in the file's unit, shape (pixels, 2).</param>
public delegate void ComplexBlock(int firstPixel, ReadOnlySpan<float> pairs);
