using Plumb.Grids;

namespace Plumb.Formats.Products;

/// <summary>
/// One raster of a product, not yet opened. Knowing a source costs no open file; any number of readers may be opened
/// from it, each used by one thread. Shape (rows, columns) is that of <see cref="Grid"/>.
/// </summary>
public interface IRasterSource
{
    /// <summary>The file the values come from, for messages to people.</summary>
    string Path { get; }

    /// <summary>The grid the values lie on.</summary>
    Grid Grid { get; }

    /// <summary>Opens the raster for reading.</summary>
    /// <returns>A reader for one thread, to be disposed.</returns>
    /// <exception cref="RequestException">The file is gone, truncated or not what the inspection found.</exception>
    IRasterReader Open();
}

/// <summary>
/// Reads tiles of one raster in Plumb's unit and sign (phase radians with phi = -(4 pi / lambda) d, coherence 0 to 1,
/// angles radians, heights metres); NaN is no-data. Used by one thread at a time.
/// </summary>
public interface IRasterReader : IDisposable
{
    /// <summary>Reads one tile.</summary>
    /// <param name="tile">The tile in the source's own grid, inside it.</param>
    /// <param name="values">Receives the values in the source's unit, shape (tile rows, tile columns), row by row; NaN is no-data. At least as long as the tile has pixels.</param>
    /// <exception cref="ArgumentException">The tile reaches outside the grid or the span is too short.</exception>
    /// <exception cref="RequestException">The file is truncated or damaged here.</exception>
    void Read(Tile tile, Span<float> values);
}
