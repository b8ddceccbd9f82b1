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
        var banded = Eliminate(neighbours, fewestFirst: false);
        var sparse = Eliminate(neighbours, fewestFirst: true);
        var (order, rows) = Cost(sparse.Rows) < Cost(banded.Rows) ? sparse : banded;

        Nodes = nodes;
        position = new int[nodes];
        position[0] = nodes - 1;
        for (var k = 0; k < order.Length; k++)
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

    private static int[][] Neighbours(int nodes, ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException("Each edge has two ends.", nameof(second));
        }

        var degree = new int[nodes];
        for (var e = 0; e < first.Length; e++)
        {
            var (i, j) = (first[e], second[e]);
            if ((uint)i >= (uint)nodes || (uint)j >= (uint)nodes || i == j)
            {
                throw new ArgumentException($"Edge {e} joins node {i} to node {j}; there are {nodes} nodes.", nameof(first));
            }

            degree[i]++;
            degree[j]++;
        }

        var neighbours = Array.ConvertAll(degree, d => new int[d]);
        for (var e = 0; e < first.Length; e++)
        {
            neighbours[first[e]][--degree[first[e]]] = second[e];
            neighbours[second[e]][--degree[second[e]]] = first[e];
        }

        for (var k = 0; k < nodes; k++)
        {
            Array.Sort(neighbours[k]);
            for (var a = 1; a < neighbours[k].Length; a++)
            {
                if (neighbours[k][a] == neighbours[k][a - 1])
                {
                    throw new ArgumentException($"Two edges join the nodes {k} and {neighbours[k][a]}; keep one.", nameof(first));
                }
            }
        }

        return neighbours;
    }

    /// <summary>The nodes but the ground in the order of their elimination, from the last down to the first or the one with the fewest neighbours first, and the neighbours each then has.</summary>
    private static (int[] Order, int[][] Rows) Eliminate(int[][] given, bool fewestFirst)
    {
        var graph = (int[][])given.Clone();
        var order = new int[graph.Length - 1];
        var rows = new int[graph.Length - 1][];
        var done = new bool[graph.Length];
        for (var n = 0; n < order.Length; n++)
        {
            var k = fewestFirst ? Fewest(graph, done) : graph.Length - 1 - n;
            done[k] = true;
            order[n] = k;
            rows[n] = graph[k];
            foreach (var i in graph[k])
            {
                graph[i] = Union(graph[i], graph[k], i, k);
            }
        }

        return (order, rows);
    }

    private static int Fewest(int[][] graph, bool[] done)
    {
        var best = -1;
        for (var k = graph.Length - 1; k > 0; k--)
        {
            if (!done[k] && (best < 0 || graph[k].Length < graph[best].Length))
            {
                best = k;
            }
        }

        return best;
    }

    /// <summary>What stands in either of two ascending lists, two numbers left out; ascending.</summary>
    private static int[] Union(int[] a, int[] b, int without, int andWithout)
    {
        var union = new int[a.Length + b.Length];
        var (i, j, count) = (0, 0, 0);
        while (i < a.Length || j < b.Length)
        {
            var next = j == b.Length || (i < a.Length && a[i] <= b[j]) ? a[i] : b[j];
            i += i < a.Length && a[i] == next ? 1 : 0;
            j += j < b.Length && b[j] == next ? 1 : 0;
            if (next != without && next != andWithout)
            {
                union[count++] = next;
            }
        }

        return union[..count];
    }

    private static long Cost(int[][] rows)
    {
        var cost = 0L;
        foreach (var row in rows)
        {
            cost += (long)row.Length * (row.Length + 9);
        }

        return cost;
    }

    private int[] Columns(int[][] rows)
    {
        var columns = new List<int>();
        for (var k = 0; k < rows.Length; k++)
        {
            rowStart[k] = columns.Count;
            var row = Array.ConvertAll(rows[k], node => position[node]);
            Array.Sort(row);
            columns.AddRange(row);
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
}
