using System.Globalization;
using Plumb.Benchmarks.Chain;
using Plumb.Formats.Hyp3;
using Plumb.Formats.Simulation;
using Plumb.Processing.Configuration;
using Plumb.Processing.Runs;
using Plumb.Simulation;

namespace Plumb.Benchmarks.Uncertainty;

/// <summary>How long does the stage 'uncertainty' take beside the inversion of the same stack, and what do the bootstraps cost?</summary>
public static class UncertaintyStage
{
    /// <summary>Runs the chain up to the stage and prints the seconds.</summary>
    /// <param name="args">[side in pixels = 500] [draws = 0] [folder].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var side = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 500;
        var draws = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0;
        var folder = Directory.CreateDirectory(args.Length > 2 ? args[2] : Path.Combine(Path.GetTempPath(), $"plumb-uncertainty-{side}")).FullName;
        if (!File.Exists(Path.Combine(folder, "written")))
        {
            var options = new Hyp3WriterOptions { GeometryInEveryProduct = false };
            new SimulationWriter(new SceneSimulator(BenchmarkScene.Of(side)), options, Environment.ProcessorCount).Write(folder);
            File.WriteAllText(Path.Combine(folder, "written"), "");
        }

        var settings = Path.Combine(folder, "plumb.yaml");
        PlumbSettings Of(bool enabled, int number) => new()
        {
            Input = new InputSettings { Paths = ["products"] },
            Output = new OutputSettings { Folder = "results", Points = false },
            Corrections = new CorrectionSettings { Sequence = [] },
            Uncertainty = new UncertaintySettings { Enabled = enabled, BootstrapDraws = number },
        };

        // The first run compiles and warms the page cache; stages that it leaves current are not repeated.
        var results = Path.Combine(folder, "results");
        File.WriteAllText(settings, SettingsWriter.Write(Of(true, draws), comments: false));
        if (!Directory.Exists(results))
        {
            StageClock.Run(settings, new RunOptions());
        }

        File.Delete(Path.Combine(results, "journal", "invert.json"));
        var seconds = StageClock.Run(settings, new RunOptions());
        var pixels = (long)side * side;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{side} x {side} pixels, 285 pairs, 60 dates, {Environment.ProcessorCount} threads, {draws} draws"));
        foreach (var stage in new[] { "invert", "uncertainty" })
        {
            Console.WriteLine(StageClock.Text(stage, seconds[stage], pixels));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  uncertainty takes {seconds["uncertainty"] / seconds["invert"]:0.00} times the inversion"));
        return 0;
    }
}
