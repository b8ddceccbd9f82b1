using System.Globalization;
using Plumb.Grids;

namespace Plumb.TimeFunctions;

/// <summary>A sudden motion between two dates: 0 up to and on the day, 1 after it.</summary>
/// <param name="Date">The day (UTC) after which the step is seen.</param>
public sealed record StepTerm(DateOnly Date) : TimeTerm
{
    /// <inheritdoc/>
    public override string Id => "step_" + DayOf(Date);

    /// <inheritdoc/>
    public override string Title => "step after " + WordsOf(Date);

    /// <inheritdoc/>
    public override IReadOnlyList<TermCoefficient> Coefficients => [new(Id, "Step after " + WordsOf(Date), Unit.Metre)];

    /// <inheritdoc/>
    public override void Evaluate(SeriesDates frame, ReadOnlySpan<double> years, Span<double> columns)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var begin = frame.YearsAt(Date);
        for (var i = 0; i < years.Length; i++)
        {
            columns[i] = years[i] > begin ? 1 : 0;
        }
    }

    /// <inheritdoc/>
    public override string? WhyNot(SeriesDates dates)
    {
        ArgumentNullException.ThrowIfNull(dates);
        return WhyNot(dates, Date);
    }
}

/// <summary>Motion that dies away after an event: 1 - exp(-(t - t0) / tau) from the event on, so that the coefficient is the whole motion, metres.</summary>
/// <param name="Date">Day of the event (UTC).</param>
/// <param name="TauDays">Time constant tau, days, positive.</param>
public sealed record ExponentialTerm(DateOnly Date, double TauDays) : TimeTerm
{
    /// <inheritdoc/>
    public override string Id => "exponential_" + DayOf(Date);

    /// <inheritdoc/>
    public override string Title => string.Create(CultureInfo.InvariantCulture, $"exponential decay after {WordsOf(Date)} with a constant of {TauDays:0.#} days");

    /// <inheritdoc/>
    public override IReadOnlyList<TermCoefficient> Coefficients => [new(Id, "Motion that dies away after " + WordsOf(Date), Unit.Metre)];

    /// <inheritdoc/>
    public override void Evaluate(SeriesDates frame, ReadOnlySpan<double> years, Span<double> columns)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var (begin, tau) = (frame.YearsAt(Date), TauDays / 365.25);
        for (var i = 0; i < years.Length; i++)
        {
            columns[i] = years[i] > begin ? 1 - Math.Exp(-(years[i] - begin) / tau) : 0;
        }
    }

    /// <inheritdoc/>
    public override string? WhyNot(SeriesDates dates)
    {
        ArgumentNullException.ThrowIfNull(dates);
        return TauDays > 0 && double.IsFinite(TauDays) ? dates.CountAfter(Date) == 0 ? WhyNot(dates, Date) : null : "its time constant is not a positive number of days";
    }
}

/// <summary>Motion that slows down after an event and never ends: ln(1 + (t - t0) / tau) from the event on; the coefficient is metres per e-fold of time.</summary>
/// <param name="Date">Day of the event (UTC).</param>
/// <param name="TauDays">Time constant tau, days, positive.</param>
public sealed record LogarithmicTerm(DateOnly Date, double TauDays) : TimeTerm
{
    /// <inheritdoc/>
    public override string Id => "logarithmic_" + DayOf(Date);

    /// <inheritdoc/>
    public override string Title => string.Create(CultureInfo.InvariantCulture, $"logarithmic decay after {WordsOf(Date)} with a constant of {TauDays:0.#} days");

    /// <inheritdoc/>
    public override IReadOnlyList<TermCoefficient> Coefficients => [new(Id, "Slowing motion after " + WordsOf(Date) + " per e-fold of time", Unit.Metre)];

    /// <inheritdoc/>
    public override void Evaluate(SeriesDates frame, ReadOnlySpan<double> years, Span<double> columns)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var (begin, tau) = (frame.YearsAt(Date), TauDays / 365.25);
        for (var i = 0; i < years.Length; i++)
        {
            columns[i] = years[i] > begin ? Math.Log(1 + ((years[i] - begin) / tau)) : 0;
        }
    }

    /// <inheritdoc/>
    public override string? WhyNot(SeriesDates dates)
    {
        ArgumentNullException.ThrowIfNull(dates);
        return TauDays > 0 && double.IsFinite(TauDays) ? dates.CountAfter(Date) == 0 ? WhyNot(dates, Date) : null : "its time constant is not a positive number of days";
    }
}

/// <summary>
/// The S-curve of mining subsidence: 1 / (1 + exp(-k (t - t0))). Slow at first, fastest (k / 4 of the whole per year) at the centre, slow
/// at the end; the coefficient is the whole motion, metres.
/// </summary>
/// <param name="CentreYears">Time t0 of the fastest motion since the first date, years.</param>
/// <param name="RisePerYear">Constant k, one over years, positive.</param>
public sealed record LogisticTerm(double CentreYears, double RisePerYear) : TimeTerm
{
    /// <inheritdoc/>
    public override string Id => "logistic";

    /// <inheritdoc/>
    public override string Title => string.Create(CultureInfo.InvariantCulture, $"S-curve, fastest {CentreYears:0.00} years after the first date");

    /// <inheritdoc/>
    public override IReadOnlyList<TermCoefficient> Coefficients => [new(Id, "Whole motion of the S-curve", Unit.Metre)];

    /// <inheritdoc/>
    public override void Evaluate(SeriesDates frame, ReadOnlySpan<double> years, Span<double> columns)
    {
        for (var i = 0; i < years.Length; i++)
        {
            columns[i] = 1 / (1 + Math.Exp(-RisePerYear * (years[i] - CentreYears)));
        }
    }

    /// <inheritdoc/>
    public override string? WhyNot(SeriesDates dates) =>
        RisePerYear > 0 && double.IsFinite(RisePerYear) && double.IsFinite(CentreYears) ? null : "its centre and constant are not a finite time and a positive number";
}
