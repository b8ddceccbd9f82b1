using Plumb.Kernels;
using Plumb.Networks.Closure;

namespace Plumb.Tests.Networks.Closure;

/// <summary>A region that runs over the edge of a tile is corrected there as it is inside.</summary>
public sealed class ClosureEdgeTests
{
    private const int Side = 64;
    private const int Dates = 11;

    // The region with the errors begins here, and runs to the right edge of the tile; another lies left of it.
    private const int Begins = 44;
    private const int OtherEnds = 12;

    [Fact]
    public void Few_pairs_leave_no_band_along_the_edge_of_a_tile()
    {
        var corrected = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var network = TestNetworks.Of([.. from i in Enumerable.Range(0, Dates) from k in Enumerable.Range(1, 2) where i + k < Dates select (22 * i, 22 * (i + k))]);
            var (region, other) = (Plant(random, network.Pairs.Count), Plant(random, network.Pairs.Count));
            var phase = Phases(random, network.Pairs.Count, region, other);
            var regions = new ClosureRegions(ClosureLoops.Of(network), new ClosureOptions { Continuity = 0 }, Enumerable.Repeat(double.NaN, network.Pairs.Count).ToArray());
            using var tile = new ClosureTile(regions, ClosureLevels.Of(regions.Loops, phase), new MemoryBudget(1 << 28), Side, Side);
            tile.Load(phase);
            tile.Collect(0);
            regions.Explain(1);
            tile.Load(phase);
            tile.Correct(phase, 0, []);
            foreach (var pair in tile.ChangedPairs)
            {
                var cycles = tile.CyclesOf(pair);
                var inside = cycles[(32 * Side) + 57];
                corrected += inside != 0 ? 1 : 0;
                for (var i = 0; i < cycles.Length; i++)
                {
                    Assert.True(i % Side < Begins + 8 || cycles[i] == inside, $"seed {seed}, pair {pair}: {cycles[i]} at row {i / Side}, column {i % Side}, {inside} inside");
                }
            }
        }

        Assert.True(corrected > 20, $"{corrected} corrections");
    }

    private static int[] Plant(Random random, int pairs) => [.. Enumerable.Range(0, pairs).Select(_ => random.NextDouble() < 0.2 ? (random.Next(2) * 2) - 1 : 0)];

    /// <summary>Still ground with a little noise, and whole cycles in two regions.</summary>
    private static float[] Phases(Random random, int pairs, int[] region, int[] other)
    {
        var phase = new float[pairs * Side * Side];
        for (var i = 0; i < phase.Length; i++)
        {
            var (pair, column) = (i / (Side * Side), i % Side);
            var cycles = column >= Begins ? region[pair] : column < OtherEnds ? other[pair] : 0;
            phase[i] = (float)(1 + (0.2 * (random.NextDouble() - 0.5)) + (2 * Math.PI * cycles));
        }

        return phase;
    }
}
