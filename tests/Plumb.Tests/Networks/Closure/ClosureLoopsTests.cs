using Plumb.Networks;
using Plumb.Networks.Closure;
using static Plumb.Tests.Networks.TestNetworks;

namespace Plumb.Tests.Networks.Closure;

public class ClosureLoopsTests
{
    [Fact]
    public void Loops_return_to_their_first_date()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 60; trial++)
        {
            var network = Random(random, 3 + random.Next(12), 0.2 + (0.6 * random.NextDouble()));
            var loops = ClosureLoops.Of(network);
            var x = Enumerable.Range(0, network.Dates.Count).Select(_ => random.Next(-50, 50)).ToArray();
            for (var l = 0; l < loops.Count; l++)
            {
                var sum = 0;
                for (var i = 0; i < loops.PairsOf(l).Length; i++)
                {
                    var pair = loops.PairsOf(l)[i];
                    sum += loops.SignsOf(l)[i] * (x[network.SecondIndex[pair]] - x[network.FirstIndex[pair]]);
                }

                Assert.Equal(0, sum);
                Assert.Equal(loops.PairsOf(l).Length, loops.PairsOf(l).ToArray().Distinct().Count());
            }
        }
    }

    [Fact]
    public void Basis_has_as_many_loops_as_the_network_has_and_each_brings_a_new_pair()
    {
        var random = new Random(4);
        for (var trial = 0; trial < 60; trial++)
        {
            var network = Random(random, 3 + random.Next(14), 0.15 + (0.7 * random.NextDouble()));
            var loops = ClosureLoops.Of(network);
            var parts = NetworkComponents.Of(network).Parts.Count;
            Assert.Equal(network.Pairs.Count - network.Dates.Count + parts, loops.BasisCount);
            var seen = new HashSet<int>();
            for (var l = 0; l < loops.BasisCount; l++)
            {
                Assert.DoesNotContain(loops.NewPairOf(l), seen);
                Assert.Contains(loops.NewPairOf(l), loops.PairsOf(l).ToArray());
                seen.UnionWith(loops.PairsOf(l).ToArray());
            }

            var bridges = NetworkWeakness.Of(network).Bridges.Select(b => b.Pair).ToHashSet();
            for (var p = 0; p < network.Pairs.Count; p++)
            {
                Assert.Equal(bridges.Contains(network.Pairs[p]), loops.LoopsOf(p).IsEmpty);
            }
        }
    }

    [Fact]
    public void Checks_made_on_the_way_say_the_same_as_all_checks_at_the_end()
    {
        var random = new Random(5);
        var agreed = 0;
        for (var trial = 0; trial < 300; trial++)
        {
            var network = Random(random, 4 + random.Next(10), 0.4 + (0.5 * random.NextDouble()));
            var loops = ClosureLoops.Of(network);
            const int pixels = 3;
            var planes = new sbyte[loops.Count * pixels];
            var errors = network.Pairs.Select(_ => random.Next(6) == 0 ? random.Next(-2, 3) : 0).ToArray();
            for (var l = 0; l < loops.Count; l++)
            {
                // Closures of errors in the pairs agree; a little noise on one loop of every other trial spoils that.
                planes[(l * pixels) + 1] = (sbyte)loops.PairsOf(l).ToArray().Select((pair, i) => loops.SignsOf(l)[i] * errors[pair]).Sum();
            }

            if (trial % 2 == 1 && loops.Count > 0)
            {
                planes[(random.Next(loops.Count) * pixels) + 1] += 1;
            }

            var (plan, ofPairs) = (LoopPlan.Whole(loops), new int[network.Pairs.Count]);
            var cycles = Enumerable.Range(0, loops.Count).Select(l => planes[(l * pixels) + 1]).ToArray();
            plan.Integrate(cycles, ofPairs);
            var expected = plan.CheckCount > 0 && plan.Agrees(cycles, ofPairs);
            Assert.Equal(expected, plan.Closes(planes, pixels, 1, ofPairs));
            agreed += expected ? 1 : 0;
        }

        Assert.InRange(agreed, 50, 250);
    }

    [Fact]
    public void All_triangles_of_a_common_network_are_there_once()
    {
        var network = Of([.. from i in Enumerable.Range(0, 20) from k in Enumerable.Range(1, 4) where i + k < 20 select (12 * i, 12 * (i + k))]);
        var loops = ClosureLoops.Of(network);
        var expected = Enumerable.Range(0, 20).Sum(i => Enumerable.Range(i + 1, 19 - i).Sum(j => Enumerable.Range(j + 1, 19 - j).Count(k => k - i <= 4)));
        Assert.Equal(expected, loops.TriangleCount);
        Assert.Equal(expected, loops.Count);
        Assert.Equal(3, loops.LongestLoop);
        Assert.Equal(expected, Enumerable.Range(0, loops.Count).Select(l => string.Join(',', loops.PairsOf(l).ToArray().Order())).Distinct().Count());
    }

    [Fact]
    public void Networks_without_triangles_have_the_shortest_loops()
    {
        // A chain with pairs that span four dates: squares of a chain of four and one long pair.
        var pairs = Enumerable.Range(0, 12).Select(i => (i, i + 1)).Concat([(0, 4), (4, 8), (8, 12), (2, 6)]).ToArray();
        var loops = ClosureLoops.Of(Of(pairs));
        Assert.Equal(0, loops.TriangleCount);
        Assert.Equal(4, loops.BasisCount);
        Assert.Equal(5, loops.LongestLoop);
        Assert.Equal(0, ClosureLoops.Of(Of((0, 1), (1, 2))).Count);
    }

    [Fact]
    public void Dense_networks_keep_a_bounded_number_of_loops()
    {
        var network = Random(new Random(5), 30, 1);
        var loops = ClosureLoops.Of(network);
        Assert.Equal(ClosureLoops.MostPerPair * network.Pairs.Count, loops.Count);
        Assert.Equal(30 * 29 * 28 / 6, loops.TriangleCount);
    }

    [Fact]
    public void Cycles_of_the_loops_give_cycles_of_the_pairs_whatever_is_missing()
    {
        var random = new Random(6);
        for (var trial = 0; trial < 200; trial++)
        {
            var network = Random(random, 4 + random.Next(10), 0.3 + (0.6 * random.NextDouble()));
            var loops = ClosureLoops.Of(network);
            var errors = Enumerable.Range(0, network.Pairs.Count).Select(_ => random.Next(4) == 0 ? random.Next(-2, 3) : 0).ToArray();
            var cycles = new sbyte[loops.Count];
            for (var l = 0; l < loops.Count; l++)
            {
                cycles[l] = trial % 2 == 0 && random.Next(3) == 0 ? LoopKernel.Missing : (sbyte)Sum(loops, l, errors);
            }

            var plan = LoopPlan.Of(loops, cycles);
            var found = new int[errors.Length];
            plan.Integrate(cycles, found);
            Assert.True(plan.Agrees(cycles, found));
            var tested = 0;
            for (var l = 0; l < loops.Count; l++)
            {
                if (cycles[l] != LoopKernel.Missing && loops.PairsOf(l).ToArray().All(p => plan.IsTested[p]))
                {
                    Assert.Equal(cycles[l], Sum(loops, l, found));
                    tested++;
                }
            }

            Assert.True(trial % 2 == 0 || tested == loops.Count);
        }
    }

    private static int Sum(ClosureLoops loops, int loop, int[] ofPairs)
    {
        var sum = 0;
        for (var i = 0; i < loops.PairsOf(loop).Length; i++)
        {
            sum += loops.SignsOf(loop)[i] * ofPairs[loops.PairsOf(loop)[i]];
        }

        return sum;
    }
}
