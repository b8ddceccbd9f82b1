using System.Globalization;
using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Fits;

/// <summary>What the settings ask to be fitted on given dates: the models, the changes, and the maps that come out. The same settings and dates give the same plan.</summary>
public sealed class FitPlan
{
    /// <summary>Shortest series that gets an annual term by itself, years.</summary>
    public const double LeastYears = 1.5;

    /// <summary>Fewest dates that get an annual term by themselves (count).</summary>
    public const int LeastSeasonDates = 20;

    private FitPlan(FitSettings settings, SeriesDates dates, CandidateModel fullest, IReadOnlyList<CandidateModel> candidates, IReadOnlyList<string> notes)
    {
        Settings = settings;
        Dates = dates;
        Fullest = fullest;
        Candidates = candidates;
        Notes = notes;
        Layers = [.. FitLayers.Of(candidates, dates, settings).GroupBy(l => l.Name).Select(g => g.Last())];
    }

    /// <summary>The settings.</summary>
    public FitSettings Settings { get; }

    /// <summary>The dates of the series.</summary>
    public SeriesDates Dates { get; }

    /// <summary>The model with all terms.</summary>
    public CandidateModel Fullest { get; }

    /// <summary>The models, in ascending order of their parameters; one where nothing is chosen.</summary>
    public IReadOnlyList<CandidateModel> Candidates { get; }

    /// <summary>What a reader should know, each a sentence.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>All maps that come out.</summary>
    public IReadOnlyList<FitLayer> Layers { get; }

    /// <summary>The model beside which changes are looked for: constant, rate, seasons and steps.</summary>
    public TimeModel ChangeBase => new(
        [new ConstantTerm(), new PolynomialTerm(1), .. Fullest.Model.Terms.Where(t => t is SeasonalTerm or StepTerm)]);

    /// <summary>Options of the search for changes.</summary>
    public ChangePointOptions ChangeOptions => new()
    {
        Kind = Settings.ChangeKind,
        Most = Settings.ChangePoints,
        LeastDates = Settings.ChangeLeastDates,
        Criterion = Settings.Criterion,
    };

    /// <summary>Plans.</summary>
    /// <param name="settings">What is asked for.</param>
    /// <param name="dates">The dates of the series.</param>
    /// <param name="earthquakes">The earthquakes of the list, judged.</param>
    /// <exception cref="RequestException">A term is not possible, or the dates cannot tell the terms apart.</exception>
    public static FitPlan Create(FitSettings settings, SeriesDates dates, IReadOnlyList<JudgedEarthquake> earthquakes)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(dates);
        ArgumentNullException.ThrowIfNull(earthquakes);
        var notes = new List<string>();
        var terms = new List<TimeTerm> { new ConstantTerm(), new PolynomialTerm(settings.Polynomial) };
        terms.AddRange(Seasons(settings, dates, notes));
        terms.AddRange(settings.Steps.Distinct().Order().Select(d => new StepTerm(d)));
        foreach (var quake in earthquakes.Where(q => q.Step is { } day && !terms.Contains(new StepTerm(day))))
        {
            terms.Add(new StepTerm(quake.Step!.Value));
            if (settings.EarthquakeDecay != DecayChoice.None)
            {
                terms.Add(Decay(quake.Step.Value, settings.EarthquakeDecayDays, settings.EarthquakeDecay == DecayChoice.Logarithmic));
            }
        }

        var shape = Shapes(settings, terms);
        var fullest = new CandidateModel(new TimeModel(terms), shape);
        fullest.Model.Check(dates);
        shape?.Parameters(dates);
        var plan = new FitPlan(settings, dates, fullest, settings.Select == ModelScope.None ? [fullest] : CandidateModel.Within(fullest, dates), notes);
        if (settings.ChangePoints > 0)
        {
            _ = new ChangePointFit(plan.ChangeBase, dates, plan.ChangeOptions);
        }

        return plan;
    }

    private static IEnumerable<TimeTerm> Seasons(FitSettings settings, SeriesDates dates, List<string> notes)
    {
        var isLong = dates.Span >= LeastYears && dates.Count >= LeastSeasonDates;
        if (settings.Seasons == SeasonChoice.Auto && !isLong)
        {
            notes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"No seasonal motion is fitted: {dates.Count} dates over {dates.Span:0.0} years do not tell it from a rate. What the seasons do is in the rate."));
        }

        if (settings.Seasons is SeasonChoice.Annual or SeasonChoice.AnnualAndSemiannual || (settings.Seasons == SeasonChoice.Auto && isLong))
        {
            yield return new SeasonalTerm(1);
        }

        if (settings.Seasons == SeasonChoice.AnnualAndSemiannual)
        {
            yield return new SeasonalTerm(0.5);
        }

        foreach (var period in settings.Periods.Distinct())
        {
            if (!(settings.Seasons != SeasonChoice.None && period == 1 && (settings.Seasons != SeasonChoice.Auto || isLong)))
            {
                yield return new SeasonalTerm(period);
            }
        }
    }

    private static TimeShape? Shapes(FitSettings settings, List<TimeTerm> terms)
    {
        var searched = new List<TimeShape>();
        foreach (var (text, isLogarithmic) in settings.Exponentials.Select(t => (t, false)).Concat(settings.Logarithms.Select(t => (t, true))))
        {
            var (date, tau) = Event(text, isLogarithmic ? "fit.logarithms" : "fit.exponentials");
            if (tau is { } days)
            {
                terms.Add(Decay(date, days, isLogarithmic));
            }
            else
            {
                searched.Add(new DecayShape(date, isLogarithmic));
            }
        }

        if (settings.Logistic)
        {
            searched.Add(new LogisticShape());
        }

        return searched.Count <= 1 ? searched.SingleOrDefault()
            : throw new RequestException($"fit: {searched.Count} shapes are to be searched ({string.Join("; ", searched.Select(s => s.Title))}), but one is possible at a time. Give the others a constant, as in \"2019-07-06,30\".");
    }

    private static (DateOnly Date, double? Tau) Event(string text, string where)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var tau = 0.0;
        if (parts.Length is 1 or 2
            && DateOnly.TryParseExact(parts[0], ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && (parts.Length == 1 || (double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out tau) && tau > 0 && double.IsFinite(tau))))
        {
            return (date, parts.Length == 1 ? null : tau);
        }

        throw new RequestException($"{where}: '{text}' is no event. Write \"2019-07-06,30\" for a day and a constant in days, or \"2019-07-06\" to have the constant searched.");
    }

    private static TimeTerm Decay(DateOnly date, double days, bool isLogarithmic) =>
        isLogarithmic ? new LogarithmicTerm(date, days) : new ExponentialTerm(date, days);
}

