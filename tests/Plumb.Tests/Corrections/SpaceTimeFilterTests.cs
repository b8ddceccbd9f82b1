using Plumb.Corrections;
using Plumb.Kernels;
using Plumb.Simulation;
using Plumb.Uncertainty;

namespace Plumb.Tests.Corrections;

public class SpaceTimeFilterTests
{
    [Fact]
    public void The_high_pass_is_what_lines_by_weights_leave_and_blind_to_steady_motion()
    {
        double[] years = [0, 0.03, 0.07, 0.16, 0.2, 0.3, 0.41, 0.44, 0.6];
        var matrix = SpaceTimeFilter.HighPass(years, new() { Days = 50 });
        for (var t = 0; t < years.Length; t++)
        {
            var (constant, slope) = (0.0, 0.0);
            for (var j = 0; j < years.Length; j++)
            {
                constant += matrix[(t * years.Length) + j];
                slope += matrix[(t * years.Length) + j] * years[j];
            }

            Assert.Equal(0, constant, 1e-12);
            Assert.Equal(0, slope, 1e-12);

            // The line at one date by the normal equations of a spike at another.
            for (var j = 0; j < years.Length; j++)
            {
                var weight = Array.ConvertAll(years, s => Math.Exp(-0.5 * Math.Pow((s - years[t]) * 365.25 / 50, 2)));
                var (s0, s1, s2) = (weight.Sum(), weight.Zip(years, (w, s) => w * s).Sum(), weight.Zip(years, (w, s) => w * s * s).Sum());
                var at = weight[j] * ((s2 - (s1 * years[j])) + (((s0 * years[j]) - s1) * years[t])) / ((s0 * s2) - (s1 * s1));
                Assert.Equal((t == j ? 1 : 0) - at, matrix[(t * years.Length) + j], 1e-9);
            }
        }
    }

    [Fact]
    public void Turbulence_goes_and_a_steady_trough_stays()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var scene = DisturbedSeries.Still(DisturbedSeries.Mine(seed, dates: 40)) with
            {
                Uplifts = [new SceneUplift { Radius = 1500, Rate = -0.08 }],
            };
            var series = new DisturbedSeries(scene);
            var grid = series.Simulator.Grid;
            var (dates, length) = (series.Simulator.Network.Dates, 1000 / grid.StepX);
            using var coarse = new CoarseSeries(series.Dates, grid.Rows, grid.Columns, CoarseSeries.CellFor(length), new MemoryBudget(1 << 30));
            series.Fill(coarse, series.Steady(new SteadyGroundOptions(4, 2, 4)));
            coarse.Multiply(SpaceTimeFilter.HighPass([.. dates.Select(d => (d.DayNumber - dates[0].DayNumber) / 365.25)], new()));
            coarse.Smooth(length);
            var layer = new float[series.Pixels];
            var corrected = series.WithoutLayer(date =>
            {
                coarse.Interpolate(date, grid.Whole, layer, grid.Columns);
                return layer;
            });
            var (before, after) = (series.Error(series.Values), series.Error(corrected));
            Assert.True(after < 0.9 * before, $"seed {seed}: {before} m before, {after} m after");
            // The filter is blind to a straight line; by least squares over the dates what it takes off turns the rate by a little.
            Assert.InRange(series.RateError(corrected) / series.RateError(series.Values), 0.8, 1.15);
        }
    }

    [Fact]
    public void Two_filters_one_after_the_other_are_one()
    {
        double[] first = [0.5, -0.5, 0, -0.2, 0.3, -0.1, 0.1, 0.1, -0.2];
        double[] second = [0.1, -0.3, 0.2, 0.4, -0.5, 0.1, 0, 0.6, -0.6];
        var both = new TimeFilter(first, 500).Then(new TimeFilter(second, 1000));
        double[] function = [1, -2, 3];

        // The waves between the two lengths are seen by the first alone.
        var line = new DistanceForm([100_000], [1]);
        var levels = both.Levels(function, line);
        Assert.Equal([0, new TimeFilter(first, 500).Unseen(line), new TimeFilter(second, 1000).Unseen(line)], levels.Select(l => l.From));
        Assert.Equal(function, levels[0].Left);
        Assert.Equal(new TimeFilter(first, 0).Rest(function), levels[1].Left);
        Assert.Equal(both.Rest(function), levels[2].Left);
        var expected = new TimeFilter(first, 0).Rest(new TimeFilter(second, 0).Rest(function));
        Assert.All(both.Rest(function).Zip(expected), p => Assert.Equal(p.Second, p.First, 1e-12));
        Assert.Throws<ArgumentException>(() => both.Then(new TimeFilter([0, 0, 0, 0], 0)));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Contains("at least 4 dates", Assert.Throws<RequestException>(() => SpaceTimeFilter.HighPass([0, 1, 2], new())).Message, StringComparison.Ordinal);
        Assert.Contains("days", Assert.Throws<RequestException>(() => SpaceTimeFilter.HighPass([0, 1, 2, 3], new() { Days = 0 })).Message, StringComparison.Ordinal);
    }
}
