using System.Numerics.Tensors;
using Plumb.Corrections;
using Plumb.Corrections.Heights;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Simulation;

namespace Plumb.Tests.Corrections;

public class HeightDelayTests
{
    private static readonly MemoryBudget Budget = new(1L << 30);

    [Fact]
    public void On_mountains_gradients_come_back_within_their_standard_deviations_and_the_series_is_as_good_as_with_the_truth()
    {
        var (squares, count) = (0.0, 0);
        for (var seed = 1; seed <= 6; seed++)
        {
            var series = new DisturbedSeries(Mountains(seed));
            var truth = Gradients(series);
            using var delay = Estimate(series, new());
            for (var date = 0; date < series.Dates; date++)
            {
                var found = delay.Dates[date];
                Assert.True(found.Sigma > 0);
                squares += Math.Pow((found.Gradient - truth[date]) / found.Sigma, 2);
                count++;
            }

            var (before, after, best) = (series.Error(series.Values), series.Error(Without(series, delay)), series.Error(WithoutTruth(series)));
            Assert.True(delay.Trend.IsTaken);
            Assert.True(after < 0.8 * before && after < 1.05 * best, $"seed {seed}: {before} m before, {after} m after, {best} m without the true delay");
        }

        Assert.InRange(Math.Sqrt(squares / count), 0.8, 1.25);
    }

    /// <summary>Over terrains and air of other seeds and other roughness the errors of the gradients are as large as their standard deviations say.</summary>
    [Theory]
    [InlineData(11, 350, 8)]
    [InlineData(21, 350, 3)]
    [InlineData(31, 150, 8)]
    [InlineData(41, 700, 12)]
    public void Standard_deviations_of_gradients_are_as_large_as_their_errors(int first, double relief, double turbulence)
    {
        var (squares, count) = (0.0, 0);
        for (var seed = first; seed < first + 5; seed++)
        {
            var scene = Mountains(seed);
            var series = new DisturbedSeries(scene with
            {
                Terrain = scene.Terrain with { Relief = relief },
                Atmosphere = scene.Atmosphere with { TurbulentMillimetres = turbulence },
            });
            var truth = Gradients(series);
            using var delay = Estimate(series, new());
            for (var date = 0; date < series.Dates; date++)
            {
                squares += Math.Pow((delay.Dates[date].Gradient - truth[date]) / delay.Dates[date].Sigma, 2);
                count++;
            }
        }

        var ratio = Math.Sqrt(squares / count);
        TestContext.Current.SendDiagnosticMessage($"relief {relief}, turbulence {turbulence}: {ratio:0.00}");
        Assert.InRange(ratio, 0.8, 1.25);
    }

    [Fact]
    public void The_power_law_finds_its_exponent_and_beats_the_straight_line_where_the_air_bends()
    {
        var scene = Mountains(3);
        var series = new DisturbedSeries(scene with
        {
            Terrain = scene.Terrain with { Relief = 700, MeanHeight = 1800 },
            Atmosphere = scene.Atmosphere with { TurbulentMillimetres = 3, StratifiedExponent = 3, StratifiedReferenceHeight = 7000 },
        });
        using var line = Estimate(series, new());
        using var power = Estimate(series, new() { Law = HeightLaw.Power });
        using var known = Estimate(series, new() { Law = HeightLaw.Power, Exponent = 3 });
        Assert.InRange(power.Shape.Exponent, 2.6, 3.4);
        Assert.Equal(3, known.Shape.Exponent);
        var best = series.Error(WithoutTruth(series));
        double Excess(HeightDelay delay) => Math.Sqrt(Math.Max(0, Math.Pow(series.Error(Without(series, delay)), 2) - (best * best)));
        Assert.True(Excess(power) < 0.5 * Excess(line), $"{Excess(power)} m too much with the power, {Excess(line)} m with the line");
        Assert.True(Excess(known) < 0.5 * Excess(line), $"{Excess(known)} m too much with the known power, {Excess(line)} m with the line");
    }

