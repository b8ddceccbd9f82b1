namespace Plumb.Kernels;

/// <summary>
/// The order in which the nodes of a graph are eliminated and the index program that follows from it, worked out once for a
/// network and used for every pixel. The ground node is never eliminated. Nodes are renumbered by position: position 0 is
/// eliminated first, the ground stands last. Every edge that exists or appears (fill) has one slot; the slots of a position
/// stand together, sorted by the position at their other end. Immutable and safe for threads.
/// Cost: fill is proportional to the bandwidth for a network that joins neighbours in time.
/// </summary>
public sealed class LaplacianPlan
{
    private readonly int[] position;
    private readonly int[] rowStart;
    private readonly int[] column;
    private readonly int[] pairSlot;
    private readonly int[] target;

    /// <summary>Plans the elimination of the graph whose edges join the given nodes.</summary>
    /// <param name="nodes">Number of nodes (count), at least 1; node 0 is the ground.</param>
    /// <param name="first">One end of each edge (node number); shape (edge).</param>
    /// <param name="second">The other end of each edge (node number); shape (edge).</param>
    /// <exception cref="ArgumentException">An edge joins a node to itself or to none, or two edges join the same nodes.</exception>
    public LaplacianPlan(int nodes, ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        var neighbours = Neighbours(nodes, first, second);
        var banded = Eliminate(neighbours, new EliminationOrder(Enumerable.Range(1, nodes - 1).Reverse()));
        var sparse = Eliminate(neighbours, EliminationOrder.MinimumDegree);
        var (order, rows) = Cost(sparse.Rows) < Cost(banded.Rows) ? sparse : banded;

        Nodes = nodes;
        position = new int[nodes];
        position[0] = nodes - 1;
        for (var k = 0; k < order.Count; k++)
        {
            position[order[k]] = k;
        }

        rowStart = new int[nodes];
        column = Columns(rows);
        pairSlot = new int[first.Length];
        for (var e = 0; e < first.Length; e++)
        {
            pairSlot[e] = Slot(position[first[e]], position[second[e]]);
        }

        target = Targets();
    }

    /// <summary>Number of nodes, the ground included (count).</summary>
    public int Nodes { get; }

    /// <summary>Number of edges given (count).</summary>
    public int Edges => pairSlot.Length;

    /// <summary>Number of edges given and filled in (count): the length of the workspace of weights.</summary>
    public int Slots => column.Length;

    /// <summary>Multiply-adds of one factorisation (count).</summary>
    public int FactorOperations => target.Length;

    /// <summary>Position of each node in the order of elimination; shape (node).</summary>
    public ReadOnlySpan<int> Position => position;

    /// <summary>First slot of each position, the ground's being the number of slots; shape (node).</summary>
    public ReadOnlySpan<int> RowStart => rowStart;

    /// <summary>Position at the other end of each slot; shape (slot).</summary>
    public ReadOnlySpan<int> Column => column;

    /// <summary>Slot of each edge given; shape (edge).</summary>
    public ReadOnlySpan<int> EdgeSlot => pairSlot;

    /// <summary>
    /// Slots that an elimination adds to (slot numbers), in the order in which the kernels use them: position by position, for the
    /// slot b of the position from its last down to its second, for each slot a before b, the slot that joins the far ends of a and b.
    /// </summary>
    public ReadOnlySpan<int> Target => target;

    private static SortedSet<int>[] Neighbours(int nodes, ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException("Each edge has two ends.", nameof(second));
        }

        var neighbours = new SortedSet<int>[nodes];
        for (var k = 0; k < nodes; k++)
        {
            neighbours[k] = [];
        }

        for (var e = 0; e < first.Length; e++)
        {
            var (i, j) = (first[e], second[e]);
            if ((uint)i >= (uint)nodes || (uint)j >= (uint)nodes || i == j)
            {
                throw new ArgumentException($"Edge {e} joins node {i} to node {j}; there are {nodes} nodes.", nameof(first));
            }

            if (!neighbours[i].Add(j))
            {
                throw new ArgumentException($"Two edges join the nodes {i} and {j}; keep one.", nameof(first));
            }

            neighbours[j].Add(i);
        }

        return neighbours;
    }

    private static (List<int> Order, List<int[]> Rows) Eliminate(SortedSet<int>[] given, EliminationOrder nextNode)
    {
        var graph = Array.ConvertAll(given, s => new SortedSet<int>(s));
        var order = new List<int>(graph.Length - 1);
        var rows = new List<int[]>(graph.Length - 1);
        while (order.Count < graph.Length - 1)
        {
            var k = nextNode.Next(graph);
            var row = graph[k].ToArray();
            foreach (var i in row)
            {
                graph[i].Remove(k);
                graph[i].UnionWith(row);
                graph[i].Remove(i);
            }

            order.Add(k);
            rows.Add(row);
        }

        return (order, rows);
    }

    private static long Cost(List<int[]> rows) => rows.Sum(r => (long)r.Length * (r.Length + 9));

    private int[] Columns(List<int[]> rows)
    {
        var columns = new List<int>();
        for (var k = 0; k < rows.Count; k++)
        {
            rowStart[k] = columns.Count;
            columns.AddRange(rows[k].Select(node => position[node]).Order());
        }

        rowStart[^1] = columns.Count;
        return [.. columns];
    }

    private int Slot(int a, int b)
    {
        var (row, end) = a < b ? (a, b) : (b, a);
        return Array.BinarySearch(column, rowStart[row], rowStart[row + 1] - rowStart[row], end);
    }

    private int[] Targets()
    {
        var targets = new List<int>();
        for (var k = 0; k < Nodes - 1; k++)
        {
            for (var b = rowStart[k + 1] - 1; b > rowStart[k]; b--)
            {
                for (var a = rowStart[k]; a < b; a++)
                {
                    targets.Add(Slot(column[a], column[b]));
                }
            }
        }

        return [.. targets];
    }

    /// <summary>Which node is eliminated next: by a list, or the one with the fewest neighbours.</summary>
    private sealed class EliminationOrder(IEnumerable<int>? list)
    {
        private readonly Queue<int>? queue = list is null ? null : new Queue<int>(list);
        private readonly HashSet<int> done = [];

        public static EliminationOrder MinimumDegree => new(null);

        public int Next(SortedSet<int>[] graph)
        {
            if (queue is not null)
            {
                return queue.Dequeue();
            }

            var best = -1;
            for (var k = graph.Length - 1; k > 0; k--)
            {
                if (!done.Contains(k) && (best < 0 || graph[k].Count < graph[best].Count))
                {
                    best = k;
                }
            }

            done.Add(best);
            return best;
        }
    }
}
