namespace Plumb.Corrections;

/// <summary>
/// How much the dates of a series scatter over places on an even lattice once each place's own straight line is taken off: the standard deviation of each date, and the
/// RMS difference of places at a few distances (the root of the structure function). Immutable.
/// </summary>
public sealed class DateScatter
{
    private readonly double[] deviation;
    private readonly double[] differences;
    private readonly int[] lags;

    /// <summary>Measures it.</summary>
    /// <param name="series">Displacement, metres; shape (place, date), places row by row on the lattice.</param>
    /// <param name="used">Which places count: their values are finite; shape (place).</param>
    /// <param name="columns">Columns of the lattice (count).</param>
    /// <param name="dates">The dates (UTC), ascending, at least two.</param>
    public DateScatter(ReadOnlySpan<float> series, ReadOnlySpan<bool> used, int columns, IReadOnlyList<DateOnly> dates)
    {
        ArgumentNullException.ThrowIfNull(dates);
        var residual = Residuals(series, used, dates);
        deviation = Deviations(residual, used, dates.Count);
        var rows = used.Length / columns;
        var found = new List<int>();
        for (var lag = 1; lag <= Math.Max(columns, rows) / 2; lag *= 2)
        {
            found.Add(lag);
        }

        lags = [.. found];
        differences = new double[lags.Length];
        for (var k = 0; k < lags.Length; k++)
        {
            differences[k] = Difference(residual, used, columns, dates.Count, lags[k]);
        }
    }

    /// <summary>The standard deviations alone, without the differences at distances: metres, shape (date).</summary>
    /// <param name="series">Displacement, metres; shape (place, date).</param>
    /// <param name="used">Which places count: their values are finite; shape (place).</param>
    /// <param name="dates">The dates (UTC), ascending, at least two.</param>
    public static IReadOnlyList<double> Deviations(ReadOnlySpan<float> series, ReadOnlySpan<bool> used, IReadOnlyList<DateOnly> dates)
    {
        ArgumentNullException.ThrowIfNull(dates);
        return Deviations(Residuals(series, used, dates), used, dates.Count);
    }

    /// <summary>Standard deviation over the places of each date, metres; NaN with fewer than two places. Shape (date).</summary>
    public IReadOnlyList<double> StandardDeviation => deviation;

    /// <summary>Distances, steps of the lattice (pure numbers); shape (distance).</summary>
    public IReadOnlyList<int> Lags => lags;

    /// <summary>RMS difference of two places at each distance, along rows and columns and over all dates, metres; shape (distance).</summary>
    public IReadOnlyList<double> Differences => differences;

    private static double[] Residuals(ReadOnlySpan<float> series, ReadOnlySpan<bool> used, IReadOnlyList<DateOnly> dates)
    {
        var time = dates.Select(d => (double)(d.DayNumber - dates[0].DayNumber)).ToArray();
        var centre = time.Average();
        var square = time.Sum(t => (t - centre) * (t - centre));
        var residual = new double[series.Length];
        for (var place = 0; place < used.Length; place++)
        {
            if (!used[place])
            {
                continue;
            }

            var values = series.Slice(place * time.Length, time.Length);
            var (mean, slope) = (0.0, 0.0);
            for (var i = 0; i < time.Length; i++)
            {
                mean += values[i] / time.Length;
                slope += values[i] * (time[i] - centre) / square;
            }

            for (var i = 0; i < time.Length; i++)
            {
                residual[(place * time.Length) + i] = values[i] - mean - (slope * (time[i] - centre));
            }
        }

        return residual;
    }

    private static double[] Deviations(double[] residual, ReadOnlySpan<bool> used, int dates)
    {
        var deviation = new double[dates];
        for (var date = 0; date < dates; date++)
        {
            var (sum, squares, count) = (0.0, 0.0, 0);
            for (var place = 0; place < used.Length; place++)
            {
                if (used[place])
                {
                    var value = residual[(place * dates) + date];
                    sum += value;
                    squares += value * value;
                    count++;
                }
            }

            deviation[date] = count < 2 ? double.NaN : Math.Sqrt(Math.Max(0, (squares - (sum * sum / count)) / (count - 1)));
        }

        return deviation;
    }

    private static double Difference(double[] residual, ReadOnlySpan<bool> used, int columns, int dates, int lag)
    {
        var (sum, count) = (0.0, 0L);
        for (var place = 0; place < used.Length; place++)
        {
            if (!used[place])
            {
                continue;
            }

            foreach (var other in (ReadOnlySpan<int>)[(place % columns) + lag < columns ? place + lag : -1, place + (lag * columns) < used.Length ? place + (lag * columns) : -1])
            {
                if (other >= 0 && used[other])
                {
                    for (var date = 0; date < dates; date++)
                    {
                        var difference = residual[(place * dates) + date] - residual[(other * dates) + date];
                        sum += difference * difference;
                        count++;
                    }
                }
            }
        }

        return count == 0 ? double.NaN : Math.Sqrt(sum / count);
    }
}
