using Plumb.Acquisitions;
using Plumb.Networks;
using Plumb.Tests.Inversion;
using Plumb.Validation;

namespace Plumb.Tests.Validation;

public sealed class HeldOutFoldsTests
{
    [Theory]
    [InlineData(1, 12, 3, 5, 1)]
    [InlineData(2, 30, 4, 5, 2)]
    [InlineData(3, 9, 2, 2, 1)]
    [InlineData(4, 40, 6, 10, 3)]
    public void Without_a_fold_the_network_stays_in_one_part_and_dates_keep_their_pairs(int seed, int dates, int links, int count, int least)
    {
        var network = new RandomStack(seed, dates, links, 1, 0, drop: 0.2).Network;
        var degrees = Degrees(network, -1, []);
        var folds = HeldOutFolds.Of(network, count, seed, least);
        var of = folds.FoldOf.ToArray();
        Assert.Equal(network.Pairs.Count, of.Length);
        Assert.All(of, f => Assert.InRange(f, -1, count - 1));
        Assert.Equal(of.Count(f => f >= 0), folds.HeldOut);
        for (var fold = 0; fold < count; fold++)
        {
            Assert.Equal(Parts(network, -1, []), Parts(network, fold, of));
            var left = Degrees(network, fold, of);
            Assert.All(Enumerable.Range(0, dates), d => Assert.True(left[d] >= Math.Min(least, degrees[d])));
        }

        var sizes = Enumerable.Range(0, count).Select(f => of.Count(o => o == f)).ToArray();
        Assert.True(folds.HeldOut > network.Pairs.Count / 2);
        Assert.True(sizes.Max() <= 2 + (2 * network.Pairs.Count / count), string.Join(" ", sizes));
    }

    [Fact]
    public void A_pair_that_alone_joins_two_parts_is_never_left_out()
    {
        var network = new Network([Pair(0, 1), Pair(1, 2), Pair(0, 2), Pair(2, 3), Pair(3, 4), Pair(4, 5), Pair(3, 5)]);
        for (var seed = 0; seed < 20; seed++)
        {
            var folds = HeldOutFolds.Of(network, 3, seed);
            for (var k = 0; k < network.Pairs.Count; k++)
            {
                Assert.Equal(network.Pairs[k] == Pair(2, 3), folds.FoldOf[k] < 0);
            }
        }
    }

    [Fact]
    public void Parts_that_nothing_joins_stay_as_they_are()
    {
        var network = new Network([Pair(0, 1), Pair(1, 2), Pair(0, 2), Pair(3, 4), Pair(4, 5), Pair(3, 5)]);
        Assert.Equal(6, HeldOutFolds.Of(network, 3, 1).HeldOut);
    }

    [Fact]
    public void A_chain_has_nothing_to_leave_out()
    {
        var network = new Network([Pair(0, 1), Pair(1, 2), Pair(2, 3)]);
        Assert.Contains("None of the 3 pairs", Assert.Throws<RequestException>(() => HeldOutFolds.Of(network, 5, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => HeldOutFolds.Of(network, 1, 1));
    }

    [Fact]
    public void The_seed_alone_decides()
    {
        var network = new RandomStack(7, 30, 4, 1, 0).Network;
        Assert.Equal(HeldOutFolds.Of(network, 5, 3).FoldOf.ToArray(), HeldOutFolds.Of(network, 5, 3).FoldOf.ToArray());
        Assert.NotEqual(HeldOutFolds.Of(network, 5, 3).FoldOf.ToArray(), HeldOutFolds.Of(network, 5, 4).FoldOf.ToArray());
    }

    private static DatePair Pair(int i, int j) => new(new DateOnly(2021, 1, 1).AddDays(12 * i), new DateOnly(2021, 1, 1).AddDays(12 * j));

    private static int[] Degrees(Network network, int fold, int[] of)
    {
        var degrees = new int[network.Dates.Count];
        for (var k = 0; k < network.Pairs.Count; k++)
        {
            if (fold < 0 || of[k] != fold)
            {
                degrees[network.FirstIndex[k]]++;
                degrees[network.SecondIndex[k]]++;
            }
        }

        return degrees;
    }

    /// <summary>Number of parts by walking from date to date.</summary>
    private static int Parts(Network network, int fold, int[] of)
    {
        var seen = new bool[network.Dates.Count];
        var parts = 0;
        for (var start = 0; start < seen.Length; start++)
        {
            if (seen[start])
            {
                continue;
            }

            parts++;
            var open = new Stack<int>([start]);
            while (open.TryPop(out var date))
            {
                seen[date] = true;
                for (var k = 0; k < network.Pairs.Count; k++)
                {
                    if (fold < 0 || of[k] != fold)
                    {
                        var (i, j) = (network.FirstIndex[k], network.SecondIndex[k]);
                        if ((i == date || j == date) && !seen[i + j - date])
                        {
                            open.Push(i + j - date);
                        }
                    }
                }
            }
        }

        return parts;
    }
}
