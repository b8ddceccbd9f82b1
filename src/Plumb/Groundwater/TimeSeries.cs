namespace Plumb.Groundwater;

/// <summary>Values at days, of motion or of what may drive it, in any unit.</summary>
/// <param name="Days">Days since a common day, ascending; shape (date).</param>
/// <param name="Values">Values, in any unit; shape (date).</param>
public sealed record TimeSeries(double[] Days, double[] Values)
{
    /// <summary>Number of values (count).</summary>
    public int Count => Days.Length;

    /// <summary>Length of the interval around each day that its value is the mean of, days; null where values are of the days themselves; shape (date).</summary>
    public double[]? Intervals { get; init; }

    /// <summary>The series less its polynomial of least squares in time.</summary>
    /// <param name="degree">Degree of the polynomial (count), 0 to 3.</param>
    public TimeSeries Detrended(int degree)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(degree);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(degree, 3);
        if (Count <= degree + 1)
        {
            return this with { Values = new double[Count] };
        }

        var rest = (double[])Values.Clone();
        new TimePolynomial(Days, degree).Remove(rest);
        return this with { Values = rest };
    }

    /// <summary>Rates between neighbouring dates at the days in their middle, in the unit of the values per year of 365.25 days, each the mean over the interval between its dates.</summary>
    public TimeSeries Changes() => new(
        [.. Enumerable.Range(1, Math.Max(0, Count - 1)).Select(k => 0.5 * (Days[k] + Days[k - 1]))],
        [.. Enumerable.Range(1, Math.Max(0, Count - 1)).Select(k => 365.25 * (Values[k] - Values[k - 1]) / (Days[k] - Days[k - 1]))])
    {
        Intervals = [.. Enumerable.Range(1, Math.Max(0, Count - 1)).Select(k => Days[k] - Days[k - 1])],
    };

    /// <summary>Value at a day by the straight line between its neighbours; NaN outside and where these lie farther apart than allowed.</summary>
    /// <param name="day">The day, days.</param>
    /// <param name="longestGap">Longest distance of the neighbours, days.</param>
    public double At(double day, double longestGap)
    {
        if (Count == 0 || day < Days[0] || day > Days[^1])
        {
            return double.NaN;
        }

        var index = Array.BinarySearch(Days, day);
        if (index >= 0)
        {
            return Values[index];
        }

        var after = ~index;
        var gap = Days[after] - Days[after - 1];
        var f = (day - Days[after - 1]) / gap;
        return gap <= longestGap ? ((1 - f) * Values[after - 1]) + (f * Values[after]) : double.NaN;
    }

    /// <summary>Values at even steps from the first day on, in the unit of the values; gaps are bridged by straight lines.</summary>
    /// <param name="step">Step, days.</param>
    public TimeSeries Even(double step)
    {
        var count = Count == 0 ? 0 : (int)Math.Floor((Days[^1] - Days[0]) / step) + 1;
        var days = Enumerable.Range(0, count).Select(k => Days[0] + (k * step)).ToArray();
        return new TimeSeries(days, [.. days.Select(d => At(d, double.PositiveInfinity))]);
    }

    /// <summary>Median step between neighbouring days, days; NaN below two.</summary>
    public double MedianStep()
    {
        var steps = Enumerable.Range(1, Math.Max(0, Count - 1)).Select(k => Days[k] - Days[k - 1]).Order().ToArray();
        return steps.Length == 0 ? double.NaN : steps[steps.Length / 2];
    }
}
