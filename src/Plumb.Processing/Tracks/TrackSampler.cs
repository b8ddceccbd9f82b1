using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Processing.Tracks;

/// <summary>
/// How the values of a source come onto the common grid: each cell is a weighted sum of source pixels. Where cells are coarser than the source's pixels, or the source is points,
/// a cell is the mean of those whose centres lie in it; else it is interpolated between the four nearest, and has a value only where its nearest pixel is good.
/// </summary>
internal sealed class TrackSampler
{
    private const double CoarserFrom = 1.5;
    private const double WholePixel = 1e-4;
    private readonly int[] starts;
    private readonly int[] sources;
    private readonly float[] weights;

    private TrackSampler(int[] starts, int[] sources, float[] weights) => (this.starts, this.sources, this.weights) = (starts, sources, weights);

    /// <summary>Number of cells.</summary>
    public int Cells => starts.Length - 1;

    /// <summary>Plans the way of a source onto a grid.</summary>
    public static TrackSampler Of(TrackSource source, Grid target)
    {
        using var transform = source.Crs == target.Crs ? null : new CoordinateTransform(source.Crs, target.Crs);
        return source.Grid is { } grid && !IsCoarser(grid, target, transform)
            ? Interpolated(source, grid, target)
            : Averaged(source, target, transform);
    }

    /// <summary>Value of a cell from the source's values; NaN where it has none.</summary>
    /// <param name="values">The source's values.</param>
    /// <param name="cell">The cell.</param>
    public float At(ReadOnlySpan<float> values, int cell)
    {
        double sum = 0, weight = 0;
        for (var k = starts[cell]; k < starts[cell + 1]; k++)
        {
            var value = values[sources[k]];
            if (float.IsFinite(value))
            {
                (sum, weight) = (sum + (weights[k] * value), weight + weights[k]);
            }
        }

        return weight > 0 ? (float)(sum / weight) : float.NaN;
    }

    /// <summary>All cells.</summary>
    public float[] All(ReadOnlySpan<float> values)
    {
        var result = new float[Cells];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = values.Length == 0 ? float.NaN : At(values, i);
        }

