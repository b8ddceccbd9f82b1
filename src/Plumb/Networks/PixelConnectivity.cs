using Plumb.Grids;

namespace Plumb.Networks;

/// <summary>What the pixels of a tile tie together, in numbers. Sums over tiles are the numbers of the whole.</summary>
/// <param name="Pixels">Number of pixels (count).</param>
/// <param name="NoData">Pixels without any valid pair (count).</param>
/// <param name="Connected">Pixels whose valid pairs tie every date to every other (count).</param>
/// <param name="AsNetwork">Pixels that fall into no more pieces than the whole network does (count); includes the connected ones.</param>
/// <param name="PatternsSolved">How many patterns had to be solved, the others being repetitions (count); depends on the tiles.</param>
public readonly record struct PixelConnectivityCounts(long Pixels, long NoData, long Connected, long AsNetwork, long PatternsSolved)
{
    /// <summary>Pixels that have some valid pair, but fall into more pieces than the network does (count).</summary>
    public long FallenApart => Pixels - NoData - AsNetwork;

    /// <summary>The counts of two tiles together.</summary>
    /// <param name="other">The counts of the other tile.</param>
    public PixelConnectivityCounts Add(PixelConnectivityCounts other) => new(
        Pixels + other.Pixels,
        NoData + other.NoData,
        Connected + other.Connected,
        AsNetwork + other.AsNetwork,
        PatternsSolved + other.PatternsSolved);
}

/// <summary>
/// Connectivity of each pixel of a tile. Pixels with the same valid pairs are solved once: neighbours mostly share their pattern. Holds
/// its working memory, so that a tile allocates nothing; one instance per thread.
/// </summary>
public sealed class PixelConnectivity
{
    private const int CacheSize = 4096;
    private readonly Network network;
    private readonly int networkPieces;
    private readonly int[] parents;
    private readonly int[] cache = new int[CacheSize];
    private uint[] patterns = [];

    /// <summary>An operation for the pixels of one network.</summary>
    /// <param name="network">The network.</param>
    public PixelConnectivity(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        this.network = network;
        networkPieces = NetworkComponents.Of(network).Parts.Count;
        parents = new int[network.Dates.Count];
    }

    /// <summary>Working memory for a tile, bytes.</summary>
    /// <param name="pairCount">Number of pairs.</param>
    /// <param name="pixelCount">Number of pixels of the tile.</param>
    public static long WorkingBytes(int pairCount, int pixelCount) =>
        (long)ConnectivityKernel.WordCount(pairCount) * pixelCount * sizeof(uint);

    /// <summary>Solves the pixels of a tile.</summary>
    /// <param name="values">Values of any unit (phase in radians, coherence), shape (pair, pixel); NaN, infinity and 0 are no-data.</param>
    /// <param name="results">Result per pixel to write (counts); shape (pixel).</param>
    /// <returns>The counts of the tile.</returns>
    /// <exception cref="ArgumentException">The number of values is not pairs times pixels.</exception>
    public PixelConnectivityCounts Solve(ReadOnlySpan<float> values, Span<Connectivity> results)
    {
        if (values.Length != (long)results.Length * network.Pairs.Count)
        {
            throw new ArgumentException($"{values.Length} values do not fit {network.Pairs.Count} pairs of {results.Length} pixels.", nameof(values));
        }

        if (results.Length == 0)
        {
            return default;
        }

        var words = ConnectivityKernel.WordCount(network.Pairs.Count);
        if (patterns.Length < words * results.Length)
        {
            patterns = new uint[words * results.Length];
        }

        var tile = patterns.AsSpan(0, words * results.Length);
        ConnectivityKernel.CollectPatterns(values, results.Length, tile);
        Array.Fill(cache, -1);
        return SolvePatterns(tile, words, results);
    }

    /// <summary>
    /// Adds the mask reasons that follow from connectivity: no data, fallen apart beyond the network's own parts, too few pairs.
    /// </summary>
    /// <param name="results">Result per pixel; shape (rows, columns) of the tile.</param>
    /// <param name="tile">Where the tile lies in the mask.</param>
    /// <param name="minPairShare">Least share of the network's pairs that a pixel must have, pure number from 0 to 1.</param>
    /// <param name="mask">The mask to add to.</param>
    public void AddTo(ReadOnlySpan<Connectivity> results, Tile tile, double minPairShare, Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (results.Length != tile.PixelCount || !mask.Grid.Whole.Contains(tile))
        {
            throw new ArgumentException($"{results.Length} results do not fit {tile} of the mask's grid.", nameof(results));
        }

        var least = minPairShare * network.Pairs.Count;
        for (var i = 0; i < results.Length; i++)
        {
            var reasons =
                (results[i].ValidPairs == 0 ? MaskReasons.NoData : MaskReasons.None) |
                (results[i].Pieces > networkPieces ? MaskReasons.Disconnected : MaskReasons.None) |
                (results[i].ValidPairs < least ? MaskReasons.TooFewPairs : MaskReasons.None);
            if (reasons != MaskReasons.None)
            {
                mask.Add(((tile.Row + (i / tile.Columns)) * mask.Grid.Columns) + tile.Column + (i % tile.Columns), reasons);
            }
        }
    }

    private PixelConnectivityCounts SolvePatterns(ReadOnlySpan<uint> tile, int words, Span<Connectivity> results)
    {
        var (noData, connected, asNetwork, solved) = (0L, 0L, 0L, 0L);
        for (var pixel = 0; pixel < results.Length; pixel++)
        {
            if (pixel > 0 && Same(tile, words, results.Length, pixel, pixel - 1))
            {
                results[pixel] = results[pixel - 1];
            }
            else
            {
                ref var seen = ref cache[Hash(tile, words, results.Length, pixel)];
                if (seen >= 0 && Same(tile, words, results.Length, pixel, seen))
                {
                    results[pixel] = results[seen];
                }
                else
                {
                    results[pixel] = ConnectivityKernel.Solve(network.FirstIndex, network.SecondIndex, tile, results.Length, pixel, parents);
                    seen = pixel;
                    solved++;
                }
            }

            noData += results[pixel].ValidPairs == 0 ? 1 : 0;
            connected += results[pixel].IsConnected ? 1 : 0;
            asNetwork += results[pixel].Pieces <= networkPieces ? 1 : 0;
        }

        return new PixelConnectivityCounts(results.Length, noData, connected, asNetwork, solved);
    }

    private static bool Same(ReadOnlySpan<uint> tile, int words, int pixels, int a, int b)
    {
        for (var word = 0; word < words; word++)
        {
            if (tile[(word * pixels) + a] != tile[(word * pixels) + b])
            {
                return false;
            }
        }

        return true;
    }

    private static int Hash(ReadOnlySpan<uint> tile, int words, int pixels, int pixel)
    {
        var hash = 2166136261u;
        for (var word = 0; word < words; word++)
        {
            hash = (hash ^ tile[(word * pixels) + pixel]) * 2654435761u;
            hash ^= hash >> 15;
        }

        return (int)(hash & (CacheSize - 1));
    }
}
