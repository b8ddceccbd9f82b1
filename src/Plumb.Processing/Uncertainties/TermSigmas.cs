using Plumb.Processing.Configuration;
using Plumb.Processing.Fits;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Uncertainties;

/// <summary>
/// The fitted terms as functions of the series, so that their standard deviations are worked out like that of the rate: coefficients of linear models are P x, see
/// <see cref="CoefficientOperator"/>. Shapes whose parameters are searched, and the weights of robust fits, have no such function.
/// </summary>
internal sealed class TermSigmas
{
    private const int MostFunctions = 60;
    private readonly List<double[]> functions = [];
    private readonly List<FitLayer> layers = [];

    public TermSigmas(FitRecord? record, PlumbSettings settings, IReadOnlyList<DateOnly> dates)
    {
        if (record is null)
        {
            return;
        }

        var plan = record.Plan(settings, dates);
        Chosen = record.Chosen;
        var (targets, seasons) = (new List<TermTarget>(), new List<SeasonTarget>());
        for (var m = 0; m < plan.Candidates.Count; m++)
        {
            var candidate = plan.Candidates[m];
            if ((Chosen is { } one && one != m) || candidate.Shape is not null || functions.Count + (2 * candidate.Model.Coefficients.Count) > MostFunctions)
            {
                IsPartial |= Chosen is null || Chosen == m;
                continue;
            }

            Add(m, candidate.Model, plan, targets, seasons);
        }

        IsPartial |= settings.Fit.Robust != RobustLoss.None;
        (Targets, Seasons) = (targets, seasons);
    }

    /// <summary>Index of the model of all pixels; null where each pixel has its own.</summary>
    public int? Chosen { get; }

    /// <summary>Whether some fitted numbers keep the standard deviations of the fit.</summary>
    public bool IsPartial { get; }

    /// <summary>Coefficients of each function by date; shape (function, date).</summary>
    public IReadOnlyList<double[]> Functions => functions;

    /// <summary>The layers of standard deviations that are written.</summary>
    public IReadOnlyList<FitLayer> Layers => layers;

    public IReadOnlyList<TermTarget> Targets { get; } = [];

    public IReadOnlyList<SeasonTarget> Seasons { get; } = [];

    private void Add(int m, TimeModel model, FitPlan plan, List<TermTarget> targets, List<SeasonTarget> seasons)
    {
        var dates = plan.Dates.Count;
        var values = new CoefficientOperator(model, plan.Dates).Values.ToArray();
        var start = functions.Count;
        functions.AddRange(Enumerable.Range(0, model.Coefficients.Count).Select(c => values.AsSpan(c * dates, dates).ToArray()));
        for (var c = 0; c < model.Coefficients.Count; c++)
        {
            if (plan.Layers.FirstOrDefault(l => l.Name == model.Coefficients[c].Id + "_sigma") is { } layer)
            {
                targets.Add(new TermTarget(m, start + c, IndexOf(layer)));
            }
        }

        foreach (var season in model.Terms.OfType<SeasonalTerm>())
        {
            var cosine = start + model.IndexOf(season.Id + "_cos");
            functions.Add([.. functions[cosine].Zip(functions[cosine + 1], (a, b) => a + b)]);
            var maps = FitLayers.Season(season);
            seasons.Add(new SeasonTarget(m, season, cosine, functions.Count - 1, IndexOf(maps[1]), IndexOf(maps[3])));
        }
    }

    private int IndexOf(FitLayer layer)
    {
        var index = layers.FindIndex(l => l.Name == layer.Name);
        if (index < 0)
        {
            layers.Add(layer);
        }

        return index < 0 ? layers.Count - 1 : index;
    }
}

/// <summary>Where the standard deviation of a function goes for pixels of a model.</summary>
internal sealed record TermTarget(int Model, int Function, int Layer);

/// <summary>A season of a model: the functions of cosine (the sine follows) and of their sum, and the layers of amplitude and peak.</summary>
internal sealed record SeasonTarget(int Model, SeasonalTerm Term, int Cosine, int Sum, int Amplitude, int Peak);
