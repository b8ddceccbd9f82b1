namespace Plumb.Networks.Closure;

/// <summary>One loop: its pairs and the directions in which they are passed.</summary>
internal sealed record Loop(int[] Pairs, sbyte[] Signs);

/// <summary>
/// Finds a basis of the loops of a network: from the spanning tree that is shortest in time on, pairs are added one by one, each with the shortest loop
/// that it makes with pairs already there.
/// </summary>
internal sealed class LoopSearch
{
    private readonly Network network;
    private readonly Dictionary<(int, int), int> knownPair = [];
    private readonly List<(int Date, int Pair)>[] links;
    private readonly int[] reachedBy;
    private readonly int[] distance;
    private readonly Queue<int> queue = new();

    public LoopSearch(Network network)
    {
        this.network = network;
        links = Array.ConvertAll(new int[network.Dates.Count], _ => new List<(int, int)>());
        reachedBy = new int[links.Length];
        distance = new int[links.Length];
    }

    /// <summary>The basis, each loop with the pair that it adds, in the order in which they are added.</summary>
    public List<(Loop Loop, int NewPair)> Basis()
    {
        var order = Enumerable.Range(0, network.Pairs.Count).OrderBy(p => network.Pairs[p].Days).ThenBy(p => p).ToArray();
        var parents = new int[network.Dates.Count];
        DisjointSets.Reset(parents);
        var waiting = new List<int>();
        foreach (var pair in order)
        {
            if (DisjointSets.Union(parents, network.FirstIndex[pair], network.SecondIndex[pair]))
            {
                Know(pair);
            }
            else
            {
                waiting.Add(pair);
            }
        }

        var basis = new List<(Loop, int)>();
        while (waiting.Count > 0)
        {
            var before = waiting.Count;
            waiting.RemoveAll(pair => AddTriangle(pair, basis));
            if (waiting.Count == before)
            {
                waiting.Remove(AddShortest(waiting, basis));
            }
        }

        return basis;
    }

    /// <summary>All triangles of a network, as (first, middle), (middle, last), (first, last).</summary>
    public static List<Loop> Triangles(Network network)
    {
        var pairAt = new Dictionary<(int, int), int>();
        var later = Array.ConvertAll(new int[network.Dates.Count], _ => new List<int>());
        for (var p = 0; p < network.Pairs.Count; p++)
        {
            pairAt[(network.FirstIndex[p], network.SecondIndex[p])] = p;
            later[network.FirstIndex[p]].Add(network.SecondIndex[p]);
        }

        var triangles = new List<Loop>();
        for (var first = 0; first < later.Length; first++)
        {
            foreach (var middle in later[first])
            {
                foreach (var last in later[middle])
                {
                    if (pairAt.TryGetValue((first, last), out var across))
                    {
                        triangles.Add(new Loop([pairAt[(first, middle)], pairAt[(middle, last)], across], [1, 1, -1]));
                    }
                }
            }
        }

        return triangles;
    }

    private void Know(int pair)
    {
        var (first, second) = (network.FirstIndex[pair], network.SecondIndex[pair]);
        knownPair[(first, second)] = pair;
        links[first].Add((second, pair));
        links[second].Add((first, pair));
    }

    private bool TryKnown(int a, int b, out int pair) => knownPair.TryGetValue(a < b ? (a, b) : (b, a), out pair);

    private bool AddTriangle(int pair, List<(Loop Loop, int NewPair)> basis)
    {
        var (first, second) = (network.FirstIndex[pair], network.SecondIndex[pair]);
        var best = (Days: int.MaxValue, To: -1, From: -1, Date: -1);
        foreach (var (date, there) in links[first])
        {
            if (TryKnown(date, second, out var on))
            {
                var days = network.Pairs[there].Days + network.Pairs[on].Days;
                best = days < best.Days || (days == best.Days && date < best.Date) ? (days, there, on, date) : best;
            }
        }

        if (best.To < 0)
        {
            return false;
        }

        basis.Add((new Loop([best.To, best.From, pair], [Direction(best.To, first), Direction(best.From, best.Date), -1]), pair));
        Know(pair);
        return true;
    }

    private sbyte Direction(int pair, int from) => network.FirstIndex[pair] == from ? (sbyte)1 : (sbyte)-1;

    private int AddShortest(List<int> waiting, List<(Loop Loop, int NewPair)> basis)
    {
        var (best, length) = (-1, int.MaxValue);
        foreach (var pair in waiting)
        {
            var found = Walk(network.FirstIndex[pair], network.SecondIndex[pair], length);
            if (found < length)
            {
                (best, length) = (pair, found);
            }
        }

        Walk(network.FirstIndex[best], network.SecondIndex[best], int.MaxValue);
        var (pairs, signs) = (new List<int> { best }, new List<sbyte> { -1 });
        for (var date = network.SecondIndex[best]; date != network.FirstIndex[best];)
        {
            var pair = reachedBy[date];
            var from = network.FirstIndex[pair] == date ? network.SecondIndex[pair] : network.FirstIndex[pair];
            pairs.Add(pair);
            signs.Add(Direction(pair, from));
            date = from;
        }

        pairs.Reverse();
        signs.Reverse();
        basis.Add((new Loop([.. pairs], [.. signs]), best));
        Know(best);
        return best;
    }

    /// <summary>Number of known pairs on the shortest way; the limit itself where it is not shorter than the limit.</summary>
    private int Walk(int from, int to, int limit)
    {
        Array.Fill(reachedBy, -1);
        queue.Clear();
        queue.Enqueue(from);
        distance[from] = 0;
        while (queue.TryDequeue(out var date) && distance[date] + 1 < limit)
        {
            foreach (var (next, pair) in links[date])
            {
                if (next == from || reachedBy[next] >= 0)
                {
                    continue;
                }

                reachedBy[next] = pair;
                distance[next] = distance[date] + 1;
                if (next == to)
                {
                    return distance[next];
                }

                queue.Enqueue(next);
            }
        }

        return limit;
    }
}
