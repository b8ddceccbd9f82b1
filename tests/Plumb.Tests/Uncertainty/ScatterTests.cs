using Plumb.Inversion;
using Plumb.Kernels;
using Plumb.Networks;
using Plumb.Simulation;
using Plumb.TimeFunctions;
using Plumb.Uncertainty;

namespace Plumb.Tests.Uncertainty;

public class ScatterTests
{
    private const int Dates = 40;
    private const int Pixels = 101;
    private static readonly double[] Years = [.. Enumerable.Range(0, Dates).Select(i => i * 12 / 365.25)];

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Scatter_with_alike_neighbours_is_that_of_the_plain_formula(int bits)
    {
        var series = Noise(0.6, 3);
        series[(5 * Pixels) + 4] = float.NaN;
        for (var i = 3; i < Dates; i++)
        {
            series[(i * Pixels) + 6] = float.NaN;
        }

        var width = bits switch { 128 => LaneWidth.Bits128, 256 => LaneWidth.Bits256, _ => LaneWidth.Bits512 };
        var (sigma, correlation) = (new float[Pixels], new float[Pixels]);
        new ResidualRate(Years, width).Measure(series, Pixels, sigma, correlation);
        for (var p = 0; p < Pixels; p++)
        {
            var expected = Plain(p, series);
            if (double.IsNaN(expected))
            {
                Assert.True(float.IsNaN(sigma[p]) && float.IsNaN(correlation[p]));
            }
            else
            {
                Assert.Equal(1, sigma[p] / expected, 2e-3);
            }
        }
    }

    [Fact]
    public void Alike_neighbours_make_the_rate_less_sure_and_independent_dates_do_not()
    {
        var (white, alike, line) = (new float[Pixels], new float[Pixels], new float[Pixels]);
        var rate = new ResidualRate(Years);
        rate.Measure(Noise(0, 5), Pixels, white, []);
        rate.Measure(Noise(0.8, 5), Pixels, alike, []);
        new LinearRate(Years).Fit(Noise(0, 5), Pixels, new float[Pixels], line);
        Assert.InRange(white.Average() / line.Average(), 0.98, 1.25);
        new LinearRate(Years).Fit(Noise(0.8, 5), Pixels, new float[Pixels], line);
        Assert.True(alike.Average() > 1.6 * line.Average());
    }

    [Fact]
    public void Blocks_of_dates_find_the_scatter_of_the_rate()
    {
        var sigma = new float[Pixels];
        var bootstrap = new BlockBootstrap(Years, 0, 400, 1);
        Assert.Equal(4, bootstrap.Block);
        bootstrap.Measure(Noise(0, 7), Pixels, sigma);
        var again = new float[Pixels];
        new BlockBootstrap(Years, 0, 400, 1).Measure(Noise(0, 7), Pixels, again);
        Assert.Equal(sigma, again);
        var mean = Years.Average();
        var truth = 1e-3 / Math.Sqrt(Years.Sum(t => (t - mean) * (t - mean)));
        Assert.Equal(1, sigma.Average() / truth, 0.12);
        Assert.Throws<RequestException>(() => new BlockBootstrap([0, 1, 2], 0, 100, 1));
    }

    [Fact]
    public void Drawn_pairs_find_the_noise_of_a_redundant_network()
    {
        const int n = 12;
        var day = new DateOnly(2022, 1, 1);
        var network = new Network(
            from i in Enumerable.Range(0, n)
            from j in Enumerable.Range(i + 1, 6)
            where j < n
            select new Acquisitions.DatePair(day.AddDays(12 * i), day.AddDays(12 * j)));
        var pairs = network.Pairs.Count;
        const int pixels = 70;
        var (phase, coherence) = (new float[pairs * pixels], new float[pairs * pixels]);
        for (var p = 0; p < pairs; p++)
        {
            var random = new CounterRandom(9, 4, p);
            for (var i = 0; i < pixels; i++)
            {
                (phase[(p * pixels) + i], coherence[(p * pixels) + i]) = WishartNoise.DrawPixel(random, 0, i, 20, 0.7f);
            }
        }

        var inversion = new NetworkInversion(network, new InversionOptions(Weighting.Variance, MinimumNorm.Velocity, 20, 1), -0.01);
        var rate = NetworkPropagationTests.Rate(network);
        var tile = new PropagationTile { Pixels = pixels, Phase = phase, Coherence = coherence };
        var drawn = new float[pixels];
        new PairBootstrap(inversion, rate, 200, 3).Measure(tile, drawn);
        var told = new float[pixels];
        var plan = new NetworkPropagation(inversion, 20, [rate]);
        using var scratch = plan.CreateScratch(new MemoryBudget(1 << 28));
        plan.Propagate(tile, new PropagationResult { Sigma = told }, scratch);

        // Drawing regressors with their observations loses loops, so that it is too large, not too small.
        Assert.InRange(drawn.Average() / told.Average(), 0.9, 1.7);
        var again = new float[pixels];
        new PairBootstrap(inversion, rate, 200, 3).Measure(tile, again);
        Assert.Equal(drawn, again);

        var chain = new Network(Enumerable.Range(0, 20).Select(i => new Acquisitions.DatePair(day.AddDays(i), day.AddDays(i + 1))));
        var thin = new NetworkInversion(chain, new InversionOptions(Weighting.None, MinimumNorm.Velocity, 20, 1), 1);
        Assert.Contains("bootstrap_draws", Assert.Throws<RequestException>(() => new PairBootstrap(thin, new double[21], 10, 1)).Message, StringComparison.Ordinal);
    }

    /// <summary>Series of 1 mm noise, each date alike the last by a factor.</summary>
    private static float[] Noise(double alike, long seed)
    {
        var series = new float[Dates * Pixels];
        var random = new CounterRandom(seed, 8);
        for (var p = 0; p < Pixels; p++)
        {
            var last = 0.0;
            for (var i = 0; i < Dates; i++)
            {
                var fresh = random.Normal((ulong)((p * Dates) + i));
                last = i == 0 ? fresh : (alike * last) + (Math.Sqrt(1 - (alike * alike)) * fresh);
                series[(i * Pixels) + p] = (float)(1e-3 * last);
            }
        }

        return series;
    }

    private static double Plain(int pixel, float[] series)
    {
        var used = Enumerable.Range(0, Dates).Where(i => !float.IsNaN(series[(i * Pixels) + pixel])).ToArray();
        if (used.Length < 4)
        {
            return double.NaN;
        }

        double X(int i) => series[(i * Pixels) + pixel];
        var (t, x) = (used.Average(i => Years[i]), used.Average(X));
        var squares = used.Sum(i => (Years[i] - t) * (Years[i] - t));
        var slope = used.Sum(i => (Years[i] - t) * (X(i) - x)) / squares;
        var e = used.Select(i => X(i) - x - (slope * (Years[i] - t))).ToArray();
        var rss = e.Sum(v => v * v);
        var r = Enumerable.Range(1, e.Length - 1).Sum(k => e[k] * e[k - 1]) / rss;
        r = Math.Clamp(r + ((1 + (4 * r)) / e.Length), 0, 0.95);
        var effective = Math.Max(3, e.Length * (1 - r) / (1 + r));
        return Math.Sqrt(rss / (effective - 2) / squares);
    }
}
