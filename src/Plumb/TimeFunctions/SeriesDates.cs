using Plumb.Inversion;

namespace Plumb.TimeFunctions;

/// <summary>The dates of a series and their times in years, the frame that all time functions are written in. Immutable.</summary>
public sealed class SeriesDates
{
    private readonly double[] years;

    /// <summary>Dates with their times.</summary>
    /// <param name="dates">The dates (UTC), strictly ascending, at least one.</param>
    /// <param name="axis">How dates become years.</param>
    /// <exception cref="RequestException">There is no date, or they do not ascend.</exception>
    public SeriesDates(IReadOnlyList<DateOnly> dates, TimeAxis axis = TimeAxis.Julian)
    {
        ArgumentNullException.ThrowIfNull(dates);
        if (dates.Count == 0)
        {
            throw new RequestException("The series has no date; a time function needs dates to be fitted to.");
        }

        for (var i = 1; i < dates.Count; i++)
        {
            if (dates[i] <= dates[i - 1])
            {
                throw new RequestException($"The dates of the series do not ascend: {dates[i]:yyyy-MM-dd} stands after {dates[i - 1]:yyyy-MM-dd}. Sort them and leave each in once.");
            }
        }

        Dates = [.. dates];
        Axis = axis;
        years = DecimalYears.Since(dates, axis);
    }

    /// <summary>The dates (UTC), ascending.</summary>
    public IReadOnlyList<DateOnly> Dates { get; }

    /// <summary>How dates become years.</summary>
    public TimeAxis Axis { get; }

    /// <summary>Number of dates (count).</summary>
    public int Count => years.Length;

    /// <summary>Times since the first date, years; shape (date).</summary>
    public ReadOnlySpan<double> Years => years;

    /// <summary>Time from the first to the last date, years.</summary>
    public double Span => years[^1];

    /// <summary>Time of any day since the first date, years; negative before it.</summary>
    /// <param name="date">The day (UTC).</param>
    public double YearsAt(DateOnly date) => DecimalYears.Since([Dates[0], date], Axis)[1];

    /// <summary>The day that a time falls on, on the axis of days / 365.25; the calendar axis differs from it by up to a day.</summary>
    /// <param name="since">Time since the first date, years.</param>
    public DateOnly DateAt(double since) => DateOnly.FromDayNumber((int)Math.Clamp(
        Math.Round(Dates[0].DayNumber + (since * 365.25)), DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));

    /// <summary>Number of dates after a day (count).</summary>
    /// <param name="date">The day (UTC).</param>
    public int CountAfter(DateOnly date) => Dates.Count(d => d > date);
}
