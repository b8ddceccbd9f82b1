using Plumb.Processing.Configuration;
using Plumb.Processing.Fits;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Uncertainties;

/// <summary>
/// The fitted terms as functions of the series, so that their standard deviations are worked out like that of the rate: coefficients of linear models are P x, see
/// <see cref="CoefficientOperator"/>, and those of a shape P x near where its search ended, see <see cref="ShapeOperator"/>. Functions of one linear model are the same
/// for all pixels; where a shape is searched, or each pixel has a model of its own, they are each pixel's own (<see cref="TermOperators"/>). The weights of robust fits have no such function.
/// </summary>
internal sealed class TermSigmas
{
    private readonly List<double[]> functions = [];
    private readonly List<FitLayer> layers = [];
    private readonly List<TermTarget> targets = [];
    private readonly List<SeasonTarget> seasons = [];
    private readonly List<TermOperator> operators = [];

    public TermSigmas(FitRecord? record, PlumbSettings settings, IReadOnlyList<DateOnly> dates)
    {
        if (record is null)
        {
            return;
        }

        var plan = record.Plan(settings, dates);
        Chosen = record.Chosen;
        IsOwn = Chosen is not { } only || plan.Candidates[only].Shape is not null;
        for (var m = 0; m < plan.Candidates.Count; m++)
        {
            if (Chosen is null || Chosen == m)
            {
                Add(m, plan.Candidates[m], plan);
            }
        }

        OwnFunctions = operators.Count > 0 ? operators.Max(o => o.Functions) : 0;
        IsRobust = settings.Fit.Robust != RobustLoss.None;
    }

    /// <summary>Index of the model of all pixels; null where each pixel has its own.</summary>
    public int? Chosen { get; }

    /// <summary>Whether the functions are each pixel's own.</summary>
    public bool IsOwn { get; }

    /// <summary>Whether the fits weighted large residuals down, which is not followed.</summary>
    public bool IsRobust { get; }

    /// <summary>Coefficients of each function that is the same for all pixels, by date; shape (function, date).</summary>
    public IReadOnlyList<double[]> Functions => functions;

    /// <summary>Number of functions that are each pixel's own (count).</summary>
    public int OwnFunctions { get; }

    /// <summary>Number of functions (count): of all pixels or each pixel's own.</summary>
    public int Count => IsOwn ? OwnFunctions : functions.Count;

    /// <summary>The models whose functions are each pixel's own.</summary>
    public IReadOnlyList<TermOperator> Operators => operators;

    /// <summary>The layers of standard deviations that are written.</summary>
    public IReadOnlyList<FitLayer> Layers => layers;

    public IReadOnlyList<TermTarget> Targets => targets;

    public IReadOnlyList<SeasonTarget> Seasons => seasons;

    private void Add(int m, CandidateModel candidate, FitPlan plan)
    {
        var model = candidate.Model;
        string[] ids = [.. model.Coefficients.Select(c => c.Id), .. candidate.Shape is { } shape ? shape.Parameters(plan.Dates).Select(p => p.Id).Prepend(shape.Id) : []];
        for (var c = 0; c < ids.Length; c++)
        {
            if (plan.Layers.FirstOrDefault(l => l.Name == ids[c] + "_sigma") is { } layer)
            {
                targets.Add(new TermTarget(m, c, IndexOf(layer)));
            }
        }

        var own = new TermOperator(m, candidate, plan.Dates, [.. model.Terms.OfType<SeasonalTerm>().Select(s => model.IndexOf(s.Id + "_cos"))]);
        foreach (var (k, season) in model.Terms.OfType<SeasonalTerm>().Index())
        {
            var maps = FitLayers.Season(season);
            seasons.Add(new SeasonTarget(m, season, own.Cosines[k], ids.Length + k, IndexOf(maps[1]), IndexOf(maps[3])));
        }

        if (IsOwn)
        {
            operators.Add(own);
        }
        else
        {
            functions.AddRange(own.Linear());
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

/// <summary>The functions of one model: a row for each of its numbers, then the sum of cosine and sine of each season.</summary>
/// <param name="Model">Index of the model.</param>
/// <param name="Candidate">The model.</param>
/// <param name="Dates">The dates of the series.</param>
/// <param name="Cosines">Row of the cosine of each season; that of the sine follows.</param>
internal sealed record TermOperator(int Model, CandidateModel Candidate, SeriesDates Dates, int[] Cosines)
{
    /// <summary>Number of its numbers (count).</summary>
    public int Rows => Candidate.Parameters;

    /// <summary>Number of its functions (count).</summary>
    public int Functions => Rows + Cosines.Length;

    /// <summary>The functions of a model without a shape; shape (function)(date).</summary>
    public double[][] Linear()
    {
        var values = new CoefficientOperator(Candidate.Model, Dates).Values.ToArray();
        var rows = Enumerable.Range(0, Rows).Select(c => values.AsSpan(c * Dates.Count, Dates.Count).ToArray()).ToArray();
        return [.. rows, .. Cosines.Select(c => rows[c].Zip(rows[c + 1], (a, b) => a + b).ToArray())];
    }
}
