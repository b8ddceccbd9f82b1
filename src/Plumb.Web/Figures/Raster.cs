namespace Plumb.Web.Figures;

/// <summary>A picture of colours, shape (rows, columns), row 0 at the top. Not safe for writing from several threads.</summary>
public sealed class Raster
{
    private readonly Colour[] pixels;

    /// <summary>A clear picture.</summary>
    /// <param name="columns">Number of columns (unit: pixels), 1 to 20000.</param>
    /// <param name="rows">Number of rows (unit: pixels), 1 to 20000.</param>
    public Raster(int columns, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, 20_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, 20_000);
        Columns = columns;
        Rows = rows;
        pixels = new Colour[checked(columns * rows)];
    }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>All pixels, shape (rows, columns), row by row.</summary>
    public Span<Colour> Pixels => pixels;

    /// <summary>One row of pixels, shape (columns).</summary>
    /// <param name="row">Row, 0 at the top.</param>
    public Span<Colour> Row(int row) => pixels.AsSpan(row * Columns, Columns);
}
