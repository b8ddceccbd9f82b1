using Plumb.Groundwater;

namespace Plumb.Tests.Groundwater;

public class LagCorrelationTests
{
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Monthly rain of eight years: a wet season and storms that last some months.</summary>
    private static TimeSeries Rain(Random random)
    {
        var (days, values, memory) = (new double[96], new double[96], 0.0);
        for (var k = 0; k < 96; k++)
        {
            days[k] = k * 30.4375;
            memory = (0.5 * memory) + (15 * Normal(random));
            values[k] = 60 + (40 * Math.Sin(2 * Math.PI * days[k] / 365.25)) + memory;
        }

        return new TimeSeries(days, values);
    }

    private static TimeSeries Motion(Random random, TimeSeries rain, double lag, double perUnit, double noise)
    {
        var days = Enumerable.Range(0, 130).Select(k => 420 + (12.0 * k)).ToArray();
        return new TimeSeries(days, [.. days.Select(d => (perUnit * rain.At(d - lag, 100)) - (2e-5 * d) + (noise * Normal(random)))]);
    }

    [Theory]
    [InlineData(1, 61)]
    [InlineData(2, 61)]
    [InlineData(3, 95)]
    [InlineData(4, 20)]
    [InlineData(5, 150)]
    public void A_planted_lag_is_found_within_half_a_month(int seed, double lag)
    {
        var random = new Random(seed);
        var rain = Rain(random);
        var result = LagResult.Of(Motion(random, rain, lag, 1e-4, 0.002), rain, new LagOptions { Sign = LagSign.Positive, Surrogates = 199 });
        Assert.InRange(result.BestLag, lag - 15, lag + 15);
        Assert.InRange(result.Correlation, 0.7, 1);
        Assert.Equal(1e-4, result.Slope, 2.5e-5);
        Assert.True(result.LowLag <= lag && result.HighLag >= lag, $"{result.LowLag} to {result.HighLag}");
        Assert.True(result.SurrogateProbability < 0.05, $"{result.SurrogateProbability}");
        Assert.True(result.EffectiveDates < 80);
    }

    [Fact]
    public void Motion_against_the_driver_has_its_lag_by_the_negative_sign()
    {
        var random = new Random(7);
        var rain = Rain(random);
        var result = LagResult.Of(Motion(random, rain, 61, -1e-4, 0.001), rain, new LagOptions { Sign = LagSign.Negative, Surrogates = 0 });
        Assert.InRange(result.BestLag, 50, 72);
        Assert.True(result.Slope < 0);
        Assert.True(double.IsNaN(result.SurrogateProbability));
    }

    [Fact]
    public void Two_records_with_memory_that_have_nothing_to_do_with_each_other_are_seldom_joined()
    {
        // Memory without a season: the surrogate's chance of the best of all lags must be uniform, Student's at that lag need not.
        const int Trials = 150;
        var (joined, naive) = (0, 0);
        for (var seed = 0; seed < Trials; seed++)
        {
            var random = new Random(1000 + seed);
            double[] Red(int n)
            {
                var (x, list) = (0.0, new double[n]);
                for (var k = -50; k < n; k++)
                {
                    x = (0.8 * x) + Normal(random);
                    list[Math.Max(0, k)] = x;
                }

                return list;
            }

            var driver = new TimeSeries([.. Enumerable.Range(0, 96).Select(k => 30.0 * k)], Red(96));
            var motion = new TimeSeries([.. Enumerable.Range(0, 80).Select(k => 400 + (30.0 * k))], Red(80));
            var result = LagResult.Of(motion, driver, new LagOptions { Surrogates = 99, Step = 15, LongestLag = 365 });
            joined += result.SurrogateProbability <= 0.05 ? 1 : 0;
            naive += result.Probability <= 0.05 ? 1 : 0;
        }

        Assert.InRange(joined / (double)Trials, 0, 0.11);
        Assert.True(naive > joined, $"{naive} and {joined}");
    }

