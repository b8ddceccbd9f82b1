using Plumb.Acquisitions;
using Plumb.Corrections;
using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Kernels;
using Plumb.Networks;
using Plumb.Tests.Inversion;

namespace Plumb.Tests.Corrections;

public class CommonSceneTests
{
    private static readonly CommonSceneOptions Paper = new() { Iterations = 1, Shrink = false, Trend = TrendRule.Free };

    public static TheoryData<bool, TrendRule, int> Ways => new()
    {
        { false, TrendRule.Free, 1 }, { false, TrendRule.Kept, 2 }, { true, TrendRule.Free, 1 }, { true, TrendRule.Weighted, 3 }, { true, TrendRule.Kept, 2 },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Steady_motion_gives_nothing_however_irregular_the_dates(bool shrink, TrendRule trend, int iterations)
    {
        var network = new RandomStack(3, 23, 4, 1, 0, drop: 0.3).Network;
        var moments = Moments(network.Dates.Count, 400, 11);
        var estimate = CommonScene.For(network, new() { Shrink = shrink, Trend = trend, Iterations = iterations }).Estimate(moments);
        var days = network.Dates.Select(d => (double)(d.DayNumber - network.Dates[0].DayNumber)).ToArray();
        for (var t = 0; t < days.Length; t++)
        {
            var row = estimate.Matrix.Slice(t * days.Length, days.Length).ToArray();
            Assert.Equal(0, row.Sum(), 1e-9);
            Assert.Equal(0, row.Zip(days, (r, d) => r * d).Sum() / 365, 1e-9);
        }
    }

    [Fact]
    public void With_symmetric_partners_the_estimate_is_the_plain_average_of_the_pairs()
    {
        // Six dates 12 days apart, each with the next two; the noise of date 3 comes first and its partners are 1, 2, 4 and 5.
        var network = Regular(6, 2);
        var values = new double[6];
        values[3] = 0.02;
        var moments = new DateMoments(6);
        moments.Add(values, 1);
        var estimate = CommonScene.For(network, Paper).Estimate(moments);
        Assert.Equal(0, estimate.Dates[3].Order);
        Assert.Equal(4, estimate.Dates[3].Pairs);
        double[] expected = [0, -0.25, -0.25, 1, -0.25, -0.25];
        for (var j = 0; j < 6; j++)
        {
            Assert.Equal(expected[j], estimate.Matrix[(3 * 6) + j], 1e-12);
        }
    }

    [Fact]
    public void Each_estimate_is_taken_off_before_the_next_is_made()
    {
        var network = Regular(9, 2);
        var values = new double[9];
        values[4] = 0.03;
        values[5] = 0.001;
        var moments = new DateMoments(9);
        moments.Add(values, 1);
        var estimate = CommonScene.For(network, Paper).Estimate(moments);
        var found = Enumerable.Range(0, 9).Select(t => Enumerable.Range(0, 9).Sum(j => estimate.Matrix[(t * 9) + j] * values[j])).ToArray();
        Assert.Equal(0.03 - (0.001 / 4), found[4], 1e-12);

        // Taken from the series as it came, date 6 would be off by a quarter of 30 mm.
        Assert.InRange(Math.Abs(found[6]), 0, 0.001);
    }

    [Theory]
    [InlineData(Weighting.Variance, 0.0)]
    [InlineData(Weighting.None, 0.15)]
    public void Correcting_the_pairs_and_inverting_again_is_taking_the_estimates_off_the_series(Weighting weighting, double missing)
    {
        var stack = new RandomStack(8, 14, 4, 64, missing);
        var options = new InversionOptions(weighting, MinimumNorm.Velocity, 20, 1);
        var before = SeriesRun.Of(stack, options);
        var moments = Moments(14, 200, 4);
        var estimate = CommonScene.For(stack.Network, new()).Estimate(moments);
        var phase = (float[])stack.Phase.Clone();
        var fields = new double[14 * 64];
        for (var t = 0; t < 14; t++)
        {
            for (var i = 0; i < 64; i++)
            {
                // Any field per date will do; here the estimates from the series itself, where there is one.
                fields[(t * 64) + i] = float.IsFinite(before.Series[i]) ? Enumerable.Range(0, 14).Sum(j => estimate.Matrix[(t * 14) + j] * before.Series[(j * 64) + i]) : 0;
            }
        }

        for (var p = 0; p < stack.Network.Pairs.Count; p++)
        {
            for (var i = 0; i < 64; i++)
            {
                if (phase[(p * 64) + i] != 0)
                {
                    phase[(p * 64) + i] -= (float)(fields[(stack.Network.SecondIndex[p] * 64) + i] - fields[(stack.Network.FirstIndex[p] * 64) + i]);
                }
            }
        }

        var after = SeriesRun.Of(new NetworkInversion(stack.Network, options, 1), phase, stack.Coherence, 64);
        var compared = 0;
        for (var i = 0; i < 64; i++)
        {
            if (before.Reasons[i] == MaskReasons.None)
            {
                compared++;
                for (var t = 0; t < 14; t++)
                {
                    Assert.Equal(before.Series[(t * 64) + i] - (fields[(t * 64) + i] - fields[i]), after.Series[(t * 64) + i], 2e-4);
                }
            }
        }

        Assert.True(compared > 40, $"{compared} pixels are connected");
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void A_loud_date_comes_first_and_is_found(long seed)
    {
        var scene = DisturbedSeries.Still(DisturbedSeries.Mine(seed)) with { Terrain = new() { ErrorSigma = 0 }, Orbit = new() { RampMillimetres = 0 } };
        var series = new DisturbedSeries(scene, loudness: date => date == 11 ? 5 : 1);
        using var coarse = new CoarseSeries(series.Dates, 150, 150, 4, new MemoryBudget(1 << 28));
        series.Fill(coarse, series.Steady(new SteadyGroundOptions(0, 1, 0)));
        var estimate = CommonScene.For(series.Simulator.Network, new()).Estimate(coarse.Moments());
        Assert.Equal(0, estimate.Dates[11].Order);
        Assert.Equal(estimate.Dates.Max(d => d.Coefficient), estimate.Dates[11].Coefficient);
        Assert.True(estimate.Dates[11].Coefficient > 2, $"coefficient {estimate.Dates[11].Coefficient}");
        var corrected = series.WithoutCommonScene(new());
        var (left, had) = (ErrorAt(series, corrected, 11), ErrorAt(series, series.Values, 11));
        Assert.True(left < 0.5 * had, $"{left * 1000:0.00} of {had * 1000:0.00} mm are left");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_default_improves_the_series_and_leaves_the_rate(long seed)
    {
        var series = new DisturbedSeries(DisturbedSeries.Mine(seed));
        var corrected = series.WithoutCommonScene(new());
        var (before, after) = (series.Error(series.Values), series.Error(corrected));
        Assert.True(after < 0.75 * before, $"{before * 1000} mm before, {after * 1000} mm after");
        Assert.True(series.Error(corrected, series.Moves) < series.Error(series.Values, series.Moves));
        Assert.Equal(series.RateError(series.Values), series.RateError(corrected), 2e-6);
    }

    [Fact]
    public void Noise_and_sigma_of_a_date_are_those_of_the_noise_that_was_put_in()
    {
        const int dates = 30;
        var network = Regular(dates, 3);
        var random = new Random(5);
        var moments = new DateMoments(dates);
        double Spread(int t) => 0.004 + (0.012 * (t % 5 == 2 ? 1 : 0));
        for (var place = 0; place < 4000; place++)
        {
            moments.Add([.. Enumerable.Range(0, dates).Select(t => Spread(t) * Normal(random))], 1);
        }

        var estimate = CommonScene.For(network, new() { Iterations = 1, Trend = TrendRule.Free }).Estimate(moments);
        for (var t = 0; t < dates; t++)
        {
            Assert.InRange(estimate.Dates[t].Noise / Spread(t), 0.9, 1.1);
        }

        // What is left of noise alone is its own error: sigma says how large it is.
        var (sum, expected) = (new double[dates], 0.0);
        for (var place = 0; place < 2000; place++)
        {
            var noise = Enumerable.Range(0, dates).Select(t => Spread(t) * Normal(random)).ToArray();
            for (var t = 0; t < dates; t++)
            {
                sum[t] += Math.Pow(noise[t] - Enumerable.Range(0, dates).Sum(j => estimate.Matrix[(t * dates) + j] * noise[j]), 2) / 2000;
            }
        }

        for (var t = 0; t < dates; t++)
        {
            expected = estimate.Dates[t].Sigma;
            Assert.InRange(Math.Sqrt(sum[t]) / expected, 0.85, 1.15);
            Assert.True(expected < Spread(t), $"date {t}: {expected} of {Spread(t)}");
        }
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<RequestException>(() => CommonScene.For(Regular(4, 1), new() { Partners = 0 }));
        Assert.Throws<RequestException>(() => CommonScene.For(Regular(4, 1), new() { MotionDays = -1 }));
        Assert.Throws<RequestException>(() => CommonScene.For(Regular(4, 1), new() { Tolerance = double.NaN }));
    }

    [Fact]
    public void Two_dates_and_dates_without_partners_are_left_as_they_are()
    {
        var moments = new DateMoments(2);
        moments.Add([0, 0.01], 1);
        Assert.All(CommonScene.For(Regular(2, 1), new()).Estimate(moments).Matrix.ToArray(), v => Assert.Equal(0, v, 1e-12));

        // No partner within 5 days.
        var six = Moments(6, 50, 2);
        var estimate = CommonScene.For(Regular(6, 2), new() { MaxDays = 5 }).Estimate(six);
        Assert.All(estimate.Matrix.ToArray(), v => Assert.Equal(0, v, 1e-12));
        Assert.All(estimate.Dates, d => Assert.Equal(0, d.Pairs));
    }

    internal static Network Regular(int dates, int links)
    {
        var days = Enumerable.Range(0, dates).Select(i => new DateOnly(2022, 1, 3).AddDays(12 * i)).ToArray();
        return new Network(from i in Enumerable.Range(0, dates) from j in Enumerable.Range(i + 1, links) where j < dates select new DatePair(days[i], days[j]));
    }

    private static double ErrorAt(DisturbedSeries series, float[] values, int date) =>
        Math.Sqrt(Enumerable.Range(0, series.Pixels).Average(i => Math.Pow(values[(date * series.Pixels) + i] - series.Truth[(date * series.Pixels) + i], 2)));

    private static DateMoments Moments(int dates, int places, int seed)
    {
        var random = new Random(seed);
        var moments = new DateMoments(dates);
        for (var place = 0; place < places; place++)
        {
            moments.Add([.. Enumerable.Range(0, dates).Select(t => (0.005 + (0.001 * (t % 4))) * Normal(random))], 1 + (place % 3));
        }

        return moments;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
