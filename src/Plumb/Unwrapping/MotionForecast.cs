namespace Plumb.Unwrapping;

/// <summary>
/// What a series known from earlier says of other dates: a straight line between the two dates around, and before the first and after the last date the line of least squares
/// through the nearest few. As weights of the known dates, so that a forecast is a sum of layers.
/// </summary>
public static class MotionForecast
{
    /// <summary>Dates whose line goes on beyond the ends (count).</summary>
    public const int LineDates = 5;

    /// <summary>Weights (pure numbers) of the known dates in the forecast of a date; shape (known date).</summary>
    /// <param name="known">The known dates (UTC), ascending, at least one.</param>
    /// <param name="date">The date (UTC).</param>
    public static double[] Weights(IReadOnlyList<DateOnly> known, DateOnly date)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentOutOfRangeException.ThrowIfZero(known.Count);
        var weights = new double[known.Count];
        var next = known.TakeWhile(d => d < date).Count();
        if (next < known.Count && (known[next] == date || next > 0))
        {
            var share = known[next] == date ? 1 : (double)(date.DayNumber - known[next - 1].DayNumber) / (known[next].DayNumber - known[next - 1].DayNumber);
            weights[next] = share;
            if (share < 1)
            {
                weights[next - 1] = 1 - share;
            }

            return weights;
        }

        var count = Math.Min(LineDates, known.Count);
        var first = next == 0 ? 0 : known.Count - count;
        var mean = Enumerable.Range(first, count).Average(k => (double)known[k].DayNumber);
        var squares = Enumerable.Range(first, count).Sum(k => (known[k].DayNumber - mean) * (known[k].DayNumber - mean));
        for (var k = first; k < first + count; k++)
        {
            weights[k] = (1.0 / count) + (squares > 0 ? (date.DayNumber - mean) * (known[k].DayNumber - mean) / squares : 0);
        }

        return weights;
    }

    /// <summary>Gives pixels without a value that of the nearest pixel (by steps along rows and columns) that has one, in place, so that a forecast has no edges.</summary>
    /// <param name="values">Values, any unit; shape (rows, columns); NaN is no-data; all 0 where none has a value.</param>
    /// <param name="columns">Number of columns, pixels.</param>
    public static void Fill(float[] values, int columns)
    {
        ArgumentNullException.ThrowIfNull(values);
        var queue = new Queue<int>(Enumerable.Range(0, values.Length).Where(p => float.IsFinite(values[p])));
        if (queue.Count == 0)
        {
            Array.Clear(values);
        }

        while (queue.TryDequeue(out var p))
        {
            Span<(int Pixel, bool Exists)> around =
            [
                (p - columns, p >= columns), (p - 1, p % columns > 0), (p + 1, (p + 1) % columns > 0), (p + columns, p + columns < values.Length),
            ];
            foreach (var (other, exists) in around)
            {
                if (exists && !float.IsFinite(values[other]))
                {
                    values[other] = values[p];
                    queue.Enqueue(other);
                }
            }
        }
    }
}
