using Plumb.Networks.Closure;

namespace Plumb.Tests.Networks.Closure;

/// <summary>The exact solver against all whole numbers there are.</summary>
public class LeastCyclesTests
{
    private const int Widest = 3;

    [Fact]
    public void Cost_is_the_least_of_all_whole_numbers()
    {
        var random = new Random(11);
        for (var trial = 0; trial < 400; trial++)
        {
            var graph = RandomGraph(random);
            var solver = Fill(graph);
            var cost = solver.Solve();
            Assert.Equal(graph.Best(_ => true), cost);
            Assert.Equal(cost, Enumerable.Range(0, graph.Arcs.Length).Sum(a => (long)graph.Arcs[a].Weight * Math.Abs(solver.Left(a))));
        }
    }

    [Fact]
    public void Margin_is_what_another_value_of_an_arc_costs_more()
    {
        var random = new Random(12);
        var (wide, none) = (0, 0);
        for (var trial = 0; trial < 250; trial++)
        {
            var graph = RandomGraph(random);
            var solver = Fill(graph);
            var cost = solver.Solve();
            for (var a = 0; a < graph.Arcs.Length; a++)
            {
                if (solver.Left(a) == 0)
                {
                    continue;
                }

                var value = solver.Potential(graph.Arcs[a].To) - solver.Potential(graph.Arcs[a].From);
                var arc = graph.Arcs[a];
                var expected = graph.Best(x => x[arc.To] - x[arc.From] != value) - cost;
                Assert.Equal(expected, solver.Margin(a, long.MaxValue));
                Assert.InRange(solver.Margin(a, 2), Math.Min(2, expected), expected);
                wide += expected > 0 ? 1 : 0;
                none += expected == 0 ? 1 : 0;
            }
        }

        Assert.True(wide > 100 && none > 20, $"{wide} margins and {none} ties");
    }

    [Fact]
    public void One_solver_serves_many_graphs()
    {
        var random = new Random(13);
        var solver = new LeastCycles(6);
        for (var trial = 0; trial < 50; trial++)
        {
            var graph = RandomGraph(random, nodes: 6);
            solver.Clear();
            foreach (var (from, to, wanted, weight) in graph.Arcs)
            {
                solver.Add(from, to, wanted, weight);
            }

            Assert.Equal(Fill(graph).Solve(), solver.Solve());
        }

        solver.Clear();
        Assert.Equal(0, solver.Solve());
    }

    [Fact]
    public void Large_errors_on_a_large_network_are_found_exactly()
    {
        var random = new Random(14);
        var solver = new LeastCycles(200);
        var (wrong, arcs) = (new List<int>(), 0);
        for (var i = 0; i < 200; i++)
        {
            for (var j = i + 1; j < Math.Min(200, i + 7); j++)
            {
                var error = random.NextDouble() < 0.03 && i > 5 && j < 195 ? random.Next(1, 40) : 0;
                solver.Add(i, j, error, 64);
                wrong.Add(error);
                arcs++;
            }
        }

        Assert.Equal(64L * wrong.Sum(), solver.Solve());
        Assert.Equal(wrong, Enumerable.Range(0, arcs).Select(solver.Left));
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0, 3, 1)]
    [InlineData(-1, 1, 1)]
    [InlineData(0, 1, 0)]
    public void Arcs_that_fit_no_graph_are_refused(int from, int to, int weight) =>
        Assert.Throws<ArgumentException>(() => new LeastCycles(3).Add(from, to, 1, weight));

    private static LeastCycles Fill(Graph graph)
    {
        var solver = new LeastCycles(graph.Nodes);
        foreach (var (from, to, wanted, weight) in graph.Arcs)
        {
            solver.Add(from, to, wanted, weight);
        }

        return solver;
    }

    private static Graph RandomGraph(Random random, int nodes = 0)
    {
        nodes = nodes == 0 ? random.Next(2, 6) : nodes;
        var arcs = new List<(int, int, int, int)>();
        while (arcs.Count == 0)
        {
            for (var i = 0; i < nodes; i++)
            {
                for (var j = 0; j < nodes; j++)
                {
                    if (i != j && random.NextDouble() < 0.6)
                    {
                        arcs.Add((i, j, random.Next(3) == 0 ? random.Next(-1, 2) : 0, random.Next(1, 5)));
                    }
                }
            }
        }

        return new Graph(nodes, [.. arcs]);
    }

    private sealed record Graph(int Nodes, (int From, int To, int Wanted, int Weight)[] Arcs)
    {
        /// <summary>Least cost over all whole numbers from -3 to 3 at the nodes that pass the test; the first node is 0 in each part.</summary>
        public long Best(Func<int[], bool> allowed)
        {
            var x = new int[Nodes];
            var best = long.MaxValue;
            void Try(int node)
            {
                if (node == Nodes)
                {
                    if (allowed(x))
                    {
                        best = Math.Min(best, Arcs.Sum(a => (long)a.Weight * Math.Abs(a.Wanted - (x[a.To] - x[a.From]))));
                    }

                    return;
                }

                for (x[node] = -Widest; x[node] <= Widest; x[node]++)
                {
                    Try(node + 1);
                }
            }

            Try(1);
            return best;
        }
    }
}
