using Plumb.Grids;

namespace Plumb.TimeFunctions;

/// <summary>Where a parameter that is searched may lie and what it is.</summary>
/// <param name="Id">Short name in lower case with underscores.</param>
/// <param name="Title">A few words for people.</param>
/// <param name="Unit">Unit of the parameter: days or one over years.</param>
/// <param name="Least">Smallest value, in the unit.</param>
/// <param name="Most">Largest value, in the unit.</param>
/// <param name="IsScale">Whether equal ratios are equal steps of the search, as for a time constant; otherwise equal differences are.</param>
public sealed record ShapeParameter(string Id, string Title, Unit Unit, double Least, double Most, bool IsScale);

/// <summary>
/// A term whose form is searched pixel by pixel: one column a e(t; theta) with amplitude a and one or two parameters theta it depends on
/// nonlinearly. Immutable.
/// </summary>
public abstract record TimeShape
{
    /// <summary>Short name in lower case with underscores.</summary>
    public abstract string Id { get; }

    /// <summary>A few words for people.</summary>
    public abstract string Title { get; }

    /// <summary>The parameters that are searched on given dates.</summary>
    /// <param name="dates">The dates of the series.</param>
    /// <exception cref="RequestException">The dates leave nothing to search.</exception>
    public abstract IReadOnlyList<ShapeParameter> Parameters(SeriesDates dates);

    /// <summary>The term of given parameters, linear in its one coefficient (metres).</summary>
    /// <param name="dates">The dates of the series.</param>
    /// <param name="parameters">Parameters in their units (days, one over years); shape (parameter).</param>
    public abstract TimeTerm At(SeriesDates dates, ReadOnlySpan<double> parameters);

    /// <summary>Number of values of each parameter that the search begins with (count); shape (parameter).</summary>
    internal abstract IReadOnlyList<int> GridSizes { get; }

    internal static double MedianInterval(SeriesDates dates)
    {
        var intervals = Enumerable.Range(1, Math.Max(0, dates.Count - 1)).Select(i => dates.Years[i] - dates.Years[i - 1]).Order().ToArray();
        return intervals.Length == 0 ? 0 : 365.25 * intervals[intervals.Length / 2];
    }
}

/// <summary>
/// A decay after an event whose time constant is searched, from half the usual interval between dates (a faster one is a step) to twice the time
/// from the event to the last date (a slower one is a parabola).
/// </summary>
/// <param name="Date">Day of the event (UTC).</param>
/// <param name="IsLogarithmic">Whether it is ln(1 + (t - t0) / tau) instead of 1 - exp(-(t - t0) / tau).</param>
public sealed record DecayShape(DateOnly Date, bool IsLogarithmic) : TimeShape
{
    /// <inheritdoc/>
    public override string Id => (IsLogarithmic ? "logarithmic_" : "exponential_") + TimeTerm.DayOf(Date);

    /// <inheritdoc/>
    public override string Title => (IsLogarithmic ? "logarithmic" : "exponential") + " decay after " + TimeTerm.WordsOf(Date) + ", its constant searched";

    internal override IReadOnlyList<int> GridSizes => [24];

    /// <inheritdoc/>
    public override IReadOnlyList<ShapeParameter> Parameters(SeriesDates dates)
    {
        ArgumentNullException.ThrowIfNull(dates);
        var least = 0.5 * MedianInterval(dates);
        var most = 2 * 365.25 * (dates.Span - Math.Max(0, dates.YearsAt(Date)));
        return dates.CountAfter(Date) >= 3 && most > 2 * least
            ? [new ShapeParameter(Id + "_constant", "Time constant after " + TimeTerm.WordsOf(Date), Unit.Day, least, most, IsScale: true)]
            : throw new RequestException($"The time constant of the decay after {TimeTerm.WordsOf(Date)} cannot be searched: {dates.CountAfter(Date)} dates of the series lie after it, three that span some time are needed. Leave the decay out.");
    }

    /// <inheritdoc/>
    public override TimeTerm At(SeriesDates dates, ReadOnlySpan<double> parameters) =>
        IsLogarithmic ? new LogarithmicTerm(Date, parameters[0]) : new ExponentialTerm(Date, parameters[0]);
}

/// <summary>
/// The S-curve of mining subsidence whose centre and constant are searched: the centre between the first and the last date, the time from 10 to 90 %
/// (4.4 / k) between two intervals of the dates and one and a half times the series.
/// </summary>
public sealed record LogisticShape : TimeShape
{
    private const double TenToNinety = 4.394;

    /// <inheritdoc/>
    public override string Id => "logistic";

    /// <inheritdoc/>
    public override string Title => "S-curve, its centre and constant searched";

    internal override IReadOnlyList<int> GridSizes => [16, 7];

    /// <inheritdoc/>
    public override IReadOnlyList<ShapeParameter> Parameters(SeriesDates dates)
    {
        ArgumentNullException.ThrowIfNull(dates);
        var (slow, fast) = (TenToNinety / (1.5 * dates.Span), TenToNinety / (2 * MedianInterval(dates) / 365.25));
        return dates.Count >= 6 && fast > slow
            ?
            [
                new ShapeParameter("logistic_centre", "Time of the fastest motion since the first date", Unit.Day, 0, 365.25 * dates.Span, IsScale: false),
                new ShapeParameter("logistic_constant", "Constant of the S-curve", Unit.PerYear, slow, fast, IsScale: true),
            ]
            : throw new RequestException($"An S-curve cannot be searched on {dates.Count} dates; six are needed at least. Leave it out.");
    }

    /// <inheritdoc/>
    public override TimeTerm At(SeriesDates dates, ReadOnlySpan<double> parameters) => new LogisticTerm(parameters[0] / 365.25, parameters[1]);
}
