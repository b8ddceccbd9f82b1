using Plumb.Kernels;
using Plumb.Unwrapping;

namespace Plumb.Tests.Unwrapping;

/// <summary>
/// A flow network on a raster with random costs and cycles, pixels left out or not, solved on the raster and once more as a network of any shape
/// whose nodes are found here by their own means.
/// </summary>
internal sealed unsafe class GridProblem : IDisposable
{
    private readonly GridFlow flow;
    private readonly bool hasGaps;
    private readonly FlowCell[] cells;
    private readonly short[] jumps;

    internal GridProblem(int rows, int columns, int seed, double gaps, double residues)
    {
        var random = new Random(seed);
        flow = new GridFlow(rows, columns, new MemoryBudget(1L << 30));
        hasGaps = gaps > 0;
        var valid = new bool[rows, columns];
        for (var p = 0; p < rows * columns; p++)
        {
            valid[p / columns, p % columns] = random.NextDouble() >= gaps;
        }

        for (var p = 0; p < rows * columns; p++)
        {
            var (r, c) = (p / columns, p % columns);
            var i = ((r + 1) * flow.Stride) + c + 1;
            if (c + 1 < columns && valid[r, c] && valid[r, c + 1])
            {
                (flow.Cells[i].WeightUp, flow.Cells[i].SlopeUp, flow.Jumps[2 * i]) = Arc(random, residues);
            }

            if (r + 1 < rows && valid[r, c] && valid[r + 1, c])
            {
                (flow.Cells[i].WeightLeft, flow.Cells[i].SlopeLeft, flow.Jumps[(2 * i) + 1]) = Arc(random, residues);
            }
        }

        cells = new Span<FlowCell>(flow.Cells, (int)flow.Count).ToArray();
        jumps = new Span<short>(flow.Jumps, 2 * (int)flow.Count).ToArray();
    }

    public void Dispose() => flow.Dispose();

    /// <summary>Solves on the raster and returns the cost over the start and the cycles.</summary>
    internal (long Cost, short[] Jumps) SolveOnGrid(UnwrapCosts costs, int threads)
    {
        var holes = hasGaps ? GridHoles.Find(flow) : null;
        for (var r = 0; r < flow.Rows; r++)
        {
            flow.Balance(r);
        }

        holes?.Balance();
        Assert.True(new GridSolver(flow, holes, threads, null, default).Solve(costs));
        CheckBalance(holes);
        CheckReducedCosts(holes, costs);
        return (CostOf(costs), new Span<short>(flow.Jumps, 2 * (int)flow.Count).ToArray());
    }

    /// <summary>Solves as a network of any shape; the cost must be proven least there.</summary>
    internal long SolveAsNetwork(UnwrapCosts costs)
    {
        var (node, count) = Nodes();
        var arcs = new List<(int From, int To, int Weight, int Slope)>();
        var excess = new int[count];
        for (var i = 0; i < cells.Length; i++)
        {
            // A cycle more on the edge above moves a unit down; one more on the edge to the left moves a unit left.
            Add(i - (int)flow.Stride, i, cells[i].WeightUp, cells[i].SlopeUp, jumps[2 * i]);
            Add(i, i - 1, cells[i].WeightLeft, cells[i].SlopeLeft, jumps[(2 * i) + 1]);
        }

        var network = new ArcNetwork(count, [.. arcs.Select(a => a.From)], [.. arcs.Select(a => a.To)]);
        for (var a = 0; a < arcs.Count; a++)
        {
            (network.Weight[a], network.Slope[a]) = (arcs[a].Weight, arcs[a].Slope);
        }

        excess.CopyTo(network.Excess, 0);
        network.Ground(node[0]);
        var deformation = costs == UnwrapCosts.Deformation;
        Assert.True(deformation ? network.Solve<DeformationCost>() : network.Solve<SmoothCost>());
        Assert.True(deformation ? network.IsOptimal<DeformationCost>() : network.IsOptimal<SmoothCost>());
        return arcs.Select((a, k) => Cost(a.Weight, a.Slope, network.Jump[k], costs)).Sum();

        void Add(int from, int to, int weight, int slope, int cycles)
        {
            if (weight > 0)
            {
                arcs.Add((node[from], node[to], weight << ArcCosts.WeightShift, slope));
                excess[node[from]] -= cycles;
                excess[node[to]] += cycles;
            }
        }
    }

    private static (ushort Weight, int Slope, short Jump) Arc(Random random, double residues)
    {
        var weight = (ushort)random.Next(1, 4000);
        var size = weight << ArcCosts.WeightShift;
        return (weight, random.Next(-size, size + 1), (short)(random.NextDouble() < residues ? random.Next(-1, 2) : 0));
    }

