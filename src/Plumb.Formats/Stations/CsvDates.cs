using System.Globalization;
using System.Text.RegularExpressions;

namespace Plumb.Formats.Stations;

/// <summary>Dates as tables write them.</summary>
internal sealed partial class CsvDates(CsvMapping mapping)
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
        text = Gregorian(text);
        string[] formats = mapping.DateFormat.Length > 0 ? [mapping.DateFormat] : Usual;
        if (DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            date = DateOnly.FromDateTime(time);
            return time.Year is >= 1800 and <= 2200;
        }

        var isYear = mapping.DateFormat.Length == 0
            && double.TryParse(text.Replace('_', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var year) && year is >= 1800 and < 2800
            && text.Length is >= 4 and <= 9;
        if (!isYear)
        {
            return false;
        }

        var decimalYear = double.Parse(text.Replace('_', '.'), CultureInfo.InvariantCulture);
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
        if (!int.TryParse(Gregorian(year), NumberStyles.None, CultureInfo.InvariantCulture, out var y) || !int.TryParse(month, NumberStyles.None, CultureInfo.InvariantCulture, out var m)
            || !int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var d) || y is < 1800 or > 2200 || m is < 1 or > 12 || d < 1 || d > DateTime.DaysInMonth(y, m))
        {
            return false;
        }

        date = new DateOnly(y, m, d);
        return true;
    }

    /// <summary>The text with its year counted as we do. It is changed before the date is made, as leap years are told by our count.</summary>
    private string Gregorian(string text) => mapping.Calendar == CsvCalendar.Gregorian ? text
        : ThaiYear().Replace(text, m => (int.Parse(m.Value, CultureInfo.InvariantCulture) - BuddhistYears).ToString(CultureInfo.InvariantCulture), 1);

    [GeneratedRegex("2[3-7][0-9]{2}")]
    private static partial Regex ThaiYear();
}
