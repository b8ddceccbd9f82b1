using Plumb.Components;
using Plumb.Simulation;

namespace Plumb.Tests.Components;

/// <summary>Stated variances of series and rate taken apart, against variances that are made of known parts and against drawn walks.</summary>
public sealed class SeriesNoiseTests
{
    private static readonly double[] Years = [0, 0.1, 0.2, 0.35, 0.45, 0.6, 0.9, 1.0, 1.3];

    private static readonly double[] Slope = SlopeOf(Years);

    [Theory]
    [InlineData(4e-6, 1e-6, 0.2)]
    [InlineData(4e-6, 0, 0)]
    [InlineData(1e-6, 9e-6, 1)]
    public void Parts_that_variances_are_made_of_are_found(double own, double drift, double pairShare)
    {
        var total = Years.Select(t => (2 * own) + (drift * t)).ToArray();
        var pairs = Years.Select(t => pairShare * drift * t).ToArray();
        var rate = Slope.Sum(a => a * a * own) + (drift * SeriesNoise.WalkFactor(Years, Slope));
        var found = new double[Years.Length];

        var walk = SeriesNoise.Split(Years, Slope, total, pairs, rate, found);

        Assert.Equal(drift, walk, 3e-3 * Math.Max(drift, own));
        Assert.All(found, v => Assert.Equal(own, v, 3e-3 * Math.Max(drift, own)));
    }

    [Fact]
    public void A_rate_without_a_deviation_leaves_the_drift_to_the_pairs_and_missing_dates_are_left_out()
    {
        double[] total = [0, 5e-6, double.NaN, 5e-6, 5e-6, 5e-6, 5e-6, 5e-6, 5e-6];
        var pairs = Years.Select(t => 1e-6 * t).ToArray();
        var found = new double[Years.Length];
        Assert.True(double.IsNaN(SeriesNoise.Split(Years, Slope, total, pairs, 1e-4, found)));

        total[2] = 5e-6;
        Assert.Equal(1e-6, SeriesNoise.Split(Years, Slope, total, pairs, double.NaN, found), 1e-12);
        Assert.Equal(0.5 * (5e-6 - 0.1e-6), found[1], 1e-12);

        // A drift that would leave a date nothing leaves it a twentieth.
        SeriesNoise.Split(Years, Slope, total, [.. Years.Select(_ => 9e-6)], double.NaN, found);
        Assert.Equal(0.5 * 0.05 * 5e-6, found[^1], 1e-12);
    }

    [Fact]
    public void The_variance_of_a_rate_of_a_walk_is_that_of_drawn_walks()
    {
        var random = new CounterRandom(5, 1);
        var (sum, drawn) = (0.0, 0UL);
        const int Walks = 20_000;
        for (var k = 0; k < Walks; k++)
        {
            var (at, rate) = (0.0, 0.0);
            for (var d = 1; d < Years.Length; d++)
            {
                at += Math.Sqrt(Years[d] - Years[d - 1]) * random.Normal(drawn++);
                rate += Slope[d] * at;
            }

            sum += rate * rate / Walks;
        }

        Assert.Equal(1, sum / SeriesNoise.WalkFactor(Years, Slope), 0.03);
    }

    private static double[] SlopeOf(double[] years)
    {
        var mean = years.Average();
        var squares = years.Sum(y => (y - mean) * (y - mean));
        return [.. years.Select(y => (y - mean) / squares)];
    }
}
