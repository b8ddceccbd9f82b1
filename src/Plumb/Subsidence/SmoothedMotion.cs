namespace Plumb.Subsidence;

/// <summary>Motion averaged over the window of least extent, its standard deviation, and how far a pixel reaches the edge of a basin.</summary>
internal sealed class SmoothedMotion
{
    private readonly WindowTable table;
    private readonly int halfRows;
    private readonly int halfColumns;

    public SmoothedMotion(BasinField field, BasinOptions options, WindowTable table, (int Rows, int Columns) half, double excess)
    {
        this.table = table;
        (halfRows, halfColumns) = half;
        var (rows, columns) = (table.Rows, table.Columns);
        var sign = options.Direction == MotionDirection.Rising ? 1f : -1f;
        (Size, Sigma, IsInside) = (new float[rows * columns], new float[rows * columns], new bool[rows * columns]);
        var least = Math.Max(1, options.MinGoodShare * ((2 * halfRows) + 1) * ((2 * halfColumns) + 1));
        Parallel.For(0, rows, options.Together, row =>
        {
            var shared = field.SharedSigma is null ? default : field.SharedSigma.Values.Slice(row * columns, columns);
            for (var column = 0; column < columns; column++)
            {
                var i = (row * columns) + column;
                var window = table.Around(row, column, halfRows, halfColumns);
                (Size[i], Sigma[i]) = (float.NaN, float.NaN);
                if (window.Count < least)
                {
                    continue;
                }

                var own = excess * excess * window.Variance;
                var common = !shared.IsEmpty && float.IsFinite(shared[column]) ? (double)shared[column] * shared[column] : 0;
                Size[i] = (float)(sign * window.Mean);
                Sigma[i] = (float)Math.Sqrt(own + common);
                IsInside[i] = Size[i] > 0 && Size[i] >= options.EdgeMotion && Size[i] >= options.EdgeSignificance * Sigma[i];
            }
        });
    }

    /// <summary>Size of the motion in the direction looked for; NaN where the window has too few data; shape (rows, columns).</summary>
    public float[] Size { get; }

    /// <summary>Its standard deviation, all parts; shape (rows, columns).</summary>
    public float[] Sigma { get; }

    /// <summary>Whether the motion reaches the edge; shape (rows, columns).</summary>
    public bool[] IsInside { get; }

    /// <summary>Signed mean around a pixel over the smallest window, doubled until there is one, that holds data.</summary>
    public double Filled(int row, int column)
    {
        for (var (r, c) = (halfRows, halfColumns); r < table.Rows + table.Columns; (r, c) = ((2 * r) + 1, (2 * c) + 1))
        {
            var window = table.Around(row, column, r, c);
            if (window.Count * 4 >= ((2 * r) + 1) * ((2 * c) + 1) || (r > table.Rows && window.Count > 0))
            {
                return window.Mean;
            }
        }

        return double.NaN;
    }
}
