using Plumb.Acquisitions;
using Plumb.Networks;
using static Plumb.Tests.Networks.TestNetworks;

namespace Plumb.Tests.Networks;

public class NetworkSelectionTests
{
    private static readonly NetworkOptions NoTree = new() { KeepTree = false };

    [Fact]
    public void Without_limits_everything_is_kept()
    {
        var selected = NetworkSelection.Select([Candidate(12, 24, 0.5, 10), Candidate(0, 12, 0.6, -20)], new NetworkOptions());
        Assert.Equal([Pair(0, 12), Pair(12, 24)], selected.Network.Pairs);
        Assert.Empty(selected.Dropped);
        Assert.Empty(selected.Notes);
        Assert.Empty(selected.LostDates);
        Assert.All(selected.Kept, k => Assert.Equal(DropReasons.None, k.Overruled));
    }

    [Fact]
    public void Each_limit_drops_and_says_why_with_every_reason()
    {
        var options = NoTree with { MaxDays = 48, MaxPerpendicularBaseline = 150, MinCoherence = 0.4, ExcludedDates = [Day(36)], ExcludedPairs = [Pair(24, 36)] };
        var selected = NetworkSelection.Select(
        [
            Candidate(0, 12, 0.5, 100),
            Candidate(0, 96, 0.3, -200),
            Candidate(12, 24, 0.5, -151),
            Candidate(24, 36, 0.5, 10),
            Candidate(12, 48, 0.5, -150),
        ],
            options);
        Assert.Equal([Pair(0, 12), Pair(12, 48)], selected.Network.Pairs);
        var byPair = selected.Dropped.ToDictionary(d => d.Candidate.Pair);
        Assert.Equal(DropReasons.TooManyDays | DropReasons.LongBaseline | DropReasons.LowCoherence, byPair[Pair(0, 96)].Reasons);
        Assert.Equal(["96 days, limit 48", "perpendicular baseline -200 m, limit 150 m", "mean coherence 0.30, limit 0.40"], byPair[Pair(0, 96)].Words);
        Assert.Equal(DropReasons.LongBaseline, byPair[Pair(12, 24)].Reasons);
        Assert.Equal(DropReasons.ExcludedPair | DropReasons.ExcludedDate, byPair[Pair(24, 36)].Reasons);
        Assert.Contains("date 20200206 excluded by hand (network.exclude_dates)", byPair[Pair(24, 36)].Words);
        Assert.Equal([Day(24), Day(36), Day(96)], selected.LostDates);
        Assert.Contains(selected.Notes, n => n.StartsWith("3 dates no kept pair touches", StringComparison.Ordinal));
    }

    [Fact]
    public void Unknown_baseline_and_coherence_are_kept_and_said()
    {
        var options = NoTree with { MaxPerpendicularBaseline = 50, MinCoherence = 0.9 };
        var selected = NetworkSelection.Select([Candidate(0, 12), Candidate(12, 24, 0.95, 10)], options);
        Assert.Equal(2, selected.Kept.Count);
        Assert.Contains(selected.Notes, n => n.Contains("1 pair of unknown perpendicular baseline", StringComparison.Ordinal) && n.Contains("20200101_20200113", StringComparison.Ordinal));
        Assert.Contains(selected.Notes, n => n.Contains("1 pair of unknown coherence", StringComparison.Ordinal));
    }

    [Fact]
    public void Links_count_only_pairs_the_other_limits_pass_nearest_in_time_first()
    {
        var options = NoTree with { MaxLinks = 2, MinCoherence = 0.4 };
        var selected = NetworkSelection.Select(
            [Candidate(0, 48, 0.9), Candidate(0, 36, 0.9), Candidate(0, 24, 0.9), Candidate(0, 12, 0.1), Candidate(24, 48, 0.9)], options);
        Assert.Equal([Pair(0, 24), Pair(0, 36), Pair(24, 48)], selected.Network.Pairs);
        var byPair = selected.Dropped.ToDictionary(d => d.Candidate.Pair);
        Assert.Equal(DropReasons.LowCoherence, byPair[Pair(0, 12)].Reasons);
        Assert.Equal("20200101 has 2 shorter pairs, the limit", Assert.Single(byPair[Pair(0, 48)].Words));
    }

    [Fact]
    public void The_tree_overrules_limits_but_not_the_hand()
    {
        var options = new NetworkOptions { MinCoherence = 0.8, ExcludedPairs = [Pair(12, 24)] };
        var selected = NetworkSelection.Select(
            [Candidate(0, 12, 0.9), Candidate(12, 24, 0.7), Candidate(0, 24, 0.3), Candidate(24, 36, 0.2), Candidate(12, 36, 0.1)], options);
        Assert.Equal([Pair(0, 12), Pair(0, 24), Pair(24, 36)], selected.Network.Pairs);
        Assert.True(selected.Components.IsConnected);
        Assert.Equal([DropReasons.None, DropReasons.LowCoherence, DropReasons.LowCoherence], selected.Kept.Select(k => k.Overruled));
        Assert.Contains(selected.Notes, n => n.StartsWith("2 pairs kept against the limits", StringComparison.Ordinal));
        Assert.Equal([Pair(12, 24), Pair(12, 36)], selected.Dropped.Select(d => d.Candidate.Pair));
    }

