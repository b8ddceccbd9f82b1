using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Processing.Tracks;
using Plumb.Simulation;

namespace Plumb.Processing.Studies.Fusion;

/// <summary>Rate and series of one benchmark in one run, upwards, relative to the reference benchmark.</summary>
/// <param name="Name">Name of the benchmark.</param>
/// <param name="Rate">Rate, metres per year; NaN where no good pixel lies near.</param>
/// <param name="Spread">Standard deviation of the pixels' rates, metres per year.</param>
/// <param name="Pixels">Good pixels near it, a count.</param>
public sealed record BenchmarkRate(string Name, double Rate, double Spread, int Pixels)
{
    /// <summary>Dates of the series (UTC).</summary>
    public IReadOnlyList<DateOnly> Dates { get; init; } = [];

    /// <summary>Mean series of the pixels, metres upwards; shape (date).</summary>
    public IReadOnlyList<double> Series { get; init; } = [];
}

/// <summary>One run of the study, upwards (LOS over the cosine of the incidence).</summary>
public sealed class FusionRun
{
    private FusionRun(string name, ResultSet results, float[] rate, IReadOnlyList<BenchmarkRate> benchmarks) =>
        (Name, Results, Rate, Benchmarks) = (name, results, rate, benchmarks);

    /// <summary>Name: asar, tsx11, fusion, tsx29.</summary>
    public string Name { get; }

    /// <summary>The run.</summary>
    public ResultSet Results { get; }

    /// <summary>Rate upwards relative to the reference benchmark, metres per year; shape (rows, columns); NaN where the run does not trust it.</summary>
    public float[] Rate { get; }

    /// <summary>The benchmarks.</summary>
    public IReadOnlyList<BenchmarkRate> Benchmarks { get; }

    /// <summary>Good pixels, a count.</summary>
    public int Pixels => Rate.Count(float.IsFinite);

    /// <summary>Fastest subsidence of a good pixel (0.1 % of them are faster), metres per year, positive downwards.</summary>
    public double Fastest => Rate.Where(float.IsFinite).Order().ElementAt(Pixels / 1000) * -1.0;

    /// <summary>Measures a run.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="results">The run.</param>
    /// <param name="simulator">A scene on its grid; only where the ground is counts.</param>
    /// <param name="published">Benchmarks, metres.</param>
    public static FusionRun Of(string name, ResultSet results, SceneSimulator simulator, FusionPublished published)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(published);
        var up = TrackReader.Open(results.Folder, TrackHints.None);
        float[] rate = [.. up.Rate.Zip(up.Up, (r, u) => r / u)];
        return Of(name, results, rate, new PlaceSeries(results.Dates, (tile, values) =>
        {
            results.Series(tile, values);
            var share = up.Up[(tile.Row * results.Grid.Columns) + tile.Column];
            for (var d = 0; d < values.Length; d++)
            {
                values[d] /= share;
            }
        }), simulator, published);
    }

    /// <summary>Measures the joint motion of the fused run and the one that helped it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="motion">The joint motion, upwards.</param>
    /// <param name="fused">The fused run, on whose grid it is.</param>
    /// <param name="simulator">A scene on its grid.</param>
    /// <param name="published">Benchmarks, metres.</param>
    /// <exception cref="RequestException">There is no joint series, or nothing near the reference benchmark.</exception>
    public static FusionRun Joint(string name, FusedMotion motion, ResultSet fused, SceneSimulator simulator, FusionPublished published)
    {
        ArgumentNullException.ThrowIfNull(motion);
        ArgumentNullException.ThrowIfNull(fused);
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(published);
        var series = motion.Series ?? throw new RequestException("The sensors have no joint series: one of the runs has none of its own. Run both from interferograms.");
        var array = series.Store.OpenArray<float>(Stages.StorePaths.VerticalSeries);
        return Of(name, fused, motion.Rate.Values.ToArray(), new PlaceSeries(series.Dates, (tile, values) => array.ReadRegion([0, tile.Row, tile.Column], [values.Length, 1, 1], values)), simulator, published);
    }

    private static FusionRun Of(string name, ResultSet results, float[] rate, PlaceSeries series, SceneSimulator simulator, FusionPublished published)
    {
        var found = published.Benchmarks.Select(b => Near(b, rate, series, results.Grid, simulator, published.Radius)).ToArray();
        var level = found.First(b => b.Name == published.ReferenceBenchmark);
        if (double.IsNaN(level.Rate))
        {
            throw new RequestException($"The run {name} has no good pixel within {published.Radius} m of {level.Name}, which everything is relative to. Move it, or raise radius in published.yaml.");
        }

        var relative = rate.Select(r => (float)(r - level.Rate)).ToArray();
        return new FusionRun(name, results, relative, [.. found.Select(b => b with { Rate = b.Rate - level.Rate, Series = [.. b.Series.Select((v, d) => v - level.Series[d])] })]);
    }

    private static BenchmarkRate Near(FusionBenchmark benchmark, float[] rate, PlaceSeries series, Grid grid, SceneSimulator simulator, double radius)
    {
        // Coarse pixels can lie farther from a benchmark than that: the one around it counts.
        radius = Math.Max(radius, 0.71 * Math.Max(simulator.View.StepX, simulator.View.StepY));
        int[] near =
        [
            .. Enumerable.Range(0, rate.Length).Where(i => float.IsFinite(rate[i]))
                .Where(i => simulator.View.Position(i / grid.Columns, i % grid.Columns) is var p && Math.Pow(p.East - benchmark.East, 2) + Math.Pow(p.North - benchmark.North, 2) <= radius * radius),
        ];
        if (near.Length == 0)
        {
            return new BenchmarkRate(benchmark.Name, double.NaN, double.NaN, 0) { Dates = series.Dates, Series = [.. series.Dates.Select(_ => double.NaN)] };
        }

        var mean = near.Average(i => (double)rate[i]);
        var sums = new double[series.Dates.Count];
        var column = new float[series.Dates.Count];
        foreach (var i in near)
        {
            series.Read(new Tile(i / grid.Columns, i % grid.Columns, 1, 1), column);
            for (var d = 0; d < column.Length; d++)
            {
                sums[d] += column[d] / near.Length;
            }
        }

        return new BenchmarkRate(benchmark.Name, mean, near.Length > 1 ? Math.Sqrt(near.Sum(i => Math.Pow(rate[i] - mean, 2)) / (near.Length - 1)) : double.NaN, near.Length)
        {
            Dates = series.Dates,
            Series = sums,
        };
    }

    /// <summary>Series upwards of one pixel at a time, metres.</summary>
    private sealed record PlaceSeries(IReadOnlyList<DateOnly> Dates, Action<Tile, float[]> Read);
}
