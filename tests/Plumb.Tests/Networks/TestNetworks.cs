using Plumb.Acquisitions;
using Plumb.Networks;

namespace Plumb.Tests.Networks;

/// <summary>Small networks for tests: day numbers become dates from 2020-01-01.</summary>
internal static class TestNetworks
{
    internal static DateOnly Day(int day) => new DateOnly(2020, 1, 1).AddDays(day);

    internal static DatePair Pair(int first, int second) => new(Day(first), Day(second));

    internal static Network Of(params (int First, int Second)[] pairs) => new(pairs.Select(p => Pair(p.First, p.Second)));

    internal static PairCandidate Candidate(int first, int second, double coherence = double.NaN, double baseline = double.NaN) =>
        new(Pair(first, second), new Baseline(baseline), coherence);

    /// <summary>A random network of at most the given number of dates; every date has a pair.</summary>
    internal static Network Random(Random random, int dates, double density)
    {
        var pairs = new List<(int, int)>();
        while (pairs.Count == 0)
        {
            for (var i = 0; i < dates; i++)
            {
                for (var j = i + 1; j < dates; j++)
                {
                    if (random.NextDouble() < density)
                    {
                        pairs.Add((i, j));
                    }
                }
            }
        }

        return Of([.. pairs]);
    }

    /// <summary>Sets of dates joined to each other, by trying every path: the closure of the adjacency matrix (Warshall).</summary>
    internal static int PartsByBruteForce(int dates, IEnumerable<(int First, int Second)> pairs, int? withoutDate = null)
    {
        var reach = new bool[dates, dates];
        for (var i = 0; i < dates; i++)
        {
            reach[i, i] = true;
        }

        foreach (var (first, second) in pairs)
        {
            if (first != withoutDate && second != withoutDate)
            {
                reach[first, second] = reach[second, first] = true;
            }
        }

        for (var k = 0; k < dates; k++)
        {
            for (var i = 0; i < dates; i++)
            {
                for (var j = 0; j < dates; j++)
                {
                    reach[i, j] |= reach[i, k] && reach[k, j];
                }
            }
        }

        return Enumerable.Range(0, dates)
            .Count(i => i != withoutDate && !Enumerable.Range(0, i).Any(j => reach[j, i]));
    }

    internal static (int First, int Second)[] Edges(Network network) =>
        Enumerable.Range(0, network.Pairs.Count).Select(k => (network.FirstIndex[k], network.SecondIndex[k])).ToArray();
}
