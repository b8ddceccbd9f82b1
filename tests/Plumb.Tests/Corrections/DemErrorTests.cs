using Plumb.Corrections;
using Plumb.Kernels;
using Plumb.Simulation;

namespace Plumb.Tests.Corrections;

public class DemErrorTests
{
    private static readonly double[] Years = [.. Enumerable.Range(0, 31).Select(i => (12 + (i % 3 * 6)) * i / 365.25)];
    private static readonly double[] Baselines = [.. Enumerable.Range(0, 31).Select(i => i == 0 ? 0 : 60 * new CounterRandom(77, 3).Normal((ulong)i))];

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void The_plain_estimate_is_that_of_a_dense_least_squares_with_its_variance(int order)
    {
        var series = Random(17, 41, missing: 0.0);
        var (shift, variance) = (new float[41], new float[41]);
        new DemError(Years, Baselines, new() { Method = DemErrorMethod.Plain, PolynomialOrder = order }).Estimate(series, 41, shift, variance);
        for (var pixel = 0; pixel < 41; pixel++)
        {
            var (expected, spread) = Dense(series, 41, pixel, order);
            Assert.Equal(expected, shift[pixel], 2e-5 * Math.Sqrt(spread) + 1e-12);
            Assert.Equal(1, variance[pixel] / spread, 1e-3);
        }
    }

    [Fact]
    public void Pixels_that_lack_dates_have_the_least_squares_over_those_they_have()
    {
        var series = Random(5, 37, missing: 0.3);
        for (var date = 0; date < 28; date++)
        {
            series[(date * 37) + 36] = float.NaN;
        }

        var (shift, variance) = (new float[37], new float[37]);
        new DemError(Years, Baselines, new() { Method = DemErrorMethod.Plain }).Estimate(series, 37, shift, variance);
        for (var pixel = 0; pixel < 36; pixel++)
        {
            var (expected, spread) = Dense(series, 37, pixel, 2);
            Assert.Equal(expected, shift[pixel], 2e-5 * Math.Sqrt(spread) + 1e-12);
            Assert.Equal(1, variance[pixel] / spread, 1e-3);
        }

        Assert.True(float.IsNaN(shift[36]) && float.IsNaN(variance[36]));
    }

    [Theory]
    [InlineData(DemErrorMethod.Plain)]
    [InlineData(DemErrorMethod.Prior)]
    public void Every_width_and_tile_gives_the_same_bits_and_nothing_is_allocated(DemErrorMethod method)
    {
        var series = Random(3, 53, missing: 0);
        var options = new DemErrorOptions { Method = method };
        var (shift, variance) = (new float[53], new float[53]);
        new DemError(Years, Baselines, options).Estimate(series, 53, shift, variance);
        foreach (var width in new[] { LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512 })
        {
            var fit = new DemError(Years, Baselines, options, width);
            foreach (var size in new[] { 53, 1, 9, 16 })
            {
                var (q, v) = (new float[53], new float[53]);
                Assert.Equal(0, Allocation.Of(() =>
                {
                    for (var start = 0; start < 53; start += size)
                    {
                        var n = Math.Min(size, 53 - start);
                        fit.Estimate(series.AsSpan(start), 53, q.AsSpan(start, n), v.AsSpan(start, n));
                    }
                }));
                Assert.Equal(shift, q);
                Assert.Equal(variance, v);
            }
        }
    }

    [Fact]
    public void The_estimate_with_a_prior_is_blind_to_smooth_motion_and_finds_the_error_in_noise()
    {
        const int pixels = 4000;
        var random = new CounterRandom(4, 1);
        var series = new float[Years.Length * pixels];
        var truth = new double[pixels];
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            truth[pixel] = 1.2e-5 * random.Normal((ulong)pixel);
            for (var date = 0; date < Years.Length; date++)
            {
                // A logistic trough of up to 300 mm.
                var motion = -0.3 * pixel / pixels / (1 + Math.Exp(-15 * (Years[date] - 0.6)));
                series[(date * pixels) + pixel] = (float)(motion + (truth[pixel] * Baselines[date]) + (0.002 * random.Normal((ulong)(100_000 + (date * pixels) + pixel))));
            }
        }

