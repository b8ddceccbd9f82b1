using Plumb.Grids;
using Plumb.Inversion;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Stages;

/// <summary>What all threads of an inversion share: the plan, the reference and the arrays.</summary>
internal sealed class InvertJob
{
    public InvertJob(RunContext run)
    {
        Run = run;
        var stack = StackDescription.Read(run.Folder);
        var network = NetworkRecord.Read(run.Folder).Network;
        var settings = run.Settings.Inversion;
        Chunks = new ChunkPlan(stack.Grid);
        PairIndex = network.Pairs.Select(stack.IndexOf).ToArray();
        ReferencePhase = ReferenceRecord.Read(run.Folder).PhaseOf(network);
        HasCoherence = stack.HasCoherence;
        HasComponents = settings.ObservationMask == ObservationMask.Component;
        Inversion = new NetworkInversion(
            network,
            new InversionOptions(settings.Weighting, settings.MinimumNorm, stack.Looks, settings.MinRedundancy)
            {
                ObservationMask = settings.ObservationMask,
                ObservationThreshold = settings.ObservationThreshold,
            },
            stack.Sensor.MetresPerRadian);
        Rate = new LinearRate(DecimalYears.Since(network.Dates, run.Settings.Rate.TimeAxis));
    }

    public RunContext Run { get; }

    public ChunkPlan Chunks { get; }

    public NetworkInversion Inversion { get; }

    public LinearRate Rate { get; }

    /// <summary>Where each pair of the network stands in the stack.</summary>
    public int[] PairIndex { get; }

    public float[] ReferencePhase { get; }

    public bool HasCoherence { get; }

    public bool HasComponents { get; }

    /// <summary>Working memory of one thread, bytes.</summary>
    public long BytesPerThread
    {
        get
        {
            var stackBytes = (sizeof(float) * (HasCoherence ? 2L : 1L)) + (HasComponents ? 1 : 0);
            var pairs = Run.Store.OpenArray<float>(StorePaths.UnwrappedPhase).Shape[0] + ChunkPlan.Depth;
            var dates = Inversion.Network.Dates.Count + ChunkPlan.Depth;
            return (((pairs * stackBytes) + (dates * 2 * sizeof(float))) * Chunks.ChunkPixels)
                + PhaseColumn.CycleBytes(Run, Chunks) + (InvertWorker.MapBytes * (long)ChunkPlan.BlockSide * ChunkPlan.BlockSide) + Inversion.ScratchBytes;
        }
    }

    public void CreateArrays()
    {
        var dates = Inversion.Network.Dates.Count;
        var grid = Chunks.Grid;
        Run.Store.CreateArray(StorePaths.Displacement, StackArrays.Stack(
            Chunks, "date", dates, float.NaN, "metre", "positive_towards_satellite", "Line-of-sight displacement since the first date"));
        Run.Store.CreateArray(StorePaths.DisplacementSigma, StackArrays.Stack(
            Chunks, "date", dates, float.NaN, "metre", "none", "Standard deviation of the displacement"));
        foreach (var map in Maps)
        {
            MapArrays.Create(Run.Store, grid, map.Name, float.NaN, map.Unit, map.Sign, map.Title);
        }

        MapArrays.Create<ushort>(Run.Store, grid, StorePaths.InversionMask, 0, "flags", "none", MaskReasonWords.FlagMeanings);
    }

    /// <summary>The float maps in the order in which a worker keeps them.</summary>
    public static IReadOnlyList<(string Name, string Unit, string Sign, string Title)> Maps { get; } =
    [
        (StorePaths.Rate, "metre/year", "positive_towards_satellite", "Linear rate along the line of sight"),
        (StorePaths.RateSigma, "metre/year", "none", "Standard deviation of the rate"),
        (StorePaths.TemporalCoherence, "1", "none", "Temporal coherence of the inversion"),
        (StorePaths.ResidualRms, "radian", "none", "RMS of the residual phases"),
        (StorePaths.PairCount, "count", "none", "Number of interferograms used"),
    ];
}
