namespace Plumb.Uncertainty;

/// <summary>
/// Brings the standard deviations of the inversion, which take one over a weight for the variance of a pair, to those of <see cref="NetworkPropagation"/>: the displacement at a
/// few dates is propagated, and the ratio is taken for all dates of the pixel. Static, no allocation.
/// </summary>
public static class SeriesScale
{
    private const int MostChecks = 4;

    /// <summary>The dates that are propagated: evenly over the series, the last among them.</summary>
    /// <param name="dates">Number of dates (count), at least 2.</param>
    /// <returns>Indices of dates, ascending.</returns>
    public static int[] CheckDates(int dates)
    {
        var count = Math.Min(MostChecks, dates - 1);
        return [.. Enumerable.Range(1, count).Select(k => (int)Math.Round((double)k * (dates - 1) / count)).Distinct()];
    }

    /// <summary>The function that is the displacement at a date.</summary>
    /// <param name="dates">Number of dates (count).</param>
    /// <param name="date">Index of the date.</param>
    /// <returns>Coefficients (pure numbers): 1 at the date, 0 elsewhere; shape (date).</returns>
    public static double[] Unit(int dates, int date)
    {
        var unit = new double[dates];
        unit[date] = 1;
        return unit;
    }

    /// <summary>The ratio of each pixel, the root of the ratio of summed variances.</summary>
    /// <param name="checks">The dates that were propagated, see <see cref="CheckDates"/>.</param>
    /// <param name="propagated">Their propagated standard deviations, metres; shape (check date, pixel).</param>
    /// <param name="stride">Distance from one check date to the next (unit: elements).</param>
    /// <param name="inverted">Standard deviations of the inversion, metres; shape (date, pixel).</param>
    /// <param name="dateStride">Distance from one date to the next (unit: elements).</param>
    /// <param name="scale">Receives the ratio (pure number); 1 where the inversion has none, NaN where neither has; shape (pixel).</param>
    public static void Of(
        ReadOnlySpan<int> checks, ReadOnlySpan<float> propagated, int stride, ReadOnlySpan<float> inverted, int dateStride, Span<float> scale)
    {
        for (var i = 0; i < scale.Length; i++)
        {
            var (told, given) = (0f, 0f);
            for (var k = 0; k < checks.Length; k++)
            {
                var (a, b) = (propagated[(k * stride) + i], inverted[(checks[k] * dateStride) + i]);
                (told, given) = (told + (a * a), given + (b * b));
            }

            scale[i] = given > 0 ? MathF.Sqrt(told / given) : float.IsNaN(told) ? float.NaN : 1;
        }
    }
}
