using Plumb.Grids;

namespace Plumb.Formats.Gdal;

/// <summary>Checks that a tile lies inside a raster and that a span is of its size.</summary>
internal static class RasterBounds
{
    internal static void Check(string path, int rows, int columns, Tile tile, int length, int perPixel)
    {
        if (tile.Row < 0 || tile.Column < 0 || tile.Rows < 0 || tile.Columns < 0 ||
            (long)tile.Row + tile.Rows > rows || (long)tile.Column + tile.Columns > columns)
        {
            throw new ArgumentOutOfRangeException(nameof(tile), tile, $"The tile reaches outside {path} of {rows} rows and {columns} columns.");
        }

        if ((long)tile.Rows * tile.Columns * perPixel != length)
        {
            throw new ArgumentException($"{length} values do not fill a tile of {tile.Rows} x {tile.Columns} pixels of {path}.", nameof(length));
        }
    }
}
