using Plumb.Formats.Hyp3;
using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Processing.Corrections;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>The corrections of a whole run.</summary>
public sealed class CorrectionTests(SceneLibrary scenes)
{
    private static readonly string[] CommonSceneOnly = ["common_scene"];
    private static readonly string[] RampOnly = ["ramp"];

    [Fact]
    public void The_default_improves_the_series_and_does_the_rate_no_harm()
    {
        var results = scenes.Finished.Results();
        Assert.True(results.IsCorrected);
        var truth = TruthComparison.Of(results, new SceneSimulator(SceneLibrary.SmallScene));
        Assert.True(truth.SeriesRmse < 0.85 * truth.UncorrectedSeriesRmse, $"{truth.UncorrectedSeriesRmse} m before, {truth.SeriesRmse} m after");
        Assert.InRange(truth.RateRmse / truth.UncorrectedRateRmse, 0.3, 1.02);
        var record = CorrectionRecord.Read(scenes.Finished.Out)!;
        Assert.Equal(CommonSceneOnly, record.Corrections.Select(c => c.Name).Where(n => n == "common_scene"));
        Assert.True(record.Corrections[^1].Scatter.After < 0.8 * record.Corrections[0].Scatter.Before);
        var common = record.Corrections.Single(c => c.Name == "common_scene");
        Assert.Empty(common.Harmed);
        Assert.Equal(12, common.Dates.Count);
        Assert.All(common.Dates, d => Assert.True(d.Sigma > 0 && d.Coefficient > 0 && d.Pairs > 0));
        Assert.Contains("What was taken off", File.ReadAllText(Path.Combine(scenes.Finished.Out, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_add_up_and_are_zero_at_the_first_date_and_the_reference()
    {
        using var run = new RunFolder(scenes.Small, s => s with { Corrections = new CorrectionSettings { Sequence = CommonSceneOnly } });
        run.Done("--until", "mask");
        var (store, results) = (run.Store(), run.Results());
        var names = CorrectionRecord.Read(run.Out)!.Corrections.Select(c => c.Name).ToArray();
        Assert.Equal(CommonSceneOnly, names);
        var (before, off, after) = (Whole(store, StorePaths.Displacement), Whole(store, StorePaths.CommonScene), Whole(store, StorePaths.CorrectedDisplacement));
        var good = results.Mask();
        for (var i = 0; i < before.Length; i++)
        {
            if (good.IsGood(i % good.Reasons.Length))
            {
                Assert.Equal(before[i] - off[i], after[i]);
            }
        }

        Assert.All(off.Take(good.Reasons.Length), v => Assert.Equal(0f, v));
        var tile = results.Reference.TilesOn(results.Grid).Single();
        var inside = Enumerable.Range(0, good.Reasons.Length).Where(p => tile.Contains(new Tile(p / 150, p % 150, 1, 1)) && good.IsGood(p)).ToArray();
        for (var date = 1; date < 12; date++)
        {
            Assert.Equal(0, inside.Average(p => (double)off[(date * good.Reasons.Length) + p]), 1e-6);
        }
    }

    [Fact]
    public void An_empty_sequence_writes_nothing_and_takes_away_what_was_written()
    {
        using var run = new RunFolder(scenes.Small);
        run.Done("--until", "mask");
        Assert.True(run.Results().IsCorrected);
        run.Write(run.Settings with { Corrections = new CorrectionSettings { Sequence = [] } });
        run.Done("--until", "mask");
        Assert.False(run.Results().IsCorrected);
        Assert.False(File.Exists(Path.Combine(run.Out, CorrectionRecord.FileName)));
        Assert.False(Directory.Exists(Path.Combine(run.Out, "store", "corrections", "common_scene")));
        Assert.Equal(run.Results().MeasuredRate().Values.ToArray(), run.Results().Rate().Values.ToArray());
    }

    [Theory]
    [InlineData("comon_scene", "did you mean 'common_scene'?")]
    [InlineData("weather", "there is no correction 'weather'")]
    [InlineData("auto\", \"ramp", "stands for the whole sequence")]
    [InlineData("ramp\", \"ramp", "names ramp twice")]
    public void A_sequence_that_is_none_is_refused_before_anything_is_written(string names, string words)
    {
        using var run = new RunFolder(scenes.Small);
        File.WriteAllText(run.SettingsFile, $"input: {{ paths: ['{scenes.Small}'] }}\noutput: {{ folder: out }}\ncorrections: {{ sequence: [\"{names}\"] }}\n");
        run.Run().Expect(2, words);
        Assert.False(Directory.Exists(run.Out));
        Invocation.Of("check", run.SettingsFile).Expect(2, words);
    }

    [Fact]
    public void Without_any_steady_ground_the_default_says_so_and_goes_on_and_a_wish_is_refused()
    {
        var gap = new SceneSimulator(SceneLibrary.SmallScene).Network.Dates[6];
        var bridges = new SceneSimulator(SceneLibrary.SmallScene).Network.Pairs.Where(p => p.First < gap && p.Second >= gap).Select(p => p.ToString()).ToArray();
        using var run = new RunFolder(scenes.Small, s => s with { Network = s.Network with { KeepTree = false, ExcludePairs = bridges }, Reference = s.Reference with { Areas = ["row:30,column:40,4"] } });
        run.Run("--until", "mask").Expect(0, "no common_scene: No pixel is steady ground");
        Assert.False(run.Results().IsCorrected);
        var record = CorrectionRecord.Read(run.Out)!;
        Assert.Empty(record.Corrections);
        Assert.Equal(4, record.Skipped.Count);
        run.Write(run.Settings with { Corrections = new CorrectionSettings { Sequence = CommonSceneOnly } });
        run.Run("--until", "mask").Expect(2, "No pixel is steady ground", "corrections.steady_spreads");
    }

    [Fact]
    public void Where_the_network_falls_apart_corrected_pairs_are_inverted_again()
    {
        var simulator = new SceneSimulator(SceneLibrary.SmallScene with { Atmosphere = new() { TurbulentMillimetres = 0, StratifiedMillimetresPer100Metres = 0 }, Orbit = new() { RampMillimetres = 30 }, Panels = [], SeasonalAreas = [], Uplifts = [] });
        var products = scenes.Make("ramps", simulator.Scene, Hyp3ProductKind.Gamma);
        var gap = simulator.Network.Dates[6];
        var bridges = simulator.Network.Pairs.Where(p => p.First < gap && p.Second >= gap).Select(p => p.ToString()).ToArray();
        using var run = new RunFolder(products, s => s with
        {
            Network = s.Network with { KeepTree = false, ExcludePairs = bridges },
            Reference = s.Reference with { MinCoherence = 0.3 },
            Corrections = new CorrectionSettings { Sequence = RampOnly, Ramp = new() { SteadyGround = false, Trend = Plumb.Corrections.RampTrend.Free } },
            Mask = s.Mask with { Disconnected = false },
        });
        var asked = run.Run("--until", "mask");
        asked.Expect(0, "2 parts");
        var results = run.Results();

        // With the ramps gone, the join of the two parts by the smallest velocity is a join of next to nothing; taken off the series it would keep the ramps' join.
        var (good, pixels) = (results.Mask(), results.Grid.PixelCount);
        var (corrected, measured, off) = (Whole(run.Store(), StorePaths.CorrectedDisplacement), Whole(run.Store(), StorePaths.Displacement), Whole(run.Store(), StorePaths.Ramp));
        var (again, simply, count) = (0.0, 0.0, 0);
        for (var i = 0; i < pixels; i++)
        {
            if (good.IsGood(i))
            {
                count++;
                again += Math.Pow(corrected[(6 * pixels) + i] - corrected[(5 * pixels) + i], 2);
                simply += Math.Pow(measured[(6 * pixels) + i] - off[(6 * pixels) + i] - measured[(5 * pixels) + i] + off[(5 * pixels) + i], 2);
            }
        }

        Assert.True(count > 5000, $"{count} pixels");
        Assert.True(again < 0.25 * simply, $"{Math.Sqrt(again / count)} m again, {Math.Sqrt(simply / count)} m without");
    }

    private static float[] Whole(ChunkStore store, string name)
    {
        var array = store.OpenArray<float>(name);
        var values = new float[array.Shape[0] * array.Shape[1] * array.Shape[2]];
        array.ReadRegion([0, 0, 0], [(int)array.Shape[0], (int)array.Shape[1], (int)array.Shape[2]], values);
        return values;
    }
}
