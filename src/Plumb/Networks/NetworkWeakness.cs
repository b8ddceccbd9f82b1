using Plumb.Acquisitions;

namespace Plumb.Networks;

/// <summary>A pair whose loss would split the network.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="DatesCutOff">Number of dates on the smaller side of the split (count).</param>
public sealed record NetworkBridge(DatePair Pair, int DatesCutOff);

/// <summary>
/// Where a network is weak: bridges (pairs whose loss splits it), articulation dates (dates whose loss splits it) and the number of
/// pairs at each date. An error in a bridge cannot be seen in any residual. Tarjan 1974, doi:10.1016/0020-0190(74)90003-9.
/// Immutable and safe for threads.
/// </summary>
public sealed class NetworkWeakness
{
    private readonly int[] redundancy;

    private NetworkWeakness(IReadOnlyList<NetworkBridge> bridges, IReadOnlyList<DateOnly> articulationDates, int[] redundancy)
    {
        Bridges = bridges;
        ArticulationDates = articulationDates;
        this.redundancy = redundancy;
    }

    /// <summary>Pairs whose loss splits the network, ascending.</summary>
    public IReadOnlyList<NetworkBridge> Bridges { get; }

    /// <summary>Dates whose loss splits the network (UTC), ascending.</summary>
    public IReadOnlyList<DateOnly> ArticulationDates { get; }

    /// <summary>Number of pairs that touch each date of the network; shape (date).</summary>
    public ReadOnlySpan<int> Redundancy => redundancy;

    /// <summary>Finds the weak places of a network by one depth-first walk; linear in dates and pairs.</summary>
    /// <param name="network">The network.</param>
    public static NetworkWeakness Of(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new Walk(network).Run();
    }

    // The walk keeps its own stack, as a chain of thousands of dates would exhaust that of the thread.
    private sealed class Walk(Network network)
    {
        private readonly List<(int Date, int Pair)>[] links = LinksOf(network);
        private readonly int[] order = new int[network.Dates.Count];
        private readonly int[] low = new int[network.Dates.Count];
        private readonly int[] size = new int[network.Dates.Count];
        private readonly int[] next = new int[network.Dates.Count];
        private readonly bool[] articulation = new bool[network.Dates.Count];
        private readonly List<(int Pair, int Below, int Root)> bridges = [];
        private int time;

        internal NetworkWeakness Run()
        {
            for (var root = 0; root < order.Length; root++)
            {
                if (order[root] == 0)
                {
                    From(root);
                }
            }

            var found = bridges
                .OrderBy(b => b.Pair)
                .Select(b => new NetworkBridge(network.Pairs[b.Pair], Math.Min(b.Below, size[b.Root] - b.Below)))
                .ToArray();
            var dates = network.Dates.Where((_, i) => articulation[i]).ToArray();
            return new NetworkWeakness(found, dates, Array.ConvertAll(links, l => l.Count));
        }

        private static List<(int Date, int Pair)>[] LinksOf(Network network)
        {
            var links = new List<(int Date, int Pair)>[network.Dates.Count];
            for (var i = 0; i < links.Length; i++)
            {
                links[i] = [];
            }

            for (var k = 0; k < network.Pairs.Count; k++)
            {
                links[network.FirstIndex[k]].Add((network.SecondIndex[k], k));
                links[network.SecondIndex[k]].Add((network.FirstIndex[k], k));
            }

            return links;
        }

        private void From(int root)
        {
            var children = 0;
            var stack = new Stack<(int Date, int ViaPair)>();
            Enter(root);
            stack.Push((root, -1));
            while (stack.TryPeek(out var top))
            {
                if (next[top.Date] < links[top.Date].Count)
                {
                    var (to, pair) = links[top.Date][next[top.Date]++];
                    if (pair == top.ViaPair)
                    {
                        continue;
                    }

                    if (order[to] == 0)
                    {
                        children += top.Date == root ? 1 : 0;
                        Enter(to);
                        stack.Push((to, pair));
                    }
                    else
                    {
                        low[top.Date] = Math.Min(low[top.Date], order[to]);
                    }
                }
                else
                {
                    stack.Pop();
                    if (stack.TryPeek(out var parent))
                    {
                        Leave(top.Date, top.ViaPair, parent.Date, root);
                    }
                }
            }

            articulation[root] = children > 1;
        }

        private void Enter(int date)
        {
            order[date] = low[date] = ++time;
            size[date] = 1;
        }

        private void Leave(int date, int viaPair, int parent, int root)
        {
            size[parent] += size[date];
            low[parent] = Math.Min(low[parent], low[date]);
            if (low[date] > order[parent])
            {
                bridges.Add((viaPair, size[date], root));
            }

            if (parent != root && low[date] >= order[parent])
            {
                articulation[parent] = true;
            }
        }
    }
}
