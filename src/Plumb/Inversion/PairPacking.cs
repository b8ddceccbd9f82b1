using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
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

    /// <summary>Distance from one pair to the next, and the pairs that follow (count).</summary>
    public nint Stride;
    public int Following;
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
    /// <summary>
    /// Packs one pair of a strip. The vectors of a block stand together; those of block b go to phase[b * stride] and weight[b * stride] and the
    /// following; the v-th vector of the strip adds to coherenceSum[v], where that is not null.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Pack(in PairRow row, int vectors, int perBlock, int stride, T* phase, T* weight, T* coherenceSum)
    {
        Prefetch(row, vectors);
        var zero = T.Splat(0);
        var limit = T.Splat(LaneMath.LargestAngle);
        var noData = T.Splat(float.NaN);
        var reference = T.Splat(row.Reference);
        var threshold = T.Splat(row.Threshold);
        var skip = stride - perBlock;
        var left = perBlock;
        for (var v = 0; v < vectors; v++, phase++, weight++)
        {
            if (left-- == 0)
            {
                phase += skip;
                weight += skip;
                left = perBlock - 1;
            }

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
                *phase = T.Select(valid, raw - reference, noData);
                continue;
            }

            var c = ((T*)row.Coherence)[v];
            c &= T.Same(c, c);
            valid = T.Without(T.Less(c, threshold), valid);
            if (!TWeight.FromCoherence)
            {
                valid &= T.Less(c, T.Splat(float.PositiveInfinity));
            }

            var y = T.Select(valid, raw - reference, noData);
            valid = T.Same(y, y);
            *phase = y;
            if (coherenceSum != null)
            {
                coherenceSum[v] += valid & c;
            }

            if (TWeight.Varies)
            {
                c = TWeight.FromCoherence ? T.Min(T.Max(c, T.Splat(0.05f)), T.Splat(1)) : c;
                *weight = valid & TWeight.Of(c, row.Constants);
            }
        }
    }

    /// <summary>Pairs lie far apart, where no processor looks ahead by itself: asks for the strip of a later pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(in PairRow row, int vectors)
    {
        const int ahead = 4;
        const int line = 16;
        if (Sse.IsSupported && row.Following >= ahead)
        {
            for (var i = 0; i < vectors * T.Width; i += line)
            {
                Sse.Prefetch0(row.Phase + (ahead * row.Stride) + i);
                if (row.Coherence != null)
                {
                    Sse.Prefetch0(row.Coherence + (ahead * row.Stride) + i);
                }
            }
        }
    }
}
