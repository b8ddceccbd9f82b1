using Plumb.Grids;

namespace Plumb.Inversion;

/// <summary>Where the results of a tile go, as pinned pointers; null where a result is not wanted. Units and shapes as in <see cref="InversionResult"/>.</summary>
internal unsafe ref struct ResultPointers
{
    public float* Series;
    public float* Sigma;
    public float* TemporalCoherence;
    public float* ResidualRms;
    public float* WeightedResidual;
    public float* MeanCoherence;
    public int* PairCount;
    public MaskReasons* Reasons;

    /// <summary>Distance from one date to the next in series and sigma (unit: elements).</summary>
    public nint Stride;

    public readonly bool NeedsResidual => TemporalCoherence != null || ResidualRms != null || WeightedResidual != null || Sigma != null;
}
