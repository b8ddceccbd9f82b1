using Plumb.Inversion;
using Plumb.Kernels;

namespace Plumb.Uncertainty;

/// <summary>Reads a strip of pixels of all pairs into blocks of lanes: phase, weight and entry of coherence of pair p of block b at b * pairs + p.</summary>
/// <typeparam name="T">The lane type.</typeparam>
/// <typeparam name="TPack">The lane type of packing, as wide or narrower.</typeparam>
/// <typeparam name="TWeight">How pairs are weighted.</typeparam>
internal static unsafe class PropagationPacking<T, TPack, TWeight>
    where T : unmanaged, ILane<T>
    where TPack : unmanaged, ILane<TPack>
    where TWeight : struct, IPairWeight
{
    /// <summary>Pixels that are packed together.</summary>
    public const int Strip = PropagationEngine.Strip;

    public static PairRow Row(InversionOptions options, InversionIndex index, float* phase, float* coherence, byte* components) => new()
    {
        Phase = phase,
        Coherence = coherence,
        Components = options.ObservationMask == ObservationMask.Component ? components : null,
        Threshold = options.ObservationMask == ObservationMask.Coherence ? (float)options.ObservationThreshold : float.NegativeInfinity,
        Constants = new WeightConstants((float)options.Looks, index.InverseVariance),
    };

    /// <summary>Packs one strip; entry null: not wanted. Padding has room for four strips.</summary>
    public static void Pack(
        in PropagationTile tile, PairRow row, int pairs, int start, int count, T* phase, T* weight, T* entry, T* unused, float* padding)
    {
        var blocks = (count + T.Width - 1) / T.Width;
        var whole = blocks * T.Width == count;
        var perBlock = T.Width / TPack.Width;
        var given = row;
        for (var p = 0; p < pairs; p++)
        {
            var at = ((nint)p * tile.Stride) + start;
            row.Phase = given.Phase + at;
            row.Coherence = given.Coherence == null ? null : given.Coherence + at;
            row.Components = given.Components == null ? null : given.Components + at;
            row.Stride = tile.Stride;
            row.Following = whole ? pairs - 1 - p : 0;
            if (!whole)
            {
                Pad(ref row, count, padding);
            }

            var reference = tile.ReferencePhase.IsEmpty ? 0 : tile.ReferencePhase[p];
            row.Reference = float.IsFinite(reference) ? reference : float.NaN;
            PairPacking<TPack, TWeight>.Pack(row, blocks * perBlock, perBlock, pairs * perBlock, (TPack*)(phase + p), (TPack*)(weight + p), (TPack*)unused);
            if (row.Coherence != null && entry != null)
            {
                PropagationPasses<TPack>.Entries(row.Coherence, blocks * perBlock, perBlock, pairs * perBlock, (TPack*)(entry + p));
            }
        }
    }

    /// <summary>Copies the last pixels of a tile to where a whole vector can be read; what lies beyond them has phase 0, which is no data.</summary>
    private static void Pad(ref PairRow row, int count, float* padding)
    {
        var phase = padding;
        var coherence = padding + Strip;
        var labels = padding + (2 * Strip);
        new Span<float>(padding, 4 * Strip).Clear();
        new ReadOnlySpan<float>(row.Phase, count).CopyTo(new Span<float>(phase, Strip));
        row.Phase = phase;
        if (row.Coherence != null)
        {
            new ReadOnlySpan<float>(row.Coherence, count).CopyTo(new Span<float>(coherence, Strip));
            row.Coherence = coherence;
        }

        if (row.Components != null)
        {
            new ReadOnlySpan<byte>(row.Components, count).CopyTo(new Span<byte>(labels, Strip));
            row.Components = (byte*)labels;
        }
    }
}
