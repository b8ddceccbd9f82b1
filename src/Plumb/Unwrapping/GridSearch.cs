using System.Runtime.CompilerServices;

namespace Plumb.Unwrapping;

/// <summary>How a search ended.</summary>
internal enum SearchEnd
{
    /// <summary>A unit was sent to where it is wanted.</summary>
    Sent,

    /// <summary>The nearest place is on the edge of the tile: a larger tile is needed.</summary>
    AtEdge,

    /// <summary>All paths are longer than the numbers hold: costs must be coarser.</summary>
    TooFar,
}

/// <summary>
/// Shortest augmenting paths in the flow network of a raster: Dijkstra's algorithm over reduced costs from one source to the nearest place that takes its unit,
/// one unit sent, potentials of the settled cells moved so that all reduced costs stay non-negative (Ahuja, Magnanti and Orlin 1993, Network Flows,
/// sections 9.7 and 14.5: for convex costs every unit is sent at the cost of the next one). Searches touch only cells nearer than that place. The working memory of one thread.
/// </summary>
internal sealed unsafe class GridSearch
{
    private const int Far = 1 << 30;
    private const int SettledAtOnce = 1 << 13;
    private const uint StampsPerBlock = 1 << 12;
    private const uint LastStamp = uint.MaxValue >> 2;
    private readonly GridFlow flow;
    private readonly GridHoles? holes;
    private readonly StampCounter stamps;
    private readonly nint stride;
    private SearchQueue queue = new();
    private nint[] settled = new nint[1024];
    private int settledCount;
    private uint stamp;
    private uint lastStamp;
    private int best;
    private nint target;

    internal GridSearch(GridFlow flow, GridHoles? holes, StampCounter stamps)
    {
        (this.flow, this.holes, this.stamps, stride) = (flow, holes, stamps, flow.Stride);
    }

    /// <summary>Cells settled so far.</summary>
    internal long Settled { get; private set; }

