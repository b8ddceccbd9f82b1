namespace Plumb.Subsidence;

/// <summary>
/// Sums of values and of their noise variances over any rectangle of pixels in constant time (summed-area tables; Crow 1984, doi:10.1145/800031.808600).
/// Built once for a map; immutable and safe for threads.
/// </summary>
internal sealed class WindowTable
{
    private readonly double[] sum;
    private readonly double[] variance;
    private readonly int[] count;
    private readonly int stride;

    /// <summary>Sums a map; what is not finite counts as no data.</summary>
    public WindowTable(ReadOnlySpan<float> values, ReadOnlySpan<float> sigma, int rows, int columns)
    {
        (Rows, Columns, stride) = (rows, columns, columns + 1);
        var length = (rows + 1) * stride;
        (sum, variance, count) = (new double[length], new double[length], new int[length]);
        for (var row = 0; row < rows; row++)
        {
            var (s, v, n) = (0.0, 0.0, 0);
            var (at, above) = (((row + 1) * stride) + 1, (row * stride) + 1);
            for (var column = 0; column < columns; column++)
            {
                var i = (row * columns) + column;
                if (float.IsFinite(values[i]) && float.IsFinite(sigma[i]))
                {
                    s += values[i];
                    v += (double)sigma[i] * sigma[i];
                    n++;
                }

                sum[at + column] = sum[above + column] + s;
                variance[at + column] = variance[above + column] + v;
                count[at + column] = count[above + column] + n;
            }
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Number of pixels with data, mean, and variance of the mean by noise that pixels do not share, of a rectangle clipped to the map; ends are exclusive.</summary>
    public (int Count, double Mean, double Variance) Of(int row, int column, int endRow, int endColumn)
    {
        (row, column, endRow, endColumn) = (Math.Max(0, row), Math.Max(0, column), Math.Min(Rows, endRow), Math.Min(Columns, endColumn));
        if (endRow <= row || endColumn <= column)
        {
            return (0, double.NaN, double.NaN);
        }

        var (a, b, c, d) = ((row * stride) + column, (row * stride) + endColumn, (endRow * stride) + column, (endRow * stride) + endColumn);
        var n = count[d] - count[b] - count[c] + count[a];
        return n == 0
            ? (0, double.NaN, double.NaN)
            : (n, (sum[d] - sum[b] - sum[c] + sum[a]) / n, Math.Max(0, variance[d] - variance[b] - variance[c] + variance[a]) / ((double)n * n));
    }

    /// <summary>The window of the given half sizes around a pixel.</summary>
    public (int Count, double Mean, double Variance) Around(int row, int column, int halfRows, int halfColumns) =>
        Of(row - halfRows, column - halfColumns, row + halfRows + 1, column + halfColumns + 1);
}
