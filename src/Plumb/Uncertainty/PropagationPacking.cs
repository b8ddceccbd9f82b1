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
        in PropagationTile tile, in PairRow row, int pairs, int start, int count, T* phase, T* weight, T* entry, T* unused, float* padding)
    {
        var blocks = (count + T.Width - 1) / T.Width;
        var whole = blocks * T.Width == count;
        var perBlock = T.Width / TPack.Width;
        for (var p = 0; p < pairs; p++)
        {
            var strip = row.Strip(p, pairs, tile.Stride, start, count, whole, tile.ReferencePhase, padding);
            PairPacking<TPack, TWeight>.Pack(strip, blocks * perBlock, perBlock, pairs * perBlock, (TPack*)(phase + p), (TPack*)(weight + p), (TPack*)unused);
            if (strip.Coherence != null && entry != null)
            {
                PropagationPasses<TPack>.Entries(strip.Coherence, blocks * perBlock, perBlock, pairs * perBlock, (TPack*)(entry + p));
            }
        }
    }
}