    [Fact]
    public void Windows_follow_a_delay_that_differs_over_the_scene_without_seams_and_do_no_harm_where_it_does_not()
    {
        var scene = Mountains(4);
        var uneven = new DisturbedSeries(scene with { Atmosphere = scene.Atmosphere with { TurbulentMillimetres = 3, StratifiedEastShare = 0.8 } });
        using var whole = Estimate(uneven, new());
        using var windows = Estimate(uneven, new() { Window = 30 });
        var best = uneven.Error(WithoutTruth(uneven));
        var (one, many) = (uneven.Error(Without(uneven, whole)), uneven.Error(Without(uneven, windows)));
        Assert.True((many * many) - (best * best) < 0.5 * ((one * one) - (best * best)), $"{one} m with one, {many} m with windows, {best} m without the true delay");

        var (columns, shape, layer) = (uneven.Simulator.Grid.Columns, new float[uneven.Pixels], new float[uneven.Pixels]);
        Array.Fill(shape, 1f);
        windows.Evaluate(5, uneven.Simulator.Grid.Whole, shape, layer, columns);
        var range = layer.Max() - layer.Min();
        Assert.True(range > 0);
        for (var i = 1; i < layer.Length; i++)
        {
            if (i % columns != 0)
            {
                Assert.True(Math.Abs(layer[i] - layer[i - 1]) < 0.05 * range, "gradients jump from pixel to pixel");
            }
        }

        for (var seed = 1; seed <= 4; seed++)
        {
            var even = new DisturbedSeries(Mountains(seed));
            using var scenewide = Estimate(even, new());
            using var local = Estimate(even, new() { Window = 30 });
            Assert.True(even.Error(Without(even, local)) < 1.03 * even.Error(Without(even, scenewide)), $"seed {seed}: windows do harm");
        }
    }

    [Fact]
    public void Steady_motion_that_goes_with_height_is_kept_beyond_what_air_explains_and_the_rate_stays_on_wish()
    {
        var series = new DisturbedSeries(Mountains(2));
        using var before = Estimate(series, new());
        var rate = 6 * before.Trend.ByAir;
        var height = Heights(series);
        var (years, middle) = (Years(series), before.Shape.Middle);
        for (var at = 0; at < series.Values.Length; at++)
        {
            series.Values[at] += (float)(rate * years[at / series.Pixels] * (height[at % series.Pixels] - middle));
        }

        using var judged = Estimate(series, new());
        Assert.False(judged.Trend.IsTaken);
        using var free = Estimate(series, new() { Trend = HeightTrend.Free });
        Assert.True(free.Trend.IsTaken);
        Assert.InRange((free.Trend.Rate - before.Trend.Rate) / rate, 0.97, 1.03);

        // What is taken off all the same has no trend: motion is not touched beyond the noise of the estimate.
        var mean = years.Average();
        double Slope(HeightDelay delay) => years.Select((t, i) => (t - mean) * delay.Applied(i)).Sum() / years.Sum(t => (t - mean) * (t - mean));
        Assert.True(Math.Abs(Slope(judged)) < 0.05 * before.Trend.ByAir, $"{Slope(judged)} a year is taken off");
        using var kept = Estimate(series, new() { Trend = HeightTrend.Kept });
        Assert.Equal(judged.Dates.Select((_, i) => judged.Applied(i)), kept.Dates.Select((_, i) => kept.Applied(i)));
    }

    [Fact]
    public void Without_delay_next_to_nothing_is_taken_off()
    {
        var series = new DisturbedSeries(Mountains(5) with { Atmosphere = new() { TurbulentMillimetres = 8, StratifiedMillimetresPer100Metres = 0 } });
        using var delay = Estimate(series, new());
        Assert.True(series.Error(Without(series, delay)) < 1.02 * series.Error(series.Values));
        Assert.True(delay.Gain < 1e-6, $"{Math.Sqrt(delay.Gain)} m expected gain");
    }

    [Fact]
    public void What_cannot_be_estimated_is_refused()
    {
        using var coarse = new CoarseSeries(4, 64, 64, 8, Budget);
        coarse.Add(new Tile(0, 0, 64, 64), new float[4 * 4096], 4096, 64, [.. Enumerable.Repeat(true, 4096)]);
        double[] years = [0, 0.1, 0.2, 0.3];
        string Refused(float[] heights, HeightDelayOptions options) =>
            Assert.Throws<RequestException>(() => HeightDelay.Estimate(coarse, heights, 64, 64, years, options, Budget)).Message;
        float[] slope = [.. Enumerable.Range(0, 64).Select(i => 10f * i)];
        Assert.Contains("flat", Refused(new float[64], new()), StringComparison.Ordinal);
        Assert.Contains("too small", Refused([.. slope.Select((h, i) => i < 40 ? float.NaN : h)], new()), StringComparison.Ordinal);
        Assert.Contains("reference_height", Refused([.. slope.Select(h => h + 8000)], new() { Law = HeightLaw.Power }), StringComparison.Ordinal);
        Assert.Contains("exponent", Refused(slope, new() { Exponent = 0.5 }), StringComparison.Ordinal);
        Assert.Contains("window", Refused(slope, new() { Window = -1 }), StringComparison.Ordinal);
        Assert.Contains("reference_height", Refused(slope, new() { ReferenceHeight = 20 }), StringComparison.Ordinal);
        using var none = HeightDelay.Estimate(coarse, slope, 64, 64, years, new(), Budget);
        Assert.All(Enumerable.Range(0, 4), d => Assert.Equal(0, none.Applied(d)));
    }

