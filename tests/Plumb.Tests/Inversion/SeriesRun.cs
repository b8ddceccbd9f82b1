using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Kernels;
using Plumb.Networks;

namespace Plumb.Tests.Inversion;

/// <summary>All results of one inversion.</summary>
internal sealed class SeriesRun
{
    public SeriesRun(Network network, int pixels)
    {
        Series = new float[network.Dates.Count * pixels];
        Sigma = new float[Series.Length];
        Coherence = new float[pixels];
        Rms = new float[pixels];
        Weighted = new float[pixels];
        MeanCoherence = new float[pixels];
        Count = new int[pixels];
        Reasons = new MaskReasons[pixels];
    }

    public float[] Series { get; }

    public float[] Sigma { get; }

    public float[] Coherence { get; }

    public float[] Rms { get; }

    public float[] Weighted { get; }

    public float[] MeanCoherence { get; }

    public int[] Count { get; }

    public MaskReasons[] Reasons { get; }

    public static SeriesRun Of(RandomStack stack, InversionOptions options, LaneWidth width = LaneWidth.Widest, double metres = 1, float[]? reference = null) =>
        Of(new NetworkInversion(stack.Network, options, metres, width), stack.Phase, stack.Coherence, stack.Pixels, reference);

    public static SeriesRun Of(NetworkInversion inversion, float[] phase, float[] coherence, int pixels, float[]? reference = null)
    {
        var run = new SeriesRun(inversion.Network, pixels);
        using var scratch = inversion.CreateScratch(new MemoryBudget(1 << 30));
        inversion.Invert(
            new InversionTile { Pixels = pixels, Phase = phase, Coherence = coherence, ReferencePhase = reference },
            run.Result(),
            scratch);
        return run;
    }

    public InversionResult Result(int start = 0, int pixels = 0, int stride = 0) => new()
    {
        Series = Series.AsSpan(start),
        Sigma = Sigma.AsSpan(start),
        DateStride = stride,
        TemporalCoherence = Coherence.AsSpan(start),
        ResidualRms = Rms.AsSpan(start),
        WeightedResidual = Weighted.AsSpan(start),
        MeanCoherence = MeanCoherence.AsSpan(start),
        PairCount = Count.AsSpan(start),
        Reasons = Reasons.AsSpan(start),
    };
}
