using Plumb.Unwrapping;

namespace Plumb.Tests.Unwrapping;

/// <summary>A random flow problem with convex costs, its cost by whole numbers, and two other ways to its optimum.</summary>
internal sealed class FlowProblem
{
    private readonly int[] from;
    private readonly int[] to;
    private readonly int[] weight;
    private readonly int[] slope;
    private readonly int[] supply;
    private readonly bool ground;

    internal FlowProblem(int[] from, int[] to, int[] weight, int[] slope, int[] supply, bool ground)
    {
        (this.from, this.to, this.weight, this.slope, this.supply, this.ground) = (from, to, weight, slope, supply, ground);
    }

    /// <summary>A connected network (a ring and chords) with a few units on it; with ground, node 0 takes the rest.</summary>
    internal static FlowProblem Random(int seed, int nodes, int arcs, bool ground)
    {
        var random = new Random(seed);
        var (from, to, weight, slope) = (new int[arcs], new int[arcs], new int[arcs], new int[arcs]);
        for (var a = 0; a < arcs; a++)
        {
            from[a] = a < nodes ? a : random.Next(nodes);
            to[a] = a < nodes ? (a + 1) % nodes : (from[a] + 1 + random.Next(nodes - 1)) % nodes;
            weight[a] = random.Next(1, 200);
            slope[a] = random.Next(-weight[a], weight[a] + 1);
        }

        var supply = new int[nodes];
        for (var k = 0; k < Math.Max(2, nodes / 6); k++)
        {
            supply[random.Next(nodes)]++;
            supply[random.Next(nodes)]--;
        }

        if (ground)
        {
            supply[nodes - 1] += random.Next(-1, 2);
            supply[0] = 0;
        }

        return new FlowProblem(from, to, weight, slope, supply, ground);
    }

    internal ArcNetwork Network()
    {
        var network = new ArcNetwork(supply.Length, from, to);
        weight.CopyTo(network.Weight, 0);
        slope.CopyTo(network.Slope, 0);
        supply.CopyTo(network.Excess, 0);
        if (ground)
        {
            network.Ground(0);
        }

        return network;
    }

    /// <summary>Cost of cycles over that of none, by adding up the cost of each.</summary>
    internal long CostOf(IReadOnlyList<int> jumps, bool smooth)
    {
        var cost = 0L;
        for (var a = 0; a < weight.Length; a++)
        {
            for (var k = 0; k < Math.Abs(jumps[a]); k++)
            {
                cost += Next(a, k, Math.Sign(jumps[a]), smooth);
            }
        }

        return cost;
    }

    /// <summary>The least cost over all cycles from -reach to reach on every arc; null when none leaves the nodes balanced.</summary>
    internal long? LeastOfAll(bool smooth, int reach)
    {
        long? least = null;
        var jumps = new int[from.Length];
        var rest = (int[])supply.Clone();
        Try(0, 0);
        return least;

        void Try(int arc, long cost)
        {
            if (least is not null && cost >= least)
            {
                return;
            }

            if (arc == jumps.Length)
            {
                if (rest.Select((units, node) => ground && node == 0 ? 0 : units).All(units => units == 0) && (least is null || cost < least))
                {
                    least = cost;
                }

                return;
            }

            for (jumps[arc] = -reach; jumps[arc] <= reach; jumps[arc]++)
            {
                rest[from[arc]] -= jumps[arc];
                rest[to[arc]] += jumps[arc];
                var own = 0L;
                for (var k = 0; k < Math.Abs(jumps[arc]); k++)
                {
                    own += Next(arc, k, Math.Sign(jumps[arc]), smooth);
                }

                Try(arc + 1, cost + own);
                rest[from[arc]] += jumps[arc];
                rest[to[arc]] -= jumps[arc];
            }
        }
    }

    internal long? LeastByLemon(bool smooth, int reach)
    {
        var arcs = new List<(int, int, int, int)>();
        for (var a = 0; a < from.Length; a++)
        {
            for (var k = 0; k < reach; k++)
            {
                arcs.Add((from[a], to[a], 1, (int)Next(a, k, 1, smooth)));
                arcs.Add((to[a], from[a], 1, (int)Next(a, k, -1, smooth)));
            }
        }

        var balanced = (int[])supply.Clone();
        if (ground)
        {
            balanced[0] = -balanced.Skip(1).Sum();
        }

        return LemonSolver.LeastCost(balanced, arcs);
    }

    /// <summary>Cost of the cycle after k ones of a sign.</summary>
    private long Next(int arc, int k, int sign, bool smooth)
    {
        var centred = (sign * (long)slope[arc]) + (2L * k * weight[arc]);
        var cost = weight[arc] + centred;
        return smooth ? cost : Math.Min(cost, weight[arc]);
    }
}
