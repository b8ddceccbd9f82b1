namespace Plumb.Corrections.Fading;

/// <summary>A map of rates with their standard deviations, smoothed in space.</summary>
public static class FadingMap
{
    /// <summary>
    /// Gaussian means weighted by the inverse variance, in place. The standard deviation becomes that of the mean, its pixels taken as independent. Pixels without a value
    /// receive that of what lies within three standard deviations of the Gaussian, or stay NaN.
    /// </summary>
    /// <param name="rate">Rates, metres a year; shape (row, column); NaN is no value.</param>
    /// <param name="sigma">Their standard deviations, metres a year; same shape.</param>
    /// <param name="rows">Rows (pixels).</param>
    /// <param name="columns">Columns (pixels).</param>
    /// <param name="length">Standard deviation of the Gaussian, pixels; 0 leaves all as it is.</param>
    public static void Smooth(float[] rate, float[] sigma, int rows, int columns, double length)
    {
        ArgumentNullException.ThrowIfNull(rate);
        ArgumentNullException.ThrowIfNull(sigma);
        if (length <= 0.1)
        {
            return;
        }

        var (weight, weighted) = (new float[rate.Length], new float[rate.Length]);
        for (var i = 0; i < rate.Length; i++)
        {
            // Standard deviations of metres a year: the inverse squares of millimetres a year stay near 1.
            var w = 1e-6f / (sigma[i] * sigma[i]);
            (weight[i], weighted[i]) = float.IsFinite(w) && float.IsFinite(rate[i]) ? (w, w * rate[i]) : (0, 0);
        }

        var squared = (float[])weight.Clone();
        Convolve(weight, rows, columns, length);
        Convolve(weighted, rows, columns, length);
        Convolve(squared, rows, columns, length / Math.Sqrt(2));
        for (var i = 0; i < rate.Length; i++)
        {
            (rate[i], sigma[i]) = weight[i] > 0 ? (weighted[i] / weight[i], 1e-3f * MathF.Sqrt(squared[i]) / weight[i]) : (float.NaN, float.NaN);
        }
    }

    /// <summary>Sums weighted by exp(-d^2 / (2 length^2)), along columns, then rows.</summary>
    private static void Convolve(float[] field, int rows, int columns, double length)
    {
        var reach = (int)Math.Ceiling(3 * length);
        float[] kernel = [.. Enumerable.Range(-reach, (2 * reach) + 1).Select(k => (float)Math.Exp(-0.5 * k * k / (length * length)))];
        var line = new float[Math.Max(rows, columns)];
        for (var row = 0; row < rows; row++)
        {
            Along(field.AsSpan(row * columns, columns), 1, columns, kernel, line);
        }

        for (var column = 0; column < columns; column++)
        {
            Along(field.AsSpan(column), columns, rows, kernel, line);
        }
    }

    private static void Along(Span<float> values, int stride, int count, float[] kernel, float[] line)
    {
        var reach = kernel.Length / 2;
        for (var i = 0; i < count; i++)
        {
            line[i] = values[i * stride];
        }

        for (var i = 0; i < count; i++)
        {
            var (from, to, sum) = (Math.Max(0, i - reach), Math.Min(count - 1, i + reach), 0f);
            for (var k = from; k <= to; k++)
            {
                sum += kernel[k - i + reach] * line[k];
            }

            values[i * stride] = sum;
        }
    }
}
