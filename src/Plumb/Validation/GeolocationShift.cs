namespace Plumb.Validation;

/// <summary>How far one picture of the ground is shifted against another.</summary>
/// <param name="Rows">Shift of the second against the first to the south, pixels (rows).</param>
/// <param name="Columns">Shift of the second against the first to the east, pixels (columns).</param>
/// <param name="RowsSigma">Standard deviation of <paramref name="Rows"/>, pixels, by leaving out blocks in turn.</param>
/// <param name="ColumnsSigma">Standard deviation of <paramref name="Columns"/>, pixels.</param>
/// <param name="Correlation">Correlation once the shift is taken off, pure number.</param>
/// <param name="CorrelationBefore">Correlation without, pure number.</param>
/// <param name="Pixels">Pixels that both have, a count.</param>
public sealed record GeolocationShift(double Rows, double Columns, double RowsSigma, double ColumnsSigma, double Correlation, double CorrelationBefore, int Pixels)
{
    private const int LeastPixels = 200;
    private const int Blocks = 5;
    private const int Unknowns = 4;

    /// <summary>
    /// Estimates the shift of two rasters on one grid: the whole-pixel shift of greatest correlation, then the fractions by least squares on the gradient of the second, which
    /// may have another scale and level (Lucas and Kanade 1981). Missing pixels are left out.
    /// </summary>
    /// <param name="first">The first raster, any unit; shape (row, column); NaN is no-data.</param>
    /// <param name="second">The second raster, any unit; shape (row, column).</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="reach">Largest shift looked for, pixels.</param>
    /// <returns>The shift; null where too little is common, or nothing is alike.</returns>
    /// <exception cref="ArgumentException">The rasters do not have so many pixels.</exception>
    public static GeolocationShift? Of(float[] first, float[] second, int rows, int columns, int reach = 6)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Length != rows * columns || second.Length != first.Length)
        {
            throw new ArgumentException("Both rasters have rows times columns pixels.", nameof(second));
        }

        var lags = Enumerable.Range(0, ((2 * reach) + 1) * ((2 * reach) + 1)).Select(k => (Row: (k / ((2 * reach) + 1)) - reach, Column: (k % ((2 * reach) + 1)) - reach)).ToArray();
        var found = new double[lags.Length];
        Parallel.For(0, lags.Length, k => found[k] = Alike(first, second, rows, columns, lags[k].Row, lags[k].Column).Value);
        var best = Array.IndexOf(found, found.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max());
        if (best < 0 || !(found[best] > 0.1))
        {
            return null;
        }

        var (r, c) = ((double)lags[best].Row, (double)lags[best].Column);
        (double Row, double Column)[] left = [];
        for (var round = 0; round < 12; round++)
        {
            if (Step(first, second, rows, columns, r, c) is not { } step)
            {
                return null;
            }

            (r, c, left) = (r + step.Row, c + step.Column, step.LeftOut);
            if (Math.Abs(step.Row) + Math.Abs(step.Column) < 1e-4)
            {
                break;
            }
        }

        if (!(Math.Abs(r) <= reach + 1 && Math.Abs(c) <= reach + 1))
        {
            return null;
        }

        var after = Alike(first, second, rows, columns, r, c);
        double Sigma(Func<(double Row, double Column), double> part) => Math.Sqrt((left.Length - 1.0) / left.Length * left.Sum(l => Math.Pow(part(l) - left.Average(part), 2)));
        return new GeolocationShift(r, c, Sigma(l => l.Row), Sigma(l => l.Column), after.Value, found[lags.AsSpan().IndexOf((0, 0))], after.Count);
    }

    /// <summary>Correlation of the first with the second at the place moved by a shift.</summary>
    private static (double Value, int Count) Alike(float[] first, float[] second, int rows, int columns, double row, double column)
    {
        double n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                double x = first[(r * columns) + c], y = At(second, rows, columns, r + row, c + column);
                if (double.IsFinite(x + y))
                {
                    (n, sx, sy, sxx, syy, sxy) = (n + 1, sx + x, sy + y, sxx + (x * x), syy + (y * y), sxy + (x * y));
                }
            }
        }

        return (n < LeastPixels ? double.NaN : ((n * sxy) - (sx * sy)) / Math.Sqrt(((n * sxx) - (sx * sx)) * ((n * syy) - (sy * sy))), (int)n);
    }

    private static double At(float[] values, int rows, int columns, double row, double column)
    {
        var (r, c) = ((int)Math.Floor(row), (int)Math.Floor(column));
        var (fr, fc) = (row - r, column - c);
        if (r < 0 || c < 0 || r > rows - (fr > 0 ? 2 : 1) || c > columns - (fc > 0 ? 2 : 1))
        {
            return double.NaN;
        }

        var top = fc > 0 ? (values[(r * columns) + c] * (1 - fc)) + (values[(r * columns) + c + 1] * fc) : values[(r * columns) + c];
        return fr > 0
            ? (top * (1 - fr)) + ((fc > 0 ? (values[((r + 1) * columns) + c] * (1 - fc)) + (values[((r + 1) * columns) + c + 1] * fc) : values[((r + 1) * columns) + c]) * fr)
            : top;
    }

    /// <summary>One step of least squares: first = level + scale (second + gradient of it times the step); and the same with each block left out.</summary>
    private static (double Row, double Column, (double Row, double Column)[] LeftOut)? Step(float[] first, float[] second, int rows, int columns, double row, double column)
    {
        var sums = new double[Blocks * Blocks][];
        for (var b = 0; b < sums.Length; b++)
        {
            sums[b] = new double[Unknowns * (Unknowns + 1)];
        }

        Span<double> design = stackalloc double[Unknowns];
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                double x = first[(r * columns) + c], y = At(second, rows, columns, r + row, c + column);
                var down = 0.5 * (At(second, rows, columns, r + row + 1, c + column) - At(second, rows, columns, r + row - 1, c + column));
                var across = 0.5 * (At(second, rows, columns, r + row, c + column + 1) - At(second, rows, columns, r + row, c + column - 1));
                if (!double.IsFinite(x + y + down + across))
                {
                    continue;
                }

                var sum = sums[(r * Blocks / rows * Blocks) + (c * Blocks / columns)];
                (design[0], design[1], design[2], design[3]) = (1, y, down, across);
                for (var j = 0; j < Unknowns; j++)
                {
                    for (var k = 0; k < Unknowns; k++)
                    {
                        sum[(j * (Unknowns + 1)) + k] += design[j] * design[k];
                    }

                    sum[(j * (Unknowns + 1)) + Unknowns] += design[j] * x;
                }
            }
        }

        var total = new double[Unknowns * (Unknowns + 1)];
        foreach (var sum in sums)
        {
            for (var i = 0; i < total.Length; i++)
            {
                total[i] += sum[i];
            }
        }

        if (Solve(total) is not { } all)
        {
            return null;
        }

        var left = sums.Where(s => s[0] > 0).Select(s => Solve([.. total.Select((v, i) => v - s[i])])).OfType<(double, double)>().ToArray();
        return left.Length > 1 ? (all.Row, all.Column, left) : null;
    }

    private static (double Row, double Column)? Solve(double[] system)
    {
        var a = (double[])system.Clone();
        const int Wide = Unknowns + 1;
        for (var p = 0; p < Unknowns; p++)
        {
            if (!(a[(p * Wide) + p] > 1e-12 * system[(p * Wide) + p]) || a[(p * Wide) + p] == 0)
            {
                return null;
            }

            for (var j = 0; j < Unknowns; j++)
            {
                if (j == p)
                {
                    continue;
                }

                var f = a[(j * Wide) + p] / a[(p * Wide) + p];
                for (var k = p; k < Wide; k++)
                {
                    a[(j * Wide) + k] -= f * a[(p * Wide) + k];
                }
            }
        }

        double Of(int p) => a[(p * Wide) + Unknowns] / a[(p * Wide) + p];
        return Of(1) == 0 ? null : (Of(2) / Of(1), Of(3) / Of(1));
    }
}