    private static Scene Mountains(long seed) => DisturbedSeries.Still(DisturbedSeries.Mine(seed)) with
    {
        Terrain = new() { MeanHeight = 900, Relief = 350, ErrorSigma = 0 },
        Atmosphere = new() { TurbulentMillimetres = 8, StratifiedMillimetresPer100Metres = 4 },
    };

    private static SceneSimulator Still(DisturbedSeries series)
    {
        var scene = series.Simulator.Scene;
        return new SceneSimulator(scene with { Atmosphere = scene.Atmosphere with { TurbulentMillimetres = 0 } });
    }

    private static float[] Heights(DisturbedSeries series)
    {
        var height = new float[series.Pixels];
        series.Simulator.Height(series.Simulator.Grid.Whole, height);
        return height;
    }

    /// <summary>True gradients without trend, relative to the mean of the dates.</summary>
    private static double[] Gradients(DisturbedSeries series)
    {
        var (still, height, delay) = (Still(series), Heights(series), new float[series.Pixels]);
        var (low, high) = (Array.IndexOf(height, height.Min()), Array.IndexOf(height, height.Max()));
        var gradients = new double[series.Dates];
        for (var date = 0; date < gradients.Length; date++)
        {
            still.Atmosphere(date, still.Grid.Whole, delay);
            gradients[date] = -((double)delay[high] - delay[low]) / (height[high] - height[low]);
        }

        var years = Years(series);
        var (mean, centre) = (gradients.Average(), years.Average());
        var slope = gradients.Zip(years, (g, t) => g * (t - centre)).Sum() / years.Sum(t => (t - centre) * (t - centre));
        return [.. gradients.Zip(years, (g, t) => g - mean - (slope * (t - centre)))];
    }

    private static double[] Years(DisturbedSeries series)
    {
        var dates = series.Simulator.Network.Dates;
        return [.. dates.Select(d => (d.DayNumber - dates[0].DayNumber) / 365.25)];
    }

    private static HeightDelay Estimate(DisturbedSeries series, HeightDelayOptions options)
    {
        var grid = series.Simulator.Grid;
        var height = Heights(series);
        var used = new bool[series.Pixels];
        Array.Fill(used, true);
        using var coarse = new CoarseSeries(series.Dates, grid.Rows, grid.Columns, 4, Budget);
        series.Fill(coarse, used);
        using var ground = new CoarseSeries(1, grid.Rows, grid.Columns, 4, Budget);
        foreach (var tile in Tile.Cover(grid.Rows, grid.Columns, 64, 64))
        {
            ground.Add(tile, height.AsSpan((tile.Row * grid.Columns) + tile.Column), series.Pixels, grid.Columns, used);
        }

        return HeightDelay.Estimate(coarse, ground.Plane(0), grid.Rows, grid.Columns, Years(series), options, Budget);
    }

    private static float[] Without(DisturbedSeries series, HeightDelay delay)
    {
        var (grid, shape, layer) = (series.Simulator.Grid, new float[series.Pixels], new float[series.Pixels]);
        delay.Shape.Of(Heights(series), shape);
        return series.WithoutLayer(date =>
        {
            delay.Evaluate(date, grid.Whole, shape, layer, grid.Columns);
            return layer;
        });
    }

    /// <summary>The series without its true delay with height.</summary>
    private static float[] WithoutTruth(DisturbedSeries series)
    {
        var (still, layer) = (Still(series), new float[series.Pixels]);
        return series.WithoutLayer(date =>
        {
            still.Atmosphere(date, still.Grid.Whole, layer);
            TensorPrimitives.Negate(layer, layer);
            return layer;
        });
    }
}
