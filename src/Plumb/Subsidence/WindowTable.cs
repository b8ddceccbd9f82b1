namespace Plumb.Subsidence;

/// <summary>
/// Sums of values and of their noise variances over any rectangle of pixels in constant time (summed-area tables; Crow 1984, doi:10.1145/800031.808600).
/// Built once for a map; immutable and safe for threads.
/// </summary>
internal sealed class WindowTable
{
    // Side by side, so that a corner is one line of the cache.
    private readonly Sums[] sums;
    private readonly int stride;

    /// <summary>Sums a map; what is not finite counts as no data.</summary>
    public WindowTable(ReadOnlySpan<float> values, ReadOnlySpan<float> sigma, int rows, int columns)
    {
        (Rows, Columns, stride) = (rows, columns, columns + 1);
        sums = new Sums[(rows + 1) * stride];
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

                ref readonly var over = ref sums[above + column];
                sums[at + column] = new Sums(over.Sum + s, over.Variance + v, over.Count + n);
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

        ref readonly var a = ref sums[(row * stride) + column];
        ref readonly var b = ref sums[(row * stride) + endColumn];
        ref readonly var c = ref sums[(endRow * stride) + column];
        ref readonly var d = ref sums[(endRow * stride) + endColumn];
        var n = d.Count - b.Count - c.Count + a.Count;
        return n == 0
            ? (0, double.NaN, double.NaN)
            : (n, (d.Sum - b.Sum - c.Sum + a.Sum) / n, Math.Max(0, d.Variance - b.Variance - c.Variance + a.Variance) / ((double)n * n));
    }

    /// <summary>The window of the given half sizes around a pixel.</summary>
    public (int Count, double Mean, double Variance) Around(int row, int column, int halfRows, int halfColumns) =>
        Of(row - halfRows, column - halfColumns, row + halfRows + 1, column + halfColumns + 1);

    private readonly record struct Sums(double Sum, double Variance, int Count);
}
