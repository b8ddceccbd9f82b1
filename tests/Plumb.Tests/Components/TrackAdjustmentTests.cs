using Plumb.Components;
using Plumb.Simulation;

namespace Plumb.Tests.Components;

/// <summary>Levels and ramps of overlapping tracks that were planted come back within their stated deviations.</summary>
public sealed class TrackAdjustmentTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Planted_levels_and_ramps_come_back(bool ramps)
    {
        var scores = new List<double>();
        for (var seed = 1; seed <= 60; seed++)
        {
            double[][] planted = [[0, 0, 0], [0.004, ramps ? 2e-5 : 0, ramps ? -1e-5 : 0], [-0.003, ramps ? -3e-5 : 0, ramps ? 2e-5 : 0], [0.001, 0, 0]];
            var found = TrackAdjustment.Fit([Overlap(0, 1, planted, seed), Overlap(1, 2, planted, seed + 100), Overlap(2, 3, planted, seed + 200), Overlap(0, 2, planted, seed + 300)], 4, 0, ramps);
            Assert.Equal(0, found.Correction(0, 30, 10));
            for (var t = 1; t < 4; t++)
            {
                var truth = planted[t][0] + (planted[t][1] * 12) + (planted[t][2] * -20);
                scores.Add(Math.Abs(found.Correction(t, 12, -20) - truth) / Math.Sqrt(found.Covariance(t, t, 12, -20)));
                Assert.Equal(truth, found.Correction(t, 12, -20), 2e-3);
            }
        }

        Assert.InRange(scores.Count(z => z < 1) / (double)scores.Count, 0.55, 0.8);
        Assert.InRange(scores.Count(z => z < 1.96) / (double)scores.Count, 0.88, 0.99);
    }

    [Fact]
    public void Blocks_that_are_off_are_outvoted()
    {
        double[][] planted = [[0, 0, 0], [0.004, 0, 0]];
        var overlap = Overlap(0, 1, planted, 3);
        for (var i = 0; i < overlap.Difference.Length; i += 10)
        {
            overlap.Difference[i] += 0.1;
        }

        var found = TrackAdjustment.Fit([overlap], 2, 0, ramps: false);
        // Plain least squares would be off by a hundredth.
        Assert.Equal(0.004, found.Correction(1, 0, 0), 1e-3);
    }

    [Fact]
    public void A_track_that_hangs_on_nothing_is_refused()
    {
        double[][] planted = [[0, 0, 0], [0.004, 0, 0], [0, 0, 0]];
        var error = Assert.Throws<RequestException>(() => TrackAdjustment.Fit([Overlap(0, 1, planted, 3)], 3, 0, ramps: false));
        Assert.Contains("Input 3", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Differences first less second of the planted corrections at random places, with noise that is twice what is stated.</summary>
    private static TrackOverlap Overlap(int first, int second, double[][] planted, int seed)
    {
        const int Blocks = 120;
        var random = new CounterRandom(seed, 5);
        double[] east = [.. Enumerable.Range(0, Blocks).Select(i => 80 * (random.Uniform((ulong)i) - 0.5))], north = [.. Enumerable.Range(Blocks, Blocks).Select(i => 80 * (random.Uniform((ulong)i) - 0.5))];
        double Planted(int t, int i) => planted[t][0] + (planted[t][1] * east[i]) + (planted[t][2] * north[i]);
        double[] sigma = [.. Enumerable.Repeat(0.001, Blocks)];
        return new TrackOverlap(first, second, east, north, [.. Enumerable.Range(0, Blocks).Select(i => Planted(first, i) - Planted(second, i) + (0.002 * random.Normal((ulong)(1000 + i))))], sigma);
    }
}
