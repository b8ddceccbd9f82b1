namespace Plumb.Networks;

/// <summary>
/// The shortest pairs that hold a network together (a spanning tree by time, Kruskal 1956, doi:10.1090/S0002-9939-1956-0078686-7), and the way each
/// pair goes over them. What moves too fast for a long pair may still be slow enough for each of the short ones between the same dates. Immutable.
/// </summary>
public sealed class ShortestPairs
{
    private readonly (int Pair, int Sign)[][] paths;

    /// <summary>Tree and ways of a network.</summary>
    /// <param name="network">The network.</param>
    public ShortestPairs(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var (first, second) = (network.FirstIndex.ToArray(), network.SecondIndex.ToArray());
        var parents = new int[network.Dates.Count];
        DisjointSets.Reset(parents);
        var tree = Enumerable.Range(0, first.Length).OrderBy(k => network.Pairs[k].Days).ThenBy(k => k)
            .Where(k => DisjointSets.Union(parents, first[k], second[k])).Order().ToArray();
        Tree = tree;
        var ways = Enumerable.Range(0, network.Dates.Count).Select(_ => new List<(int Date, int Pair, int Sign)>()).ToArray();
        foreach (var k in tree)
        {
            ways[first[k]].Add((second[k], k, 1));
            ways[second[k]].Add((first[k], k, -1));
        }

        paths = Enumerable.Range(0, first.Length).Select(k => Path(ways, first[k], second[k])).ToArray();
    }

    /// <summary>Indices of the tree's pairs, ascending; shape (pair of the tree).</summary>
    public IReadOnlyList<int> Tree { get; }

    /// <summary>The tree's pairs whose phases, times their sign (pure number, 1 or -1), sum up to a pair's.</summary>
    /// <param name="pair">Index of the pair.</param>
    public ReadOnlySpan<(int Pair, int Sign)> PathOf(int pair) => paths[pair];

    private static (int Pair, int Sign)[] Path(List<(int Date, int Pair, int Sign)>[] ways, int from, int to)
    {
        var before = new (int Date, int Pair, int Sign)[ways.Length];
        Array.Fill(before, (-1, -1, 0));
        before[from] = (from, -1, 0);
        var queue = new Queue<int>([from]);
        while (before[to].Date < 0)
        {
            var date = queue.Dequeue();
            foreach (var (next, pair, sign) in ways[date])
            {
                if (before[next].Date < 0)
                {
                    before[next] = (date, pair, sign);
                    queue.Enqueue(next);
                }
            }
        }

        var path = new List<(int, int)>();
        for (var date = to; date != from; date = before[date].Date)
        {
            path.Add((before[date].Pair, before[date].Sign));
        }

        return [.. path];
    }
}
