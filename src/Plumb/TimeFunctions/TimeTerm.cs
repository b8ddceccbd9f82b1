using Plumb.Grids;

namespace Plumb.TimeFunctions;

/// <summary>One number that a fit gives for a term.</summary>
/// <param name="Id">Short name in lower case with underscores that tells it from all others of its model: "annual_cos".</param>
/// <param name="Title">A few words for people.</param>
/// <param name="Unit">Unit of the number; a term's column then has the unit metre over this.</param>
public sealed record TermCoefficient(string Id, string Title, Unit Unit);

/// <summary>
/// A part of a motion that is linear in its coefficients: d(t) = sum of coefficient times column(t). Time t is years since the first date
/// of the series. Immutable; equal terms have equal parameters.
/// </summary>
public abstract record TimeTerm
{
    /// <summary>Short name in lower case with underscores: "annual", "step_20191230".</summary>
    public abstract string Id { get; }

    /// <summary>A few words for people.</summary>
    public abstract string Title { get; }

    /// <summary>What the term's columns are multiplied by, in their order.</summary>
    public abstract IReadOnlyList<TermCoefficient> Coefficients { get; }

    /// <summary>The term's columns.</summary>
    /// <param name="frame">The series' dates, which fix time 0 and the axis.</param>
    /// <param name="years">Times since the first date, years; shape (time).</param>
    /// <param name="columns">Receives the columns, in metres per unit of their coefficient; shape (coefficient, time).</param>
    public abstract void Evaluate(SeriesDates frame, ReadOnlySpan<double> years, Span<double> columns);

    /// <summary>Why the dates cannot tell the term from others, in words; null where the term itself sees no reason.</summary>
    /// <param name="dates">The dates of the series.</param>
    public virtual string? WhyNot(SeriesDates dates) => null;

    /// <summary>A day as part of an id.</summary>
    internal static string DayOf(DateOnly date) => date.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A day in words.</summary>
    internal static string WordsOf(DateOnly date) => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What speaks against a term that begins with an event.</summary>
    internal static string? WhyNot(SeriesDates dates, DateOnly begin) => dates.CountAfter(begin) switch
    {
        0 => $"no date of the series lies after {WordsOf(begin)} (the last is {WordsOf(dates.Dates[^1])})",
        var after when after == dates.Count => $"all dates of the series lie after {WordsOf(begin)} (the first is {WordsOf(dates.Dates[0])})",
        _ => null,
    };
}
