using Plumb.Networks;
using static Plumb.Tests.Networks.TestNetworks;

namespace Plumb.Tests.Networks;

public class NetworkGraphTests
{
    [Fact]
    public void One_chain_is_one_part_and_every_pair_is_a_bridge()
    {
        var network = Of((0, 12), (12, 24), (24, 36));
        var components = NetworkComponents.Of(network);
        Assert.True(components.IsConnected);
        Assert.Empty(components.Gaps);
        Assert.Equal("All 4 dates are joined by observations.", Assert.Single(components.Describe()));
        var weakness = NetworkWeakness.Of(network);
        Assert.Equal([1, 2, 1], weakness.Bridges.Select(b => b.DatesCutOff));
        Assert.Equal([Day(12), Day(24)], weakness.ArticulationDates);
        Assert.Equal([1, 2, 2, 1], weakness.Redundancy.ToArray());
    }

    [Fact]
    public void A_loop_has_no_bridge_and_a_pair_that_hangs_on_it_has()
    {
        var weakness = NetworkWeakness.Of(Of((0, 12), (12, 24), (0, 24), (24, 36)));
        var bridge = Assert.Single(weakness.Bridges);
        Assert.Equal(Pair(24, 36), bridge.Pair);
        Assert.Equal(1, bridge.DatesCutOff);
        Assert.Equal(Day(24), Assert.Single(weakness.ArticulationDates));
    }

    [Fact]
    public void Parts_one_after_the_other_have_a_gap_with_its_dates()
    {
        var components = NetworkComponents.Of(Of((0, 12), (30, 42), (42, 54)));
        Assert.Equal([2, 3], components.Parts.Select(p => p.Dates.Count));
        Assert.Equal([1, 2], components.Parts.Select(p => p.PairCount));
        var gap = Assert.Single(components.Gaps);
        Assert.Equal((Day(12), Day(30), 18), (gap.Before, gap.After, gap.Days));
        Assert.Contains("No pair spans 2020-01-13 to 2020-01-31 (18 days).", components.Describe());
    }

    [Fact]
    public void Interleaved_parts_have_no_gap_but_are_said()
    {
        var components = NetworkComponents.Of(Of((0, 24), (12, 36), (24, 48)));
        Assert.Equal(2, components.Parts.Count);
        Assert.Equal([0, 1, 0, 1, 0], components.PartOfDate.ToArray());
        Assert.Empty(components.Gaps);
        Assert.Contains(components.Describe(), line => line.Contains("overlap in time", StringComparison.Ordinal));
    }

    [Fact]
    public void Random_graphs_agree_with_brute_force()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 200; trial++)
        {
            var network = Random(random, 2 + random.Next(12), 0.05 + (0.4 * random.NextDouble()));
            var edges = Edges(network);
            var dates = network.Dates.Count;
            var parts = PartsByBruteForce(dates, edges);
            Assert.Equal(parts, NetworkComponents.Of(network).Parts.Count);

            var weakness = NetworkWeakness.Of(network);
            var bridges = edges
                .Where((_, k) => PartsByBruteForce(dates, edges.Where((_, m) => m != k)) > parts)
                .Select(e => Pair(network.Dates[e.First].DayNumber - Day(0).DayNumber, network.Dates[e.Second].DayNumber - Day(0).DayNumber));
            Assert.Equal(bridges, weakness.Bridges.Select(b => b.Pair));

            var articulation = Enumerable.Range(0, dates).Where(i => PartsByBruteForce(dates, edges, i) > parts).Select(i => network.Dates[i]);
            Assert.Equal(articulation, weakness.ArticulationDates);
        }
    }

    [Fact]
    public void A_chain_of_ten_thousand_dates_does_not_exhaust_the_stack()
    {
        var network = Of(Enumerable.Range(0, 10_000).Select(i => (i, i + 1)).ToArray());
        var weakness = NetworkWeakness.Of(network);
        Assert.Equal(10_000, weakness.Bridges.Count);
        Assert.Equal(5_000, weakness.Bridges.Max(b => b.DatesCutOff));
    }

    [Fact]
    public void The_root_of_a_set_is_its_smallest_member_whatever_the_order()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 50; trial++)
        {
            var unions = Enumerable.Range(0, 12).Select(_ => (random.Next(20), random.Next(20))).ToArray();
            int[] Roots(IEnumerable<(int, int)> order)
            {
                var parents = new int[20];
                DisjointSets.Reset(parents);
                foreach (var (a, b) in order)
                {
                    DisjointSets.Union(parents, a, b);
                }

                return Enumerable.Range(0, 20).Select(i => DisjointSets.Root(parents, i)).ToArray();
            }

            var roots = Roots(unions);
            Assert.Equal(roots, Roots(unions.Reverse()));
            Assert.All(Enumerable.Range(0, 20), i => Assert.True(roots[i] <= i));
        }
    }
}
