namespace Plumb.Validation;

/// <summary>
/// A station's motion along one line of sight, metres, positive towards the satellite. Dates ascend and may be missing. Only differences between dates count.
/// </summary>
/// <param name="Dates">Dates (UTC), ascending; shape (date).</param>
/// <param name="Values">Motion, metres; shape (date).</param>
/// <param name="Sigmas">Standard deviation of each date's own error, metres; shape (date); NaN when unknown.</param>
public sealed record LineRecord(IReadOnlyList<DateOnly> Dates, IReadOnlyList<double> Values, IReadOnlyList<double> Sigmas)
{
    /// <summary>Amplitude of the flicker noise, metres per fourth root of a year; 0 for none.</summary>
    public double Flicker { get; init; }

    /// <summary>Steps that were taken off: the first date after each and the variance of its size, square metres; ascending.</summary>
    public IReadOnlyList<(DateOnly Date, double Variance)> StepsTaken { get; init; } = [];

    /// <summary>Whether most dates lie farther apart than a window, days, so that there is nothing to average.</summary>
    /// <param name="windowDays">Length of the window, days.</param>
    public bool IsSparse(int windowDays)
    {
        if (Dates.Count < 2)
        {
            return true;
        }

        var gaps = Enumerable.Range(1, Dates.Count - 1).Select(k => Dates[k].DayNumber - Dates[k - 1].DayNumber).Order().ToArray();
        return gaps[gaps.Length / 2] > Math.Max(1, windowDays / 2);
    }

    /// <summary>
    /// Mean over a window of days around a day (a box filter), metres, with the standard deviation of the mean if the days' own errors are independent. NaN where
    /// fewer than the asked-for days have a value.
    /// </summary>
    /// <param name="date">The day in the middle (UTC).</param>
    /// <param name="windowDays">Length of the window, days, odd; 7 takes three days on either side.</param>
    /// <param name="leastDays">Least number of days with a value (count).</param>
    public (double Value, double Sigma) Mean(DateOnly date, int windowDays, int leastDays)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowDays, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(leastDays, 1);
        var half = windowDays / 2;
        var (sum, variance, count, last) = (0.0, 0.0, 0, date.AddDays(half));
        for (var k = FirstFrom(date.AddDays(-half)); k < Dates.Count && Dates[k] <= last; k++)
        {
            sum += Values[k];
            variance += Sigmas[k] * Sigmas[k];
            count++;
        }

        return count >= leastDays ? (sum / count, Math.Sqrt(variance) / count) : (double.NaN, double.NaN);
    }

    /// <summary>Variance that steps taken off add to the motion between two dates, square metres.</summary>
    /// <param name="from">One date (UTC).</param>
    /// <param name="to">The other date (UTC).</param>
    internal double StepVariance(DateOnly from, DateOnly to)
    {
        var (first, second) = from < to ? (from, to) : (to, from);
        return StepsTaken.Where(s => s.Date > first && s.Date <= second).Sum(s => s.Variance);
    }

    private int FirstFrom(DateOnly date)
    {
        var (low, high) = (0, Dates.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Dates[middle] < date ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
