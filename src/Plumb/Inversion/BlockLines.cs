using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>Writes what a block of pixels has one value of.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal static class BlockLines<T>
    where T : unmanaged, ILane<T>
{
    public static void Write(BlockWriter<T> write, in InversionResult result, bool hasCoherence, T count, T coherenceSum, in ResidualSums<T> sums)
    {
        if (!result.TemporalCoherence.IsEmpty)
        {
            var length = T.Sqrt(T.Fma(sums.Cosine, sums.Cosine, sums.Sine * sums.Sine));
            write.Value(result.TemporalCoherence, T.Min(length / count, T.Splat(1)));
        }

        if (!result.ResidualRms.IsEmpty)
        {
            write.Value(result.ResidualRms, T.Sqrt(sums.Square / count));
        }

        if (!result.WeightedResidual.IsEmpty)
        {
            write.Value(result.WeightedResidual, sums.Weighted);
        }

        if (!result.MeanCoherence.IsEmpty)
        {
            write.Value(result.MeanCoherence, hasCoherence ? coherenceSum / count : T.Splat(float.NaN));
        }

        if (!result.PairCount.IsEmpty)
        {
            write.Count(result.PairCount, count);
        }
    }
}
