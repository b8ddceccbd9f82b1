using Plumb.Networks.Closure;

namespace Plumb.Tests.Networks.Closure;

/// <summary>From phases to corrections, on an island whose errors are known.</summary>
public class ClosureTileTests
{
    private static readonly ClosureOptions Options = new();

    [Theory]
    [InlineData(1, 0.12, 1, 0.3)]
    [InlineData(2, 0.12, 2, 0.3)]
    [InlineData(3, 0.20, 1, 0.3)]
    [InlineData(4, 0.05, 1, 2.0)]
    [InlineData(5, 0.12, 1, 2.0)]
    public void Planted_errors_are_fixed_and_nothing_else_is_touched(int seed, double share, int most, double noise)
    {
        var random = new Random(seed);
        var planted = Plant(random, 20, 5, share, most);
        var stack = new IslandStack(seed, 20, 5, planted, noise);
        using var tile = stack.Correct(Options, out _);
        for (var p = 0; p < stack.Network.Pairs.Count; p++)
        {
            var (right, island, outside) = Score(stack, tile, p, planted.GetValueOrDefault(p));
            Assert.True(right >= 0.97 * island, $"pair {p}: {right} of {island} pixels of the island are right");
            Assert.True(outside <= 3, $"pair {p}: {outside} pixels outside were changed");
        }

        var before = stack.Phase.ToArray();
        tile.ApplyTo(stack.Phase);
        for (var i = 0; i < before.Length; i++)
        {
            var cycles = (stack.Phase[i] - before[i]) / (2 * Math.PI);
            Assert.Equal(Math.Round(cycles), cycles, 1e-4);
            Assert.Equal(Math.Sin(before[i]), Math.Sin(stack.Phase[i]), 1e-4);
        }
    }

    [Fact]
    public void Stack_without_errors_is_left_alone()
    {
        using var tile = new IslandStack(7, 15, 4, new Dictionary<int, int>()).Correct(Options, out var regions);
        Assert.DoesNotContain(tile.ChangedPairs, p => tile.CyclesOf(p).Count((sbyte)0) < IslandStack.Pixels - 3);
        Assert.Equal(0, regions.CorrectedCount);
    }

    [Fact]
    public void Tie_at_the_last_date_is_left_by_the_loops_and_settled_by_the_motion()
    {
        // Two of the four pairs of the last date are off: the loops close as well with the other two.
        var network = new IslandStack(8, 15, 4, new Dictionary<int, int>()).Network;
        var last = Enumerable.Range(0, network.Pairs.Count).Where(p => network.SecondIndex[p] == 14).ToArray();
        Assert.Equal(4, last.Length);
        var planted = new Dictionary<int, int> { [last[0]] = 1, [last[2]] = 1 };
        var stack = new IslandStack(8, 15, 4, planted);
        using (var alone = stack.Correct(Options with { Continuity = 0 }, out var undecided))
        {
            Assert.True(undecided.UndecidedCount > 0);
            Assert.Contains(OpenCause.Ambiguous, alone.Causes.ToArray());
            Assert.All(last, p => Assert.True(alone.CyclesOf(p).IsEmpty || Score(stack, alone, p, 0).Right > 400));
        }

        using var tile = stack.Correct(Options, out _);
        foreach (var p in last)
        {
            var (right, island, _) = Score(stack, tile, p, planted.GetValueOrDefault(p));
            Assert.True(right >= 0.97 * island, $"pair {p}: {right} of {island}");
        }
    }

    [Fact]
    public void Errors_too_small_for_a_region_stay_and_are_told()
    {
        var planted = new Dictionary<int, int> { [20] = 1 };
        var stack = new IslandStack(9, 15, 4, planted);
        using var tile = stack.Correct(Options with { MinRegion = 4000 }, out var regions);
        Assert.Equal(0, regions.Count);
        Assert.True(tile.Causes.Contains(OpenCause.Unexplained) || tile.CyclesOf(20).Length > 0);
    }

