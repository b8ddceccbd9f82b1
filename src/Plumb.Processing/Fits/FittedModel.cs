using Plumb.Kernels;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Fits;

/// <summary>A candidate ready to be fitted, and where its numbers go.</summary>
internal sealed class FittedModel
{
    private readonly TimeModelFit? linear;
    private readonly ShapeFit? shaped;

    public FittedModel(CandidateModel candidate, FitPlan plan, RobustLoss robust)
    {
        Candidate = candidate;
        Plan = plan;
        if (candidate.Shape is { } shape)
        {
            shaped = new ShapeFit(candidate.Model, shape, plan.Dates);
        }
        else
        {
            linear = new TimeModelFit(candidate.Model, plan.Dates, new FitOptions { Robust = robust });
        }

        Rows = shaped?.Rows ?? candidate.Model.Coefficients.Count;
        Values = [.. Targets()];
        Seasons = [.. candidate.Model.Terms.OfType<SeasonalTerm>().Select(t => (t, candidate.Model.IndexOf(t.Id + "_cos"), FitLayers.Season(t).Select(l => IndexOf(l.Name)).ToArray()))];
        StateLayer = shaped is null ? -1 : IndexOf("shape_state");
    }

    public CandidateModel Candidate { get; }

    public FitPlan Plan { get; }

    /// <summary>Rows of the results.</summary>
    public int Rows { get; }

    public long ScratchBytes => linear?.ScratchBytes ?? shaped!.ScratchBytes;

    /// <summary>Layers of each row's value and standard deviation; -1 for none.</summary>
    public IReadOnlyList<(int Value, int Sigma)> Values { get; }

    /// <summary>The seasons, the row of the cosine, and the layers of amplitude, peak and their standard deviations.</summary>
    public IReadOnlyList<(SeasonalTerm Term, int Row, int[] Layers)> Seasons { get; }

    /// <summary>Layer of the shape's state; -1 for none.</summary>
    public int StateLayer { get; }

    public TileBuffer<float> CreateScratch(MemoryBudget budget) => linear?.CreateScratch(budget) ?? shaped!.CreateScratch(budget);

    public void Fit(in FitTile tile, in FitResult result, Span<ShapeState> states, TileBuffer<float> scratch)
    {
        if (linear is not null)
        {
            linear.Fit(tile, result, scratch);
        }
        else
        {
            shaped!.Fit(tile, result, states, scratch);
        }
    }

    /// <summary>Index of a layer of the plan; -1 where it has none of the name.</summary>
    private int IndexOf(string name)
    {
        for (var l = 0; l < Plan.Layers.Count; l++)
        {
            if (Plan.Layers[l].Name == name)
            {
                return l;
            }
        }

        return -1;
    }

    private IEnumerable<(int Value, int Sigma)> Targets()
    {
        var ids = Candidate.Model.Coefficients.Select(c => c.Id);
        if (Candidate.Shape is { } shape)
        {
            ids = [.. ids, shape.Id, .. shape.Parameters(Plan.Dates).Select(p => p.Id)];
        }

        return ids.Select(id => (IndexOf(id), IndexOf(id + "_sigma")));
    }
}
