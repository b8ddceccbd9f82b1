namespace Plumb.Grids;

/// <summary>A rectangle of pixels of a grid: first row and column, and its size in rows and columns (unit: pixels).</summary>
/// <param name="Row">First row, 0 at the north.</param>
/// <param name="Column">First column, 0 at the west.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of columns.</param>
public readonly record struct Tile(int Row, int Column, int Rows, int Columns)
{
    /// <summary>Row after the last.</summary>
    public int EndRow => Row + Rows;

    /// <summary>Column after the last.</summary>
    public int EndColumn => Column + Columns;

    /// <summary>Number of pixels, rows times columns.</summary>
    public int PixelCount => checked(Rows * Columns);

    /// <summary>Whether another tile lies wholly inside this one.</summary>
    /// <param name="other">The other tile.</param>
    public bool Contains(Tile other) =>
        other.Row >= Row && other.Column >= Column && other.Rows >= 0 && other.Columns >= 0 &&
        other.EndRow <= EndRow && other.EndColumn <= EndColumn;

    /// <summary>The part that both tiles cover; zero rows or columns where they do not meet.</summary>
    /// <param name="other">The other tile.</param>
    public Tile Intersect(Tile other)
    {
        var row = Math.Max(Row, other.Row);
        var column = Math.Max(Column, other.Column);
        return new Tile(
            row,
            column,
            Math.Max(0, Math.Min(EndRow, other.EndRow) - row),
            Math.Max(0, Math.Min(EndColumn, other.EndColumn) - column));
    }

    /// <summary>Tiles of at most the given size that cover a raster row by row, each pixel exactly once.</summary>
    /// <param name="rows">Rows of the raster.</param>
    /// <param name="columns">Columns of the raster.</param>
    /// <param name="tileRows">Largest number of rows of a tile, at least 1.</param>
    /// <param name="tileColumns">Largest number of columns of a tile, at least 1.</param>
    public static IEnumerable<Tile> Cover(int rows, int columns, int tileRows, int tileColumns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tileRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(tileColumns, 1);
        for (var row = 0; row < rows; row += tileRows)
        {
            for (var column = 0; column < columns; column += tileColumns)
            {
                yield return new Tile(row, column, Math.Min(tileRows, rows - row), Math.Min(tileColumns, columns - column));
            }
        }
    }
}
