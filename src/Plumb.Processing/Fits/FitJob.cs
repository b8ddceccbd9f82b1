using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Fits;

/// <summary>What all threads of a fit share: the plan, the models and the arrays.</summary>
internal sealed class FitJob
{
    public FitJob(RunContext run, FitRequest request)
    {
        Run = run;
        var stack = StackDescription.Read(run.Folder);
        var dates = stack.Finished?.Dates ?? NetworkRecord.Read(run.Folder).Network.Dates;
        Chunks = new ChunkPlan(stack.Grid);
        Series = FinalLayers.Series(run.Store);
        var frame = new SeriesDates(dates, run.Settings.Rate.TimeAxis);
        Earthquakes = request.Judge(stack, frame);
        Plan = FitPlan.Create(run.Settings.Fit, frame, Earthquakes);
        Models = [.. Plan.Candidates.Select(c => new FittedModel(c, Plan, Robust))];
        Changes = Plan.Settings.ChangePoints > 0 ? new ChangePointFit(Plan.ChangeBase, frame, Plan.ChangeOptions) : null;
        Prefit = NeedsPrefit ? new TimeModelFit(Plan.Fullest.Model, frame, new FitOptions { Robust = Plan.Settings.Robust }) : null;
    }

    public RunContext Run { get; }

    public ChunkPlan Chunks { get; }

    /// <summary>Name of the series that is fitted.</summary>
    public string Series { get; }

    public FitPlan Plan { get; }

    public IReadOnlyList<JudgedEarthquake> Earthquakes { get; }

    /// <summary>The candidates, ready to be fitted.</summary>
    public IReadOnlyList<FittedModel> Models { get; }

    /// <summary>The search for changes; null for none.</summary>
    public ChangePointFit? Changes { get; }

    /// <summary>The robust fit of the fullest model whose weights all other fits share; null where there is none, or the one fit is robust itself.</summary>
    public TimeModelFit? Prefit { get; }

    /// <summary>Index of the model of all pixels; null where each pixel has its own.</summary>
    public int? Chosen { get; set; }

    /// <summary>Sum of the criterion over the pixels looked at, per model; empty where no model was chosen for all.</summary>
    public double[] Criteria { get; set; } = [];

    /// <summary>Working memory of one thread, bytes.</summary>
    public long BytesPerThread
    {
        get
        {
            var pixels = (long)Chunks.ChunkPixels;
            var rows = Models.Max(m => m.Rows);
            var floats = (Plan.Layers.Count * (pixels + (ChunkPlan.BlockSide * ChunkPlan.BlockSide)))
                + (pixels * ((2 * rows) + (rows * (rows + 1) / 2) + (2 * Models.Count) + 10 + (Prefit is null ? 0 : Plan.Dates.Count)));
            return StackColumn<float>.BytesOf(Run, Chunks, Series) + (floats * sizeof(float)) + Models.Sum(m => m.ScratchBytes) + (Changes?.ScratchBytes ?? 0) + (Prefit?.ScratchBytes ?? 0);
        }
    }

    // Sums of squares compare only with equal weights, so a choice holds the weights of one robust fit.
    private bool NeedsPrefit => Plan.Settings.Robust != RobustLoss.None
        && (Plan.Settings.Select != ModelScope.None || Plan.Fullest.Shape is not null || Plan.Settings.ChangePoints > 0);

    private RobustLoss Robust => NeedsPrefit ? RobustLoss.None : Plan.Settings.Robust;

    public void CreateArrays()
    {
        foreach (var layer in Plan.Layers)
        {
            MapArrays.Create(Run.Store, Chunks.Grid, StorePaths.FitFolder + layer.Name, float.NaN, layer.StoreUnit, layer.StoreSign, layer.Title);
        }
    }

    public FitRecord Record()
    {
        var counts = ModelCounts();
        var all = Math.Max(1, counts.Sum());
        return new FitRecord
        {
            FirstDate = Plan.Dates.Dates[0],
            Select = Plan.Settings.Select,
            Criterion = Plan.Settings.Criterion,
            Models =
            [
                .. Plan.Candidates.Select((c, m) => new FitModelRecord(
                    m,
                    c.Title,
                    [.. c.Model.Terms.Select(t => t.Id), .. c.Shape is null ? Array.Empty<string>() : [c.Shape.Id]],
                    c.Parameters,
                    Criteria.Length > 0 ? Criteria[m] : null,
                    (double)counts[m] / all)),
            ],
            Chosen = Chosen,
            Layers = Plan.Layers,
            Earthquakes = [.. Earthquakes.Select(q => new FitEarthquake(q.Quake.Time, q.Quake.Magnitude, q.Quake.Place, q.Distance, q.Reach, q.Step, q.Why))],
            Notes = Plan.Notes,
        };
    }

    /// <summary>Number of pixels per model, from the maps, so that blocks of an earlier run count too.</summary>
    private long[] ModelCounts()
    {
        var counts = new long[Models.Count];
        if (Chosen is { } chosen)
        {
            counts[chosen] = 1;
            return counts;
        }

        foreach (var model in MapArrays.Read(Run.Store, Chunks.Grid, StorePaths.FitModel))
        {
            if (float.IsFinite(model))
            {
                counts[(int)model]++;
            }
        }

        return counts;
    }
}
