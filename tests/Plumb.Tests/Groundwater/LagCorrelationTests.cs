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

    /// <summary>A daily head that varies over some months and rises over years.</summary>
    private static TimeSeries Head(Random random)
    {
        const int Count = 7000;
        var (days, values, fast, slow) = (new double[Count], new double[Count], 0.0, 0.0);
        for (var k = -500; k < Count; k++)
        {
            fast = (0.983 * fast) + Normal(random);
            slow = (0.983 * slow) + (0.017 * fast);
            (days[Math.Max(0, k)], values[Math.Max(0, k)]) = (Math.Max(0, k), -60 + slow + (6 / (1 + Math.Exp(-(k - 3600) / 900.0))));
        }

        return new TimeSeries(days, values);
    }

    /// <summary>Levelling twice a year of ground that sinks by a rate that follows the head, day by day.</summary>
    private static TimeSeries Levelling(TimeSeries head, int lag, Func<double> noise)
    {
        double[] days = [.. Enumerable.Range(0, 34).Select(k => (double)(400 + (183 * k) + (k % 3)))];
        return new TimeSeries(days, [.. days.Select(d => Enumerable.Range(0, (int)d - 400).Sum(e => 0.002 * head.At(400.5 + e - lag, 5)) / 365.25 + noise())]);
    }

    [Theory]
    [InlineData(31, 60)]
    [InlineData(32, 60)]
    [InlineData(33, 20)]
    [InlineData(34, 130)]
    public void A_rate_over_half_a_year_follows_the_mean_head_of_half_a_year(int seed, int lag)
    {
        var head = Head(new Random(seed));
        var result = LagResult.Of(Levelling(head, lag, () => 0).Changes(), head, new LagOptions { Sign = LagSign.Positive, Surrogates = 0, Trend = 0 });
        Assert.Equal(lag, result.BestLag, 1.0);
        Assert.InRange(result.Correlation, 0.9999, 1);
        Assert.Equal(0.002, result.Slope, 0.00002);
    }

    [Fact]
    public void The_standard_deviation_of_a_lag_and_its_span_hold_what_they_say()
    {
        const int Trials = 120;
        var (one, two, span, near) = (0, 0, 0, 0);
        for (var seed = 0; seed < Trials; seed++)
        {
            var random = new Random(500 + seed);
            var (head, lag) = (Head(random), 20 + random.Next(120));
            var result = LagResult.Of(Levelling(head, lag, () => 0.0003 * Normal(random)).Changes(), head, new LagOptions { Sign = LagSign.Positive, Surrogates = 0, Trend = 0 });
            var error = Math.Abs(result.BestLag - lag);
            one += error <= result.LagSigma ? 1 : 0;
            two += error <= 2 * result.LagSigma ? 1 : 0;
            span += result.LowLag <= lag && result.HighLag >= lag ? 1 : 0;
            near += error <= 15 ? 1 : 0;
        }

        Assert.InRange(one / (double)Trials, 0.58, 0.88);
        Assert.InRange(two / (double)Trials, 0.88, 1);
        Assert.InRange(span / (double)Trials, 0.88, 1);
        Assert.True(near >= 0.9 * Trials, $"{near}");
    }

    [Fact]
    public void A_trend_of_the_driver_beyond_the_dates_of_the_motion_does_not_move_the_lag()
    {
        // Twenty years of rain that grows wetter by steps, three years of motion.
        var random = new Random(77);
        double[] days = [.. Enumerable.Range(0, 240).Select(k => 30.0 * k)];
        var rain = new TimeSeries(days, [.. days.Select(d => (40 * Math.Sin(d / 58.1)) + (d > 4000 ? 300 : 0) + (10 * Normal(random)))]);
        double[] dates = [.. Enumerable.Range(0, 90).Select(k => 4600 + (12.0 * k))];
        var motion = new TimeSeries(dates, [.. dates.Select(d => (1e-4 * rain.At(d - 75, 60)) - (3e-5 * d))]);
        var result = LagResult.Of(motion, rain, new LagOptions { Surrogates = 0 });
        Assert.Equal(75, result.BestLag, 1.0);
        Assert.InRange(result.Correlation, 0.99999, 1);
        Assert.All(motion.Detrended(1).Values.Zip(result.Followed(motion, rain, new LagOptions())), v => Assert.Equal(v.First, v.Second, 3e-5));
    }

    [Fact]
    public void Dates_in_a_long_gap_of_the_driver_are_left_out()
    {
        var random = new Random(78);
        double[] all = [.. Enumerable.Range(0, 2500).Select(k => (double)k)];
        var whole = new TimeSeries(all, [.. all.Select(d => Math.Sin(d / 40) + (0.5 * Math.Sin(d / 97)))]);
        int[] kept = [.. Enumerable.Range(0, 2500).Where(k => k is < 1200 or > 1500)];
        var driver = new TimeSeries([.. kept.Select(k => whole.Days[k])], [.. kept.Select(k => whole.Values[k])]);
        double[] dates = [.. Enumerable.Range(0, 90).Select(k => 700 + (12.0 * k))];
        var motion = new TimeSeries(dates, [.. dates.Select(d => (0.001 * whole.At(d - 45, 5)) + (0.00002 * Normal(random)))]);
        var result = LagResult.Of(motion, driver, new LagOptions { Surrogates = 0, LongestLag = 200 });
        Assert.Equal(45, result.BestLag, 2.0);
        Assert.Equal(65, result.Lags.Single(l => l.LagDays == 45).Dates);
        Assert.Contains(result.Followed(motion, driver, new LagOptions()), double.IsNaN);
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
