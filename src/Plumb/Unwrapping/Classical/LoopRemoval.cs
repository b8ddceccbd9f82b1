using System.Runtime.CompilerServices;

namespace Plumb.Unwrapping.Classical;

/// <summary>
/// One node of the trees of edges: a loop of 2 x 2 pixels, or what lies outside.
/// </summary>
internal struct LoopNode
{
    /// <summary>What the path from the root to the node takes off the weighted discontinuity.</summary>
    internal long Value;

    /// <summary>The next node of the tree, parents before their children, branch by branch.</summary>
    internal int Next;

    /// <summary>The node before.</summary>
    internal int Previous;

    /// <summary>Steps from the root, 0 where the node is in no tree.</summary>
    internal int Depth;

    /// <summary>The next node that waits for its turn.</summary>
    internal int Waiting;

    /// <summary>Direction of the step from the parent: 0 up, 1 left, 2 down, 3 right, -1 for none.</summary>
    internal sbyte From;

    /// <summary>Whether the node waits for its turn.</summary>
    internal bool IsWaiting;

    /// <summary>Whether the branch of the node was cut off: it rests until the tree comes again, so that no tree runs after its own tail.</summary>
    internal bool IsResting;
}

/// <summary>
/// Flynn's minimum discontinuity. Begins with the quality-guided result. A closed path of steps between loops of pixels raises all pixels inside
/// by a cycle; each step takes the weight of the edge that it crosses off the weighted discontinuity or adds it. Paths grow as
/// trees; where one comes back to its own beginning with a gain, the loop is removed: the pixels inside are raised. No loop with a gain
/// is left at the end, so that the weighted discontinuity is the least there is. Trees are kept as in Tarjan's algorithm
/// (1981, Shortest paths, AT and T technical report): branches whose root moves are cut off and grow again.
/// </summary>
internal sealed unsafe class LoopRemoval
{
    private const int ScansBetweenStops = 1 << 16;
    private readonly GridFlow flow;
    private readonly LoopNode* nodes;
    private readonly int root;
    private readonly int stride;
    private int first = -1;
    private int last = -1;

    private LoopRemoval(GridFlow flow, LoopNode* nodes)
    {
        this.flow = flow;
        this.nodes = nodes;
        (root, stride) = ((int)flow.Count, (int)flow.Stride);
    }

    /// <summary>Removes all loops and adds up the phase.</summary>
    internal static ClassicalSum Unwrap(ClassicalWork work)
    {
        if (work.Flow.Count >= int.MaxValue)
        {
            throw new RequestException($"{work.Rows} x {work.Columns} pixels are more than the minimum discontinuity is found for (2^31). Unwrap parts of the image.");
        }

        QualityGrowth.Grow(work);
        EdgeWeights.TakePixels(work.Flow, work.Options.ThreadCount);
        using (var nodes = work.Budget.LeaseLong<LoopNode>(work.Flow.Count + 1, "Unwrapping: trees of edges"))
        {
            new LoopRemoval(work.Flow, nodes.Pointer).Run(work.Stop);
        }

        return work.AddUp();
    }

    private void Run(CancellationToken stop)
    {
        nodes[root] = new LoopNode { Next = root, Previous = root, From = -1 };
        for (var i = 0; i < root; i++)
        {
            nodes[i].From = -1;
            Wait(i);
        }

        for (var scans = 0L; first >= 0; scans++)
        {
            if (scans % ScansBetweenStops == 0)
            {
                stop.ThrowIfCancellationRequested();
            }

            var node = first;
            first = nodes[node].Waiting;
            last = first < 0 ? -1 : last;
            nodes[node].IsWaiting = false;
            if (!nodes[node].IsResting)
            {
                Extend(node);
            }
        }
    }

    private void Wait(int node)
    {
        if (nodes[node].IsWaiting)
        {
            return;
        }

        nodes[node].IsWaiting = true;
        nodes[node].Waiting = -1;
        if (last < 0)
        {
            first = node;
        }
        else
        {
            nodes[last].Waiting = node;
        }

        last = node;
    }

