using System.Globalization;
using Plumb.Formats.Gdal;
using Plumb.Grids;
using Plumb.Processing.Corrections;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>The delay of the troposphere by files, on a scene whose delays are known: GACOS's files are written from the truth.</summary>
public sealed class TroposphereTests(SceneLibrary scenes) : IDisposable
{
    private const double Step = 0.0004;
    private static readonly string[] TroposphereOnly = ["troposphere"];
    private readonly string weather = Directory.CreateTempSubdirectory("plumb-weather-").FullName;

    public void Dispose() => Directory.Delete(weather, recursive: true);

    [Fact]
    public void The_true_delays_take_the_atmosphere_off()
    {
        WriteDelays(_ => 1);
        using var run = new RunFolder(scenes.Small, s => s with { Corrections = new() { Sequence = TroposphereOnly, Troposphere = new() { Weather = [weather] } } });
        run.Run("--until", "mask").Expect(0, "troposphere: scatter of the dates");
        var truth = TruthComparison.Of(run.Results(), new SceneSimulator(SceneLibrary.SmallScene));
        Assert.True(truth.SeriesRmse < 0.4 * truth.UncorrectedSeriesRmse, $"{truth.UncorrectedSeriesRmse} m before, {truth.SeriesRmse} m after");
        Assert.True(truth.RateRmse < 0.7 * truth.UncorrectedRateRmse, $"{truth.UncorrectedRateRmse} m/yr before, {truth.RateRmse} m/yr after");
        var report = Assert.Single(CorrectionRecord.Read(run.Out)!.Corrections);
        Assert.Empty(report.Harmed);
        Assert.Contains("It makes no date worse.", report.Notes);
        Assert.True(run.Store().Exists(StorePaths.Troposphere));

        // New weather makes the stage run again, the same weather does not.
        Invocation.Of("why", run.SettingsFile).Expect(0, "correct    current");
        File.SetLastWriteTimeUtc(Directory.GetFiles(weather, "*.ztd")[0], DateTime.UtcNow.AddMinutes(3));
        Assert.DoesNotContain("correct    current", Invocation.Of("why", run.SettingsFile).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_date_whose_weather_is_wrong_is_left_out_and_weather_that_is_no_use_altogether()
    {
        var dates = new SceneSimulator(SceneLibrary.SmallScene).Network.Dates;
        WriteDelays(date => date == 4 ? -2 : 1);
        using var run = new RunFolder(scenes.Small, s => s with { Corrections = new() { Sequence = TroposphereOnly, Troposphere = new() { Weather = [weather] } } });
        run.Run("--until", "mask").Expect(0, "troposphere: scatter of the dates");
        var report = Assert.Single(CorrectionRecord.Read(run.Out)!.Corrections);
        Assert.Contains(report.Notes, n => n.Contains("Left out at 1 of 12 dates", StringComparison.Ordinal) && n.Contains(dates[4].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal));
        WriteDelays(_ => -1);
        run.Run("--until", "mask").Expect(0, "no troposphere: It gains nothing");
        Assert.False(run.Results().IsCorrected);
        run.Write(run.Settings with { Corrections = run.Settings.Corrections with { Insist = true } });
        run.Done("--until", "mask");
        Assert.True(run.Results().IsCorrected);
    }

    [Fact]
    public void Dates_without_weather_are_named()
    {
        WriteDelays(_ => 1);
        File.Delete(Directory.GetFiles(weather, "*.ztd").Order(StringComparer.Ordinal).ElementAt(7));
        var date = new SceneSimulator(SceneLibrary.SmallScene).Network.Dates[7].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var run = new RunFolder(scenes.Small, s => s with { Corrections = new() { Sequence = TroposphereOnly, Troposphere = new() { Weather = [weather] } } });
        run.Run("--until", "mask").Expect(2, "1 of 12 dates have no weather", date);

        // What the program chooses by itself it may leave out, and says so.
        run.Write(run.Settings with { Corrections = new() { Troposphere = new() { Weather = [weather] } } });
        run.Run("--until", "mask").Expect(0, "common_scene", "no troposphere: 1 of 12 dates have no weather");
        run.Write(run.Settings with { Corrections = new() { Sequence = TroposphereOnly } });
        run.Run().Expect(2, "names no weather files");
        run.Write(run.Settings with { Corrections = new() { Sequence = TroposphereOnly, Troposphere = new() { Weather = [weather], Time = "25:00" } } });
        run.Run().Expect(2, "is no time of day");

        // Delays at the ground alone do not tell the air that the line of sight passes.
        WriteDelays(_ => 1);
        run.Write(run.Settings with { Corrections = new() { Sequence = TroposphereOnly, Troposphere = new() { Weather = [weather], Path = Processing.Configuration.DelayPath.Slant } } });
        run.Run("--until", "mask").Expect(2, "Delays along the look need the air above the ground");
    }

    /// <summary>The scene's delays on latitude and longitude, upright, with a usual delay below, times a factor for each date.</summary>
    private void WriteDelays(Func<int, float> factor)
    {
        var simulator = new SceneSimulator(SceneLibrary.SmallScene);
        var grid = simulator.Grid;
        double[] x = [grid.OriginX, grid.EndX, grid.OriginX, grid.EndX];
        double[] y = [grid.OriginY, grid.OriginY, grid.EndY, grid.EndY];
        using (var toMap = new CoordinateTransform(grid.Crs, Crs.Wgs84))
        {
            Assert.Equal(0, toMap.Apply(x, y));
        }

        var (west, north) = (x.Min() - 0.02, y.Max() + 0.02);
        var (columns, rows) = ((int)((x.Max() + 0.02 - west) / Step) + 1, (int)((north - y.Min() + 0.02) / Step) + 1);
        double[] east = [.. Enumerable.Range(0, rows * columns).Select(i => west + (i % columns * Step))];
        double[] up = [.. Enumerable.Range(0, rows * columns).Select(i => north - (i / columns * Step))];
        using (var toScene = new CoordinateTransform(Crs.Wgs84, grid.Crs))
        {
            Assert.Equal(0, toScene.Apply(east, up));
        }

        var delay = new float[grid.PixelCount];
        var incidence = new float[grid.PixelCount];
        simulator.Incidence(grid.Whole, incidence);
        for (var date = 0; date < simulator.Network.Dates.Count; date++)
        {
            simulator.Atmosphere(date, grid.Whole, delay);
            var bytes = new byte[4 * rows * columns];
            for (var i = 0; i < rows * columns; i++)
            {
                var row = Math.Clamp((int)((up[i] - grid.OriginY) / grid.StepY), 0, grid.Rows - 1);
                var column = Math.Clamp((int)((east[i] - grid.OriginX) / grid.StepX), 0, grid.Columns - 1);
                var at = (row * grid.Columns) + column;
                BitConverter.TryWriteBytes(bytes.AsSpan(4 * i), 2.3f + (factor(date) * delay[at] * MathF.Cos(incidence[at])));
            }

            var path = Path.Combine(weather, simulator.Network.Dates[date].ToString("yyyyMMdd", CultureInfo.InvariantCulture) + ".ztd");
            File.WriteAllBytes(path, bytes);
            File.WriteAllText(path + ".rsc", string.Create(CultureInfo.InvariantCulture, $"WIDTH {columns}\nFILE_LENGTH {rows}\nX_FIRST {west}\nY_FIRST {north}\nX_STEP {Step}\nY_STEP {-Step}\n"));
        }
    }
}