        return result;
    }

    /// <summary>Value of a cell from a window of the source's values.</summary>
    /// <param name="values">The values of the window.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="window">The window in the source's grid.</param>
    /// <param name="columns">Columns of the source's grid.</param>
    public float At(ReadOnlySpan<float> values, int cell, Tile window, int columns)
    {
        double sum = 0, weight = 0;
        for (var k = starts[cell]; k < starts[cell + 1]; k++)
        {
            var (row, column) = Math.DivRem(sources[k], columns);
            var value = values[((row - window.Row) * window.Columns) + column - window.Column];
            if (float.IsFinite(value))
            {
                (sum, weight) = (sum + (weights[k] * value), weight + weights[k]);
            }
        }

        return weight > 0 ? (float)(sum / weight) : float.NaN;
    }

    /// <summary>The window of the source that a tile of cells takes from; no rows for none.</summary>
    /// <param name="tile">The tile of the common grid.</param>
    /// <param name="wide">Columns of the common grid.</param>
    /// <param name="columns">Columns of the source's grid.</param>
    public Tile Window(Tile tile, int wide, int columns)
    {
        var (top, bottom, left, right) = (int.MaxValue, -1, int.MaxValue, -1);
        for (var r = tile.Row; r < tile.EndRow; r++)
        {
            for (var k = starts[(r * wide) + tile.Column]; k < starts[(r * wide) + tile.EndColumn]; k++)
            {
                var (row, column) = Math.DivRem(sources[k], columns);
                (top, bottom) = (Math.Min(top, row), Math.Max(bottom, row));
                (left, right) = (Math.Min(left, column), Math.Max(right, column));
            }
        }

        return bottom < 0 ? default : new Tile(top, left, bottom - top + 1, right - left + 1);
    }

    private static bool IsCoarser(Grid grid, Grid target, CoordinateTransform? transform)
    {
        var (x0, y0) = grid.CentreOf(0.5 * grid.Rows, 0.5 * grid.Columns);
        var (x1, y1) = grid.CentreOf((0.5 * grid.Rows) + 1, (0.5 * grid.Columns) + 1);
        if (transform is not null)
        {
            ((x0, y0), (x1, y1)) = (transform.Apply(x0, y0), transform.Apply(x1, y1));
        }

        var (wide, high) = (Math.Abs(x1 - x0), Math.Abs(y1 - y0));
        return target.StepX * -target.StepY > CoarserFrom * CoarserFrom * wide * high;
    }

    private static TrackSampler Averaged(TrackSource source, Grid target, CoordinateTransform? transform)
    {
        var cells = new int[source.Rate.Length];
        var (x, y) = (source.X, source.Y);
        var wide = source.Grid?.Columns ?? source.X.Length;
        for (var start = 0; start < cells.Length; start += wide)
        {
            if (source.Grid is { } grid)
            {
                (x, y) = (new double[wide], new double[wide]);
                for (var c = 0; c < wide; c++)
                {
                    (x[c], y[c]) = grid.CentreOf(start / wide, c);
                }
            }
            else
            {
                (x, y) = ((double[])x.Clone(), (double[])y.Clone());
            }

            transform?.Apply(x, y);
            for (var c = 0; c < wide; c++)
            {
                var (row, column) = target.PixelAt(x[c], y[c]);
                var (r, k) = (Math.Floor(row + 0.5), Math.Floor(column + 0.5));
                cells[start + c] = float.IsFinite(source.Rate[start + c]) && r >= 0 && k >= 0 && r < target.Rows && k < target.Columns ? ((int)r * target.Columns) + (int)k : -1;
            }
        }

        var starts = new int[target.PixelCount + 1];
        foreach (var cell in cells.Where(c => c >= 0))
        {
            starts[cell + 1]++;
        }

        for (var i = 1; i < starts.Length; i++)
        {
            starts[i] += starts[i - 1];
        }

        var (sources, next) = (new int[starts[^1]], (int[])starts.Clone());
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i] >= 0)
            {
                sources[next[cells[i]]++] = i;
            }
        }

        var weights = new float[sources.Length];
        Array.Fill(weights, 1f);
        return new TrackSampler(starts, sources, weights);
    }

    private static TrackSampler Interpolated(TrackSource source, Grid grid, Grid target)
    {
        using var transform = target.Crs == grid.Crs ? null : new CoordinateTransform(target.Crs, grid.Crs);
        var starts = new int[target.PixelCount + 1];
        var (sources, weights) = (new List<int>(starts.Length), new List<float>(starts.Length));
        var (x, y) = (new double[target.Columns], new double[target.Columns]);
        for (var r = 0; r < target.Rows; r++)
        {
            for (var c = 0; c < target.Columns; c++)
            {
                (x[c], y[c]) = target.CentreOf(r, c);
            }

            transform?.Apply(x, y);
            for (var c = 0; c < target.Columns; c++)
            {
                Neighbours(source, grid, grid.PixelAt(x[c], y[c]), sources, weights);
                starts[(r * target.Columns) + c + 1] = sources.Count;
            }
        }

        return new TrackSampler(starts, [.. sources], [.. weights]);
    }

    private static void Neighbours(TrackSource source, Grid grid, (double Row, double Column) at, List<int> sources, List<float> weights)
    {
        var (nearRow, nearColumn) = (Math.Floor(at.Row + 0.5), Math.Floor(at.Column + 0.5));
        if (!(nearRow >= 0 && nearColumn >= 0 && nearRow < grid.Rows && nearColumn < grid.Columns) ||
            !float.IsFinite(source.Rate[((int)nearRow * grid.Columns) + (int)nearColumn]))
        {
            return;
        }

        var (r, c) = ((int)Math.Floor(at.Row), (int)Math.Floor(at.Column));
        var (fr, fc) = (at.Row - r, at.Column - c);
        for (var k = 0; k < 4; k++)
        {
            var (row, column) = (r + (k >> 1), c + (k & 1));
            var weight = ((k & 2) == 0 ? 1 - fr : fr) * ((k & 1) == 0 ? 1 - fc : fc);
            if (weight > WholePixel && row >= 0 && column >= 0 && row < grid.Rows && column < grid.Columns && float.IsFinite(source.Rate[(row * grid.Columns) + column]))
            {
                sources.Add((row * grid.Columns) + column);
                weights.Add((float)weight);
            }
        }
    }
}
