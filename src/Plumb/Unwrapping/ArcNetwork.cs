namespace Plumb.Unwrapping;

/// <summary>
/// A flow network of any shape with convex costs, solved to its optimum: the same successive shortest paths as on rasters, over adjacency arrays.
/// An arc holds whole cycles j, of which one more moves a unit from its first node to its second and costs what <see cref="IArcCost"/> says.
/// </summary>
internal sealed class ArcNetwork
{
    private const int Far = 1 << 30;
    private readonly int[] from;
    private readonly int[] to;
    private readonly int[] start;
    private readonly int[] adjacent;
    private readonly int[] distances;
    private readonly int[] cameBy;
    private readonly int[] stamps;
    private readonly bool[] isGround;
    private SearchQueue queue = new();
    private int[] settled = new int[64];
    private int stamp;

    /// <summary>A network without cycles on its arcs.</summary>
    /// <param name="nodes">Number of nodes.</param>
    /// <param name="from">First node of each arc.</param>
    /// <param name="to">Second node of each arc.</param>
    internal ArcNetwork(int nodes, int[] from, int[] to)
    {
        (this.from, this.to) = (from, to);
        (Weight, Slope, Jump) = (new int[from.Length], new int[from.Length], new int[from.Length]);
        (Excess, Potential, isGround) = (new int[nodes], new int[nodes], new bool[nodes]);
        (distances, cameBy, stamps) = (new int[nodes], new int[nodes], new int[nodes]);
        start = new int[nodes + 1];
        foreach (var ends in (int[][])[from, to])
        {
            foreach (var node in ends)
            {
                start[node + 1]++;
            }
        }

        for (var node = 0; node < nodes; node++)
        {
            start[node + 1] += start[node];
        }

        // An arc stands at its first node as itself, at its second as its complement.
        adjacent = new int[2 * from.Length];
        var at = start.AsSpan(0, nodes).ToArray();
        for (var arc = 0; arc < from.Length; arc++)
        {
            adjacent[at[from[arc]]++] = arc;
            adjacent[at[to[arc]]++] = ~arc;
        }
    }

    /// <summary>Number of nodes.</summary>
    internal int Nodes => Excess.Length;

    /// <summary>Number of arcs.</summary>
    internal int Arcs => from.Length;

    /// <summary>Weights of the costs, in units of their slopes; shape (arc).</summary>
    internal int[] Weight { get; }

    /// <summary>Centred slopes of the costs at the present cycles, at first between the weight and its opposite; shape (arc).</summary>
    internal int[] Slope { get; }

    /// <summary>Cycles; shape (arc).</summary>
    internal int[] Jump { get; }

    /// <summary>Units that wait at each node; those of the ground do not count; shape (node).</summary>
    internal int[] Excess { get; }

    /// <summary>Potentials that prove the optimum; shape (node).</summary>
    internal int[] Potential { get; }

    /// <summary>Makes a node the ground, which takes and gives any number of units at potential zero.</summary>
    internal void Ground(int node) => isGround[node] = true;

    /// <summary>Sends all units along shortest paths.</summary>
    /// <returns>False when a unit has nowhere to go or its path is too long for the scale of the costs.</returns>
    internal bool Solve<TCost>(CancellationToken stop = default)
        where TCost : struct, IArcCost =>
        SendAll<PositiveUnit, TCost>(stop) && SendAll<NegativeUnit, TCost>(stop);

    /// <summary>Whether all units are sent and no arc has a negative reduced cost either way: the proof of the optimum.</summary>
    internal bool IsOptimal<TCost>()
        where TCost : struct, IArcCost
    {
        for (var node = 0; node < Nodes; node++)
        {
            if (isGround[node] ? Potential[node] != 0 : Excess[node] != 0)
            {
                return false;
            }
        }

        for (var arc = 0; arc < Arcs; arc++)
        {
            var difference = (long)Potential[from[arc]] - Potential[to[arc]];
            if (TCost.Next(Weight[arc], Slope[arc]) + difference < 0 || TCost.Next(Weight[arc], -Slope[arc]) - difference < 0)
            {
                return false;
            }
        }

        return true;
    }

    private bool SendAll<TUnit, TCost>(CancellationToken stop)
        where TUnit : struct, IUnit
        where TCost : struct, IArcCost
    {
        for (var node = 0; node < Nodes; node++)
        {
            while (!isGround[node] && TUnit.Sign * Excess[node] > 0)
            {
                stop.ThrowIfCancellationRequested();
                if (!Send<TUnit, TCost>(node))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool Send<TUnit, TCost>(int source)
        where TUnit : struct, IUnit
        where TCost : struct, IArcCost
    {
        Begin(source);
        var (node, distance, best, target, count) = (source, 0, Far, -1, 0);
        while (true)
        {
            if (count == settled.Length)
            {
                Array.Resize(ref settled, 2 * count);
            }

            settled[count++] = node;
            Expand<TUnit, TCost>(node, distance, ref best, ref target);
            do
            {
                if (best <= distance || queue.Count == 0 || queue.Nearest() >= best)
                {
                    return target >= 0 && Move<TUnit>(source, target, best, count);
                }

                distance = queue.Nearest();
                node = (int)queue.Take();
            }
            while (distances[node] != distance);
        }
    }

    private void Begin(int source)
    {
        if (++stamp == int.MaxValue)
        {
            Array.Clear(stamps);
            stamp = 1;
        }

        queue.Clear();
        (stamps[source], distances[source]) = (stamp, 0);
    }

    private void Expand<TUnit, TCost>(int node, int distance, ref int best, ref int target)
        where TUnit : struct, IUnit
        where TCost : struct, IArcCost
    {
        var s = TUnit.Sign;
        var price = distance + ((long)s * Potential[node]);
        for (var k = start[node]; k < start[node + 1]; k++)
        {
            // One cycle more on an arc that leads away, one less on one that leads here; the other way round for a negative unit.
            var entry = adjacent[k];
            var arc = entry < 0 ? ~entry : entry;
            var other = entry < 0 ? from[arc] : to[arc];
            var reached = price + TCost.Next(Weight[arc], (entry < 0 ? -s : s) * Slope[arc]) - ((long)s * Potential[other]);
            if (reached >= best || (stamps[other] == stamp && distances[other] <= reached))
            {
                continue;
            }

            (stamps[other], distances[other], cameBy[other]) = (stamp, (int)reached, entry);
            if (isGround[other] || s * Excess[other] < 0)
            {
                (best, target) = ((int)reached, other);
            }
            else
            {
                queue.Add((int)reached, other);
            }
        }
    }

    private bool Move<TUnit>(int source, int target, int best, int count)
        where TUnit : struct, IUnit
    {
        var s = TUnit.Sign;
        var within = true;
        for (var i = 0; i < count; i++)
        {
            ref var potential = ref Potential[settled[i]];
            potential += s * (distances[settled[i]] - best);
            within &= potential is > -Far and < Far;
        }

        Excess[source] -= s;
        Excess[target] += isGround[target] ? 0 : s;
        for (var node = target; node != source;)
        {
            var entry = cameBy[node];
            var arc = entry < 0 ? ~entry : entry;
            var cycles = entry < 0 ? -s : s;
            Jump[arc] += cycles;
            Slope[arc] += 2 * cycles * Weight[arc];
            node = entry < 0 ? to[arc] : from[arc];
        }

        return within;
    }
}