    /// <summary>Extends the tree from a node to the four around it, wherever that is worth more than the path that leads there.</summary>
    private void Extend(int node)
    {
        if (nodes[node].Depth == 0)
        {
            Insert(node, root, -1);
        }

        var (row, column) = (node / stride, node % stride);
        var start = nodes[node].Value;
        for (var direction = 0; direction < 4; direction++)
        {
            var inside = direction switch
            {
                0 => row > 0,
                1 => column > 0,
                2 => row < flow.Rows - 1,
                _ => column < flow.Columns - 1,
            };
            if (!inside)
            {
                continue;
            }

            var to = node + Offset(direction);
            var value = start + Gain(node, direction);
            if (value <= nodes[to].Value)
            {
                continue;
            }

            if (Leads(to, node))
            {
                RemoveLoop(to, node, direction);
                return;
            }

            CutOff(to, true);
            (nodes[to].Value, nodes[to].IsResting) = (value, false);
            Insert(to, node, (sbyte)direction);
            Wait(to);
        }
    }

    private int Offset(int direction) => direction switch
    {
        0 => -stride,
        1 => -1,
        2 => stride,
        _ => 1,
    };

    /// <summary>What a step takes off the weighted discontinuity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Gain(int node, int direction)
    {
        ref var cell = ref flow.Cells[direction switch { 2 => node + stride, 3 => node + 1, _ => node }];
        return direction switch
        {
            0 => -DeformationCost.Next(cell.WeightUp << ArcCosts.WeightShift, -cell.SlopeUp),
            1 => -DeformationCost.Next(cell.WeightLeft << ArcCosts.WeightShift, cell.SlopeLeft),
            2 => -DeformationCost.Next(cell.WeightUp << ArcCosts.WeightShift, cell.SlopeUp),
            _ => -DeformationCost.Next(cell.WeightLeft << ArcCosts.WeightShift, -cell.SlopeLeft),
        };
    }

    /// <summary>Puts a node that is in no tree beside a parent.</summary>
    private void Insert(int node, int parent, sbyte direction)
    {
        ref var own = ref nodes[node];
        (own.From, own.Depth) = (direction, nodes[parent].Depth + 1);
        (own.Previous, own.Next) = (parent, nodes[parent].Next);
        nodes[own.Next].Previous = node;
        nodes[parent].Next = node;
    }

    /// <summary>Whether the path to a node leads through another one.</summary>
    private bool Leads(int through, int node)
    {
        var depth = nodes[through].Depth;
        if (depth == 0 || nodes[node].Depth <= depth)
        {
            return false;
        }

        for (var at = nodes[through].Next; at != root && nodes[at].Depth > depth; at = nodes[at].Next)
        {
            if (at == node)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes a node and all that hangs on it out of the trees.</summary>
    private void CutOff(int node, bool rests)
    {
        var depth = nodes[node].Depth;
        if (depth == 0)
        {
            return;
        }

        var before = nodes[node].Previous;
        var at = node;
        do
        {
            (nodes[at].Depth, nodes[at].From, nodes[at].IsResting) = (0, -1, rests);
            at = nodes[at].Next;
        }
        while (at != root && nodes[at].Depth > depth);
        nodes[before].Next = at;
        nodes[at].Previous = before;
    }

    /// <summary>
    /// Raises the pixels inside a loop that goes from a node along the tree to another and back in one step. Values stay: they remain bounds
    /// for all steps that are not tried anew.
    /// </summary>
    private void RemoveLoop(int start, int end, int closing)
    {
        Step(end, closing);
        Wait(end);
        for (var at = end; at != start;)
        {
            var direction = nodes[at].From;
            at -= Offset(direction);
            Step(at, direction);
            Wait(at);
        }

        CutOff(start, false);
    }

    /// <summary>Changes the cycles of the edge that a step crosses.</summary>
    private void Step(int node, int direction)
    {
        var (cell, cycles) = direction switch
        {
            0 => (node, -1),
            1 => (node, 1),
            2 => (node + stride, 1),
            _ => (node + 1, -1),
        };
        ref var owner = ref flow.Cells[cell];
        var isUp = direction is 0 or 2;
        var weight = isUp ? owner.WeightUp : owner.WeightLeft;
        if (weight == 0)
        {
            return;
        }

        ref var jump = ref flow.Jumps[(2L * cell) + (isUp ? 0 : 1)];
        jump = checked((short)(jump + cycles));
        ref var slope = ref isUp ? ref owner.SlopeUp : ref owner.SlopeLeft;
        slope += cycles * (weight << (ArcCosts.WeightShift + 1));
    }
}
