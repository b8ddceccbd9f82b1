using System.Numerics;
using Plumb.Grids;
using Plumb.Kernels;

namespace Plumb.Corrections;

/// <summary>
/// A series over square cells of pixels: what is smooth in space needs no more places than these. A cell's side is a power of two, so that a cell lies within one
/// tile of 64 pixels and its sum does not depend on the order of tiles. Threads may add different tiles at once. Memory: 4 bytes per date and cell, leased.
/// </summary>
public sealed class CoarseSeries : IDisposable
{
    /// <summary>Largest side of a cell, pixels; tiles begin at multiples of it.</summary>
    public const int LargestCell = 64;

    private readonly TileBuffer<float> values;
    private readonly int[] counts;
    private readonly int columns;

    /// <summary>An empty series.</summary>
    /// <param name="dates">Number of dates (count).</param>
    /// <param name="rows">Rows of the image, pixels.</param>
    /// <param name="columns">Columns of the image, pixels.</param>
    /// <param name="cell">Side of a cell, pixels: a power of two up to <see cref="LargestCell"/>.</param>
    /// <param name="budget">The budget it is leased from.</param>
    /// <exception cref="MemoryBudgetException">It does not fit into the budget.</exception>
    public CoarseSeries(int dates, int rows, int columns, int cell, MemoryBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        if (cell < 1 || cell > LargestCell || !BitOperations.IsPow2(cell))
        {
            throw new ArgumentOutOfRangeException(nameof(cell), cell, "The side of a cell is a power of two from 1 to 64.");
        }

        (Dates, Cell, this.columns) = (dates, cell, columns);
        Rows = (rows + cell - 1) / cell;
        Columns = (columns + cell - 1) / cell;
        values = budget.Lease<float>(checked(dates * Rows * Columns), "The series of the cells");
        counts = new int[Rows * Columns];
    }

    /// <summary>Number of dates (count).</summary>
    public int Dates { get; }

    /// <summary>Side of a cell, pixels.</summary>
    public int Cell { get; }

    /// <summary>Rows of cells (count).</summary>
    public int Rows { get; }

    /// <summary>Columns of cells (count).</summary>
    public int Columns { get; }

    /// <summary>Number of cells (count).</summary>
    public int Cells => Rows * Columns;

    /// <summary>Number of pixels behind each cell (count); shape (cell rows, cell columns).</summary>
    public ReadOnlySpan<int> Counts => counts;

    /// <summary>The largest cell that resolves a smoothing: at most half its length, 1 at least.</summary>
    /// <param name="length">Standard deviation of the smoothing, pixels.</param>
    public static int CellFor(double length)
    {
        var cell = 1;
        while (cell < LargestCell && 2 * cell <= 0.5 * length)
        {
            cell *= 2;
        }

        return cell;
    }

    /// <summary>Values of one date, metres; shape (cell rows, cell columns); 0 where a cell has no pixel.</summary>
    /// <param name="date">Index of the date.</param>
    public Span<float> Plane(int date) => values.Span.Slice(date * Cells, Cells);

    /// <summary>Adds the pixels of a tile.</summary>
    /// <param name="tile">The tile; its first row and column are multiples of the cell's side.</param>
    /// <param name="series">Displacement, metres; shape (date, tile rows, row stride), pixels not used may be NaN.</param>
    /// <param name="dateStride">Distance from one date to the next (unit: elements).</param>
    /// <param name="rowStride">Distance from one row to the next (unit: elements).</param>
    /// <param name="used">Which pixels count: those whose values are all finite; shape (rows, columns) of the image.</param>
    public void Add(Tile tile, ReadOnlySpan<float> series, int dateStride, int rowStride, ReadOnlySpan<bool> used)
    {
        if (tile.Row % Cell != 0 || tile.Column % Cell != 0)
        {
            throw new ArgumentException($"The tile {tile} does not begin at a cell of {Cell} pixels.", nameof(tile));
        }

        for (var row = 0; row < tile.Rows; row += Cell)
        {
            for (var column = 0; column < tile.Columns; column += Cell)
            {
                var part = new Tile(row, column, Math.Min(Cell, tile.Rows - row), Math.Min(Cell, tile.Columns - column));
                AddCell(tile, part, series, dateStride, rowStride, used);
            }
        }
    }

    /// <summary>Moments of the dates over all cells that have pixels; a cell counts as many times as it has pixels.</summary>
    public DateMoments Moments()
    {
        var moments = new DateMoments(Dates);
        var column = new double[Dates];
        for (var cell = 0; cell < Cells; cell++)
        {
            if (counts[cell] > 0)
            {
                for (var date = 0; date < Dates; date++)
                {
                    column[date] = Plane(date)[cell];
                }

                moments.Add(column, counts[cell]);
            }
        }

        return moments;
    }

    /// <summary>The same of what departs from the mean of the cells at each date.</summary>
    public DateMoments CentredMoments()
    {
        var (moments, column, mean, pixels) = (new DateMoments(Dates), new double[Dates], new double[Dates], 0L);
        for (var cell = 0; cell < Cells; cell++)
        {
            pixels += counts[cell];
            for (var date = 0; date < Dates && counts[cell] > 0; date++)
            {
                mean[date] += (double)counts[cell] * Plane(date)[cell];
            }
        }

        for (var cell = 0; cell < Cells; cell++)
        {
            if (counts[cell] > 0)
            {
                for (var date = 0; date < Dates; date++)
                {
                    column[date] = Plane(date)[cell] - (mean[date] / pixels);
                }

                moments.Add(column, counts[cell]);
            }
        }

        return moments;
    }

