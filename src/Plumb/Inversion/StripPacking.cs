using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>Packs a strip of pixels, pair by pair, into blocks of the lane type; see <see cref="PairPacking{T, TWeight}"/>.</summary>
/// <typeparam name="T">The lane type.</typeparam>
/// <typeparam name="TWeight">How pairs are weighted.</typeparam>
internal static unsafe class StripPacking<T, TWeight>
    where T : unmanaged, ILane<T>
    where TWeight : struct, IPairWeight
{
    /// <summary>Working memory of the last strip of a tile (unit: 32-bit elements).</summary>
    public const int PaddingFloats = 4 * InversionEngine.Strip;

    /// <summary>Packs pixels start ... start + count - 1; block b of pair p goes to phase[b * pairs + p] and weight[b * pairs + p].</summary>
    public static void Pack(in InversionTile tile, PairRow row, int pairs, int start, int count, T* phase, T* weight, T* coherenceSum, float* padding)
    {
        var blocks = (count + T.Width - 1) / T.Width;
        var whole = blocks * T.Width == count;
        for (var v = 0; v < blocks; v++)
        {
            coherenceSum[v] = T.Splat(0);
        }

        var given = row;
        for (var p = 0; p < pairs; p++)
        {
            var at = ((nint)p * tile.Stride) + start;
            row.Phase = given.Phase + at;
            row.Coherence = given.Coherence == null ? null : given.Coherence + at;
            row.Components = given.Components == null ? null : given.Components + at;
            row.WideComponents = given.WideComponents == null ? null : given.WideComponents + at;
            row.Stride = tile.Stride;
            row.Following = whole ? pairs - 1 - p : 0;
            if (!whole)
            {
                Pad(ref row, count, padding);
            }

            var reference = tile.ReferencePhase.IsEmpty ? 0 : tile.ReferencePhase[p];
            row.Reference = float.IsFinite(reference) ? reference : float.NaN;
            PairPacking<T, TWeight>.Pack(row, blocks, 1, pairs, phase + p, weight + p, coherenceSum);
        }
    }

    /// <summary>Copies the last pixels of a tile to where a whole vector can be read; what lies beyond them has phase 0, which is no data.</summary>
    private static void Pad(ref PairRow row, int count, float* padding)
    {
        const int strip = InversionEngine.Strip;
        var phase = padding;
        var coherence = padding + strip;
        var labels = padding + (2 * strip);
        new Span<float>(padding, PaddingFloats).Clear();
        new ReadOnlySpan<float>(row.Phase, count).CopyTo(new Span<float>(phase, strip));
        row.Phase = phase;
        if (row.Coherence != null)
        {
            new ReadOnlySpan<float>(row.Coherence, count).CopyTo(new Span<float>(coherence, strip));
            row.Coherence = coherence;
        }

        if (row.Components != null)
        {
            new ReadOnlySpan<byte>(row.Components, count).CopyTo(new Span<byte>(labels, strip));
            row.Components = (byte*)labels;
        }
        else if (row.WideComponents != null)
        {
            new ReadOnlySpan<short>(row.WideComponents, count).CopyTo(new Span<short>(labels, strip));
            row.WideComponents = (short*)labels;
        }
    }
}
