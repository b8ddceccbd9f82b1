using System.Globalization;
using Plumb.Acquisitions;

namespace Plumb.Formats.Products;

/// <summary>The two dates of a product as it names them, and what that means for its sign.</summary>
/// <param name="Pair">The dates, earlier first.</param>
/// <param name="IsReversed">Whether the product counts from the later to the earlier date, so that its phase changes sign.</param>
public readonly record struct OrientedPair(DatePair Pair, bool IsReversed)
{
    /// <summary>What the inspection says about the sign.</summary>
    public string Converted => IsReversed ? "dates swapped, sign changed" : "sign kept";

    /// <summary>How the phase is read (radians).</summary>
    public ValueRule PhaseRule => IsReversed ? ValueRule.ReversedPhase : ValueRule.Measurement;

    /// <summary>A baseline of the product's order in the order of <see cref="Pair"/>, metres.</summary>
    /// <param name="perpendicular">Perpendicular baseline in the product's order, metres.</param>
    public Baseline Orient(double perpendicular) => new(IsReversed ? -perpendicular : perpendicular);

    /// <summary>Two dates in a product's order.</summary>
    /// <param name="reference">Date the product counts from.</param>
    /// <param name="secondary">Date the product counts to.</param>
    /// <returns>Null when both are the same.</returns>
    public static OrientedPair? From(DateOnly reference, DateOnly secondary) => reference == secondary
        ? null
        : reference < secondary
            ? new OrientedPair(new DatePair(reference, secondary), false)
            : new OrientedPair(new DatePair(secondary, reference), true);

    /// <summary>The first two dates in a name, as parts of eight digits (yyyyMMdd, a time may follow after T) between other characters.</summary>
    /// <param name="name">The name of a file or folder.</param>
    public static OrientedPair? InName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var dates = DatesIn(name);
        return dates.Count < 2 ? null : From(dates[0], dates[1]);
    }

    /// <summary>All dates in a name, as parts of exactly eight digits (yyyyMMdd).</summary>
    /// <param name="name">The name of a file or folder.</param>
    public static IReadOnlyList<DateOnly> DatesIn(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var dates = new List<DateOnly>();
        for (var i = 0; i + 8 <= name.Length;)
        {
            var end = i;
            while (end < name.Length && char.IsAsciiDigit(name[end]))
            {
                end++;
            }

            if (end - i == 8 && DateOnly.TryParseExact(name.AsSpan(i, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                dates.Add(date);
            }

            i = end + 1;
        }

        return dates;
    }
}
