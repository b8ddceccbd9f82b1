using Plumb.Inversion;
using Plumb.Simulation;
using Plumb.Uncertainty;

namespace Plumb.Tests.Uncertainty;

public class CoherenceLawTests
{
    [Theory]
    [InlineData(4, 0.3)]
    [InlineData(4, 0.8)]
    [InlineData(9.3, 0.6)]
    [InlineData(37, 0.2)]
    [InlineData(37, 0.9)]
    public void Draws_follow_the_law(double looks, double truth)
    {
        const int draws = 60_000;
        const int bins = 20;
        var (count, square) = (new int[bins], new double[bins]);
        var random = new CounterRandom(3, 17, (int)looks);
        for (var i = 0; i < draws; i++)
        {
            var (phase, sample) = WishartNoise.DrawPixel(random, i / 1000, i % 1000, looks, (float)truth);
            var bin = Math.Min(bins - 1, (int)(sample * bins));
            count[bin]++;
            square[bin] += phase * phase;
        }

        var law = new CoherenceLaw(looks);
        var (probability, variance) = (new double[bins], new double[bins]);
        const int steps = 40;
        for (var i = 0; i < bins * steps; i++)
        {
            var r = (i + 0.5) / (bins * steps);
            var p = law.Density(r, truth);
            probability[i / steps] += p;
            variance[i / steps] += p * law.PhaseVariance(r, truth);
        }

        var total = probability.Sum();
        for (var bin = 0; bin < bins; bin++)
        {
            var expected = draws * probability[bin] / total;
            Assert.InRange(count[bin], expected - 6 - (5 * Math.Sqrt(expected)), expected + 6 + (5 * Math.Sqrt(expected)));
            if (count[bin] > 1000)
            {
                Assert.Equal(1, square[bin] / count[bin] / (variance[bin] / probability[bin]), 0.25);
            }
        }
    }

    [Fact]
    public void Over_all_sample_coherences_the_phase_has_the_variance_of_the_known_law()
    {
        var law = new CoherenceLaw(12);
        foreach (var truth in new[] { 0.1, 0.5, 0.85 })
        {
            var (sum, squares, expected) = (0.0, 0.0, 0.0);
            for (var i = 0; i < 2000; i++)
            {
                var r = (i + 0.5) / 2000;
                sum += law.Density(r, truth);
                squares += law.Density(r, truth) * law.PhaseVariance(r, truth);
                var phase = ((2.0 * r) - 1) * Math.PI;
                expected += phase * phase * PhaseVariance.Density(phase, truth, 12) * 2 * Math.PI / 2000;
            }

            Assert.Equal(1, squares / sum / expected, 2e-3);
        }
    }

    [Fact]
    public void A_pair_that_came_out_coherent_has_the_better_phase()
    {
        var law = new CoherenceLaw(10);
        Assert.True(law.PhaseVariance(0.7, 0.5) < 0.8 * law.PhaseVariance(0.5, 0.5));
        Assert.Equal(Math.PI * Math.PI / 3, law.PhaseVariance(0.4, 0), 1e-2);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(366)]
    [InlineData(1000)]
    public void Many_looks_and_high_coherence_leave_the_variance_of_small_phases(double looks)
    {
        var law = new CoherenceLaw(looks);
        foreach (var truth in new[] { 0.7, 0.9, 0.98 })
        {
            // Rodriguez and Martin 1992: (1 - g^2) / (2 L g^2).
            Assert.Equal(1, law.PhaseVariance(truth, truth) / ((1 - (truth * truth)) / (2 * looks * truth * truth)), 0.05);
        }

        foreach (var variance in new SampledVariance(law, PairWeights.ByEntry(new InversionOptions(Weighting.Variance, MinimumNorm.Velocity, looks, 1))).Table)
        {
            Assert.True(variance > 0 && float.IsFinite(variance));
        }
    }

