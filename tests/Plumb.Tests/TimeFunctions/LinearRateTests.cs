using Plumb.Inversion;
using Plumb.Kernels;
using Plumb.TimeFunctions;

namespace Plumb.Tests.TimeFunctions;

public class LinearRateTests
{
    [Fact]
    public void Agrees_with_a_double_precision_fit_with_and_without_missing_dates()
    {
        const int pixels = 61;
        const int dates = 40;
        var random = new Random(5);
        var years = Enumerable.Range(0, dates).Select(i => (i * 0.033) + (0.01 * random.NextDouble())).ToArray();
        var series = new float[dates * pixels];
        for (var at = 0; at < series.Length; at++)
        {
            var (date, pixel) = (at / pixels, at % pixels);
            series[at] = (float)((0.05 * (pixel - 30) / 30.0 * years[date]) + (0.01 * random.NextDouble()));
            if (pixel % 3 == 1 && random.NextDouble() < 0.4)
            {
                series[at] = float.NaN;
            }
        }

        var (rate, sigma) = (new float[pixels], new float[pixels]);
        new LinearRate(years).Fit(series, pixels, rate, sigma);
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            var px = pixel;
            var (expected, spread) = Fit(years, i => series[(i * pixels) + px]);
            Assert.Equal(expected, rate[pixel], 3e-8);
            Assert.Equal(spread, sigma[pixel], 3e-8);
        }
    }

    [Fact]
    public void Has_the_same_bits_at_every_width_and_in_tiles_of_every_size_and_allocates_nothing()
    {
        var random = new Random(7);
        var years = Enumerable.Range(0, 25).Select(i => i * 0.07).ToArray();
        var series = Enumerable.Range(0, 25 * 53).Select(_ => random.NextDouble() < 0.1 ? float.NaN : (float)random.NextDouble()).ToArray();
        var (rate, sigma) = (new float[53], new float[53]);
        new LinearRate(years).Fit(series, 53, rate, sigma);
        foreach (var width in new[] { LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512 })
        {
            var fit = new LinearRate(years, width);
            foreach (var size in new[] { 53, 1, 9, 16 })
            {
                var (r, s) = (new float[53], new float[53]);
                Assert.Equal(0, Allocation.Of(() =>
                {
                    for (var start = 0; start < 53; start += size)
                    {
                        var n = Math.Min(size, 53 - start);
                        fit.Fit(series.AsSpan(start), 53, r.AsSpan(start, n), s.AsSpan(start, n));
                    }
                }));
                Assert.Equal(rate, r);
                Assert.Equal(sigma, s);
            }
        }
    }

    [Fact]
    public void Too_few_dates_give_no_number()
    {
        var (rate, sigma) = (new float[3], new float[3]);
        new LinearRate([0, 1, 2]).Fit([float.NaN, 0, 0, float.NaN, 1, 1, 5, float.NaN, 2], 3, rate, sigma);
        Assert.True(float.IsNaN(rate[0]) && float.IsNaN(sigma[0]) && float.IsNaN(sigma[1]));
        Assert.Equal(1, rate[1]);
        Assert.Equal(1, rate[2]);
        Assert.Equal(0, sigma[2]);
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused()
    {
        Assert.Throws<RequestException>(() => new LinearRate([]));
        Assert.Throws<RequestException>(() => new LinearRate([1]));
        Assert.Throws<RequestException>(() => new LinearRate([1, 1]));
        Assert.Throws<RequestException>(() => new LinearRate([1, double.NaN]));
        Assert.Throws<ArgumentException>(() => new LinearRate([1, 2]).Fit(new float[3], 2, new float[2], []));
        Assert.Throws<ArgumentException>(() => new LinearRate([1, 2]).Fit(new float[4], 2, new float[2], new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearRate([1, 2]).Fit(new float[4], 1, new float[2], []));
        new LinearRate([1, 2]).Fit([], 0, [], []);
    }

    [Fact]
    public void The_calendar_axis_jumps_at_year_ends_and_the_other_does_not()
    {
        DateOnly[] dates = [new(2019, 12, 31), new(2020, 1, 1), new(2020, 12, 31), new(2021, 1, 1)];
        Assert.Equal([0, 1 / 365.25, 366 / 365.25, 367 / 365.25], DecimalYears.Since(dates, TimeAxis.Julian));
        var calendar = DecimalYears.Since(dates, TimeAxis.Calendar);
        Assert.Equal(1 - (364 / 365.25), calendar[1], 1e-12);
        Assert.Equal(1 + (1 / 365.25), calendar[2], 1e-12);
        Assert.Equal(2 - (364 / 365.25), calendar[3], 1e-12);
    }

    private static (double Rate, double Sigma) Fit(double[] years, Func<int, double> value)
    {
        var used = Enumerable.Range(0, years.Length).Where(i => !double.IsNaN(value(i))).ToArray();
        var (t, x) = (used.Average(i => years[i]), used.Average(value));
        var squares = used.Sum(i => (years[i] - t) * (years[i] - t));
        var rate = used.Sum(i => (years[i] - t) * (value(i) - x)) / squares;
        var scatter = used.Sum(i => Math.Pow(value(i) - x - (rate * (years[i] - t)), 2));
        return (rate, Math.Sqrt(scatter / (used.Length - 2) / squares));
    }
}