        var (plain, smart) = (RootMeanSquare(DemErrorMethod.Plain, series, truth), RootMeanSquare(DemErrorMethod.Prior, series, truth));
        Assert.True(plain > 2.5 * smart, $"{plain} plain, {smart}");
        var fit = new DemError(Years, Baselines, new());
        var (shift, variance) = (new float[pixels], new float[pixels]);
        fit.Estimate(series, pixels, shift, variance);
        var sums = new DemErrorSums(1);
        for (var i = 0; i < pixels / 20; i++)
        {
            sums.Add(0, shift[i], variance[i]);
        }

        var prior = DemErrorPrior.Of(sums, 3200);
        Assert.InRange(prior.Spread / 1.2e-5, 0.7, 1.3);
        Assert.True(prior.IsWorth);
        var (before, after, sigma, count) = (0.0, 0.0, 0.0, 0);
        for (var i = 0; i < pixels / 20; i++)
        {
            var (scaled, spread) = prior.Scale(shift[i], variance[i]);
            before += Math.Pow(shift[i] - truth[i], 2);
            after += Math.Pow(scaled - truth[i], 2);
            sigma += spread * (double)spread;
            count++;
        }

        Assert.True(after < before && after < count * 1.44e-10, $"{after / count} after, {before / count} before");
        Assert.InRange(Math.Sqrt(after / sigma), 0.8, 1.25);
    }

    [Fact]
    public void Noise_alone_is_not_worth_a_correction()
    {
        var random = new CounterRandom(12, 1);
        var series = new float[Years.Length * 2000];
        for (var i = 0; i < series.Length; i++)
        {
            series[i] = (float)(0.003 * random.Normal((ulong)i));
        }

        var (shift, variance) = (new float[2000], new float[2000]);
        new DemError(Years, Baselines, new()).Estimate(series, 2000, shift, variance);
        var sums = new DemErrorSums(2);
        for (var i = 0; i < 2000; i++)
        {
            sums.Add(i / 1000, shift[i], variance[i]);
        }

        var prior = DemErrorPrior.Of(sums, 3200);
        Assert.False(prior.IsWorth);
        Assert.InRange(Math.Sqrt(sums.MeanSquare) / prior.Noise, 0.93, 1.07);
        Assert.False(DemErrorPrior.Of(new DemErrorSums(1), 3200).IsWorth);
    }

    [Theory]
    [InlineData(6.0)]
    [InlineData(1.0)]
    [InlineData(40.0)]
    public void On_no_scene_does_it_make_the_series_worse(double metres)
    {
        var made = 0;
        for (var seed = 1; seed <= 20; seed++)
        {
            var scene = DisturbedSeries.Mine(seed);
            var series = new DisturbedSeries(scene with
            {
                Grid = new() { Step = 160, Columns = 64, Rows = 64 },
                Sensor = new() { BaselineSigma = 70 },
                Terrain = new() { MeanHeight = 300, Relief = 100, ErrorSigma = metres },
            });
            var dates = series.Simulator.Network.Dates;
            double[] years = [.. dates.Select(d => (d.DayNumber - dates[0].DayNumber) / 365.25)];
            double[] baselines = [.. series.Simulator.Acquisitions.Select(a => a.Perpendicular - series.Simulator.Acquisitions[0].Perpendicular)];
            var (shift, variance) = (new float[series.Pixels], new float[series.Pixels]);
            new DemError(years, baselines, new()).Estimate(series.Values, series.Pixels, shift, variance);
            var (sums, steady) = (new DemErrorSums(1), series.Steady(new SteadyGroundOptions(4, 2, 4)));
            for (var i = 0; i < shift.Length; i++)
            {
                if (steady[i])
                {
                    sums.Add(0, shift[i], variance[i]);
                }
            }

            var mean = baselines.Average();
            var prior = DemErrorPrior.Of(sums, baselines.Average(b => (b - mean) * (b - mean)));
            using var coarse = new CoarseSeries(series.Dates, 64, 64, 2, new MemoryBudget(1 << 28));
            series.Fill(coarse, steady);
            if (!prior.IsWorth || DemErrorChance.Of(new DemError(years, baselines, new()), coarse.CentredMoments()) > DemErrorChance.Most)
            {
                continue;
            }

            made++;
            var layer = new float[series.Pixels];
            var corrected = series.WithoutLayer(date =>
            {
                for (var i = 0; i < layer.Length; i++)
                {
                    layer[i] = (float)(baselines[date] * prior.Scale(shift[i], variance[i]).Shift);
                }

                return layer;
            });
            var (before, after) = (series.Error(series.Values), series.Error(corrected));
            Assert.True(after <= before, $"seed {seed}: {before} m before, {after} m after");
        }

        // What errors of 1 and 6 m do is less than a tenth of what the weather of 8 mm does; those of 40 m show.
        Assert.True(metres < 30 || made >= 15, $"made on {made} scenes");
    }

    [Fact]
    public void What_cannot_be_estimated_is_refused()
    {
        Assert.Contains("do not vary", Assert.Throws<RequestException>(() => new DemError(Years, new double[31], new())).Message, StringComparison.Ordinal);
        Assert.Contains("do not vary", Assert.Throws<RequestException>(() => new DemError(Years, [.. Years.Select(t => 100 * t)], new())).Message, StringComparison.Ordinal);
        Assert.Contains("at least 5 dates", Assert.Throws<RequestException>(() => new DemError([0, 1, 2, 3], [0, 1, 5, 2], new())).Message, StringComparison.Ordinal);
        Assert.Throws<RequestException>(() => new DemError(Years, Baselines, new() { PolynomialOrder = 9 }));
        Assert.Throws<RequestException>(() => new DemError(Years, Baselines, new() { MotionDays = 0 }));
        Assert.Throws<ArgumentException>(() => new DemError(Years, Baselines.AsSpan(1), new()));
        Assert.Throws<ArgumentException>(() => new DemError(Years, Baselines, new()).Estimate(new float[10], 1, new float[1], new float[1]));
    }

    private static double RootMeanSquare(DemErrorMethod method, float[] series, double[] truth)
    {
        var (shift, variance) = (new float[truth.Length], new float[truth.Length]);
        new DemError(Years, Baselines, new() { Method = method }).Estimate(series, truth.Length, shift, variance);
        return Math.Sqrt(shift.Select((q, i) => Math.Pow(q - truth[i], 2)).Average());
    }

    private static float[] Random(int seed, int pixels, double missing)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Years.Length * pixels).Select(at => random.NextDouble() < missing ? float.NaN
            : (float)((0.05 * (at % pixels) / pixels * Years[at / pixels]) + (2e-4 * Baselines[at / pixels]) + (0.01 * random.NextDouble())))];
    }

    /// <summary>Least squares by Gauss-Jordan elimination of the normal equations, in double precision.</summary>
    private static (double Shift, double Variance) Dense(float[] series, int pixels, int pixel, int order)
    {
        var used = Enumerable.Range(0, Years.Length).Where(d => float.IsFinite(series[(d * pixels) + pixel])).ToArray();
        var n = order + 2;
        var middle = Years[^1] / 2;
        double[] Row(int d) => [Baselines[d] / 50, .. Enumerable.Range(0, order + 1).Select(k => Math.Pow((Years[d] - middle) / middle, k))];
        var m = new double[n, (2 * n) + 1];
        foreach (var d in used)
        {
            var row = Row(d);
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    m[i, j] += row[i] * row[j];
                }

                m[i, 2 * n] += row[i] * series[(d * pixels) + pixel];
            }
        }

        for (var i = 0; i < n; i++)
        {
            m[i, n + i] = 1;
        }

        for (var i = 0; i < n; i++)
        {
            var pivot = m[i, i];
            for (var j = 0; j <= 2 * n; j++)
            {
                m[i, j] /= pivot;
            }

            for (var r = 0; r < n; r++)
            {
                var factor = r == i ? 0 : m[r, i];
                for (var j = 0; j <= 2 * n && factor != 0; j++)
                {
                    m[r, j] -= factor * m[i, j];
                }
            }
        }

        var squares = used.Sum(d => Math.Pow(series[(d * pixels) + pixel] - Row(d).Select((v, i) => v * m[i, 2 * n]).Sum(), 2));
        return (m[0, 2 * n] / 50, m[0, n] * squares / (used.Length - n) / 2500);
    }
}
