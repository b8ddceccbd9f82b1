namespace Plumb.Unwrapping;

/// <summary>
/// What a series known from earlier says of other dates: between two dates the straight line, beyond its ends the line of least squares through the nearest few, as far as
/// these span themselves; from there on nothing moves. As weights of the known dates, so that a forecast is a sum of layers. Where these have independent errors of one
/// standard deviation s, the forecast at the end of the line through five dates at equal intervals is known to 2.0 s.
/// </summary>
public static class MotionForecast
{
    /// <summary>Dates whose line goes on beyond the ends (count).</summary>
    public const int LineDates = 5;

    /// <summary>First and last date (UTC) up to which the motion goes on beyond the known dates.</summary>
    /// <param name="known">The known dates (UTC), ascending, at least one.</param>
    public static (DateOnly First, DateOnly Last) Reach(IReadOnlyList<DateOnly> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentOutOfRangeException.ThrowIfZero(known.Count);
        var count = Math.Min(LineDates, known.Count);
        return (known[0].AddDays(known[0].DayNumber - known[count - 1].DayNumber), known[^1].AddDays(known[^1].DayNumber - known[^count].DayNumber));
    }

    /// <summary>Weights (pure numbers) of the known dates in the forecast of a date; shape (known date). They add up to one.</summary>
    /// <param name="known">The known dates (UTC), ascending, at least one.</param>
    /// <param name="date">The date (UTC).</param>
    public static double[] Weights(IReadOnlyList<DateOnly> known, DateOnly date)
    {
        var (first, last) = Reach(known);
        var at = Math.Clamp(date.DayNumber, first.DayNumber, last.DayNumber);
        var weights = new double[known.Count];
        var next = known.TakeWhile(d => d.DayNumber < at).Count();
        if (next < known.Count && known[next].DayNumber == at)
        {
            weights[next] = 1;
        }
        else if (next > 0 && next < known.Count)
        {
            weights[next] = (double)(at - known[next - 1].DayNumber) / (known[next].DayNumber - known[next - 1].DayNumber);
            weights[next - 1] = 1 - weights[next];
        }
        else
        {
            Line(known, next == 0 ? 0 : Math.Max(0, known.Count - LineDates), at, weights);
        }

        return weights;
    }

    private static void Line(IReadOnlyList<DateOnly> known, int first, int day, double[] weights)
    {
        var some = Enumerable.Range(first, Math.Min(LineDates, known.Count)).ToArray();
        var mean = some.Average(k => (double)known[k].DayNumber);
        var squares = some.Sum(k => (known[k].DayNumber - mean) * (known[k].DayNumber - mean));
        foreach (var k in some)
        {
            weights[k] = (1.0 / some.Length) + ((day - mean) * (known[k].DayNumber - mean) / squares);
        }
    }
}
