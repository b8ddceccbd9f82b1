namespace Plumb.Unwrapping;

/// <summary>
/// Carries a map smoothly over the pixels where it has no value: means of 2 x 2 pixels upwards until there are no holes, then downwards from the coarser map to the finer,
/// where each hole's pixels are relaxed towards the mean of their neighbours (the membrane of least gradient). Costs some thirty operations a pixel of a hole.
/// </summary>
public static class HoleFill
{
    private const int Sweeps = 6;

    /// <summary>Working memory of <see cref="Fill"/>, bytes, for a map of a size.</summary>
    /// <param name="rows">Number of rows, pixels.</param>
    /// <param name="columns">Number of columns, pixels.</param>
    public static long WorkingBytes(int rows, int columns) => 3L * rows * columns;

    /// <summary>Fills the holes of a map, in place. Values that are there stay as they are.</summary>
    /// <param name="values">Values, any unit; shape (rows, columns); NaN is no-data; all 0 where no pixel has a value.</param>
    /// <param name="columns">Number of columns, pixels.</param>
    public static void Fill(Span<float> values, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var rows = values.Length / columns;
        var isHole = new bool[rows * columns];
        var holes = 0;
        for (var p = 0; p < isHole.Length; p++)
        {
            isHole[p] = !float.IsFinite(values[p]);
            holes += isHole[p] ? 1 : 0;
        }

        if (holes == 0)
        {
            return;
        }

        if (holes == isHole.Length)
        {
            values.Clear();
            return;
        }

        var half = (columns + 1) / 2;
        var coarse = Coarse(values, rows, columns, half);
        Fill(coarse, half);
        Begin(values, isHole, rows, columns, coarse, half);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            Relax(values, isHole, rows, columns);
        }
    }

    private static float[] Coarse(ReadOnlySpan<float> values, int rows, int columns, int half)
    {
        var coarse = new float[(rows + 1) / 2 * half];
        for (var p = 0; p < coarse.Length; p++)
        {
            var (row, column) = (2 * (p / half), 2 * (p % half));
            var (sum, count) = (0f, 0);
            for (var r = row; r < Math.Min(row + 2, rows); r++)
            {
                for (var c = column; c < Math.Min(column + 2, columns); c++)
                {
                    var value = values[(r * columns) + c];
                    (sum, count) = float.IsFinite(value) ? (sum + value, count + 1) : (sum, count);
                }
            }

            coarse[p] = count == 0 ? float.NaN : sum / count;
        }

        return coarse;
    }

    /// <summary>Gives holes the coarser map, interpolated along both sides between the middles of its pixels.</summary>
    private static void Begin(Span<float> values, bool[] isHole, int rows, int columns, float[] coarse, int half)
    {
        var tall = coarse.Length / half;
        for (var r = 0; r < rows; r++)
        {
            var (near, far) = (r / 2, Math.Clamp((r / 2) + (r % 2 == 0 ? -1 : 1), 0, tall - 1));
            for (var c = 0; c < columns; c++)
            {
                if (isHole[(r * columns) + c])
                {
                    var (own, other) = (c / 2, Math.Clamp((c / 2) + (c % 2 == 0 ? -1 : 1), 0, half - 1));
                    values[(r * columns) + c] = (0.5625f * coarse[(near * half) + own]) + (0.1875f * (coarse[(near * half) + other] + coarse[(far * half) + own])) + (0.0625f * coarse[(far * half) + other]);
                }
            }
        }
    }

    private static void Relax(Span<float> values, bool[] isHole, int rows, int columns)
    {
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                var p = (r * columns) + c;
                if (!isHole[p])
                {
                    continue;
                }

                var (sum, count) = (0f, 0);
                (sum, count) = r > 0 ? (sum + values[p - columns], count + 1) : (sum, count);
                (sum, count) = r < rows - 1 ? (sum + values[p + columns], count + 1) : (sum, count);
                (sum, count) = c > 0 ? (sum + values[p - 1], count + 1) : (sum, count);
                (sum, count) = c < columns - 1 ? (sum + values[p + 1], count + 1) : (sum, count);
                values[p] = count == 0 ? values[p] : sum / count;
            }
        }
    }
}
