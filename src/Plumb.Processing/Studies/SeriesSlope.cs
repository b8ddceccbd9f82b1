using System.Globalization;
using Plumb.Inversion;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Studies;

/// <summary>Slopes of the straight lines through series that the studies compare.</summary>
internal static class SeriesSlope
{
    /// <summary>Slope through all dates that have a value, in the unit of the values per year; NaN for fewer than two.</summary>
    public static double Of(IReadOnlyList<DateOnly> dates, IReadOnlyList<double> values)
    {
        int[] known = [.. Enumerable.Range(0, values.Count).Where(k => double.IsFinite(values[k]))];
        if (known.Length < 2)
        {
            return double.NaN;
        }

        var (x, y) = (known.Average(k => dates[k].DayNumber / 365.25), known.Average(k => values[k]));
        return known.Sum(k => ((dates[k].DayNumber / 365.25) - x) * (values[k] - y)) / known.Sum(k => Math.Pow((dates[k].DayNumber / 365.25) - x, 2));
    }

    /// <summary>Slope through the dates of a phase, its first and last day as yyyy-MM-dd, in the unit of the values per year; NaN for fewer than two dates.</summary>
    public static double Within(IReadOnlyList<DateOnly> dates, float[] values, string first, string last)
    {
        var (from, to) = (DateOnly.Parse(first, CultureInfo.InvariantCulture), DateOnly.Parse(last, CultureInfo.InvariantCulture));
        int[] inside = [.. Enumerable.Range(0, dates.Count).Where(k => dates[k] >= from && dates[k] <= to)];
        if (inside.Length < 2)
        {
            return double.NaN;
        }

        var rate = new float[1];
        new LinearRate(DecimalYears.Since([.. inside.Select(k => dates[k])], TimeAxis.Julian)).Fit([.. inside.Select(k => values[k])], 1, rate, []);
        return rate[0];
    }
}
