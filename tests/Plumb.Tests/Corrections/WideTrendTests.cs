using Plumb.Corrections;
using Plumb.Inversion;
using Plumb.Kernels;
using Plumb.TimeFunctions;

namespace Plumb.Tests.Corrections;

public class WideTrendTests
{
    /// <summary>Rates of the air go on average; in a single small scene of a year chance may make them worse by a third at most.</summary>
    [Fact]
    public void The_trend_of_the_air_goes_and_that_of_a_mine_stays()
    {
        var ratios = new List<double>();
        for (var seed = 1; seed <= 6; seed++)
        {
            var series = new DisturbedSeries(DisturbedSeries.Mine(seed, dates: 30));
            var corrected = Without(series, out var trend);
            var (before, after) = (series.RateError(series.Values), series.RateError(corrected));
            ratios.Add(after / before);
            Assert.True(after < 1.35 * before, $"seed {seed}: {1000 * before:0.00} mm/yr before, {1000 * after:0.00} after; {string.Join(", ", trend.Bands)}");
            trend.Dispose();
        }

        Assert.True(ratios.Average() < 0.95, string.Join(", ", ratios));
    }

    /// <summary>What the scatter of the dates leads to expect is what the rates of still ground show, octave by octave, and few of them are kept as motion.</summary>
    [Fact]
    public void Expectations_hold_over_still_ground()
    {
        var (ratios, kept, count) = (new List<double>(), 0, 0);
        for (var seed = 1; seed <= 12; seed++)
        {
            var series = new DisturbedSeries(DisturbedSeries.Still(DisturbedSeries.Mine(seed, dates: 24)));
            _ = Without(series, out var trend);
            ratios.AddRange(trend.Bands.Select(b => b.Trend * b.Trend / (b.ByAir * b.ByAir)));
            kept += trend.Bands.Count(b => b.Share < 1);
            count += trend.Bands.Count;
            Assert.All(trend.Bands, b => Assert.True(b.Limit > b.ByAir && b.Places >= 1));
            trend.Dispose();
        }

        Assert.InRange(ratios.Average(), 0.6, 1.5);
        Assert.True(kept <= 0.1 * count, $"{kept} of {count} kept");
    }

    [Fact]
    public void Few_dates_and_little_ground_are_refused()
    {
        using var few = new CoarseSeries(5, 80, 80, 8, new MemoryBudget(1 << 24));
        Assert.Contains("needs at least", Assert.Throws<RequestException>(() => WideTrend.Estimate(few, 80, 80, [0, 1, 2, 3, 4], new() { Length = 20 }, new MemoryBudget(1 << 24))).Message, StringComparison.Ordinal);
        using var empty = new CoarseSeries(9, 80, 80, 8, new MemoryBudget(1 << 24));
        Assert.Contains("too small", Assert.Throws<RequestException>(() => WideTrend.Estimate(empty, 80, 80, [0, 1, 2, 3, 4, 5, 6, 7, 8], new() { Length = 20 }, new MemoryBudget(1 << 24))).Message, StringComparison.Ordinal);
        Assert.Throws<RequestException>(() => new WideTrendOptions { Length = 0 }.Validate());
        Assert.Throws<RequestException>(() => new WideTrendOptions { Length = 1, Chance = 0.7 }.Validate());
    }

    private static float[] Without(DisturbedSeries series, out WideTrend trend)
    {
        var grid = series.Simulator.Grid;
        var length = 1000 / grid.StepX;
        var years = DecimalYears.Since(series.Simulator.Network.Dates, TimeAxis.Julian);
        using var coarse = new CoarseSeries(series.Dates, grid.Rows, grid.Columns, CoarseSeries.CellFor(length), new MemoryBudget(1 << 30));
        series.Fill(coarse, series.Steady(new SteadyGroundOptions(4, 2, 4)));
        trend = WideTrend.Estimate(coarse, grid.Rows, grid.Columns, years, new() { Length = length }, new MemoryBudget(1 << 30));
        var rate = new float[series.Pixels];
        trend.Evaluate(grid.Whole, rate, grid.Columns);
        return series.WithoutLayer(date => Array.ConvertAll(rate, r => r * (float)years[date]));
    }
}
