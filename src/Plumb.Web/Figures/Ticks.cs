using System.Globalization;

namespace Plumb.Web.Figures;

/// <summary>A mark on an axis: its value in the axis' unit and its text.</summary>
internal readonly record struct Tick(double Value, string Label);

/// <summary>Round numbers and dates for axes.</summary>
internal static class Ticks
{
    /// <summary>Round values between two ends, about as many as asked for.</summary>
    public static IReadOnlyList<Tick> Numbers(double low, double high, int count, Func<double, int, string>? label = null)
    {
        var step = Step(high - low, count);
        var decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));
        var ticks = new List<Tick>();
        for (var k = (long)Math.Ceiling((low / step) - 1e-6); k * step <= high + (1e-6 * step); k++)
        {
            var value = Math.Round(k * step, Math.Min(15, decimals + 1));
            ticks.Add(new Tick(value, label?.Invoke(value, decimals) ?? Number(value, decimals)));
        }

        return ticks;
    }

    /// <summary>A number with a fixed count of decimals and a true minus sign.</summary>
    public static string Number(double value, int decimals)
    {
        var text = Math.Abs(value).ToString("F" + Math.Clamp(decimals, 0, 12).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return value < 0 && text.AsSpan().ContainsAnyExcept('0', '.') ? "−" + text : text;
    }

    /// <summary>The step of 1, 2 or 5 times a power of ten that cuts a length into about the given count.</summary>
    public static double Step(double length, int count)
    {
        if (!(length > 0) || double.IsInfinity(length))
        {
            return 1;
        }

        var raw = length / Math.Max(1, count);
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var lead = raw / power;
        return power * (lead <= 1.0001 ? 1 : lead <= 2.0001 ? 2 : lead <= 5.0001 ? 5 : 10);
    }

    /// <summary>The number rounded up to one that is easy to read on a scale; at least the smallest given.</summary>
    public static double RoundUp(double value, double smallest)
    {
        if (!(value > smallest))
        {
            return smallest;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        foreach (var lead in (ReadOnlySpan<double>)[1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10])
        {
            if (value <= lead * power * 1.0001)
            {
                return lead * power;
            }
        }

        return 10 * power;
    }

    /// <summary>Round dates (as day numbers) between two dates, at most as many as asked for.</summary>
    public static IReadOnlyList<Tick> Dates(DateOnly first, DateOnly last, int count)
    {
        count = Math.Max(2, count);
        foreach (var months in (ReadOnlySpan<int>)[1, 2, 3, 6, 12, 24, 60, 120, 240])
        {
            var ticks = Months(first, last, months);
            if (ticks.Count <= count)
            {
                return ticks.Count >= 2 || months > 1 ? ticks : Days(first, last, count);
            }
        }

        return Months(first, last, 600);
    }

    private static List<Tick> Months(DateOnly first, DateOnly last, int months)
    {
        var ticks = new List<Tick>();
        var start = ((first.Year * 12) + first.Month - 1) / months * months;
        for (var m = start; m < (last.Year * 12) + last.Month; m += months)
        {
            if (m < 12 || m >= 9999 * 12)
            {
                continue;
            }

            var date = new DateOnly(m / 12, (m % 12) + 1, 1);
            if (date >= first && date <= last)
            {
                ticks.Add(new Tick(date.DayNumber, date.ToString(months % 12 == 0 ? "yyyy" : "MMM yyyy", CultureInfo.InvariantCulture)));
            }
        }

        return ticks;
    }

    private static List<Tick> Days(DateOnly first, DateOnly last, int count)
    {
        var step = Math.Max(1, (int)Math.Ceiling((last.DayNumber - first.DayNumber + 1.0) / count));
        var ticks = new List<Tick>();
        for (var day = first.DayNumber; day <= last.DayNumber; day += step)
        {
            ticks.Add(new Tick(day, DateOnly.FromDayNumber(day).ToString("d MMM yy", CultureInfo.InvariantCulture)));
        }

        return ticks;
    }
}