    [Fact]
    public void Surrogates_keep_mean_variance_and_spectrum()
    {
        var random = new Random(3);
        foreach (var n in (int[])[96, 97])
        {
            var values = Enumerable.Range(0, n).Select(k => 5 + (3 * Math.Cos(2 * Math.PI * 7 * k / n)) + Normal(random)).ToArray();
            values[^1] = values[0];
            var (surrogates, drawn) = (new PhaseSurrogates(values), new double[n]);
            double[] before = [.. values];
            for (var draw = 0; draw < 3; draw++)
            {
                surrogates.Draw(random, drawn);
                Assert.Equal(values.Average(), drawn.Average(), 1e-9);
                foreach (var f in (int[])[1, 7, 30, n / 2])
                {
                    Assert.Equal(Power(values, f), Power(drawn, f), 1e-6 * n * n);
                }

                Assert.True(before.Zip(drawn, (a, b) => Math.Abs(a - b)).Max() > 0.5);
                drawn.CopyTo(before, 0);
            }
        }
    }

    private static double Power(double[] values, int f)
    {
        var (real, imaginary) = (0.0, 0.0);
        for (var k = 0; k < values.Length; k++)
        {
            real += values[k] * Math.Cos(2 * Math.PI * f * k / values.Length);
            imaginary += values[k] * Math.Sin(2 * Math.PI * f * k / values.Length);
        }

        return (real * real) + (imaginary * imaginary);
    }

    [Fact]
    public void Trends_of_any_degree_go_and_rates_are_slopes()
    {
        var days = Enumerable.Range(0, 40).Select(k => 100 + (11.0 * k)).ToArray();
        for (var degree = 0; degree <= 3; degree++)
        {
            var series = new TimeSeries(days, [.. days.Select(d => Math.Pow(d / 300, degree) - 2)]);
            Assert.All(series.Detrended(degree).Values, v => Assert.Equal(0, v, 1e-9));
            Assert.True(degree == 0 || series.Detrended(degree - 1).Values.Max(Math.Abs) > 1e-3);
        }

        var line = new TimeSeries(days, [.. days.Select(d => 2 * d / 365.25)]);
        Assert.All(line.Changes().Values, v => Assert.Equal(2, v, 1e-9));
        Assert.Equal(105.5, line.Changes().Days[0]);
        Assert.True(double.IsNaN(line.At(50, 100)));
        Assert.True(double.IsNaN(line.At(105, 5)));
        Assert.Equal(2 * 105 / 365.25, line.At(105, 20), 1e-12);
    }

    [Fact]
    public void Too_few_dates_have_no_lag()
    {
        var result = LagResult.Of(new TimeSeries([1, 2, 3], [1, 2, 1]), new TimeSeries([1, 2, 3], [1, 2, 1]), new LagOptions());
        Assert.True(double.IsNaN(result.BestLag));
        var none = LagResult.Of(new TimeSeries([], []), new TimeSeries([], []), new LagOptions());
        Assert.True(double.IsNaN(none.BestLag));
    }

    [Fact]
    public void The_annual_course_is_found_within_its_sigma_and_lags_by_days()
    {
        var random = new Random(12);
        var days = Enumerable.Range(0, 120).Select(k => 9.0 * k).ToArray();
        TimeSeries Wave(double peak, double noise) => new(days, [.. days.Select(d => (0.01 * Math.Cos(2 * Math.PI * (d - peak + 1) / 365.25)) - (1e-5 * d) + (noise * Normal(random)))]);
        var (motion, driver) = (AnnualCourse.Of(Wave(200, 0.003))!, AnnualCourse.Of(Wave(140, 0))!);
        Assert.Equal(0.01, motion.Amplitude, 4 * motion.AmplitudeSigma);
        Assert.Equal(200, motion.PeakDay, 4 * motion.PeakSigma);
        Assert.InRange(motion.AmplitudeSigma, 0.0002, 0.001);
        Assert.Equal(60, motion.Behind(driver), 4 * motion.PeakSigma);
        Assert.Null(AnnualCourse.Of(new TimeSeries([0, 30, 60], [1, 2, 3])));
    }
}
