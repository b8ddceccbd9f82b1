using Plumb.Grids;

namespace Plumb.Corrections;

/// <summary>
/// Sums for the plain least-squares fit of a ramp to every date, over pixels in blocks: each block has its own sums, added up in order, so that the result does not depend on
/// the order in which blocks come. Threads may add different blocks at once.
/// </summary>
public sealed class RampFit
{
    private readonly RampShape shape;
    private readonly int dates;
    private readonly int rows;
    private readonly int columns;
    private readonly double[][] normals;
    private readonly double[][] rights;

    /// <summary>Sums without any pixel.</summary>
    /// <param name="shape">Shape of the ramp.</param>
    /// <param name="dates">Number of dates (count).</param>
    /// <param name="rows">Rows of the image, pixels.</param>
    /// <param name="columns">Columns of the image, pixels.</param>
    /// <param name="blocks">Number of blocks (count).</param>
    public RampFit(RampShape shape, int dates, int rows, int columns, int blocks)
    {
        (this.shape, this.dates, this.rows, this.columns) = (shape, dates, rows, columns);
        normals = new double[blocks][];
        rights = new double[blocks][];
    }

    /// <summary>Adds the pixels of a tile whose values are all finite and not all zero: a pixel that never leaves zero is the reference itself.</summary>
    /// <param name="block">Index of the block; a block may come in several tiles, one after the other.</param>
    /// <param name="tile">The tile (pixels).</param>
    /// <param name="series">Displacement, metres; shape (date, tile rows, row stride).</param>
    /// <param name="dateStride">Distance from one date to the next (unit: elements).</param>
    /// <param name="rowStride">Distance from one row to the next (unit: elements).</param>
    /// <param name="used">Which pixels count; shape (rows, columns) of the image.</param>
    public void Add(int block, Tile tile, ReadOnlySpan<float> series, int dateStride, int rowStride, ReadOnlySpan<bool> used)
    {
        var count = Ramp.TermsOf(shape);
        var normal = normals[block] ??= new double[count * count];
        var right = rights[block] ??= new double[count * dates];
        Span<double> terms = stackalloc double[6];
        terms = terms[..count];
        for (var r = 0; r < tile.Rows; r++)
        {
            for (var c = 0; c < tile.Columns; c++)
            {
                var values = series[((r * rowStride) + c)..];
                if (!used[((tile.Row + r) * columns) + tile.Column + c] || !Counts(values, dateStride))
                {
                    continue;
                }

                Ramp.Terms(shape, tile.Row + r, tile.Column + c, rows, columns, terms);
                RampSolver.Add(normal, terms, 1);
                for (var date = 0; date < dates; date++)
                {
                    for (var i = 0; i < count; i++)
                    {
                        right[(date * count) + i] += terms[i] * values[date * dateStride];
                    }
                }
            }
        }
    }

    /// <summary>The ramps of all dates.</summary>
    /// <exception cref="RequestException">The pixels do not span an area.</exception>
    public Ramp Solve()
    {
        var count = Ramp.TermsOf(shape);
        var (normal, right) = (new double[count * count], new double[count * dates]);
        for (var block = 0; block < normals.Length; block++)
        {
            for (var i = 0; normals[block] is { } n && i < n.Length; i++)
            {
                normal[i] += n[i];
            }

            for (var i = 0; rights[block] is { } b && i < b.Length; i++)
            {
                right[i] += b[i];
            }
        }

        var factor = RampSolver.Factor(normal, count);
        var coefficients = new double[count * dates];
        for (var date = 0; date < dates; date++)
        {
            DenseCholesky.Solve(factor, right.AsSpan(date * count, count)).CopyTo(coefficients, date * count);
        }

        return new Ramp(shape, coefficients, rows, columns);
    }

    /// <summary>
    /// Ramps of all dates fitted robustly to means over cells: reweighted least squares with Huber's weights and a scale from the median residual (Holland and Welsch 1977,
    /// doi:10.1080/03610927708827533), so that motion the masks did not catch bends no ramp.
    /// </summary>
    /// <param name="shape">Shape of the ramp.</param>
    /// <param name="series">The series over cells, metres.</param>
    /// <param name="rows">Rows of the image, pixels.</param>
    /// <param name="columns">Columns of the image, pixels.</param>
    /// <exception cref="RequestException">The cells do not span an area.</exception>
    public static Ramp Robust(RampShape shape, CoarseSeries series, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(series);
        return RampSolver.Robust(shape, series, rows, columns);
    }

    private bool Counts(ReadOnlySpan<float> values, int dateStride)
    {
        var moves = false;
        for (var date = 0; date < dates; date++)
        {
            var value = values[date * dateStride];
            if (!float.IsFinite(value))
            {
                return false;
            }

            moves |= value != 0;
        }

        return moves;
    }
}