    private static long Cost(int weight, int slope, int cycles, UnwrapCosts costs)
    {
        var cost = 0L;
        for (var k = 0; k < Math.Abs(cycles); k++)
        {
            var next = weight + (Math.Sign(cycles) * (long)slope) + (2L * k * weight);
            cost += costs == UnwrapCosts.Deformation ? Math.Min(next, weight) : next;
        }

        return cost;
    }

    private long CostOf(UnwrapCosts costs)
    {
        var cost = 0L;
        for (var i = 0; i < cells.Length; i++)
        {
            cost += Cost(cells[i].WeightUp << ArcCosts.WeightShift, cells[i].SlopeUp, flow.Jumps[2 * i] - jumps[2 * i], costs);
            cost += Cost(cells[i].WeightLeft << ArcCosts.WeightShift, cells[i].SlopeLeft, flow.Jumps[(2 * i) + 1] - jumps[(2 * i) + 1], costs);
        }

        return cost;
    }

    private void CheckBalance(GridHoles? holes)
    {
        for (nint i = 0; i < flow.Count; i++)
        {
            Assert.True((flow.State[i] & (CellState.Ground | CellState.Hole)) != 0 || flow.ExcessOf(i) == 0, $"cell {i} keeps a residue");
        }

        Assert.True(holes is null || holes.Excess.All(e => e == 0), "a hole keeps units");
    }

    /// <summary>The proof of the optimum: no arc may be changed at a reduced cost below zero, the ground being at zero.</summary>
    private void CheckReducedCosts(GridHoles? holes, UnwrapCosts costs)
    {
        int Potential(nint i) => (flow.State[i] & CellState.Ground) != 0 ? 0
            : (flow.State[i] & CellState.Hole) != 0 ? holes!.Potential[flow.Cells[i].Potential] : flow.Cells[i].Potential;
        long Next(int weight, int slope) => costs == UnwrapCosts.Deformation
            ? DeformationCost.Next(weight << ArcCosts.WeightShift, slope) : SmoothCost.Next(weight << ArcCosts.WeightShift, slope);
        for (nint i = 0; i < flow.Count; i++)
        {
            if (flow.Cells[i].WeightUp > 0)
            {
                var fall = (long)Potential(i - flow.Stride) - Potential(i);
                Assert.True(Next(flow.Cells[i].WeightUp, flow.Cells[i].SlopeUp) + fall >= 0 && Next(flow.Cells[i].WeightUp, -flow.Cells[i].SlopeUp) - fall >= 0);
            }

            if (flow.Cells[i].WeightLeft > 0)
            {
                var fall = (long)Potential(i) - Potential(i - 1);
                Assert.True(Next(flow.Cells[i].WeightLeft, flow.Cells[i].SlopeLeft) + fall >= 0 && Next(flow.Cells[i].WeightLeft, -flow.Cells[i].SlopeLeft) - fall >= 0);
            }
        }
    }

    /// <summary>Numbers the nodes by flooding across edges that do not exist; the border is node 0.</summary>
    private (int[] Node, int Count) Nodes()
    {
        var stride = (int)flow.Stride;
        var node = new int[cells.Length];
        Array.Fill(node, -1);
        var count = 0;
        var stack = new Stack<int>();
        for (var i = 0; i < node.Length; i++)
        {
            if (OnBorder(i))
            {
                node[i] = 0;
                stack.Push(i);
            }
        }

        for (var i = -1; i < node.Length; i++)
        {
            if (i >= 0 && node[i] < 0)
            {
                node[i] = count;
                stack.Push(i);
            }

            while (stack.TryPop(out var at))
            {
                Spread(at, at - stride, at / stride > 0 ? cells[at].WeightUp : 1);
                Spread(at, at - 1, at % stride > 0 ? cells[at].WeightLeft : 1);
                Spread(at, at + stride, at + stride < node.Length ? cells[at + stride].WeightUp : 1);
                Spread(at, at + 1, at % stride < stride - 1 ? cells[at + 1].WeightLeft : 1);
            }

            count = Math.Max(count, node.Max() + 1);
        }

        return (node, count);

        void Spread(int at, int to, int weight)
        {
            if (weight == 0 && node[to] < 0)
            {
                node[to] = node[at];
                stack.Push(to);
            }
        }
    }

    private bool OnBorder(int i) => i / flow.Stride is var r && i % flow.Stride is var c && (r == 0 || c == 0 || r == flow.Rows - 1 || c == flow.Columns - 1);
}
