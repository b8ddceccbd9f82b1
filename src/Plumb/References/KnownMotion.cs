namespace Plumb.References;

/// <summary>
/// What is known of the motion of a reference area from elsewhere, such as a GNSS station on it: displacement along the line of sight at each date since the first, metres,
/// positive towards the satellite. With it, results are relative to what that motion is relative to. Immutable.
/// </summary>
public sealed class KnownMotion
{
    private readonly double[] displacement;

    private KnownMotion(double[] displacement) => this.displacement = displacement;

    /// <summary>Displacement at each date since the first, metres; shape (date).</summary>
    public ReadOnlySpan<double> Displacement => displacement;

    /// <summary>Motion at a constant rate.</summary>
    /// <param name="rate">Rate along the line of sight, metres per year of 365.25 days, positive towards the satellite.</param>
    /// <param name="dates">The dates (UTC), ascending.</param>
    public static KnownMotion AtRate(double rate, IReadOnlyList<DateOnly> dates)
    {
        ArgumentNullException.ThrowIfNull(dates);
        return double.IsFinite(rate)
            ? new KnownMotion([.. dates.Select(d => rate * (d.DayNumber - dates[0].DayNumber) / 365.25)])
            : throw new RequestException("reference.motion: a rate is a finite number of mm/yr.");
    }

    /// <summary>Motion from a record, linear between its dates.</summary>
    /// <param name="record">Dates (UTC, ascending) and displacement along the line of sight, metres, positive towards the satellite, relative to anything.</param>
    /// <param name="dates">The dates of the network (UTC), ascending.</param>
    /// <param name="name">Where the record comes from, named in the error.</param>
    /// <exception cref="RequestException">The record does not cover the dates, does not ascend, or holds a number that is not finite.</exception>
    public static KnownMotion FromRecord(IReadOnlyList<(DateOnly Date, double Displacement)> record, IReadOnlyList<DateOnly> dates, string name)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(dates);
        for (var i = 0; i < record.Count; i++)
        {
            if (!double.IsFinite(record[i].Displacement) || (i > 0 && record[i].Date <= record[i - 1].Date))
            {
                throw new RequestException($"{name}: the record of {record[i].Date:yyyy-MM-dd} is no number or does not come after the one before. Give each date once, ascending.");
            }
        }

        if (record.Count == 0 || record[0].Date > dates[0] || record[^1].Date < dates[^1])
        {
            throw new RequestException(record.Count == 0
                ? $"{name} holds no date. Give date and displacement_mm in each line."
                : $"{name} tells the motion from {record[0].Date:yyyy-MM-dd} to {record[^1].Date:yyyy-MM-dd}; the images reach from {dates[0]:yyyy-MM-dd} to {dates[^1]:yyyy-MM-dd}. Give the motion over all of it, or leave dates out (network.exclude_dates).");
        }

        var values = dates.Select(d => At(record, d)).ToArray();
        return new KnownMotion([.. values.Select(v => v - values[0])]);
    }

    private static double At(IReadOnlyList<(DateOnly Date, double Displacement)> record, DateOnly date)
    {
        var (low, high) = (0, record.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = record[middle].Date < date ? (middle + 1, high) : (low, middle);
        }

        if (record[low].Date == date)
        {
            return record[low].Displacement;
        }

        var (before, after) = (record[low - 1], record[low]);
        var share = (double)(date.DayNumber - before.Date.DayNumber) / (after.Date.DayNumber - before.Date.DayNumber);
        return before.Displacement + (share * (after.Displacement - before.Displacement));
    }
}
