using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>The steps of solving one block of 8 pixels: assemble, factor, solve; see <see cref="BorderedKernel"/> for the system.</summary>
internal static unsafe class BorderedSystem
{
    /// <summary>The assumption's part of the matrix, times a factor, and a right-hand side of zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Begin(BorderedIndex index, in BorderedWork work, double factor)
    {
        var (slots, nodes, columns) = (index.Graph.Slots, index.Graph.Nodes, index.Columns);
        for (var s = 0; s < slots; s++)
        {
            work.Slots[s] = DoubleLane.Splat(factor * index.Penalty[s]);
        }

        new Span<DoubleLane>(work.Value, nodes).Clear();
        for (var k = 0; k < columns * nodes; k++)
        {
            work.Border[k] = DoubleLane.Splat(factor * index.Border[k]);
        }

        for (var k = 0; k < columns * columns; k++)
        {
            work.Corner[k] = DoubleLane.Splat(factor * index.Corner[k]);
        }

        new Span<DoubleLane>(work.Unknown, columns).Clear();
    }

    /// <summary>Adds the pairs, their weights times a factor; weight null: 1 for a pair with data.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddPairs(InversionIndex graph, Lane256* phase, Lane256* weight, DoubleLane factor, DoubleLane* slots, DoubleLane* right)
    {
        var pairs = graph.Pairs;
        var first = graph.First;
        var second = graph.Second;
        var slot = graph.Slot;
        for (var p = 0; p < pairs;)
        {
            var from = first[p];
            var sum = right[from];
            for (; p < pairs && first[p] == from; p++)
            {
                var y = DoubleLane.FromSingle((float*)(phase + p));
                var valid = DoubleLane.Same(y, y);
                var w = weight == null ? valid & factor : factor * DoubleLane.FromSingle((float*)(weight + p));
                y = w * (y & valid);
                slots[slot[p]] += w;
                sum -= y;
                right[second[p]] += y;
            }

            right[from] = sum;
        }
    }

    /// <summary>The same for the matrix alone, for pairs of factor 1: nothing is asked of the right-hand side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddWeights(InversionIndex graph, Lane256* phase, Lane256* weight, DoubleLane* slots)
    {
        var slot = graph.Slot;
        for (var p = 0; p < graph.Pairs; p++)
        {
            if (weight == null)
            {
                var y = DoubleLane.FromSingle((float*)(phase + p));
                slots[slot[p]] += DoubleLane.Same(y, y) & DoubleLane.Splat(1);
            }
            else
            {
                slots[slot[p]] += DoubleLane.FromSingle((float*)(weight + p));
            }
        }
    }

    /// <summary>Eliminates the matrix alone: the right-hand side stays as it is.</summary>
    public static void FactorMatrix(BorderedIndex index, in BorderedWork work)
    {
        var g = index.Graph;
        BorderedLanes.Factor(g.Nodes, g.RowStart, g.Target, work.Slots, work.Inverse);
        for (var k = 0; k < index.Columns; k += 2)
        {
            var border = work.Border + ((nint)k * g.Nodes);
            if (k + 1 < index.Columns)
            {
                BorderedLanes.Forward(g.Nodes, g.RowStart, g.Column, work.Slots, border, border + g.Nodes);
            }
            else
            {
                BorderedLanes.Forward(g.Nodes, g.RowStart, g.Column, work.Slots, border);
            }
        }

        if (index.Columns > 0)
        {
            BorderedLanes.Reduce(g.Nodes, index.Columns, work.Inverse, work.Border, work.Value, work.Corner, work.Unknown);
            BorderedLanes.FactorCorner(index.Columns, index.Corner, work.Corner, work.CornerInverse);
        }
    }

    /// <summary>Eliminates. Returns the number of dates that nothing joins to the first in each lane (count).</summary>
    public static DoubleLane Factor(BorderedIndex index, in BorderedWork work)
    {
        var g = index.Graph;
        var roots = BorderedLanes.Factor(g.Nodes, g.RowStart, g.Target, work.Slots, work.Inverse);
        if (index.Columns == 0)
        {
            BorderedLanes.Forward(g.Nodes, g.RowStart, g.Column, work.Slots, work.Value);
            return roots;
        }

        BorderedLanes.Forward(g.Nodes, g.RowStart, g.Column, work.Slots, work.Value, work.Border);
        var k = 1;
        for (; k + 1 < index.Columns; k += 2)
        {
            BorderedLanes.Forward(g.Nodes, g.RowStart, g.Column, work.Slots, work.Border + ((nint)k * g.Nodes), work.Border + ((nint)(k + 1) * g.Nodes));
        }

        if (k < index.Columns)
        {
            BorderedLanes.Forward(g.Nodes, g.RowStart, g.Column, work.Slots, work.Border + ((nint)k * g.Nodes));
        }

        BorderedLanes.Reduce(g.Nodes, index.Columns, work.Inverse, work.Border, work.Value, work.Corner, work.Unknown);
        BorderedLanes.FactorCorner(index.Columns, index.Corner, work.Corner, work.CornerInverse);
        return roots;
    }

    /// <summary>Border unknowns first, then the values of all dates.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Solve(BorderedIndex index, in BorderedWork work)
    {
        var g = index.Graph;
        var nodes = g.Nodes;
        if (index.Columns > 0)
        {
            BorderedLanes.SolveCorner(index.Columns, work.Corner, work.CornerInverse, work.Unknown);
            for (var k = 0; k < index.Columns; k++)
            {
                var border = work.Border + ((nint)k * nodes);
                var z = work.Unknown[k];
                for (var i = 0; i < nodes; i++)
                {
                    work.Value[i] -= border[i] * z;
                }
            }
        }

        BorderedLanes.Back(nodes, g.RowStart, g.Column, work.Slots, work.Inverse, work.Value);
    }

    /// <summary>Sum of squares of the assumption's rows (radian squared times the unit of the weights).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static DoubleLane Misfit(BorderedIndex index, in BorderedWork work)
    {
        var sum = DoubleLane.Zero;
        for (var r = 0; r < index.Rows; r++)
        {
            var value = DoubleLane.Zero;
            for (var e = index.RowStart[r]; e < index.RowStart[r + 1]; e++)
            {
                value = DoubleLane.Fma(DoubleLane.Splat(index.RowFactor[e]), work.Value[index.RowPosition[e]], value);
            }

            for (var k = 0; k < index.Columns; k++)
            {
                value -= DoubleLane.Splat(index.RowBorder[(r * index.Columns) + k]) * work.Unknown[k];
            }

            sum = DoubleLane.Fma(value, value, sum);
        }

        return sum;
    }
}