    [Fact]
    public void Looks_that_are_none_are_refused()
    {
        foreach (var looks in new[] { 0, 0.9, double.NaN, double.PositiveInfinity })
        {
            Assert.Contains("looks", Assert.Throws<RequestException>(() => new CoherenceLaw(looks)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(CoherenceLaw.LeastLooks, new CoherenceLaw(1).Looks);
        Assert.Equal(CoherenceLaw.MostLooks, new CoherenceLaw(1e9).Looks);
    }

    /// <summary>The equation that the variances solve, with draws in place of integrals.</summary>
    [Theory]
    [InlineData(4, 0.5, 0.2, 0.2)]
    [InlineData(4, 0.8, 0.6, 0.1)]
    [InlineData(9, 0.4, 0.6, 0.15)]
    [InlineData(9, 0.8, 0.3, 0.05)]
    [InlineData(20, 0.4, 0.9, 0.1)]
    [InlineData(20, 0.6, 0.2, 0.05)]
    [InlineData(37, 0.3, 0.4, 0.1)]
    [InlineData(37, 0.6, 0.4, 0.05)]
    [InlineData(366, 0.5, 0.4, 0.05)]
    [InlineData(366, 0.9, 0.4, 0.05)]
    [InlineData(900, 0.7, 0.3, 0.05)]
    public void Sampled_variances_are_right_on_average_at_any_leverage(double looks, double truth, double leverage, double tolerance)
    {
        var options = new InversionOptions(Weighting.Variance, MinimumNorm.Velocity, looks, 1);
        var table = new SampledVariance(new CoherenceLaw(looks), PairWeights.ByEntry(options));
        var weights = new PhaseVariance(looks);
        var resistance = leverage / (1 - leverage) * weights.Of(truth);
        var random = new CounterRandom(11, 5, 1);
        var (told, real) = (0.0, 0.0);
        const int draws = 100_000;
        for (var i = 0; i < draws; i++)
        {
            var (phase, sample) = WishartNoise.DrawPixel(random, i / 1000, i % 1000, looks, (float)truth);
            var h = resistance / (weights.Of(Math.Max(sample, 0.05)) + resistance);
            told += h * h * table.Of(sample, h);
            real += h * h * phase * phase;
        }

        Assert.Equal(1, told / real, tolerance);
    }

    /// <summary>The same with integrals, for all that a network may hold: nearly exact where a sample coherence tells the true one, bounded where it does not.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(20)]
    [InlineData(40)]
    public void Sampled_variances_keep_to_the_law_from_single_pairs_to_dense_networks(double looks)
    {
        const int steps = 1000;
        var law = new CoherenceLaw(looks);
        var table = new SampledVariance(law, PairWeights.ByEntry(new InversionOptions(Weighting.Variance, MinimumNorm.Velocity, looks, 1)));
        var weights = new PhaseVariance(looks);
        foreach (var truth in new[] { 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95 })
        {
            var known = Enumerable.Range(0, steps).Select(i => (i + 0.5) / steps)
                .Select(r => (Sample: r, Density: law.Density(r, truth), Square: law.PhaseVariance(r, truth))).ToArray();
            var told = truth * Math.Sqrt(2 * looks);
            var tolerance = told switch { > 3 => 0.05, > 1 => 0.19, _ => 0.25 };
            foreach (var leverage in new[] { 0.003, 0.01, 0.03, 0.1, 0.25, 0.4, 0.6, 0.8 })
            {
                var resistance = leverage / (1 - leverage) * weights.Of(truth);
                var (found, real) = (0.0, 0.0);
                foreach (var (sample, density, square) in known)
                {
                    var h = resistance / (weights.Of(Math.Max(sample, 0.05)) + resistance);
                    found += density * h * h * table.Of(sample, h);
                    real += density * h * h * square;
                }

                Assert.True(Math.Abs((found / real) - 1) < tolerance, $"{looks} looks, coherence {truth}, leverage {leverage}: {found / real:0.000}");
            }
        }
    }
}
