using Plumb.Acquisitions;
using Plumb.Corrections.Fading;
using Plumb.Networks;
using Plumb.Simulation;

namespace Plumb.Tests.Corrections.Fading;

public sealed class FadingTests
{
    private static readonly double[] Bias = [6, 3.5, -1, 0.5];

    [Theory]
    [InlineData(1, 0)]
    [InlineData(37, 2)]
    [InlineData(130, 5)]
    public void The_bias_of_each_length_is_found_whatever_moves_and_wraps(int pixels, int missing)
    {
        var network = Network(24, 5, missing);
        var plan = FadingPlan.For(network, 60);
        Assert.Equal(4, plan.ClassDays.Count);
        var phase = Planted(plan, pixels, 0, wrapped: true);
        var (bias, sigma) = (new float[4 * pixels], new float[pixels]);
        new FadingKernel(plan, pixels).Estimate(phase, bias, sigma);
        for (var i = 0; i < pixels; i++)
        {
            for (var k = 0; k < 4; k++)
            {
                Assert.Equal(Bias[k] * (1 + (0.01 * i % 0.3)), bias[(k * pixels) + i], 2e-3);
            }

            Assert.True(sigma[i] < 2e-3, $"{sigma[i]} radians where there is no noise");
        }
    }

    [Fact]
    public void The_estimate_is_that_of_a_plain_one_loop_by_loop_with_pairs_missing_here_and_there()
    {
        const int pixels = 67;
        var network = Network(20, 4, 2);
        var plan = FadingPlan.For(network, 48);
        var phase = Planted(plan, pixels, 0.4, wrapped: false);
        var random = new Random(5);
        for (var i = 0; i < phase.Length; i++)
        {
            phase[i] = random.NextDouble() switch { < 0.03 => float.NaN, < 0.06 => 0, _ => phase[i] };
        }

        var (bias, sigma) = (new float[3 * pixels], new float[pixels]);
        new FadingKernel(plan, pixels).Estimate(phase, bias, sigma);
        var without = 0;
        for (var i = 0; i < pixels; i++)
        {
            var (expected, deviation) = Plain(plan, p => phase[(p * pixels) + i]);
            if (float.IsNaN(sigma[i]))
            {
                without++;
                continue;
            }

            for (var k = 0; k < 3; k++)
            {
                Assert.Equal(expected[k], bias[(k * pixels) + i], 1e-3);
            }

            Assert.Equal(deviation, sigma[i], 1e-4);
        }

        Assert.True(without < pixels / 10, $"{without} pixels have all loops of one kind missing");
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    public void Noise_is_told_from_the_scatter_and_the_bias_is_as_wrong_as_it_says(double noise)
    {
        const int pixels = 6000;
        var plan = FadingPlan.For(Network(30, 4, 0), 48);
        var phase = Planted(plan, pixels, noise, wrapped: true);
        var (bias, sigma) = (new float[3 * pixels], new float[pixels]);
        new FadingKernel(plan, pixels).Estimate(phase, bias, sigma);
        var known = Enumerable.Range(0, pixels).Where(i => float.IsFinite(sigma[i])).ToArray();
        Assert.True(known.Length > 0.98 * pixels, $"{known.Length} of {pixels} have a value");
        Assert.Equal(noise, Math.Sqrt(known.Average(i => (double)sigma[i] * sigma[i])), 0.05 * noise);
        for (var k = 0; k < 3; k++)
        {
            var (sum, squares) = (0.0, 0.0);
            foreach (var i in known)
            {
                var z = (bias[(k * pixels) + i] - (Bias[k] * (1 + (0.01 * i % 0.3)))) / (sigma[i] * Math.Sqrt(plan.ClassVariance[k]));
                (sum, squares) = (sum + z, squares + (z * z));
            }

            Assert.InRange(sum / known.Length, -0.1, 0.1);
            Assert.InRange(Math.Sqrt(squares / known.Length), 0.85, 1.2);
        }
    }

    [Fact]
    public void Noise_alone_has_no_direction_and_gives_no_value()
    {
        const int pixels = 400;
        var plan = FadingPlan.For(Network(30, 4, 0), 48);
        var random = new CounterRandom(3, 1);
        float[] phase = [.. Enumerable.Range(0, plan.Network.Pairs.Count * pixels).Select(i => (float)(Math.Tau * random.Uniform((ulong)i)))];
        var (bias, sigma) = (new float[3 * pixels], new float[pixels]);
        new FadingKernel(plan, pixels).Estimate(phase, bias, sigma);
        Assert.True(sigma.Count(float.IsNaN) > 0.95 * pixels);
        Assert.All(Enumerable.Range(0, pixels).Where(i => float.IsNaN(sigma[i])), i => Assert.True(float.IsNaN(bias[i]) && float.IsNaN(bias[pixels + i])));
        new FadingKernel(plan, pixels).Estimate(new float[phase.Length], bias, sigma);
        Assert.All(sigma, s => Assert.True(float.IsNaN(s)));
    }

    [Fact]
    public void Networks_whose_loops_do_not_tell_are_refused()
    {
        Assert.Contains("none of less than", Assert.Throws<RequestException>(() => FadingPlan.For(Network(20, 1, 0), 0)).Message, StringComparison.Ordinal);
        Assert.Contains("none of less than", Assert.Throws<RequestException>(() => FadingPlan.For(Network(20, 3, 0), 12)).Message, StringComparison.Ordinal);
        Assert.Contains("too few", Assert.Throws<RequestException>(() => FadingPlan.For(Network(3, 2, 0), 24)).Message, StringComparison.Ordinal);

        // Pairs of 12 and 24 days that close with each other, and pairs of 60 days that close with none.
        var days = Enumerable.Range(0, 20).Select(i => new DateOnly(2022, 1, 1).AddDays(12 * i)).ToArray();
        var apart = new Network(from i in Enumerable.Range(0, 20) from step in (int[])[1, 2, 5] where i + step < 20 select new DatePair(days[i], days[i + step]));
        Assert.Contains("do not tie", Assert.Throws<RequestException>(() => FadingPlan.For(apart, 60)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Smoothing_is_the_weighted_mean_with_its_standard_deviation()
    {
        const int rows = 23, columns = 31;
        var random = new Random(2);
        float[] rate = [.. Enumerable.Range(0, rows * columns).Select(i => i % 17 == 3 ? float.NaN : (float)(0.01 * random.NextDouble()))];
        float[] sigma = [.. rate.Select(r => float.IsNaN(r) ? r : (float)(0.001 + (0.004 * random.NextDouble())))];
        var (smooth, deviation) = ((float[])rate.Clone(), (float[])sigma.Clone());
        FadingMap.Smooth(smooth, deviation, rows, columns, 1.7);
        foreach (var (row, column) in ((int, int)[])[(0, 0), (11, 15), (22, 30), (5, 3)])
        {
            var (sum, weights, variance) = (0.0, 0.0, 0.0);
            for (var r = 0; r < rows; r++)
            {
                for (var c = 0; c < columns; c++)
                {
                    var at = (r * columns) + c;
                    if (float.IsFinite(rate[at]))
                    {
                        var w = Math.Exp(-0.5 * (((r - row) * (r - row)) + ((c - column) * (c - column))) / (1.7 * 1.7)) / ((double)sigma[at] * sigma[at]);
                        (sum, weights, variance) = (sum + (w * rate[at]), weights + w, variance + (w * w * sigma[at] * sigma[at]));
                    }
                }
            }

            Assert.Equal(sum / weights, smooth[(row * columns) + column], 2e-5);
            Assert.Equal(Math.Sqrt(variance) / weights, deviation[(row * columns) + column], 1e-5);
        }
    }

    /// <summary>Dates every twelve days, some of them missing, and pairs of up to so many neighbours.</summary>
    private static Network Network(int dates, int links, int missing)
    {
        var random = new Random(dates + missing);
        var left = Enumerable.Range(0, missing).Select(_ => random.Next(2, dates - 2)).ToHashSet();
        var days = Enumerable.Range(0, dates).Where(i => !left.Contains(i)).Select(i => new DateOnly(2022, 1, 1).AddDays(12 * i)).ToArray();
        return new Network(from i in Enumerable.Range(0, days.Length) from j in Enumerable.Range(i + 1, links) where j < days.Length select new DatePair(days[i], days[j]));
    }

    /// <summary>Phases of motion and atmosphere by date, the bias by length, noise of each pair; radians; shape (pair, pixel).</summary>
    private static float[] Planted(FadingPlan plan, int pixels, double noise, bool wrapped)
    {
        var (network, random) = (plan.Network, new CounterRandom(17, pixels));
        var phase = new float[network.Pairs.Count * pixels];
        for (var i = 0; i < pixels; i++)
        {
            double[] dates = [.. network.Dates.Select((_, d) => 3 * random.Normal((ulong)((i * 1000) + d)))];
            for (var p = 0; p < network.Pairs.Count; p++)
            {
                var kind = plan.ClassOfPair[p];
                var value = dates[network.SecondIndex[p]] - dates[network.FirstIndex[p]] + (noise * random.Normal((ulong)(10_000_000 + (i * 1000) + p)))
                    + (kind < 0 ? 0 : Bias[kind] * (1 + (0.01 * i % 0.3)) * network.Pairs[p].Days / 365.25);
                phase[(p * pixels) + i] = (float)(wrapped ? Math.IEEERemainder(value, Math.Tau) : value);
            }
        }

        return phase;
    }

    /// <summary>Bias of the classes and deviation of a pair's phase, by the definition, with a dense solution.</summary>
    private static (double[] Bias, double Sigma) Plain(FadingPlan plan, Func<int, double> phase)
    {
        var means = new System.Numerics.Complex[plan.Kinds];
        var count = new double[plan.Kinds];
        foreach (var loop in plan.Loops)
        {
            var (a, b, c) = (phase(loop.First), phase(loop.Second), phase(loop.Whole));
            if (a != 0 && b != 0 && c != 0 && !double.IsNaN(a + b + c))
            {
                means[loop.Kind] += System.Numerics.Complex.FromPolarCoordinates(1, a + b - c);
                count[loop.Kind]++;
            }
        }

        var classes = plan.ClassDays.Count;
        var bias = new double[classes];
        var (excess, chances) = (0.0, 0.0);
        for (var kind = 0; kind < plan.Kinds; kind++)
        {
            for (var k = 0; k < classes; k++)
            {
                bias[k] += plan.Solution[(k * plan.Kinds) + kind] * means[kind].Phase;
            }

            excess += (means[kind].Magnitude * means[kind].Magnitude) - count[kind];
            chances += count[kind] * (count[kind] - 1);
        }

        return (bias, Math.Sqrt(-Math.Log(Math.Min(1, excess / chances)) / 3));
    }
}
