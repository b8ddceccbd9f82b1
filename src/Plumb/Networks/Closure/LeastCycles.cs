namespace Plumb.Networks.Closure;

/// <summary>
/// The fewest whole cycles that close all loops of a graph: given whole numbers n at its arcs, the exact minimum of sum w |n - (x_second - x_first)|
/// over whole numbers x at its nodes. The matrix of the problem is that of a graph and totally unimodular, so its linear programme has whole-number
/// solutions: nothing is rounded. Solved in its dual, a flow f of size at most w at each arc, balanced at each node, that makes sum n f largest, by successive
/// augmentation along arcs of no reduced cost and raising of potentials in between (Ahuja, Magnanti and Orlin 1993, Network Flows, section 9.8;
/// for phases Costantini 1998, doi:10.1109/36.673674). Whole-number arithmetic throughout. One instance per thread; holds its working memory.
/// </summary>
public sealed class LeastCycles
{
    private readonly List<int> first = [];
    private readonly List<int> second = [];
    private readonly List<int> cycles = [];
    private readonly List<int> weights = [];
    private readonly int[] potential;
    private readonly long[] excess;
    private readonly int[] linkStart;
    private readonly int[] via;
    private readonly bool[] visited;
    private readonly int[] queue;
    private int[] links = [];
    private long[] flow = [];
    private long[] trial = [];

    /// <summary>A solver for graphs of a number of nodes.</summary>
    /// <param name="nodes">Number of nodes (count).</param>
    public LeastCycles(int nodes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        potential = new int[nodes];
        excess = new long[nodes];
        linkStart = new int[nodes + 1];
        via = new int[nodes];
        visited = new bool[nodes];
        queue = new int[nodes];
    }

    /// <summary>Working memory of one instance, bytes, once it has solved a graph.</summary>
    /// <param name="nodes">Number of nodes (count).</param>
    /// <param name="arcs">Most arcs (count).</param>
    public static long BytesOf(int nodes, int arcs)
    {
        // Lists may have twice the room that they need; flow and its trial are long, and each arc is a link of two nodes.
        const int ofNode = (4 * sizeof(int)) + sizeof(long) + sizeof(bool);
        const int ofArc = (2 * 4 * sizeof(int)) + (2 * sizeof(long)) + (2 * sizeof(int));
        return ((long)ofNode * nodes) + ((long)ofArc * arcs);
    }

    /// <summary>Number of arcs so far (count).</summary>
    public int ArcCount => first.Count;

    /// <summary>Forgets all arcs.</summary>
    public void Clear()
    {
        first.Clear();
        second.Clear();
        cycles.Clear();
        weights.Clear();
    }

    /// <summary>Adds an arc. Several arcs may join the same two nodes.</summary>
    /// <param name="from">First node.</param>
    /// <param name="to">Second node, another than the first.</param>
    /// <param name="wanted">The whole number n of the arc, cycles.</param>
    /// <param name="weight">Cost of one cycle of difference, pure number, at least 1.</param>
    public void Add(int from, int to, int wanted, int weight)
    {
        if (from == to || (uint)from >= (uint)potential.Length || (uint)to >= (uint)potential.Length || weight < 1)
        {
            throw new ArgumentException($"An arc from {from} to {to} of weight {weight} does not fit a graph of {potential.Length} nodes.", nameof(from));
        }

        first.Add(from);
        second.Add(to);
        cycles.Add(wanted);
        weights.Add(weight);
    }

    /// <summary>Whole number x at a node after <see cref="Solve"/>, cycles; known up to one constant per connected part.</summary>
    /// <param name="node">The node.</param>
    public int Potential(int node) => potential[node];

    /// <summary>What is left at an arc after <see cref="Solve"/>: n - (x_second - x_first), cycles; its negative closes the loops.</summary>
    /// <param name="arc">The arc, in the order in which they were added.</param>
    public int Left(int arc) => cycles[arc] - (potential[second[arc]] - potential[first[arc]]);

    /// <summary>Solves.</summary>
    /// <returns>The least cost, pure number: sum of weight times cycles left.</returns>
    public long Solve()
    {
        Prepare();
        while (Reach())
        {
        }

        var cost = 0L;
        for (var a = 0; a < ArcCount; a++)
        {
            cost += (long)weights[a] * Math.Abs(Left(a));
        }

        return cost;
    }

    /// <summary>
    /// How much dearer the best solution is in which x_second - x_first of an arc differs by one cycle, in either direction, after
    /// <see cref="Solve"/>: for an arc with something left, the distance to the best explanation that does not blame it just so (pure number, unit of the weights).
    /// It is the least cut that parts the two nodes in the graph of the arcs with nothing left, each with the capacity that its flow leaves.
    /// </summary>
    /// <param name="arc">The arc.</param>
    /// <param name="enough">The search ends once the margin is known to be at least this (pure number).</param>
    public long Margin(int arc, long enough)
    {
        var up = Cut(second[arc], first[arc], enough);
        return up == 0 ? 0 : Math.Min(up, Cut(first[arc], second[arc], enough));
    }

