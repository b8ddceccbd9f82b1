using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>What is read of one pair in one strip of pixels: radian, pure numbers, labels. A null pointer: not given or not wanted.</summary>
internal unsafe ref struct PairRow
{
    public float* Phase;
    public float* Coherence;
    public byte* Components;
    public short* WideComponents;
    public float Reference;
    public float Threshold;
    public WeightConstants Constants;
}

/// <summary>
/// Turns observations as delivered into what the solver reads: phase minus reference (radian), NaN where there is no data, and weight, 0 where there
/// is no data.
/// </summary>
/// <typeparam name="T">The lane type.</typeparam>
/// <typeparam name="TWeight">How pairs are weighted.</typeparam>
internal static unsafe class PairPacking<T, TWeight>
    where T : unmanaged, ILane<T>
    where TWeight : struct, IPairWeight
{
    /// <summary>Packs one pair of a strip; block v of the strip goes to phase[v * stride], weight[v * stride] and onto coherenceSum[v].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Pack(in PairRow row, int blocks, int stride, T* phase, T* weight, T* coherenceSum)
    {
        var zero = T.Splat(0);
        var limit = T.Splat(LaneMath.LargestAngle);
        var noData = T.Splat(float.NaN);
        var reference = T.Splat(row.Reference);
        var threshold = T.Splat(row.Threshold);
        for (var v = 0; v < blocks; v++)
        {
            var raw = ((T*)row.Phase)[v];
            var size = T.Abs(raw);
            var valid = T.Less(zero, size) & T.Less(size, limit);
            if (row.Components != null)
            {
                valid &= T.NonZero(row.Components + (v * T.Width));
            }
            else if (row.WideComponents != null)
            {
                valid &= T.NonZero(row.WideComponents + (v * T.Width));
            }

            if (row.Coherence == null)
            {
                phase[v * stride] = T.Select(valid, raw - reference, noData);
                continue;
            }

            var c = ((T*)row.Coherence)[v];
            c &= T.Same(c, c);
            valid = T.Without(T.Less(c, threshold), valid);
            var y = T.Select(valid, raw - reference, noData);
            valid = T.Same(y, y);
            phase[v * stride] = y;
            coherenceSum[v] += valid & c;
            if (TWeight.Varies)
            {
                c = T.Min(T.Max(c, T.Splat(0.05f)), T.Splat(1));
                weight[v * stride] = valid & TWeight.Of(c, row.Constants);
            }
        }
    }
}
