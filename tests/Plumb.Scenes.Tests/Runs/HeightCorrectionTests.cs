using Plumb.Formats.Hyp3;
using Plumb.Processing.Configuration;
using Plumb.Processing.Corrections;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>Whole runs in mountains without any weather file: turbulence, air that goes with height, an elevation model off by 6 m, planes.</summary>
public sealed class HeightCorrectionTests(SceneLibrary scenes)
{
    private static Scene Mountains { get; } = SceneLibrary.SmallScene with
    {
        Grid = new() { Columns = 130, Rows = 130, Step = 150 },
        Dates = new() { Count = 16 },
        Terrain = new() { MeanHeight = 900, Relief = 300, ErrorSigma = 6 },
        Atmosphere = new() { TurbulentMillimetres = 8, StratifiedMillimetresPer100Metres = 4 },
        Orbit = new() { RampMillimetres = 5 },
        Waters = [],
    };

    [Fact]
    public void The_default_takes_the_delay_with_height_off_and_tells_what_it_did()
    {
        using var run = new RunFolder(scenes.Once("mountains", Mountains, Hyp3ProductKind.Gamma));
        run.Done();
        var truth = TruthComparison.Of(run.Results(), new SceneSimulator(Mountains));
        Assert.True(truth.SeriesRmse < 0.6 * truth.UncorrectedSeriesRmse, $"{truth.UncorrectedSeriesRmse} m before, {truth.SeriesRmse} m after");
        var record = CorrectionRecord.Read(run.Out)!;
        var height = record.Corrections[0];
        Assert.Equal("height", height.Name);
        Assert.InRange(height.Harmed.Count(), 0, 4);
        Assert.True(height.StableRmsAfter < 0.8 * height.StableRmsBefore);
        Assert.All(height.Dates, d => Assert.True(d.Sigma > 0 && d.Gradient is not null));
        Assert.Contains(height.Notes, n => n.Contains("Its trend in time", StringComparison.Ordinal));
        Assert.True(run.Store().Exists(StorePaths.HeightDelay));
        Assert.Contains("\"stable_rms_after\"", File.ReadAllText(Path.Combine(run.Out, CorrectionRecord.FileName)), StringComparison.Ordinal);
        var report = File.ReadAllText(Path.Combine(run.Out, "report.html"));
        Assert.Contains("how much two places differ with the distance between them", report, StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_delay_is_chosen_date_by_date_and_says_what_could_not_be_made()
    {
        using var run = new RunFolder(scenes.Once("mountains", Mountains, Hyp3ProductKind.Gamma), s => s with
        {
            Corrections = new CorrectionSettings { Sequence = ["best_delay"], BestDelay = new() { Of = ["height"] } },
        });
        run.Done("--until", "mask");
        var best = Assert.Single(CorrectionRecord.Read(run.Out)!.Corrections);
        Assert.True(best.Dates.Count(d => d.Chosen == "height") >= 12);
        Assert.Contains(best.Notes, n => n.StartsWith("Chosen: ", StringComparison.Ordinal) && n.Contains("height at", StringComparison.Ordinal));
        run.Write(run.Settings with { Corrections = new CorrectionSettings { Sequence = ["best_delay"], BestDelay = new() { Of = ["hight"] } } });
        run.Run("--until", "mask").Expect(2, "'hight' is no delay to choose");
    }

    [Fact]
    public void Ramp_filter_and_windows_run_together_and_layers_add_up()
    {
        using var run = new RunFolder(scenes.Once("mountains", Mountains, Hyp3ProductKind.Gamma), s => s with
        {
            Corrections = new CorrectionSettings
            {
                Sequence = ["height", "ramp", "space_time_filter"],
                Height = new() { Law = Plumb.Corrections.Heights.HeightLaw.Power, Window = 5000 },
                Ramp = new() { Shape = Plumb.Corrections.RampShape.Quadratic },
            },
        });
        run.Done("--until", "mask");
        var truth = TruthComparison.Of(run.Results(), new SceneSimulator(Mountains));
        Assert.True(truth.SeriesRmse < 0.5 * truth.UncorrectedSeriesRmse, $"{truth.UncorrectedSeriesRmse} m before, {truth.SeriesRmse} m after");
        Assert.Equal(["height", "ramp", "space_time_filter"], CorrectionRecord.Read(run.Out)!.Corrections.Select(c => c.Name));
        var (store, date, pixels) = (run.Store(), 9, 130 * 130);
        float[] Plane(string name)
        {
            var values = new float[pixels];
            store.OpenArray<float>(name).ReadRegion([date, 0, 0], [1, 130, 130], values);
            return values;
        }

        var (before, after) = (Plane(StorePaths.Displacement), Plane(StorePaths.CorrectedDisplacement));
        var layers = new[] { StorePaths.HeightDelay, StorePaths.Ramp, StorePaths.SpaceTimeFilter }.Select(Plane).ToArray();
        var mask = run.Results().Mask();
        for (var i = 0; i < pixels; i++)
        {
            if (mask.IsGood(i))
            {
                Assert.Equal(before[i] - layers.Sum(l => l[i]), after[i], 1e-6);
            }
        }
    }
}
