using System.Globalization;

namespace Plumb.Formats.Stations;

/// <summary>Dates as tables write them.</summary>
internal sealed class CsvDates(CsvMapping mapping)
{
    private const int BuddhistYears = 543;

    private static readonly string[] Usual =
    [
        "yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM", "yyyy.MM.dd",
    ];

    /// <summary>A date; years alone are their first day, 1978_5 and 1978.5 the middle of 1978.</summary>
    internal bool TryRead(string text, out DateOnly date)
    {
        date = default;
        string[] formats = mapping.DateFormat.Length > 0 ? [mapping.DateFormat] : Usual;
        if (DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return TryShift(time, out date);
        }

        var isYear = mapping.DateFormat.Length == 0
            && double.TryParse(text.Replace('_', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var year) && year is >= 1800 and < 2800
            && text.Length is >= 4 and <= 9;
        if (!isYear)
        {
            return false;
        }

        var decimalYear = double.Parse(text.Replace('_', '.'), CultureInfo.InvariantCulture) - (mapping.Calendar == CsvCalendar.Buddhist ? BuddhistYears : 0);
        var whole = (int)Math.Floor(decimalYear);
        if (whole is < 1800 or > 2200)
        {
            return false;
        }

        date = new DateOnly(whole, 1, 1).AddDays((int)Math.Floor((decimalYear - whole) * (DateTime.IsLeapYear(whole) ? 366 : 365)));
        return true;
    }

    /// <summary>A date of three columns.</summary>
    internal bool TryRead(string year, string month, string day, out DateOnly date)
    {
        date = default;
        return int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y) && int.TryParse(month, NumberStyles.None, CultureInfo.InvariantCulture, out var m)
            && int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var d) && y is > 0 and < 9000 && m is >= 1 and <= 12 && d >= 1 && d <= DateTime.DaysInMonth(y, m)
            && TryShift(new DateTime(y, m, d), out date);
    }

    private bool TryShift(DateTime time, out DateOnly date)
    {
        var shift = mapping.Calendar == CsvCalendar.Buddhist ? BuddhistYears : 0;
        date = default;
        if (time.Year - shift is < 1800 or > 2200)
        {
            return false;
        }

        // The 29th of February exists in both calendars in the same years only where they are told apart before the day is made.
        var year = time.Year - shift;
        if (time.Day > DateTime.DaysInMonth(year, time.Month))
        {
            return false;
        }

        date = new DateOnly(year, time.Month, time.Day);
        return true;
    }
}