    /// <summary>Sends one unit from a source, which is not on an edge, to the nearest place that takes it.</summary>
    internal SearchEnd Send<TUnit, TCost, THoles>(nint source)
        where TUnit : struct, IUnit
        where TCost : struct, IArcCost
        where THoles : struct, IHoles
    {
        Begin(source);
        var (cell, distance) = (source, 0);
        do
        {
            Settle(cell);
            if (THoles.Any && (flow.State[cell] & CellState.Hole) != 0)
            {
                ExpandHole<TUnit, TCost>(flow.Cells[cell].Potential, distance);
            }
            else
            {
                Expand<TUnit, TCost, THoles>(cell, distance);
            }
        }
        while (best > distance && Next(out cell, out distance));

        if (target < 0)
        {
            return SearchEnd.TooFar;
        }

        Settled += settledCount;
        if (!MovePotentials<TUnit, THoles>())
        {
            return SearchEnd.TooFar;
        }

        if ((StateOf<THoles>(target) & (CellState.Edge | Wanted<TUnit>() | CellState.Ground)) == CellState.Edge)
        {
            return SearchEnd.AtEdge;
        }

        Push<TUnit, THoles>(source);
        return SearchEnd.Sent;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static CellState Wanted<TUnit>()
        where TUnit : struct, IUnit => TUnit.Sign > 0 ? CellState.Deficit : CellState.Surplus;

    private void Begin(nint source)
    {
        if (stamp == lastStamp)
        {
            stamp = stamps.TakeBlock(StampsPerBlock, LastStamp);
            lastStamp = stamp + StampsPerBlock - 1;
        }
        else
        {
            stamp++;
        }

        queue.Clear();
        settledCount = 0;
        best = Far;
        target = -1;
        flow.Labels[source] = new FlowLabel { Distance = 0, Mark = stamp << 2 };
    }

    /// <summary>The nearest labelled cell that is not settled, if it is nearer than the target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Next(out nint cell, out int distance)
    {
        while (queue.Count > 0)
        {
            distance = queue.Nearest();
            if (distance >= best)
            {
                break;
            }

            cell = queue.Take();
            if (flow.Labels[cell].Distance == distance)
            {
                return true;
            }
        }

        (cell, distance) = (-1, 0);
        return false;
    }

    private void Settle(nint cell)
    {
        if (settledCount == settled.Length)
        {
            Array.Resize(ref settled, 2 * settled.Length);
        }

        settled[settledCount++] = cell;
        if (settledCount % SettledAtOnce == 0)
        {
            flow.Memory.Ease(SettledAtOnce);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private CellState StateOf<THoles>(nint cell)
        where THoles : struct, IHoles
    {
        var state = flow.State[cell];
        return THoles.Any && (state & CellState.Hole) != 0 ? state | holes!.State[flow.Cells[cell].Potential] : state;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int PotentialOf<THoles>(nint cell)
        where THoles : struct, IHoles
    {
        var potential = flow.Cells[cell].Potential;
        return THoles.Any && (flow.State[cell] & CellState.Hole) != 0 ? holes!.Potential[potential] : potential;
    }

    private bool MovePotentials<TUnit, THoles>()
        where TUnit : struct, IUnit
        where THoles : struct, IHoles
    {
        var within = true;
        for (var i = 0; i < settledCount; i++)
        {
            var cell = settled[i];
            ref var potential = ref flow.Cells[cell].Potential;
            if (THoles.Any && (flow.State[cell] & CellState.Hole) != 0)
            {
                potential = ref holes!.Potential[potential];
            }

            potential += TUnit.Sign * (flow.Labels[cell].Distance - best);
            within &= potential is > -Far and < Far;
        }

        return within;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Expand<TUnit, TCost, THoles>(nint from, int distance)
        where TUnit : struct, IUnit
        where TCost : struct, IArcCost
        where THoles : struct, IHoles
    {
        var s = TUnit.Sign;
        var own = flow.Cells + from;
        var below = own + stride;
        var right = own + 1;
        var start = distance + ((long)s * own->Potential);
        Relax<TUnit, THoles>(from - stride, start + TCost.Next(own->WeightUp << ArcCosts.WeightShift, -s * own->SlopeUp), 0);
        Relax<TUnit, THoles>(from - 1, start + TCost.Next(own->WeightLeft << ArcCosts.WeightShift, s * own->SlopeLeft), 1);
        Relax<TUnit, THoles>(from + stride, start + TCost.Next(below->WeightUp << ArcCosts.WeightShift, s * below->SlopeUp), 2);
        Relax<TUnit, THoles>(from + 1, start + TCost.Next(right->WeightLeft << ArcCosts.WeightShift, -s * right->SlopeLeft), 3);
    }

    /// <summary>Goes on from every cell of a hole along the arcs that exist.</summary>
    private void ExpandHole<TUnit, TCost>(int hole, int distance)
        where TUnit : struct, IUnit
        where TCost : struct, IArcCost
    {
        var s = TUnit.Sign;
        var start = distance + ((long)s * holes!.Potential[hole]);
        for (var m = holes.MemberStart[hole]; m < holes.MemberStart[hole + 1]; m++)
        {
            var from = holes.Members[m];
            var own = flow.Cells + from;
            var below = own + stride;
            var right = own + 1;
            if (own->WeightUp > 0)
            {
                Relax<TUnit, WithHoles>(from - stride, start + TCost.Next(own->WeightUp << ArcCosts.WeightShift, -s * own->SlopeUp), 0);
            }

            if (own->WeightLeft > 0)
            {
                Relax<TUnit, WithHoles>(from - 1, start + TCost.Next(own->WeightLeft << ArcCosts.WeightShift, s * own->SlopeLeft), 1);
            }

            if (below->WeightUp > 0)
            {
                Relax<TUnit, WithHoles>(from + stride, start + TCost.Next(below->WeightUp << ArcCosts.WeightShift, s * below->SlopeUp), 2);
            }

            if (right->WeightLeft > 0)
            {
                Relax<TUnit, WithHoles>(from + 1, start + TCost.Next(right->WeightLeft << ArcCosts.WeightShift, -s * right->SlopeLeft), 3);
            }
        }
    }

    /// <summary>Labels a cell that was reached; <paramref name="price"/> is distance, own potential and cost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Relax<TUnit, THoles>(nint to, long price, uint direction)
        where TUnit : struct, IUnit
        where THoles : struct, IHoles
    {
        var distance = price - ((long)TUnit.Sign * PotentialOf<THoles>(to));
        if (distance >= best)
        {
            return;
        }

        var node = to;
        if (THoles.Any && (flow.State[to] & CellState.Hole) != 0)
        {
            node = holes!.First[flow.Cells[to].Potential];
        }

        var label = flow.Labels + node;
        if (label->Mark >> 2 == stamp && label->Distance <= distance)
        {
            return;
        }

        label->Distance = (int)distance;
        label->Mark = (stamp << 2) | direction;
        if (THoles.Any && (flow.State[to] & CellState.Hole) != 0)
        {
            holes!.Entry[flow.Cells[to].Potential] = to;
        }

        if ((StateOf<THoles>(node) & (Wanted<TUnit>() | CellState.Ground | CellState.Edge)) != 0)
        {
            best = (int)distance;
            target = node;
            return;
        }

        queue.Add((int)distance, node);
    }

    /// <summary>Moves one unit along the labels from the source to the target.</summary>
    private void Push<TUnit, THoles>(nint source)
        where TUnit : struct, IUnit
        where THoles : struct, IHoles
    {
        var s = TUnit.Sign;
        Change<THoles>(target, s);
        for (var at = target; at != source;)
        {
            var direction = flow.Labels[at].Mark & 3;
            if (THoles.Any && (flow.State[at] & CellState.Hole) != 0)
            {
                at = holes!.Entry[flow.Cells[at].Potential];
            }

            at = Back(at, direction, s);
            if (THoles.Any && (flow.State[at] & CellState.Hole) != 0)
            {
                at = holes!.First[flow.Cells[at].Potential];
            }
        }

        Change<THoles>(source, -s);
    }

    /// <summary>Changes the arc by which a cell was reached and returns the cell it was reached from.</summary>
    private nint Back(nint at, uint direction, int s)
    {
        switch (direction)
        {
            case 0:
                AddUp(at + stride, -s);
                return at + stride;
            case 1:
                AddLeft(at + 1, s);
                return at + 1;
            case 2:
                AddUp(at, s);
                return at - stride;
            default:
                AddLeft(at, -s);
                return at - 1;
        }
    }

    private void AddUp(nint cell, int cycles)
    {
        flow.Jumps[2 * cell] = checked((short)(flow.Jumps[2 * cell] + cycles));
        flow.Cells[cell].SlopeUp += cycles * (flow.Cells[cell].WeightUp << (ArcCosts.WeightShift + 1));
    }

    private void AddLeft(nint cell, int cycles)
    {
        flow.Jumps[(2 * cell) + 1] = checked((short)(flow.Jumps[(2 * cell) + 1] + cycles));
        flow.Cells[cell].SlopeLeft += cycles * (flow.Cells[cell].WeightLeft << (ArcCosts.WeightShift + 1));
    }

    private void Change<THoles>(nint cell, int units)
        where THoles : struct, IHoles
    {
        if (THoles.Any && (flow.State[cell] & CellState.Hole) != 0)
        {
            var hole = flow.Cells[cell].Potential;
            holes!.Excess[hole] += units;
            holes.SetState(hole);
        }
        else if ((flow.State[cell] & CellState.Ground) == 0)
        {
            flow.Excess[cell] += (sbyte)units;
            if (flow.Excess[cell] == 0)
            {
                flow.State[cell] &= ~(CellState.Surplus | CellState.Deficit);
            }
        }
    }
}

/// <summary>Numbers for searches, in blocks, so that no two searches on one network have the same.</summary>
internal sealed class StampCounter
{
    private long next = 1;

    /// <summary>The first number of a block.</summary>
    internal uint TakeBlock(uint length, uint last)
    {
        var first = Interlocked.Add(ref next, length) - length;
        return first + length <= last
            ? (uint)first
            : throw new InvalidOperationException("Unwrapping: more searches than can be numbered.");
    }
}
