using Plumb.Formats.Hyp3;
using Plumb.Processing.Configuration;
using Plumb.Processing.Results;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Truth;

/// <summary>
/// What the corrections leave on scenes with all that disturbs a series - turbulence of 8 mm, air that goes with height over mountains, planes, an elevation model off by 6 m - over seeds, from
/// product files to the corrected series.
/// </summary>
public sealed class CorrectionAccuracyTests(SceneLibrary scenes)
{
    private static readonly string[] WithoutDem = ["height", "ramp", "common_scene"];
    private static readonly string[] Named = ["height", "wide_trend", "ramp", "common_scene", "dem_error", "space_time_filter"];

    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    [InlineData(103)]
    public void The_series_has_less_than_half_of_its_error_left_and_the_rate_no_more_than_before(int seed)
    {
        var scene = Disturbed(seed);
        using var run = new RunFolder(scenes.Make($"disturbed {seed}", scene, Hyp3ProductKind.Gamma));
        var auto = Truth(run, scene, new CorrectionSettings());
        Assert.True(auto.SeriesRmse < 0.5 * auto.UncorrectedSeriesRmse, $"{auto.UncorrectedSeriesRmse} m before, {auto.SeriesRmse} m after");
        Assert.True(auto.RateRmse < 1.05 * auto.UncorrectedRateRmse, $"{auto.UncorrectedRateRmse} m/yr before, {auto.RateRmse} m/yr after");

        // The elevation model's error is told from what the others leave, and does no harm.
        var without = Truth(run, scene, new CorrectionSettings { Sequence = WithoutDem });
        Assert.True(auto.SeriesRmse <= 1.001 * without.SeriesRmse, $"{without.SeriesRmse} m without dem_error, {auto.SeriesRmse} m with it");
        var named = Truth(run, scene, new CorrectionSettings { Sequence = Named });
        Assert.True(named.SeriesRmse < 0.8 * auto.SeriesRmse && named.SeriesRmse < 0.3 * named.UncorrectedSeriesRmse, $"{named.SeriesRmse} m, auto {auto.SeriesRmse} m");
        Assert.True(named.RateRmse < auto.RateRmse && named.RateRmse < 0.75 * named.UncorrectedRateRmse, $"{named.UncorrectedRateRmse} m/yr before, {named.RateRmse} named, auto {auto.RateRmse} m/yr");
        TestContext.Current.SendDiagnosticMessage(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"seed {seed}: before {1000 * auto.UncorrectedSeriesRmse:0.0} mm {1000 * auto.UncorrectedRateRmse:0.0} mm/yr, auto {1000 * auto.SeriesRmse:0.0} {1000 * auto.RateRmse:0.0}, named {1000 * named.SeriesRmse:0.0} {1000 * named.RateRmse:0.0}"));
    }

    private static TruthComparison Truth(RunFolder run, Scene scene, CorrectionSettings corrections)
    {
        run.Write(run.Settings with { Corrections = corrections, Uncertainty = new UncertaintySettings { Enabled = false } });
        run.Done("--until", "mask");
        return TruthComparison.Of(run.Results(), new SceneSimulator(scene));
    }

    private static Scene Disturbed(long seed) => Scene.SmallMine() with
    {
        Seed = seed,
        Grid = new() { Columns = 96, Rows = 96, Step = 200 },
        Sensor = new() { Looks = 20, BaselineSigma = 70 },
        Dates = new() { Start = "2022-01-03", Count = 40, IntervalDays = 12 },
        Network = new() { Links = 3 },
        Terrain = new() { MeanHeight = 900, Relief = 300, ErrorSigma = 6, ErrorCorrelationLength = 400 },
        Atmosphere = new() { TurbulentMillimetres = 8, StratifiedMillimetresPer100Metres = 3 },
        Orbit = new() { RampMillimetres = 5 },
        UnwrappingErrors = new(),
        Waters = [],
    };
}
