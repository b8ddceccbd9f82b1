namespace Plumb.Networks.Closure;

/// <summary>
/// The loops of a network that its unwrapped phases are tested on. A loop runs along pairs and returns to its first date; the sum of the phases, each
/// with the sign of the direction in which it is passed, is 0 but for noise and 2 pi times the errors of the unwrapping. The first
/// <see cref="BasisCount"/> loops are a basis of all loops: triangles as far as they reach, elsewhere the shortest loops. Each of them holds one pair
/// that no loop before it holds and that is not in the tree, so that whole cycles of the loops give whole cycles of the pairs (a
/// weakly fundamental basis, Kavitha et al. 2009, doi:10.1016/j.cosrev.2009.08.001). After them come further triangles as a check, shortest
/// in time first. Immutable and safe for threads.
/// </summary>
public sealed class ClosureLoops
{
    /// <summary>Most loops (count) per pair of the network.</summary>
    public const int MostPerPair = 4;

    private readonly int[] start;
    private readonly int[] pairs;
    private readonly sbyte[] signs;
    private readonly int[] newPair;
    private readonly int[] ofPairStart;
    private readonly int[] ofPair;
    private readonly sbyte[] ofPairSign;

    private ClosureLoops(Network network, IReadOnlyList<Loop> loops, int[] newPair, int triangles)
    {
        Network = network;
        this.newPair = newPair;
        TriangleCount = triangles;
        start = new int[loops.Count + 1];
        for (var l = 0; l < loops.Count; l++)
        {
            start[l + 1] = start[l] + loops[l].Pairs.Length;
        }

        pairs = loops.SelectMany(l => l.Pairs).ToArray();
        signs = loops.SelectMany(l => l.Signs).ToArray();
        ofPairStart = new int[network.Pairs.Count + 1];
        foreach (var p in pairs)
        {
            ofPairStart[p + 1]++;
        }

        for (var p = 0; p < network.Pairs.Count; p++)
        {
            ofPairStart[p + 1] += ofPairStart[p];
        }

        ofPair = new int[pairs.Length];
        ofPairSign = new sbyte[pairs.Length];
        var next = ofPairStart.ToArray();
        for (var l = 0; l < loops.Count; l++)
        {
            for (var i = start[l]; i < start[l + 1]; i++)
            {
                ofPair[next[pairs[i]]] = l;
                ofPairSign[next[pairs[i]]++] = signs[i];
            }
        }
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>Number of loops (count).</summary>
    public int Count => start.Length - 1;

    /// <summary>Number of loops of the basis (count); they come first.</summary>
    public int BasisCount => newPair.Length;

    /// <summary>Number of triangles of the whole network (count), those that are not among the loops included.</summary>
    public int TriangleCount { get; }

    /// <summary>Pairs of the longest loop (count); 0 without loops.</summary>
    public int LongestLoop
    {
        get
        {
            var longest = 0;
            for (var l = 0; l < Count; l++)
            {
                longest = Math.Max(longest, start[l + 1] - start[l]);
            }

            return longest;
        }
    }

    /// <summary>Indices of the pairs of a loop in the network; shape (pair of the loop).</summary>
    /// <param name="loop">The loop.</param>
    public ReadOnlySpan<int> PairsOf(int loop) => pairs.AsSpan(start[loop]..start[loop + 1]);

    /// <summary>Directions in which a loop passes its pairs, 1 from the first to the second date, -1 back; shape (pair of the loop).</summary>
    /// <param name="loop">The loop.</param>
    public ReadOnlySpan<sbyte> SignsOf(int loop) => signs.AsSpan(start[loop]..start[loop + 1]);

    /// <summary>The pair of a basis loop that neither the tree nor an earlier basis loop holds.</summary>
    /// <param name="basisLoop">The loop, below <see cref="BasisCount"/>.</param>
    public int NewPairOf(int basisLoop) => newPair[basisLoop];

    /// <summary>The loops that hold a pair; shape (loop of the pair). Empty for a pair that cannot be tested.</summary>
    /// <param name="pair">The pair.</param>
    public ReadOnlySpan<int> LoopsOf(int pair) => ofPair.AsSpan(ofPairStart[pair]..ofPairStart[pair + 1]);

    /// <summary>Directions in which the loops of a pair pass it, in the order of <see cref="LoopsOf"/>; shape (loop of the pair).</summary>
    /// <param name="pair">The pair.</param>
    public ReadOnlySpan<sbyte> SignsIn(int pair) => ofPairSign.AsSpan(ofPairStart[pair]..ofPairStart[pair + 1]);

    /// <summary>Finds the loops of a network.</summary>
    /// <param name="network">The network.</param>
    public static ClosureLoops Of(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var search = new LoopSearch(network);
        var basis = search.Basis();
        var taken = basis.Where(b => b.Loop.Pairs.Length == 3).Select(b => Key(b.Loop)).ToHashSet();
        var triangles = LoopSearch.Triangles(network);
        var spare = Math.Max(0, (MostPerPair * network.Pairs.Count) - basis.Count);
        var further = triangles.Where(t => !taken.Contains(Key(t)))
            .OrderBy(t => network.Pairs[t.Pairs[2]].Days)
            .Take(spare);
        return new ClosureLoops(network, [.. basis.Select(b => b.Loop), .. further], [.. basis.Select(b => b.NewPair)], triangles.Count);
    }

    private static (int A, int B, int C) Key(Loop triangle)
    {
        var sorted = triangle.Pairs.Order().ToArray();
        return (sorted[0], sorted[1], sorted[2]);
    }
}
