using Plumb.Acquisitions;
using Plumb.Corrections;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Networks;
using Plumb.Simulation;

namespace Plumb.Tests.Corrections;

public class RampNetworkTests
{
    private const int Side = 64;
    private const int DateCount = 9;
    private static readonly DateOnly[] Dates = [.. Enumerable.Range(0, DateCount).Select(k => new DateOnly(2022, 1, 3).AddDays(12 * k))];

    private static readonly Network Network = new(
        Enumerable.Range(0, DateCount).SelectMany(i => Enumerable.Range(i + 1, Math.Min(3, DateCount - 1 - i)).Select(j => new DatePair(Dates[i], Dates[j]))));

    /// <summary>With equal weights, ramps of pairs brought to the dates are the ramps of the series that the same pairs give by least squares.</summary>
    [Theory]
    [InlineData(RampShape.Plane)]
    [InlineData(RampShape.Quadratic)]
    public void With_equal_weights_pairs_and_series_give_the_same(RampShape shape)
    {
        var pairs = Pairs(1, _ => 0.004);
        var pairRamps = Plain(shape, pairs, Network.Pairs.Count);
        var byNetwork = RampNetwork.ByDates(Network, pairRamps, [.. Network.Pairs.Select(_ => 1.0)]);

        // The series: every pixel's own least squares over the pairs, by the same equations term by term in place of the ramp's coefficients.
        var template = Plain(RampShape.Plane, pairs, Network.Pairs.Count);
        var series = new float[DateCount * Side * Side];
        for (var i = 0; i < Side * Side; i++)
        {
            var coefficients = new double[Network.Pairs.Count * Ramp.TermsOf(RampShape.Plane)];
            for (var pair = 0; pair < Network.Pairs.Count; pair++)
            {
                coefficients[pair * 3] = pairs[(pair * Side * Side) + i];
            }

            var dates = RampNetwork.ByDates(Network, template.With(coefficients), [.. Network.Pairs.Select(_ => 1.0)]);
            for (var date = 0; date < DateCount; date++)
            {
                series[(date * Side * Side) + i] = (float)dates.Of(date)[0];
            }
        }

        var bySeries = Plain(shape, series, DateCount);
        for (var date = 0; date < DateCount; date++)
        {
            for (var term = 0; term < Ramp.TermsOf(shape); term++)
            {
                Assert.Equal(bySeries.Of(date)[term], byNetwork.Of(date)[term], 2e-7);
            }
        }
    }

    /// <summary>Pairs with ten times the noise, and long ones at that: weights by the scatter of each pair make the ramps of the dates better than equal ones.</summary>
    [Fact]
    public void Noisy_pairs_count_less()
    {
        var (weighted, equal) = (0.0, 0.0);
        for (var seed = 1; seed <= 20; seed++)
        {
            var values = Pairs(seed, pair => pair % 3 == 1 ? 0.08 : 0.004);
            using var coarse = Coarse(values, Network.Pairs.Count);
            var ramps = RampFit.Robust(RampShape.Plane, coarse, Side, Side);
            var weights = RampNetwork.Weights(coarse, ramps, Side, Side);
            Assert.True(weights.Where((_, p) => p % 3 == 1).Max() < 0.2 * weights.Where((_, p) => p % 3 != 1).Min());
            weighted += Error(seed, RampNetwork.ByDates(Network, ramps, weights));
            equal += Error(seed, RampNetwork.ByDates(Network, ramps, [.. weights.Select(_ => 1.0)]));
        }

        Assert.True(weighted < 0.3 * equal, $"{weighted} {equal}");
    }

    /// <summary>Differences of the dates' ramps add up to nothing around any loop, whatever the ramps of the pairs were.</summary>
    [Fact]
    public void Loops_stay_closed_and_a_network_in_parts_is_refused()
    {
        var ramps = Plain(RampShape.Plane, Pairs(3, _ => 0.05), Network.Pairs.Count);
        var dates = RampNetwork.ByDates(Network, ramps, [.. Network.Pairs.Select((_, p) => 1.0 + p)]);
        Assert.Equal(0, dates.Of(0)[1]);
        double Of(int i, int j) => dates.Of(j)[1] - dates.Of(i)[1];
        Assert.Equal(0, Of(0, 1) + Of(1, 2) - Of(0, 2), 1e-15);
        var parts = new Network([new DatePair(Dates[0], Dates[1]), new DatePair(Dates[2], Dates[3])]);
        var two = Plain(RampShape.Plane, new float[2 * Side * Side], 2, allowStill: true);
        Assert.Contains("falls apart", Assert.Throws<RequestException>(() => RampNetwork.ByDates(parts, two, [1, 1])).Message, StringComparison.Ordinal);
        Assert.Throws<RequestException>(() => RampNetwork.ByDates(Network, two, [1, 1]));
    }

    private static double Error(int seed, Ramp dates)
    {
        var sum = 0.0;
        for (var date = 1; date < DateCount; date++)
        {
            for (var k = 0; k < 2; k++)
            {
                sum += Math.Pow(dates.Of(date)[k + 1] - (Slope(seed, date, k) - Slope(seed, 0, k)), 2);
            }
        }

        return sum;
    }

    private static double Slope(int seed, int date, int axis) => 0.01 * new CounterRandom(seed, 1).Normal((ulong)((2 * date) + axis));

    private static float[] Pairs(int seed, Func<int, double> noise)
    {
        var values = new float[Network.Pairs.Count * Side * Side];
        for (var pair = 0; pair < Network.Pairs.Count; pair++)
        {
            var random = new CounterRandom(seed, 100 + pair);
            double Of(int axis) => Slope(seed, Network.SecondIndex[pair], axis) - Slope(seed, Network.FirstIndex[pair], axis);
            for (var i = 0; i < Side * Side; i++)
            {
                var (v, u) = ((2.0 * (i / Side) / (Side - 1)) - 1, (2.0 * (i % Side) / (Side - 1)) - 1);
                values[(pair * Side * Side) + i] = (float)((Of(0) * v) + (Of(1) * u) + (noise(pair) * random.Normal((ulong)i)));
            }
        }

        return values;
    }

    private static Ramp Plain(RampShape shape, float[] values, int planes, bool allowStill = false)
    {
        var fit = new RampFit(shape, planes, Side, Side, 1);
        var moved = allowStill ? Array.ConvertAll(values, v => v + 1) : values;
        fit.Add(0, new Tile(0, 0, Side, Side), moved, Side * Side, Side, Used());
        return fit.Solve();
    }

    private static CoarseSeries Coarse(float[] values, int planes)
    {
        var coarse = new CoarseSeries(planes, Side, Side, 8, new MemoryBudget(1 << 24));
        coarse.Add(new Tile(0, 0, Side, Side), values, Side * Side, Side, Used());
        return coarse;
    }

    private static bool[] Used() => [.. Enumerable.Repeat(true, Side * Side)];
}