    [Fact]
    public void Order_of_tiles_and_a_second_load_change_nothing()
    {
        var planted = Plant(new Random(3), 15, 4, 0.1, 1);
        var stack = new IslandStack(10, 15, 4, planted);
        using var tile = stack.Correct(Options, out var regions);
        var first = tile.ChangedPairs.ToDictionary(p => p, p => tile.CyclesOf(p).ToArray());
        tile.Load(new float[stack.Phase.Length]);
        tile.Correct(new float[stack.Phase.Length], 5, []);
        tile.Conclude();
        Assert.Empty(tile.ChangedPairs);
        Assert.All(tile.Told.ToArray(), t => Assert.Equal(0, t));
        tile.Load(stack.Phase);
        tile.Correct(stack.Phase, 0, []);
        Assert.Equal(first, tile.ChangedPairs.ToDictionary(p => p, p => tile.CyclesOf(p).ToArray()));
        Assert.True(regions.IsIn(0) && !regions.IsIn(5));
    }

    [Theory]
    [InlineData(4, "both")]
    [InlineData(1, "chain")]
    public void Components_are_joined_in_a_deep_bowl_with_loops_and_without(int links, string name)
    {
        // The chain has no loop at all; the motion before and after tells what its pairs miss.
        var dates = 16;
        var planted = links == 1 ? new Dictionary<int, int> { [6] = 1, [11] = -1 } : Plant(new Random(5), dates, links, 0.1, 1);
        var stack = new IslandStack(11, dates, links, planted);
        var bridges = new ComponentBridges(ClosureLoops.Of(stack.Network), Options, stack.Coherence);
        bridges.CountIn(stack.Components);
        bridges.Choose();
        Assert.Equal(stack.Network.Pairs.Count, bridges.Count);
        Assert.True(bridges.IsIn(stack.Components));
        bridges.AddMotion(stack.Phase, stack.Components, IslandStack.Side, IslandStack.Side);
        bridges.Explain(2);
        foreach (var bridge in bridges.Bridges)
        {
            var moved = bridge.Verdict == BlameVerdict.Corrected ? bridge.Cycles : 0;
            Assert.True(moved == -planted.GetValueOrDefault(bridge.Pair), $"{name}: pair {bridge.Pair} is moved by {moved}, margin {bridge.Margin}");
        }
    }

    [Fact]
    public void Requests_that_make_no_sense_are_refused()
    {
        var loops = ClosureLoops.Of(TestNetworks.Of((0, 1), (1, 2), (0, 2)));
        double[] coherence = [1, 1, 1];
        Assert.Throws<RequestException>(() => new ClosureRegions(loops, Options with { MinRegion = 0 }, coherence));
        Assert.Throws<RequestException>(() => new ClosureRegions(loops, Options with { MinMargin = 0 }, coherence));
        Assert.Throws<RequestException>(() => new ClosureRegions(loops, Options with { Continuity = double.NaN }, coherence));
        Assert.Throws<RequestException>(() => new ClosureRegions(loops, Options with { MaxGap = 65 }, coherence));
        Assert.Throws<ArgumentException>(() => new ClosureRegions(loops, Options, [1.0]));
    }

    private static Dictionary<int, int> Plant(Random random, int dates, int links, double share, int most)
    {
        var pairs = Enumerable.Range(0, dates).Sum(i => Math.Min(links, dates - 1 - i));
        return Enumerable.Range(0, pairs).OrderBy(_ => random.Next()).Take((int)Math.Round(share * pairs))
            .ToDictionary(p => p, _ => (random.Next(2) == 0 ? -1 : 1) * random.Next(1, most + 1));
    }

    private static (int Right, int Island, int Outside) Score(IslandStack stack, ClosureTile tile, int pair, int cycles)
    {
        var (right, island, outside) = (0, 0, 0);
        var plane = tile.CyclesOf(pair);
        for (var i = 0; i < IslandStack.Pixels; i++)
        {
            var place = stack.Components[(pair * IslandStack.Pixels) + i];
            var added = plane.IsEmpty ? 0 : plane[i];
            island += place == 2 ? 1 : 0;
            right += place == 2 && added == -cycles ? 1 : 0;
            outside += place == 1 && added != 0 ? 1 : 0;
        }

        return (right, island, outside);
    }
}
