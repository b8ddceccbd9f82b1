using Plumb.References;
using static Plumb.Tests.Networks.TestNetworks;

namespace Plumb.Tests.References;

public class RateStackingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(53)]
    public void Many_pixels_agree_with_one_at_a_time_to_the_bit(int pixels)
    {
        var random = new Random(pixels);
        double[] years = [0.03, 0.07, 0.1, 0.5, 1.1];
        float[] offset = [1, -2, 3, float.NaN, 0.5f];
        var phase = Plumb.Tests.Networks.PixelConnectivityTests.Ragged(random, years.Length, pixels, 0.4);
        var (fast, slow) = (new float[pixels], new float[pixels]);
        RateStacking.Solve(phase, offset, years, fast, 2);
        RateStacking.SolveScalar(phase, offset, years, slow, 2);
        Assert.Equal(slow, fast);
    }

    [Fact]
    public void A_steady_motion_is_recovered_whatever_the_constants_of_the_pairs()
    {
        double[] years = [0.1, 0.2, 0.4];
        float[] offset = [3, -1, 20];
        var phase = years.Select((y, k) => (float)(-7 * y) + offset[k]).ToArray();
        var rates = new float[1];
        RateStacking.Solve(phase, offset, years, rates);
        Assert.Equal(-7, rates[0], 1e-4f);
        phase[1] = float.NaN;
        RateStacking.Solve(phase, offset, years, rates, 3);
        Assert.True(float.IsNaN(rates[0]));
        Assert.Throws<ArgumentException>(() => RateStacking.Solve(phase, offset, [0.1], rates));
        Assert.Throws<ArgumentOutOfRangeException>(() => RateStacking.Solve(phase, offset, years, rates, 0));
    }

    [Fact]
    public void Pairs_are_chosen_from_the_shortest_and_spread_over_time()
    {
        var network = Of([.. Enumerable.Range(0, 40).SelectMany(i => new[] { (i * 12, (i + 1) * 12), (i * 12, (i + 3) * 12) })]);
        var chosen = RateStacking.ChoosePairs(network, 5);
        Assert.Equal(5, chosen.Distinct().Count());
        Assert.All(chosen, k => Assert.Equal(12, network.Pairs[k].Days));
        Assert.Equal(Day(0), network.Pairs[chosen[0]].First);
        Assert.Equal(Day(39 * 12), network.Pairs[chosen[^1]].First);
        Assert.Equal(network.Pairs.Count, RateStacking.ChoosePairs(network, 1000).Count);
        Assert.Single(RateStacking.ChoosePairs(network, 1));
        Assert.Equal(12 / 365.25, RateStacking.Years([Pair(0, 12)])[0]);
    }

    [Fact]
    public void Still_level_ignores_no_data()
    {
        Assert.Equal(2, RateStacking.StillLevel([2f, float.NaN, 2f, 2f, -50f, float.NaN]).Centre);
        Assert.True(double.IsNaN(RateStacking.StillLevel([float.NaN]).Centre));
    }
}