    /// <summary>Replaces each cell's series by a matrix times it.</summary>
    /// <param name="matrix">The matrix (pure numbers); shape (date, date).</param>
    public void Multiply(ReadOnlySpan<double> matrix)
    {
        var before = new double[Dates];
        for (var cell = 0; cell < Cells; cell++)
        {
            for (var date = 0; date < Dates; date++)
            {
                before[date] = Plane(date)[cell];
            }

            for (var date = 0; date < Dates; date++)
            {
                var sum = 0.0;
                var row = matrix.Slice(date * Dates, Dates);
                for (var k = 0; k < Dates; k++)
                {
                    sum += row[k] * before[k];
                }

                Plane(date)[cell] = (float)sum;
            }
        }
    }

    /// <summary>
    /// Smooths every date in space: a Gaussian mean in which cells count by their pixels; cells without any receive what surrounds them.
    /// </summary>
    /// <param name="length">Standard deviation of the Gaussian, pixels, positive.</param>
    public void Smooth(double length)
    {
        var whole = (float)Cell * Cell;
        var smoothing = new FieldSmoothing(Array.ConvertAll(counts, c => Math.Min(1, c / whole)), Rows, Columns, length / Cell);
        for (var date = 0; date < Dates; date++)
        {
            smoothing.Smooth(Plane(date));
        }
    }

    /// <summary>Values at the pixels of a tile, bilinear between the centres of cells, constant beyond the outermost.</summary>
    /// <param name="date">Index of the date.</param>
    /// <param name="tile">The tile (pixels).</param>
    /// <param name="pixels">Receives the values, metres; shape (tile rows, row stride).</param>
    /// <param name="rowStride">Distance from one row to the next (unit: elements).</param>
    public void Interpolate(int date, Tile tile, Span<float> pixels, int rowStride)
    {
        var plane = Plane(date);
        var firstColumn = Math.Max(0, (int)Math.Floor(Position(tile.Column)));
        var lastColumn = Math.Min(Columns - 1, (int)Math.Floor(Position(tile.EndColumn - 1)) + 1);
        var length = lastColumn - firstColumn + 2;
        Span<float> line = length <= 256 ? stackalloc float[256] : new float[length];
        Span<int> node = tile.Columns <= 256 ? stackalloc int[256] : new int[tile.Columns];
        Span<float> part = tile.Columns <= 256 ? stackalloc float[256] : new float[tile.Columns];
        for (var c = 0; c < tile.Columns; c++)
        {
            var x = Math.Clamp(Position(tile.Column + c), 0, Columns - 1);
            node[c] = Math.Min((int)x, Math.Max(0, Columns - 2)) - firstColumn;
            part[c] = (float)(x - node[c] - firstColumn);
        }

        line.Clear();
        for (var r = 0; r < tile.Rows; r++)
        {
            var y = Math.Clamp(Position(tile.Row + r), 0, Rows - 1);
            var upper = Math.Min((int)y, Math.Max(0, Rows - 2));
            var share = (float)(y - upper);
            var above = plane.Slice(upper * Columns, Columns);
            var below = plane.Slice(Math.Min(upper + 1, Rows - 1) * Columns, Columns);
            for (var c = firstColumn; c <= lastColumn; c++)
            {
                line[c - firstColumn] = above[c] + (share * (below[c] - above[c]));
            }

            var into = pixels.Slice(r * rowStride, tile.Columns);
            for (var c = 0; c < into.Length; c++)
            {
                var left = line[node[c]];
                into[c] = left + (part[c] * (line[node[c] + 1] - left));
            }
        }
    }

    /// <summary>Returns the memory.</summary>
    public void Dispose() => values.Dispose();

    private double Position(int pixel) => ((pixel + 0.5) / Cell) - 0.5;

    private void AddCell(Tile tile, Tile part, ReadOnlySpan<float> series, int dateStride, int rowStride, ReadOnlySpan<bool> used)
    {
        Span<int> pixels = stackalloc int[part.PixelCount];
        var count = 0;
        for (var r = part.Row; r < part.EndRow; r++)
        {
            for (var c = part.Column; c < part.EndColumn; c++)
            {
                if (used[((tile.Row + r) * columns) + tile.Column + c] && IsWhole(series[((r * rowStride) + c)..], dateStride))
                {
                    pixels[count++] = (r * rowStride) + c;
                }
            }
        }

        var cell = ((tile.Row + part.Row) / Cell * Columns) + ((tile.Column + part.Column) / Cell);
        counts[cell] = count;
        for (var date = 0; date < Dates; date++)
        {
            var sum = 0.0;
            var plane = series[(date * dateStride)..];
            for (var i = 0; i < count; i++)
            {
                sum += plane[pixels[i]];
            }

            Plane(date)[cell] = count == 0 ? 0 : (float)(sum / count);
        }
    }

    private bool IsWhole(ReadOnlySpan<float> series, int dateStride)
    {
        for (var date = 0; date < Dates; date++)
        {
            if (!float.IsFinite(series[date * dateStride]))
            {
                return false;
            }
        }

        return true;
    }
}
