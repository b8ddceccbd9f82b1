using System.Globalization;
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

    private static void Near(double expected, double actual, string where) =>
        Assert.True(Math.Abs(expected - actual) <= 10, string.Create(CultureInfo.InvariantCulture, $"{where}: {actual:0.0} mm/yr, not {expected:0.0}"));
}
