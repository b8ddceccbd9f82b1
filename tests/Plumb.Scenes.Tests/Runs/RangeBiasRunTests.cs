using Plumb.Formats.Hyp3;
using Plumb.Processing.Corrections;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>The offset between two satellites in whole runs: products whose names tell the satellites, turbulence, ramps and moving ground.</summary>
public sealed class RangeBiasRunTests(SceneLibrary scenes)
{
    private const int Columns = 90;
    private static readonly string[] BiasOnly = ["range_bias"];

    [Fact]
    public void Planted_offsets_are_found_within_their_standard_deviation_and_taken_off()
    {
        var squares = 0.0;
        for (var seed = 1; seed <= 3; seed++)
        {
            var scene = Scene(seed, 6);
            using var run = new RunFolder(scenes.Make($"two satellites {seed}", scene, Hyp3ProductKind.Gamma), s => s with { Corrections = new() { Sequence = BiasOnly } });
            run.Done("--until", "mask");
            var report = Assert.Single(CorrectionRecord.Read(run.Out)!.Corrections);
            var sigma = report.Dates.Max(d => d.Sigma!.Value);
            var row = new float[Columns];
            run.Store().OpenArray<float>(StorePaths.RangeBias).ReadRegion([1, 40, 0], [1, 1, Columns], row);

            // From the middle to the edge; a longer path looks like ground that moved away.
            var error = (0.5 * (row[^1] - row[0])) + (Math.Sqrt(3) * 0.006);
            Assert.True(Math.Abs(error) < 3 * sigma && sigma < 0.004, $"seed {seed}: {error} m off, standard deviation {sigma} m");
            squares += error * error / (sigma * sigma) / 3;
            var truth = TruthComparison.Of(run.Results(), new SceneSimulator(scene));
            Assert.True(truth.SeriesRmse < 0.95 * truth.UncorrectedSeriesRmse, $"seed {seed}: {truth.UncorrectedSeriesRmse} m before, {truth.SeriesRmse} m after");
        }

        Assert.True(squares < 2.5, $"{Math.Sqrt(squares)} standard deviations");
    }

    [Fact]
    public void Without_an_offset_none_is_taken_off()
    {
        var scene = Scene(4, 0);
        string[] second = [.. new SceneSimulator(scene).Network.Dates.Where((_, k) => k % 2 == 1).Select(d => d.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))];
        for (var seed = 4; seed <= 6; seed++)
        {
            using var run = new RunFolder(scenes.Make($"one satellite {seed}", Scene(seed, 0), Hyp3ProductKind.Gamma), s => s with { Corrections = new() { Sequence = BiasOnly, RangeBias = new() { Dates = second } } });
            run.Run("--until", "mask").Expect(0, "no range_bias: There is no offset that chance would not explain");
            Assert.False(run.Results().IsCorrected);
        }
    }

    private static Scene Scene(long seed, double offset) => Plumb.Simulation.Scene.SmallMine() with
    {
        Seed = seed,
        Grid = new() { Columns = Columns, Rows = 80 },
        Dates = new() { Count = 20 },
        Network = new() { Links = 2 },
        Atmosphere = new() { TurbulentMillimetres = 5 },
        Orbit = new() { RampMillimetres = 2, SecondSatelliteMillimetres = offset },
        UnwrappingErrors = new(),
    };
}
