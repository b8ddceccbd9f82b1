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
        Stack = StackDescription.Read(run.Folder);
        var stack = Stack;
        var record = NetworkRecord.Read(run.Folder);
        var network = record.Network;
        var settings = run.Settings.Inversion;
        Chunks = new ChunkPlan(stack.Grid);
        PairIndex = network.Pairs.Select(stack.IndexOf).ToArray();
        ReferencePhase = ReferenceRecord.Read(run.Folder).PhaseOf(network);
        HasCoherence = stack.HasCoherence && (settings.Weighting != Weighting.None || settings.ObservationMask == ObservationMask.Coherence || settings.Stacking != Plumb.Inversion.Stacking.None);
        HasSigma = settings.Sigma;
        HasComponents = settings.ObservationMask == ObservationMask.Component;
        var options = InvertPlan.Options(settings, stack, record);
        Inversion = new NetworkInversion(network, options, stack.Sensor.MetresPerRadian);
        Stacking = InvertPlan.Stacking(settings, options, network, stack.Sensor.MetresPerRadian);
        HasDemError = settings.DemError;
        IsRobust = settings.Norm != ResidualNorm.L2;
        Maps = new InvertMaps(settings, Inversion.IsPlain);
        Rate = new LinearRate(DecimalYears.Since(network.Dates, run.Settings.Rate.TimeAxis));
    }

    public RunContext Run { get; }

    public StackDescription Stack { get; }

    public ChunkPlan Chunks { get; }

    public NetworkInversion Inversion { get; }

    public PairStacking? Stacking { get; }

    public LinearRate Rate { get; }

    public InvertMaps Maps { get; }

    /// <summary>Where each pair of the network stands in the stack.</summary>
    public int[] PairIndex { get; }

    public float[] ReferencePhase { get; }

    /// <summary>Whether the inversion needs the coherence, and the stack has it.</summary>
    public bool HasCoherence { get; }

    public bool HasSigma { get; }

    public bool HasComponents { get; }

    public bool HasDemError { get; }

    public bool IsRobust { get; }

    /// <summary>Working memory of one thread, bytes.</summary>
    public long BytesPerThread
    {
        get
        {
            var stackBytes = (sizeof(float) * (HasCoherence ? 2L : 1L)) + (HasComponents ? 1 : 0);
            var pairs = Run.Store.OpenArray<float>(PhaseLayers.Delivered(Run.Store)).Shape[0] + ChunkPlan.Depth;
            var dates = Inversion.Network.Dates.Count + ChunkPlan.Depth;
            return (((pairs * stackBytes) + (dates * (HasSigma ? 2 : 1) * sizeof(float))) * Chunks.ChunkPixels)
                + (Maps.BytesPerPixel * (long)ChunkPlan.BlockSide * ChunkPlan.BlockSide) + Inversion.ScratchBytes
                + PhaseColumn.CycleBytes(Run, Chunks) + (Stacking?.ScratchBytes ?? 0) + (HasDemError ? HorizontalRangeBlock.Bytes : 0);
        }
    }

    public void CreateArrays()
    {
        var dates = Inversion.Network.Dates.Count;
        var grid = Chunks.Grid;
        Run.Store.CreateArray(StorePaths.Displacement, StackArrays.Stack(
            Chunks, "date", dates, float.NaN, "metre", "positive_towards_satellite", "Line-of-sight displacement since the first date"));
        if (HasSigma)
        {
            Run.Store.CreateArray(StorePaths.DisplacementSigma, StackArrays.Stack(
                Chunks, "date", dates, float.NaN, "metre", "none", "Standard deviation of the displacement"));
        }

        Maps.Create(Run, grid);
        MapArrays.Create<ushort>(Run.Store, grid, StorePaths.InversionMask, 0, "flags", "none", MaskReasonWords.FlagMeanings);
    }
}
