using Plumb.Inversion;

namespace Plumb.TimeFunctions;

/// <summary>Dates as years, the time of rates.</summary>
public static class DecimalYears
{
    /// <summary>Time of dates since the first of them.</summary>
    /// <param name="dates">The dates (UTC), ascending.</param>
    /// <param name="axis">How dates become years.</param>
    /// <returns>Times, years, 0 at the first date; shape (date).</returns>
    public static double[] Since(IReadOnlyList<DateOnly> dates, TimeAxis axis)
    {
        ArgumentNullException.ThrowIfNull(dates);
        var years = new double[dates.Count];
        for (var i = 0; i < years.Length; i++)
        {
            years[i] = axis == TimeAxis.Calendar
                ? Calendar(dates[i]) - Calendar(dates[0])
                : (dates[i].DayNumber - dates[0].DayNumber) / 365.25;
        }

        return years;
    }

    private static double Calendar(DateOnly date) => date.Year + ((date.DayOfYear - 1) / 365.25);
}
