using System.Diagnostics;
using Plumb.Kernels;
using Plumb.Unwrapping;

namespace Plumb.Benchmarks.Unwrapping;

/// <summary>The flow network of an interferogram as it was before and after it was solved.</summary>
internal sealed unsafe class FlowSolution
{
    private readonly List<(int From, int To, int Weight, int Slope)> arcs = [];
    private readonly int[] supply;

    private FlowSolution(GridFlow flow, FlowCell[] cells, short[] jumps, double seconds)
    {
        (Seconds, Nodes) = (seconds, 1);
        var node = new int[cells.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            var (r, c) = (i / flow.Columns, i % flow.Columns);
            node[i] = r == 0 || c == 0 || r == flow.Rows - 1 || c == flow.Columns - 1 ? 0 : Nodes++;
        }

        supply = new int[Nodes];
        for (var i = 0; i < cells.Length; i++)
        {
            // One cycle more on the arc up moves a unit down, on the arc left to the left.
            Add(i - flow.Columns, i, cells[i].WeightUp, cells[i].SlopeUp, jumps[2 * i], flow.Jumps[2 * i]);
            Add(i, i - 1, cells[i].WeightLeft, cells[i].SlopeLeft, jumps[(2 * i) + 1], flow.Jumps[(2 * i) + 1]);
        }

        supply[0] = 0;
        supply[0] = -supply.Sum();

        void Add(int from, int to, int weight, int slope, int before, int after)
        {
            if (weight > 0)
            {
                arcs.Add((node[from], node[to], weight << ArcCosts.WeightShift, slope));
                supply[node[from]] -= before;
                supply[node[to]] += before;
                for (var k = 0; k < Math.Abs(after - before); k++)
                {
                    Cost += Next(arcs.Count - 1, Math.Sign(after - before), k);
                }
            }
        }
    }

    internal int Nodes { get; private set; }

    internal int Arcs => arcs.Count;

    /// <summary>Units that must be sent from nodes other than the ground.</summary>
    internal long Units => supply.Skip(1).Sum(u => Math.Max(0L, u));

    /// <summary>Cost of the solution over that of the cheapest cycles of each arc by itself.</summary>
    internal long Cost { get; private set; }

    /// <summary>Time of the solution, seconds.</summary>
    internal double Seconds { get; }

    /// <summary>Fills the network of an interferogram without gaps, and solves it.</summary>
    internal static FlowSolution Of(WrappedImage image, UnwrapOptions options)
    {
        var budget = new MemoryBudget(8L << 30);
        using var flow = new GridFlow(image.Rows, image.Columns, budget);
        using var tile = new CostTile(budget);
        fixed (float* phase = image.Phase)
        fixed (float* coherence = image.Coherence)
        {
            var costs = new ArcCosts(flow, phase, coherence, null, 0, options.Looks, 0);
            for (var index = 0; index < costs.Tiles; index++)
            {
                costs.Fill(index, tile);
            }
        }

        for (var r = 0; r < flow.Rows; r++)
        {
            flow.Balance(r);
        }

        var cells = new Span<FlowCell>(flow.Cells, (int)flow.Count).ToArray();
        var jumps = new Span<short>(flow.Jumps, 2 * (int)flow.Count).ToArray();
        var clock = Stopwatch.StartNew();
        if (!new GridSolver(flow, null, options.Threads, null, default).Solve(options.Costs))
        {
            throw new InvalidOperationException("The network was not solved.");
        }

        return new FlowSolution(flow, cells, jumps, clock.Elapsed.TotalSeconds);
    }

    /// <summary>Writes the problem for LEMON: each arc as so many unit arcs of rising cost either way.</summary>
    internal void WriteTo(BinaryWriter writer, int reach)
    {
        writer.Write(Nodes);
        writer.Write(2 * reach * arcs.Count);
        foreach (var units in supply)
        {
            writer.Write(units);
        }

        for (var a = 0; a < arcs.Count; a++)
        {
            for (var k = 0; k < reach; k++)
            {
                Write(arcs[a].From, arcs[a].To, Next(a, 1, k));
                Write(arcs[a].To, arcs[a].From, Next(a, -1, k));
            }
        }

        void Write(int from, int to, long cost)
        {
            writer.Write(from);
            writer.Write(to);
            writer.Write(1);
            writer.Write((int)cost);
        }
    }

    private long Next(int arc, int sign, int k) =>
        SmoothCost.Next(arcs[arc].Weight, (sign * arcs[arc].Slope) + (2 * k * arcs[arc].Weight));
}