    private void Prepare()
    {
        var arcs = ArcCount;
        if (flow.Length < arcs)
        {
            flow = new long[arcs];
            trial = new long[arcs];
            links = new int[2 * arcs];
        }

        Array.Clear(potential);
        Array.Clear(excess);
        Array.Clear(linkStart);
        for (var a = 0; a < arcs; a++)
        {
            linkStart[first[a]]++;
            linkStart[second[a]]++;
            flow[a] = (long)weights[a] * Math.Sign(cycles[a]);
            excess[first[a]] -= flow[a];
            excess[second[a]] += flow[a];
        }

        var at = 0;
        for (var v = 0; v < linkStart.Length; v++)
        {
            at += linkStart[v];
            linkStart[v] = at;
        }

        for (var a = 0; a < arcs; a++)
        {
            links[--linkStart[first[a]]] = a;
            links[--linkStart[second[a]]] = a;
        }
    }

    /// <summary>Walks from all nodes with too much to one with too little, raising potentials where the way is barred; then sends what fits.</summary>
    private bool Reach()
    {
        var (head, tail) = (0, 0);
        Array.Clear(visited);
        for (var v = 0; v < excess.Length; v++)
        {
            if (excess[v] > 0)
            {
                visited[v] = true;
                via[v] = -1;
                queue[tail++] = v;
            }
        }

        if (tail == 0)
        {
            return false;
        }

        while (true)
        {
            while (head < tail)
            {
                var from = queue[head++];
                for (var i = linkStart[from]; i < linkStart[from + 1]; i++)
                {
                    var a = links[i];
                    var to = first[a] == from ? second[a] : first[a];
                    if (!visited[to] && Room(a, from) > 0 && Left(a) == 0)
                    {
                        visited[to] = true;
                        via[to] = a;
                        if (excess[to] < 0)
                        {
                            Send(to);
                            return true;
                        }

                        queue[tail++] = to;
                    }
                }
            }

            Raise();
            head = 0;
        }
    }

    /// <summary>What can still be sent along an arc from one of its nodes.</summary>
    private long Room(int arc, int from) => first[arc] == from ? weights[arc] - flow[arc] : weights[arc] + flow[arc];

    private void Raise()
    {
        var step = int.MaxValue;
        for (var a = 0; a < ArcCount; a++)
        {
            if (visited[first[a]] != visited[second[a]])
            {
                var from = visited[first[a]] ? first[a] : second[a];
                if (Room(a, from) > 0)
                {
                    step = Math.Min(step, Math.Abs(Left(a)));
                }
            }
        }

        for (var v = 0; v < potential.Length; v++)
        {
            potential[v] += visited[v] ? step : 0;
        }
    }

    private void Send(int to)
    {
        var most = -excess[to];
        var source = to;
        for (; via[source] >= 0; source = Before(source))
        {
            most = Math.Min(most, Room(via[source], Before(source)));
        }

        most = Math.Min(most, excess[source]);
        for (var v = to; via[v] >= 0; v = Before(v))
        {
            flow[via[v]] += first[via[v]] == Before(v) ? most : -most;
        }

        excess[source] -= most;
        excess[to] += most;
    }

    private int Before(int node) => first[via[node]] == node ? second[via[node]] : first[via[node]];

    private long Cut(int source, int sink, long enough)
    {
        Array.Copy(flow, trial, ArcCount);
        var total = 0L;
        while (total < enough && Find(source, sink))
        {
            var most = long.MaxValue;
            for (var v = sink; v != source; v = Before(v))
            {
                var a = via[v];
                most = Math.Min(most, first[a] == v ? weights[a] + trial[a] : weights[a] - trial[a]);
            }

            for (var v = sink; v != source; v = Before(v))
            {
                trial[via[v]] += first[via[v]] == v ? -most : most;
            }

            total += most;
        }

        return total;
    }

    private bool Find(int source, int sink)
    {
        Array.Clear(visited);
        visited[source] = true;
        queue[0] = source;
        for (var (head, tail) = (0, 1); head < tail; head++)
        {
            var from = queue[head];
            for (var i = linkStart[from]; i < linkStart[from + 1]; i++)
            {
                var a = links[i];
                var forward = first[a] == from;
                var to = forward ? second[a] : first[a];
                if (!visited[to] && Left(a) == 0 && (forward ? weights[a] - trial[a] : weights[a] + trial[a]) > 0)
                {
                    visited[to] = true;
                    via[to] = a;
                    if (to == sink)
                    {
                        return true;
                    }

                    queue[tail++] = to;
                }
            }
        }

        return false;
    }
}
