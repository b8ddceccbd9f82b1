namespace Plumb.Components;

/// <summary>
/// Parts of the standard deviations that a run states for the series and the rate of a pixel, so that its series can be joined with others. A series stands relative to its first date,
/// so that the variance of a date is <c>V(t) = n(t) + n(0) + q t</c>: the noise of the date and of the first one, and a drift, a random walk that gains q in a year. The
/// noise of the pairs is drift, since it adds up from date to date; so is what filters over the dates leave of the weather, since they take off what changes fast and leave what changes
/// slowly. How much that is, the stated variance of the rate tells, which is <c>sum a(t)^2 n(t) + q sum dt_k b_k^2</c> with the slope's coefficients a and their sums b from each
/// step on. Static, no allocation.
/// </summary>
public static class SeriesNoise
{
    // Share of a stated variance that is left to the dates themselves where drift explains all of it.
    private const double LeastOwn = 0.05;
    private const int Rounds = 12;
    private const double Enough = 1e-4;

    /// <summary>Takes the variances of one pixel apart.</summary>
    /// <param name="years">Time of each date since the first, years (365.25 days), ascending from 0; shape (date), at least 3.</param>
    /// <param name="slope">Coefficients of the rate, per year: (t - mean) over the sum of its squares; shape (date).</param>
    /// <param name="total">Stated variance of each date, metres squared; shape (date); the first does not count.</param>
    /// <param name="pairs">That of the noise of the pairs, metres squared; shape (date); NaN makes the drift NaN.</param>
    /// <param name="rate">Stated variance of the rate, metres squared per year squared; NaN where none is stated.</param>
    /// <param name="own">Receives the variance of each date's own noise, metres squared; shape (date); that of the first is the mean of the others; NaN where none is stated.</param>
    /// <returns>The drift q, metres squared per year.</returns>
    public static double Split(ReadOnlySpan<double> years, ReadOnlySpan<double> slope, ReadOnlySpan<double> total, ReadOnlySpan<double> pairs, double rate, Span<double> own)
    {
        var (sum, squares) = (0.0, 0.0);
        for (var d = 1; d < years.Length; d++)
        {
            sum += Math.Min(pairs[d], total[d]) * years[d];
            squares += years[d] * years[d];
        }

        var least = sum / squares;
        var walk = WalkFactor(years, slope);
        var drift = least;
        var told = Own(years, slope, total, pairs, drift, own) + (drift * walk);
        for (var round = 0; round < Rounds && told < rate * (1 - Enough); round++)
        {
            drift += (rate - told) / walk;
            told = Own(years, slope, total, pairs, drift, own) + (drift * walk);
        }

        return drift;
    }

    /// <summary>Variance of the rate for a walk that gains one metre squared in a year, per year.</summary>
    /// <param name="years">Time of each date since the first, years; shape (date).</param>
    /// <param name="slope">Coefficients of the rate, per year; shape (date).</param>
    public static double WalkFactor(ReadOnlySpan<double> years, ReadOnlySpan<double> slope)
    {
        var (rest, variance) = (0.0, 0.0);
        for (var d = years.Length - 1; d > 0; d--)
        {
            rest += slope[d];
            variance += (years[d] - years[d - 1]) * rest * rest;
        }

        return variance;
    }

    /// <summary>Sets the dates' own variances for a drift and gives what they do to the rate, metres squared per year squared.</summary>
    private static double Own(ReadOnlySpan<double> years, ReadOnlySpan<double> slope, ReadOnlySpan<double> total, ReadOnlySpan<double> pairs, double drift, Span<double> own)
    {
        var (sum, mean, count) = (0.0, 0.0, 0);
        for (var d = 1; d < years.Length; d++)
        {
            // Of what is no drift half is the date's own, half the first date's.
            own[d] = 0.5 * Math.Max(total[d] - Math.Max(pairs[d], drift * years[d]), LeastOwn * total[d]);
            if (own[d] >= 0)
            {
                (sum, mean, count) = (sum + (slope[d] * slope[d] * own[d]), mean + own[d], count + 1);
            }
        }

        own[0] = count > 0 ? mean / count : double.NaN;
        return sum + (slope[0] * slope[0] * own[0]);
    }
}