/// <summary>Which maps come out of models and changes.</summary>
internal static class FitLayers
{
    public static IEnumerable<FitLayer> Of(IReadOnlyList<CandidateModel> candidates, SeriesDates dates, FitSettings settings)
    {
        foreach (var term in candidates.SelectMany(c => c.Model.Terms).Distinct())
        {
            foreach (var layer in Of(term))
            {
                yield return layer;
            }
        }

        if (candidates.Select(c => c.Shape).FirstOrDefault(s => s is not null) is { } shape)
        {
            foreach (var layer in Of(shape, dates))
            {
                yield return layer;
            }
        }

        yield return new FitLayer("residual_rms", "RMS of the residuals of the time functions", Unit.Metre, Sign.None, true);
        if (candidates.Count > 1 && settings.Select == ModelScope.Pixel)
        {
            yield return new FitLayer("model", "Index of the chosen model", Unit.Count, Sign.None, true);
            yield return new FitLayer("model_weight", "Weight of the chosen model among all tried", Unit.One, Sign.None, true);
        }

        foreach (var layer in Changes(settings))
        {
            yield return layer;
        }
    }

    /// <summary>The maps of a season, in the order in which they are computed.</summary>
    public static FitLayer[] Season(SeasonalTerm term)
    {
        var amplitude = new FitLayer(term.Id + "_amplitude", $"Amplitude of the {term.Title} motion", Unit.Metre, Sign.None, true);
        var peak = new FitLayer(term.Id + "_peak_day", $"Day of the year at which the {term.Title} motion is nearest to the satellite", Unit.Day, Sign.None, true);
        return [amplitude, amplitude.Sigma, peak, peak.Sigma];
    }

    public static FitLayer Of(TermCoefficient coefficient, bool isPublished) =>
        new(coefficient.Id, coefficient.Title, coefficient.Unit, Sign.TowardsSatellite, isPublished);

    private static IEnumerable<FitLayer> Of(TimeTerm term)
    {
        var isPublished = term is not SeasonalTerm and not ConstantTerm;
        foreach (var coefficient in term.Coefficients)
        {
            // Rates at the first date of a curved model and the plain rate are one layer under one name.
            var layer = Of(coefficient, isPublished);
            yield return layer;
            if (isPublished)
            {
                yield return layer.Sigma;
            }
        }

        if (term is SeasonalTerm season)
        {
            foreach (var layer in Season(season))
            {
                yield return layer;
            }
        }
    }

    private static IEnumerable<FitLayer> Of(TimeShape shape, SeriesDates dates)
    {
        var amplitude = Of(shape.At(dates, [30, 1]).Coefficients[0], true);
        yield return amplitude;
        yield return amplitude.Sigma;
        foreach (var parameter in shape.Parameters(dates))
        {
            var layer = new FitLayer(parameter.Id, parameter.Title, parameter.Unit, Sign.None, true);
            yield return layer;
            yield return layer.Sigma;
        }

        yield return new FitLayer("shape_state", "Whether the shape's parameters are resolved (0), at a bound (1) or not resolved (2)", Unit.Count, Sign.None, true);
    }

    private static IEnumerable<FitLayer> Changes(FitSettings settings)
    {
        if (settings.ChangePoints == 0)
        {
            yield break;
        }

        var isRate = settings.ChangeKind == ChangeKind.Rate;
        yield return new FitLayer("changes", "Number of changes", Unit.Count, Sign.None, true);
        yield return new FitLayer("changes_weight", "Weight of the chosen number of changes", Unit.One, Sign.None, true);
        for (var k = 1; k <= settings.ChangePoints; k++)
        {
            var date = new FitLayer($"change_{k}_date", $"Date of change {k} in days since the first date", Unit.Day, Sign.None, true);
            var size = new FitLayer($"change_{k}_size", isRate ? $"Change {k} of the rate" : $"Step {k}", isRate ? Unit.MetrePerYear : Unit.Metre, Sign.TowardsSatellite, true);
            foreach (var layer in new[] { date, size })
            {
                yield return layer;
                yield return layer.Sigma;
            }
        }

        for (var k = 1; k <= (isRate ? settings.ChangePoints + 1 : 1); k++)
        {
            var rate = new FitLayer($"phase_{k}_rate", isRate ? $"Rate of phase {k}" : "Rate beside the steps", Unit.MetrePerYear, Sign.TowardsSatellite, true);
            yield return rate;
            yield return rate.Sigma;
        }
    }
}
