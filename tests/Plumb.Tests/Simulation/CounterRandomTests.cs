using Plumb.Simulation;

namespace Plumb.Tests.Simulation;

public class CounterRandomTests
{
    [Fact]
    public void Numbers_are_those_of_SplitMix64()
    {
        // The published sequence of SplitMix64 for the state 0.
        Assert.Equal(0xE220A8397B1DCDAFUL, CounterRandom.Mix(0x9E3779B97F4A7C15));
        Assert.Equal(0x6E789E6AA1B965F4UL, CounterRandom.Mix(unchecked(2 * 0x9E3779B97F4A7C15)));
    }

    [Fact]
    public void Uniform_and_normal_have_their_moments()
    {
        var random = new CounterRandom(1, 2, 3);
        const int n = 200_000;
        var (mean, square, normalMean, normalSquare, fourth) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var k = 0; k < n; k++)
        {
            var u = random.Uniform((ulong)k);
            var z = random.Normal((ulong)(k + n));
            mean += u / n;
            square += u * u / n;
            normalMean += z / n;
            normalSquare += z * z / n;
            fourth += z * z * z * z / n;
        }

        Assert.Equal(0.5, mean, 0.003);
        Assert.Equal(1.0 / 3, square, 0.003);
        Assert.Equal(0, normalMean, 0.01);
        Assert.Equal(1, normalSquare, 0.015);
        Assert.Equal(3, fourth, 0.12);
    }

    [Fact]
    public void Streams_seeds_and_items_differ()
    {
        var values = new HashSet<ulong>();
        for (var seed = 0; seed < 10; seed++)
        {
            for (var stream = 0; stream < 10; stream++)
            {
                for (var item = 0; item < 10; item++)
                {
                    Assert.True(values.Add(new CounterRandom(seed, stream, item).Bits(0)));
                }
            }
        }

        Assert.Equal(new CounterRandom(4, 5, 6), new CounterRandom(4, 5, 6));
        Assert.NotEqual(new CounterRandom(4, 5, 6), new CounterRandom(4, 6, 5));
    }

    [Fact]
    public void Neighbours_are_not_correlated()
    {
        var (a, b) = (new CounterRandom(1, 1, 0), new CounterRandom(1, 1, 1));
        var (lag, cross) = (0.0, 0.0);
        const int n = 100_000;
        for (var k = 0UL; k < n; k++)
        {
            lag += (a.Uniform(k) - 0.5) * (a.Uniform(k + 1) - 0.5) * 12 / n;
            cross += (a.Uniform(k) - 0.5) * (b.Uniform(k) - 0.5) * 12 / n;
        }

        Assert.Equal(0, lag, 0.015);
        Assert.Equal(0, cross, 0.015);
    }
}
