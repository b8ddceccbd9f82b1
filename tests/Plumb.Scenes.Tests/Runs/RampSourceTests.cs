using Plumb.Corrections;
using Plumb.Processing.Corrections;
using Plumb.Processing.Results;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>Ramps of the interferograms, and the offset between satellites, in a whole run.</summary>
public sealed class RampSourceTests(SceneLibrary scenes)
{
    private static readonly string[] RampOnly = ["ramp"];
    private static readonly string[] BiasOnly = ["range_bias"];
    private static readonly string[] AfterAnother = ["common_scene", "ramp"];

    [Fact]
    public void Ramps_of_pairs_do_what_ramps_of_the_series_do()
    {
        using var run = new RunFolder(scenes.Small, s => s with { Corrections = new() { Sequence = RampOnly, Ramp = new() { From = RampSource.Pairs } } });
        run.Run("--until", "mask").Expect(0, "ramp: scatter of the dates");
        Assert.Contains(Assert.Single(CorrectionRecord.Read(run.Out)!.Corrections).Notes, n => n.Contains("brought to the dates by the network", StringComparison.Ordinal));
        var byPairs = TruthComparison.Of(run.Results(), new SceneSimulator(SceneLibrary.SmallScene));
        run.Write(run.Settings with { Corrections = new() { Sequence = RampOnly } });
        run.Done("--until", "mask");
        var bySeries = TruthComparison.Of(run.Results(), new SceneSimulator(SceneLibrary.SmallScene));
        Assert.InRange(byPairs.SeriesRmse / bySeries.SeriesRmse, 0.85, 1.1);
        Assert.True(byPairs.SeriesRmse < 0.95 * byPairs.UncorrectedSeriesRmse);

        // Behind another correction: the pairs lose what that one took off.
        run.Write(run.Settings with { Corrections = new() { Sequence = AfterAnother, Ramp = new() { From = RampSource.Pairs } } });
        run.Done("--until", "mask");
        var after = TruthComparison.Of(run.Results(), new SceneSimulator(SceneLibrary.SmallScene));
        Assert.True(after.SeriesRmse < byPairs.SeriesRmse);
    }

    [Fact]
    public void An_offset_that_is_not_there_is_not_taken_off_and_what_is_not_known_is_said()
    {
        using var run = new RunFolder(scenes.Small, s => s with { Corrections = new() { Sequence = BiasOnly } });
        run.Run("--until", "mask").Expect(2, "an offset takes two");
        var dates = new SceneSimulator(SceneLibrary.SmallScene).Network.Dates;
        string[] second = [.. dates.Where((_, k) => k % 2 == 1).Select(d => d.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))];
        run.Write(run.Settings with { Corrections = new() { Sequence = BiasOnly, RangeBias = new() { Dates = second, Chance = 1e-6 } } });
        run.Run("--until", "mask").Expect(0, "no range_bias: There is no offset that chance would not explain");
        run.Write(run.Settings with { Corrections = new() { Sequence = BiasOnly, Insist = true, RangeBias = new() { Dates = second } } });
        run.Run("--until", "mask").Expect(0, "range_bias: scatter of the dates");
        run.Write(run.Settings with { Corrections = new() { Sequence = BiasOnly, RangeBias = new() { Dates = ["2011-01-01"] } } });
        run.Run("--until", "mask").Expect(2, "which the series does not have");
        run.Write(run.Settings with { Corrections = new() { Sequence = BiasOnly, RangeBias = new() { Dates = ["monday"] } } });
        run.Run().Expect(2, "is no date as 2021-03-28");
    }
}
