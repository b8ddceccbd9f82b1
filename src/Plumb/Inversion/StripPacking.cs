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
    public static void Pack(in InversionTile tile, in PairRow row, int pairs, int start, int count, T* phase, T* weight, T* coherenceSum, float* padding)
    {
        var blocks = (count + T.Width - 1) / T.Width;
        var whole = blocks * T.Width == count;
        for (var v = 0; v < blocks; v++)
        {
            coherenceSum[v] = T.Splat(0);
        }

        for (var p = 0; p < pairs; p++)
        {
            var strip = row.Strip(p, pairs, tile.Stride, start, count, whole, tile.ReferencePhase, padding);
            PairPacking<T, TWeight>.Pack(strip, blocks, 1, pairs, phase + p, weight + p, coherenceSum);
        }
    }
}
