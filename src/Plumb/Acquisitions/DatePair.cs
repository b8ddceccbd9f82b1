using System.Globalization;

namespace Plumb.Acquisitions;

/// <summary>
/// The two dates of an interferogram. <see cref="First"/> is always the earlier one, so that the phase of a pair
/// has one meaning: radians with phi = -(4 pi / lambda) d, d the displacement from first to second.
/// Unit: calendar days (UTC). Ordered by first date, then second date.
/// </summary>
public readonly record struct DatePair : IComparable<DatePair>
{
    /// <summary>A pair of two different dates, earlier one first.</summary>
    /// <param name="first">Date of the first acquisition (UTC).</param>
    /// <param name="second">Date of the second acquisition (UTC), later than <paramref name="first"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="second"/> is not later than <paramref name="first"/>.</exception>
    public DatePair(DateOnly first, DateOnly second)
    {
        if (second <= first)
        {
            throw new ArgumentException(
                $"The second date of a pair is later than the first; got {first:yyyy-MM-dd} and {second:yyyy-MM-dd}. " +
                "Swap them and change the sign of the phase.",
                nameof(second));
        }

        First = first;
        Second = second;
    }

    /// <summary>Date of the first acquisition (UTC).</summary>
    public DateOnly First { get; }

    /// <summary>Date of the second acquisition (UTC), later than <see cref="First"/>.</summary>
    public DateOnly Second { get; }

    /// <summary>Temporal baseline, days, positive.</summary>
    public int Days => Second.DayNumber - First.DayNumber;

    /// <inheritdoc/>
    public int CompareTo(DatePair other)
    {
        var byFirst = First.CompareTo(other.First);
        return byFirst != 0 ? byFirst : Second.CompareTo(other.Second);
    }

    /// <summary>The pair as yyyyMMdd_yyyyMMdd, the form used in file names and tables.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{First:yyyyMMdd}_{Second:yyyyMMdd}");

    /// <summary>Reads yyyyMMdd_yyyyMMdd or yyyyMMdd-yyyyMMdd.</summary>
    /// <param name="text">The text to read.</param>
    /// <param name="pair">The pair, where the text was one with its earlier date first.</param>
    /// <returns>Whether the text was a pair of dates, earlier first.</returns>
    public static bool TryParse(string text, out DatePair pair)
    {
        pair = default;
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length != 17 || (text[8] != '_' && text[8] != '-') ||
            !DateOnly.TryParseExact(text.AsSpan(0, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) ||
            !DateOnly.TryParseExact(text.AsSpan(9, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var second) ||
            second <= first)
        {
            return false;
        }

        pair = new DatePair(first, second);
        return true;
    }

    /// <summary>Whether one pair comes before another.</summary>
    public static bool operator <(DatePair left, DatePair right) => left.CompareTo(right) < 0;

    /// <summary>Whether one pair comes after another.</summary>
    public static bool operator >(DatePair left, DatePair right) => left.CompareTo(right) > 0;

    /// <summary>Whether one pair comes before another or is it.</summary>
    public static bool operator <=(DatePair left, DatePair right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one pair comes after another or is it.</summary>
    public static bool operator >=(DatePair left, DatePair right) => left.CompareTo(right) >= 0;
}
