using System.Globalization;
using Plumb.Corrections;
using Plumb.Formats.Gdal;
using Plumb.Inversion;
using Plumb.Processing.Configuration;

namespace Plumb.Scenes.Tests.Truth;

/// <summary>Real interferograms of Mexico City through inspect, init and run, held against an independent inversion.</summary>
public sealed class MexicoCityRunTests
{
    // Mean rate over columns 0, 10 .. 90, mm/yr, as the data set's README gives them.
    private static readonly double[] ByColumn = [6, -5, -19, -41, -72, -108, -138, -155, -162, -199];

    [Fact]
    public void Rates_are_those_of_an_independent_inversion()
    {
        var stack = SharedData.Require("pyrate_mexicocity_s1");
        Invocation.Done("inspect", stack).Expect(0, "20180106", "GAMMA");
        using var run = new RunFolder(stack);
        Invocation.Done("init", stack, "-o", run.SettingsFile, "--force");
        var settings = SettingsReader.ReadFile<PlumbSettings>(run.SettingsFile);
        run.Write(settings with
        {
            Reference = settings.Reference with { Areas = ["row:24,column:5,4", "row:30,column:5,4", "row:35,column:5,4"], MinCoherence = 0 },
            Inversion = settings.Inversion with { Weighting = Weighting.None },
            Output = settings.Output with { Folder = "out" },
        });
        Invocation.Done("check", run.SettingsFile);
        run.Done();
        var results = run.Results();
        Assert.Equal(30, results.Network!.Pairs.Count);
        Assert.Equal(13, results.Network!.Dates.Count);
        var (rate, residual, count) = (results.Rate(), results.ResidualRms()!, results.PairCount()!);
        foreach (var (row, column, expected) in new[] { (22, 94, -246.0), (58, 94, -96.0), (36, 7, -8.0) })
        {
            Near(expected, 1000 * rate[row, column], $"row {row} column {column}");
        }

        for (var k = 0; k < ByColumn.Length; k++)
        {
            var column = Enumerable.Range(0, 60).Where(r => count[r, 10 * k] == 30).Select(r => 1000.0 * rate[r, 10 * k]).Average();
            Near(ByColumn[k], column, $"column {10 * k}");
        }

        var full = Enumerable.Range(0, 6000).Where(i => count.Values[i] == 30).ToArray();
        Assert.InRange(Math.Sqrt(full.Average(i => residual.Values[i] * (double)residual.Values[i])), 0.25, 0.45);
        Assert.True(new FileInfo(Path.Combine(run.Out, "report.html")).Length > 10_000);
    }

    [Fact]
    public void Error_of_the_elevation_model_is_like_that_of_PyRate()
    {
        var stack = SharedData.Require("pyrate_mexicocity_s1");
        using var run = new RunFolder(stack);
        Invocation.Done("init", stack, "-o", run.SettingsFile, "--force");
        var settings = SettingsReader.ReadFile<PlumbSettings>(run.SettingsFile);
        run.Write(settings with
        {
            Reference = settings.Reference with { Areas = ["row:30,column:50,100"], MinCoherence = 0 },
            Inversion = settings.Inversion with { Weighting = Weighting.None },
            Corrections = new CorrectionSettings { Sequence = ["dem_error"], DemError = new() { Method = DemErrorMethod.Plain, PolynomialOrder = 1 } },
            Output = settings.Output with { Folder = "out" },
        });
        run.Done("--until", "correct");
        var error = new float[6000];
        run.Store().OpenArray<float>("corrections/dem_error").ReadRegion([0, 0], [60, 100], error);
        using var theirs = GdalDataset.Open(SharedData.Require("pyrate_mexicocity_s1/reference/dem_error.tif"));
        var expected = new float[6000];
        theirs.Read(1, new Grids.Tile(0, 0, 60, 100), expected);
        var count = run.Results().PairCount()!;
        var both = Enumerable.Range(0, 6000).Where(i => count.Values[i] == 30 && float.IsFinite(error[i]) && float.IsFinite(expected[i]) && expected[i] != 0).ToArray();
        var (x, y) = (both.Average(i => (double)expected[i]), both.Average(i => (double)error[i]));
        var (xx, yy, xy) = (both.Sum(i => Math.Pow(expected[i] - x, 2)), both.Sum(i => Math.Pow(error[i] - y, 2)), both.Sum(i => (expected[i] - x) * (error[i] - y)));

        // PyRate fits the interferograms, each with a constant of its own, and not the series; what the ground shows is the same.
        Assert.True(both.Length > 5000);
        Assert.InRange(xy / Math.Sqrt(xx * yy), 0.85, 1);
        Assert.InRange(xy / xx, 0.9, 1.3);
    }

    private static void Near(double expected, double actual, string where) =>
        Assert.True(Math.Abs(expected - actual) <= 10, string.Create(CultureInfo.InvariantCulture, $"{where}: {actual:0.0} mm/yr, not {expected:0.0}"));
}