    [Fact]
    public void Ties_in_coherence_go_to_the_shortest_then_the_earliest()
    {
        var tree = SpanningTree.Of([Candidate(0, 24, 0.5), Candidate(12, 24, 0.5), Candidate(0, 12, 0.5), Candidate(24, 36), Candidate(0, 36)]);
        Assert.Equal([Pair(0, 12), Pair(12, 24), Pair(24, 36)], tree);
    }

    [Fact]
    public void The_tree_of_random_candidates_is_the_best_of_all_trees_and_ignores_their_order()
    {
        var random = new Random(11);
        for (var trial = 0; trial < 30; trial++)
        {
            var network = Random(random, 5, 0.6);
            var candidates = network.Pairs.Select(p => new PairCandidate(p, Baseline.Unknown, Math.Round(random.NextDouble(), 1))).ToArray();
            var tree = SpanningTree.Of(candidates);
            random.Shuffle(candidates);
            Assert.Equal(tree, SpanningTree.Of(candidates));

            var edges = Edges(network);
            var coherence = network.Pairs.Select(p => candidates.Single(c => c.Pair == p).MeanCoherence).ToArray();
            var parts = PartsByBruteForce(network.Dates.Count, edges);
            var best = Enumerable.Range(0, 1 << edges.Length)
                .Select(bits => Enumerable.Range(0, edges.Length).Where(k => (bits >> k & 1) == 1).ToArray())
                .Where(set => set.Length == network.Dates.Count - parts && PartsByBruteForce(network.Dates.Count, set.Select(k => edges[k])) == parts)
                .Max(set => set.Sum(k => coherence[k]));
            Assert.Equal(best, tree.Sum(p => candidates.Single(c => c.Pair == p).MeanCoherence), 12);
        }
    }

    [Fact]
    public void Selection_does_not_depend_on_the_order_of_candidates()
    {
        var random = new Random(5);
        var candidates = Random(random, 12, 0.4).Pairs
            .Select(p => new PairCandidate(p, new Baseline(200 * random.NextDouble()), Math.Round(random.NextDouble(), 1))).ToArray();
        var options = new NetworkOptions { MaxLinks = 2, MinCoherence = 0.5, MaxPerpendicularBaseline = 120 };
        var first = NetworkSelection.Select(candidates, options);
        random.Shuffle(candidates);
        var second = NetworkSelection.Select(candidates, options);
        Assert.Equal(first.Kept, second.Kept);
        Assert.Equal(first.Notes, second.Notes);
        Assert.Equal(first.Dropped.Select(d => (d.Candidate, d.Reasons)), second.Dropped.Select(d => (d.Candidate, d.Reasons)));
    }

    [Fact]
    public void Nothing_left_says_how_many_each_limit_removes()
    {
        var error = Assert.Throws<RequestException>(() => NetworkSelection.Select(
            [Candidate(0, 12, 0.2, 10), Candidate(12, 100, 0.2, 10)], NoTree with { MaxDays = 30, MinCoherence = 0.5 }));
        Assert.Equal(
            "No interferogram is left of 2 interferograms that are there: network.max_days: 30 removes 1, network.min_coherence: 0.5 removes 2. Loosen the limit that removes most.",
            error.Message);
    }

    [Fact]
    public void All_excluded_by_hand_leaves_nothing_even_with_the_tree()
    {
        var error = Assert.Throws<RequestException>(() => NetworkSelection.Select(
            [Candidate(0, 12, 0.9), Candidate(12, 24, 0.9)], new NetworkOptions { ExcludedDates = [Day(12)] }));
        Assert.Contains("network.exclude_dates removes 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Exclusions_that_match_nothing_are_said()
    {
        var selected = NetworkSelection.Select([Candidate(0, 12, 0.9)], new NetworkOptions { ExcludedDates = [Day(99)], ExcludedPairs = [Pair(1, 2)] });
        Assert.Contains("network.exclude_pairs names pairs that are not there: 20200102_20200103.", selected.Notes);
        Assert.Contains("network.exclude_dates names dates that are not there: 2020-04-09.", selected.Notes);
    }

    [Fact]
    public void No_candidate_and_a_double_one_are_refused()
    {
        Assert.Contains("no interferogram", Assert.Throws<RequestException>(() => NetworkSelection.Select([], NoTree)).Message, StringComparison.Ordinal);
        Assert.Contains("stands twice", Assert.Throws<RequestException>(() => NetworkSelection.Select([Candidate(0, 12), Candidate(0, 12)], NoTree)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 0, 0, 0, "network.max_days")]
    [InlineData(0, double.NaN, 0, 0, "network.max_perpendicular_baseline")]
    [InlineData(0, 0, 1.5, 0, "network.min_coherence")]
    [InlineData(0, 0, double.NaN, 0, "network.min_coherence")]
    [InlineData(0, 0, 0, -2, "network.max_links")]
    public void Senseless_limits_are_refused_by_name(double days, double metres, double coherence, int links, string name)
    {
        var options = new NetworkOptions { MaxDays = days, MaxPerpendicularBaseline = metres, MinCoherence = coherence, MaxLinks = links };
        Assert.StartsWith(name, Assert.Throws<RequestException>(() => NetworkSelection.Select([Candidate(0, 12)], options)).Message, StringComparison.Ordinal);
    }
}
