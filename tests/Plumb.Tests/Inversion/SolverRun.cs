using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Kernels;

namespace Plumb.Tests.Inversion;

/// <summary>All results of one inversion of a <see cref="SolverStack"/>, one metre per radian.</summary>
internal sealed class SolverRun
{
    public SolverRun(SolverStack stack, InversionOptions options, bool withSigma = true)
    {
        var inversion = new NetworkInversion(stack.Network, options, 1);
        var (dates, pixels) = (stack.Network.Dates.Count, stack.Pixels);
        var (dem, model) = (options.DateBaselines is not null, options.MinimumNorm == MinimumNorm.Model);
        (Series, Sigma) = (new float[dates * pixels], new float[withSigma ? dates * pixels : 0]);
        (DemError, DemErrorSigma) = (new float[dem ? pixels : 0], new float[dem && withSigma ? pixels : 0]);
        (Rate, RateSigma) = (new float[model ? pixels : 0], new float[model && withSigma ? pixels : 0]);
        (Share, Iterations) = (new float[options.IsPlain || !withSigma ? 0 : pixels], new float[options.IsPlain ? 0 : pixels]);
        (Coherence, Rms, Weighted) = (new float[pixels], new float[pixels], new float[pixels]);
        (Reasons, Count) = (new MaskReasons[pixels], new int[pixels]);
        using var scratch = inversion.CreateScratch(new MemoryBudget(1 << 30));
        inversion.Invert(
            new InversionTile { Pixels = pixels, Phase = stack.Phase, Coherence = stack.Coherence, HorizontalRange = stack.HorizontalRange },
            new InversionResult
            {
                Series = Series,
                Sigma = Sigma,
                DemError = DemError,
                DemErrorSigma = DemErrorSigma,
                ModelRate = Rate,
                ModelRateSigma = RateSigma,
                AssumedShare = Share,
                Iterations = Iterations,
                TemporalCoherence = Coherence,
                ResidualRms = Rms,
                WeightedResidual = Weighted,
                Reasons = Reasons,
                PairCount = Count,
            },
            scratch);
    }

    public float[] Series { get; }

    public float[] Sigma { get; }

    public float[] DemError { get; }

    public float[] DemErrorSigma { get; }

    public float[] Rate { get; }

    public float[] RateSigma { get; }

    public float[] Share { get; }

    public float[] Iterations { get; }

    public float[] Coherence { get; }

    public float[] Rms { get; }

    public float[] Weighted { get; }

    public MaskReasons[] Reasons { get; }

    public int[] Count { get; }
}
