using System.Runtime.CompilerServices;

namespace Plumb.Unwrapping;

/// <summary>
/// Sets of pixels as union-find in the labels of a network (Tarjan 1975, doi:10.1145/321879.321884), without memory of their own: the mark of a pixel's label is the
/// cell of its parent (0 for a pixel in no set; a root is its own), the distance its whole cycles relative to the parent's. Pixel (r, c) has
/// the label of cell (r + 1, c + 1). The root of a set is its first pixel in order of rows.
/// </summary>
internal static unsafe class PixelSets
{
    /// <summary>The root of a cell's set, and the cycles of the cell relative to it. Shortens the way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (uint Root, int Cycles) Find(FlowLabel* labels, uint cell)
    {
        var total = 0;
        while (labels[cell].Mark is var parent && parent != cell)
        {
            // Path halving: skip every other parent.
            var above = labels[parent].Mark;
            if (above != parent)
            {
                labels[cell].Distance += labels[parent].Distance;
                labels[cell].Mark = above;
            }

            total += labels[cell].Distance;
            cell = labels[cell].Mark;
        }

        return (cell, total);
    }

    /// <summary>Joins the sets of two cells, the second of which has so many cycles more than the first. Whether they were apart.</summary>
    internal static bool Join(FlowLabel* labels, uint first, uint second, int difference)
    {
        var (rootA, cyclesA) = Find(labels, first);
        var (rootB, cyclesB) = Find(labels, second);
        if (rootA < rootB)
        {
            labels[rootB] = new FlowLabel { Mark = rootA, Distance = cyclesA + difference - cyclesB };
        }
        else if (rootB < rootA)
        {
            labels[rootA] = new FlowLabel { Mark = rootB, Distance = cyclesB - difference - cyclesA };
        }

        return rootA != rootB;
    }

    /// <summary>
    /// Goes through a row, rows in order: numbers the roots in it by their potentials, makes the parents of its pixels children of their roots, and
    /// adds up for each set its pixels and, where asked for, their cycles relative to the root.
    /// </summary>
    internal static void Settle(GridFlow flow, int row, ref int sets, long* pixels, long* cycles)
    {
        var first = ((row + 1) * flow.Stride) + 1;
        var labels = flow.Labels;
        var (last, root, offset) = (0u, 0u, 0);
        for (var i = first; i < first + flow.Stride - 1; i++)
        {
            var parent = labels[i].Mark;
            if (parent == 0)
            {
                continue;
            }

            if (parent == (uint)i)
            {
                flow.Cells[i].Potential = sets++;
            }

            if (parent != last)
            {
                (root, offset) = Find(labels, parent);
                if (parent != root)
                {
                    labels[parent] = new FlowLabel { Mark = root, Distance = offset };
                }

                last = parent;
            }

            var set = flow.Cells[root].Potential;
            pixels[set]++;
            if (cycles != null)
            {
                cycles[set] += labels[i].Distance + offset;
            }
        }
    }

    /// <summary>Root and cycles relative to it of a pixel whose parents are settled. Changes nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (uint Root, int Cycles) Settled(FlowLabel* labels, FlowLabel own)
    {
        var parent = labels[own.Mark];
        return parent.Mark == own.Mark ? (own.Mark, own.Distance) : (parent.Mark, own.Distance + parent.Distance);
    }
}
