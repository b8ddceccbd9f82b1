namespace Plumb.Grids;

/// <summary>How values are moved to another grid.</summary>
public enum ResamplingKind
{
    /// <summary>The value of the nearest pixel: masks, components, classes.</summary>
    Nearest,

    /// <summary>Weighted mean of the four nearest pixels: coherence, heights, angles.</summary>
    Bilinear,

    /// <summary>Weighted mean of the four nearest as complex numbers, whole cycles kept: phase in radians.</summary>
    Phase,
}

/// <summary>
/// Kernels that take values at fractional pixel positions. A target is no-data where its nearest source pixel is no-data
/// or lies outside; other missing neighbours get no weight, so that coverage neither grows nor shrinks by more than
/// half a pixel. Fractional position (0, 0) is the centre of the first pixel.
/// </summary>
public static class Resampling
{
    /// <summary>Resamples.</summary>
    /// <param name="kind">How.</param>
    /// <param name="source">Source values in any unit (radians for phase), shape (rows, columns), row by row; NaN is no-data.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="row">Fractional source row of each target, unit pixels; NaN for none.</param>
    /// <param name="column">Fractional source column of each target, unit pixels; NaN for none.</param>
    /// <param name="target">Receives one value per position in the unit of the source; NaN is no-data.</param>
    /// <exception cref="ArgumentException">The spans do not fit.</exception>
    public static void Resample(
        ResamplingKind kind,
        ReadOnlySpan<float> source,
        int rows,
        int columns,
        ReadOnlySpan<double> row,
        ReadOnlySpan<double> column,
        Span<float> target)
    {
        if (source.Length != checked(rows * columns) || row.Length != target.Length || column.Length != target.Length)
        {
            throw new ArgumentException("The source has rows times columns values, and each target one row and one column.", nameof(source));
        }

        for (var i = 0; i < target.Length; i++)
        {
            target[i] = At(kind, source, rows, columns, row[i], column[i]);
        }
    }

    private static float At(ResamplingKind kind, ReadOnlySpan<float> source, int rows, int columns, double row, double column)
    {
        var nearRow = Math.Floor(row + 0.5);
        var nearColumn = Math.Floor(column + 0.5);
        if (!(nearRow >= 0 && nearRow < rows && nearColumn >= 0 && nearColumn < columns))
        {
            return float.NaN;
        }

        var nearest = source[((int)nearRow * columns) + (int)nearColumn];
        if (kind == ResamplingKind.Nearest || float.IsNaN(nearest))
        {
            return nearest;
        }

        var (r, c) = ((int)Math.Floor(row), (int)Math.Floor(column));
        var (fr, fc) = (row - r, column - c);
        double first = 0, second = 0, weights = 0;
        for (var k = 0; k < 4; k++)
        {
            var (y, x) = (r + (k >> 1), c + (k & 1));
            var w = ((k & 2) == 0 ? 1 - fr : fr) * ((k & 1) == 0 ? 1 - fc : fc);
            if (w <= 0 || y < 0 || y >= rows || x < 0 || x >= columns)
            {
                continue;
            }

            var value = source[(y * columns) + x];
            if (float.IsNaN(value))
            {
                continue;
            }

            if (kind == ResamplingKind.Phase)
            {
                // Phases relative to the nearest pixel: its whole cycles are thereby kept.
                var (sin, cos) = Math.SinCos((double)value - nearest);
                first += w * cos;
                second += w * sin;
            }
            else
            {
                first += w * value;
            }

            weights += w;
        }

        return kind == ResamplingKind.Phase
            ? (float)(nearest + Math.Atan2(second, first))
            : (float)(first / weights);
    }
}
