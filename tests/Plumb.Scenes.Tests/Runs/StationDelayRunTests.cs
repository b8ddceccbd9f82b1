using System.Globalization;
using System.Text;
using Plumb.Formats.Gdal;
using Plumb.Grids;
using Plumb.Processing.Corrections;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>Delays over GNSS stations, on a scene whose delays are known: the stations' are written from the truth, with noise.</summary>
public sealed class StationDelayRunTests(SceneLibrary scenes) : IDisposable
{
    private const int Stations = 24;
    private static readonly string[] StationsOnly = ["station_delay"];
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-stations-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Delays_over_stations_take_the_atmosphere_off_within_their_standard_deviation()
    {
        Write(_ => true);
        using var run = new RunFolder(scenes.Small, s => s with { Corrections = new() { Sequence = StationsOnly, StationDelay = new() { Files = [folder] } } });
        run.Run("--until", "mask").Expect(0, "station_delay: scatter of the dates");
        var truth = TruthComparison.Of(run.Results(), new SceneSimulator(SceneLibrary.SmallScene));
        Assert.True(truth.SeriesRmse < 0.7 * truth.UncorrectedSeriesRmse, $"{truth.UncorrectedSeriesRmse} m before, {truth.SeriesRmse} m after");
        var report = Assert.Single(CorrectionRecord.Read(run.Out)!.Corrections);
        Assert.Contains(report.Notes, n => n.Contains("24 stations within 100 km", StringComparison.Ordinal));
        Assert.Contains(report.Notes, n => n.Contains("A station that is left out is met within", StringComparison.Ordinal));
        Assert.All(report.Dates, d => Assert.InRange(d.Sigma!.Value, 0.0005, 0.02));

        // What is left of the delays is as large as the map of standard deviations says, of one date against the first.
        var simulator = new SceneSimulator(SceneLibrary.SmallScene);
        var sigma = Whole(run, StorePaths.StationDelaySigma, 1);
        var layer = Whole(run, StorePaths.StationDelay, simulator.Network.Dates.Count);
        var (scaled, count) = (0.0, 0);
        var reference = run.Results().Reference.TilesOn(simulator.Grid).SelectMany(t => Enumerable.Range(0, t.PixelCount).Select(i => ((t.Row + (i / t.Columns)) * simulator.Grid.Columns) + t.Column + (i % t.Columns))).ToArray();
        var first = Delay(simulator, 0);
        for (var date = 1; date < simulator.Network.Dates.Count; date++)
        {
            if (report.Notes.Any(n => n.Contains("Left out", StringComparison.Ordinal) && n.Contains(simulator.Network.Dates[date].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal)))
            {
                continue;
            }

            var delay = Delay(simulator, date);
            double Rest(int p) => layer[(date * sigma.Length) + p] + delay[p] - first[p];
            var level = reference.Average(Rest);
            for (var p = 0; p < sigma.Length; p += 37)
            {
                scaled += Math.Pow(Rest(p) - level, 2) / (2 * sigma[p] * sigma[p]);
                count++;
            }
        }

        Assert.InRange(scaled / count, 0.3, 2.5);
    }

    [Fact]
    public void Dates_with_too_few_stations_are_named()
    {
        Write(date => date != 7);
        var missing = new SceneSimulator(SceneLibrary.SmallScene).Network.Dates[7].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var run = new RunFolder(scenes.Small, s => s with { Corrections = new() { Sequence = StationsOnly, StationDelay = new() { Files = [folder] } } });
        run.Run("--until", "mask").Expect(2, "1 of 12 dates have fewer than 3 stations", missing);

        // What the program chooses by itself it may leave out, and says so.
        run.Write(run.Settings with { Corrections = new() { StationDelay = new() { Files = [folder] } } });
        run.Run("--until", "mask").Expect(0, "no station_delay: 1 of 12 dates have fewer than 3 stations");
        run.Write(run.Settings with { Corrections = new() { Sequence = StationsOnly } });
        run.Run().Expect(2, "names no files");
        run.Write(run.Settings with { Corrections = new() { Sequence = StationsOnly, StationDelay = new() { Files = [folder + "-no"] } } });
        run.Run("--until", "mask").Expect(2, "does not exist");
    }

    private static float[] Delay(SceneSimulator simulator, int date)
    {
        var delay = new float[simulator.Grid.PixelCount];
        simulator.Atmosphere(date, simulator.Grid.Whole, delay);
        return delay;
    }

    private static float[] Whole(RunFolder run, string name, int planes)
    {
        var array = run.Store().OpenArray<float>(name);
        int[] shape = [.. array.Shape.Select(n => (int)n)];
        var values = new float[shape.Aggregate((a, b) => a * b)];
        array.ReadRegion([.. shape.Select(_ => 0)], shape, values);
        Assert.Equal(planes, shape.Length == 3 ? shape[0] : 1);
        return values;
    }

    /// <summary>A table of stations at places of the scene, an hour before and after each acquisition, with 2 mm of noise.</summary>
    private void Write(Func<int, bool> has)
    {
        var simulator = new SceneSimulator(SceneLibrary.SmallScene);
        var (grid, random) = (simulator.Grid, new CounterRandom(4, 4));
        var (height, incidence) = (new float[grid.PixelCount], new float[grid.PixelCount]);
        simulator.Height(grid.Whole, height);
        simulator.Incidence(grid.Whole, incidence);
        var pixel = Enumerable.Range(0, Stations).Select(k => ((10 + (k / 6 * 36)) * grid.Columns) + 10 + (k % 6 * 26)).ToArray();
        double[] x = [.. pixel.Select(p => grid.OriginX + (((p % grid.Columns) + 0.5) * grid.StepX))];
        double[] y = [.. pixel.Select(p => grid.OriginY + (((p / grid.Columns) + 0.5) * grid.StepY))];
        using (var toMap = new CoordinateTransform(grid.Crs, Crs.Wgs84))
        {
            Assert.Equal(0, toMap.Apply(x, y));
        }

        var text = new StringBuilder("station,latitude,longitude,height,time,ztd,sigma\n");
        for (var date = 0; date < simulator.Network.Dates.Count; date++)
        {
            var delay = Delay(simulator, date);
            for (var k = 0; k < Stations && has(date); k++)
            {
                var p = pixel[k];
                var zenith = (2.4 * Math.Exp(-height[p] / 7500)) + (delay[p] * Math.Cos(incidence[p])) + (0.002 * random.Normal((ulong)((date * Stations) + k)));
                var time = simulator.Network.Dates[date].ToDateTime(TimeOnly.MinValue) + (simulator.Acquisitions[date].TimeOfDay ?? TimeSpan.Zero);
                foreach (var hours in (int[])[-1, 1])
                {
                    text.Append(CultureInfo.InvariantCulture, $"S{k},{y[k]},{x[k]},{height[p]},{time.AddHours(hours):yyyy-MM-ddTHH:mm:ss},{zenith},0.002\n");
                }
            }
        }

        File.WriteAllText(Path.Combine(folder, "stations.csv"), text.ToString());
    }
}
