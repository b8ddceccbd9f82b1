namespace Plumb.Unwrapping;

/// <summary>
/// Joins islands of coherence before an image is unwrapped: each pixel of incoherent ground takes phase and coherence of the nearest coherent pixel, so that whole cycles between islands are
/// decided by the differences of their nearest edges and not by the noise between them. The same as unwrapping the coherent pixels alone over the edges of their Voronoi cells, on the regular
/// grid (Agram and Zebker 2009, doi:10.1109/LGRS.2009.2031655). The nearest pixel is exact (distance transform by lower envelopes in two passes; Felzenszwalb and Huttenlocher 2012,
/// doi:10.4086/toc.2012.v008a019); time and memory are proportional to the pixels. Safe for threads on different images.
/// </summary>
public static class IslandBridge
{
    private const int Reach = 2;
    private const int Far = 1 << 20;

    /// <summary>Working memory, bytes, for an image of a size.</summary>
    /// <param name="rows">Number of rows, pixels.</param>
    /// <param name="columns">Number of columns, pixels.</param>
    public static long WorkingBytes(int rows, int columns) => 4L * sizeof(int) * rows * columns;

    /// <summary>Fills incoherent ground, in place.</summary>
    /// <param name="phase">Wrapped phase, radian; shape (rows, columns); NaN is no-data, takes nothing and gives nothing.</param>
    /// <param name="coherence">Coherence, pure number; shape (rows, columns).</param>
    /// <param name="columns">Number of columns, pixels.</param>
    /// <param name="least">Least mean coherence of the 5 x 5 pixels around a pixel of coherent ground, pure number; the mean counts, since a single pixel's coherence is noisy.</param>
    /// <returns>Number of pixels filled, a count; 0 where no ground is coherent, and all is left as it is.</returns>
    public static long Fill(Span<float> phase, Span<float> coherence, int columns, double least)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var rows = phase.Length / columns;
        var isGround = Ground(phase, coherence, rows, columns, least);
        if (!isGround.Contains(true))
        {
            return 0;
        }

        var nearest = Nearest(isGround, rows, columns);
        var filled = 0L;
        for (var p = 0; p < nearest.Length; p++)
        {
            // Ground gives and never takes, so that the order does not matter.
            if (!isGround[p] && float.IsFinite(phase[p]))
            {
                (phase[p], coherence[p], filled) = (phase[nearest[p]], coherence[nearest[p]], filled + 1);
            }
        }

        return filled;
    }

    /// <summary>The nearest marked pixel of each pixel, index row by row; the first of equals in its row. At least one must be marked.</summary>
    internal static int[] Nearest(ReadOnlySpan<bool> isMarked, int rows, int columns)
    {
        // Row of the nearest marked pixel of the same column.
        var inColumn = new int[rows * columns];
        for (var c = 0; c < columns; c++)
        {
            for (var (r, last) = (0, -Far); r < rows; r++)
            {
                last = isMarked[(r * columns) + c] ? r : last;
                inColumn[(r * columns) + c] = last;
            }

            for (var (r, next) = (rows - 1, Far); r >= 0; r--)
            {
                next = isMarked[(r * columns) + c] ? r : next;
                ref var one = ref inColumn[(r * columns) + c];
                one = next - r < r - one ? next : one;
            }
        }

        var nearest = new int[rows * columns];
        var (stack, start) = (new int[columns], new double[columns + 1]);
        for (var r = 0; r < rows; r++)
        {
            Row(inColumn.AsSpan(r * columns, columns), r, stack, start, nearest.AsSpan(r * columns, columns));
        }

        return nearest;
    }

    /// <summary>Nearest pixels of a row from those of each column: the lower envelope of the parabolas (x - c)^2 + distance(c)^2.</summary>
    private static void Row(ReadOnlySpan<int> inColumn, int row, int[] stack, double[] start, Span<int> nearest)
    {
        var top = -1;
        for (var c = 0; c < inColumn.Length; c++)
        {
            if (Math.Abs(inColumn[c]) >= Far)
            {
                continue;
            }

            double High(int at, ReadOnlySpan<int> of) => ((double)at * at) + ((double)(of[at] - row) * (of[at] - row));
            var from = double.NegativeInfinity;
            while (top >= 0)
            {
                from = (High(c, inColumn) - High(stack[top], inColumn)) / (2.0 * (c - stack[top]));
                if (from > start[top])
                {
                    break;
                }

                (top, from) = (top - 1, double.NegativeInfinity);
            }

            (stack[++top], start[top]) = (c, from);
        }

        var k = 0;
        for (var x = 0; x < nearest.Length; x++)
        {
            while (k < top && start[k + 1] < x)
            {
                k++;
            }

            nearest[x] = (inColumn[stack[k]] * inColumn.Length) + stack[k];
        }
    }

    private static bool[] Ground(ReadOnlySpan<float> phase, ReadOnlySpan<float> coherence, int rows, int columns, double least)
    {
        // Sums and counts from the corner on, one row and column more than pixels.
        var wide = columns + 1;
        var (sums, counts) = (new double[(rows + 1) * wide], new int[(rows + 1) * wide]);
        for (var r = 0; r < rows; r++)
        {
            var (sum, count) = (0.0, 0);
            for (var c = 0; c < columns; c++)
            {
                var p = (r * columns) + c;
                var isThere = float.IsFinite(phase[p]) && coherence[p] > 0;
                (sum, count) = (sum + (isThere ? coherence[p] : 0), count + (isThere ? 1 : 0));
                sums[((r + 1) * wide) + c + 1] = sums[(r * wide) + c + 1] + sum;
                counts[((r + 1) * wide) + c + 1] = counts[(r * wide) + c + 1] + count;
            }
        }

        var isGround = new bool[rows * columns];
        for (var p = 0; p < isGround.Length; p++)
        {
            var (r, c) = (p / columns, p % columns);
            var (top, left, bottom, right) = (Math.Max(0, r - Reach), Math.Max(0, c - Reach), Math.Min(rows, r + Reach + 1), Math.Min(columns, c + Reach + 1));
            double Sum(double[] of) => of[(bottom * wide) + right] - of[(top * wide) + right] - of[(bottom * wide) + left] + of[(top * wide) + left];
            var count = counts[(bottom * wide) + right] - counts[(top * wide) + right] - counts[(bottom * wide) + left] + counts[(top * wide) + left];
            isGround[p] = float.IsFinite(phase[p]) && coherence[p] > 0 && Sum(sums) >= least * count;
        }

        return isGround;
    }
}
