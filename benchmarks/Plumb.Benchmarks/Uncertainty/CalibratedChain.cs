using System.Globalization;
using Plumb.Formats.Hyp3;
using Plumb.Formats.Simulation;
using Plumb.Processing.Configuration;
using Plumb.Processing.Progress;
using Plumb.Processing.Results;
using Plumb.Processing.Runs;
using Plumb.Simulation;
using Plumb.Web.Report;

namespace Plumb.Benchmarks.Uncertainty;

/// <summary>How often does the truth lie within the standard deviations of whole runs, products, corrections and masks included?</summary>
public static class CalibratedChain
{
    /// <summary>Runs the chain on several scenes and prints the shares.</summary>
    /// <param name="args">[scenes = 6] [side in pixels = 150] [mine | still] [corrections = common_scene, or none].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var scenes = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 6;
        var side = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 150;
        var still = args.Length > 2 && args[2] == "still";
        string[]? sequence = args.Length > 3 ? args[3] == "none" ? [] : args[3].Split('+') : null;
        var all = new List<SigmaComparison>();
        for (var k = 0; k < scenes; k++)
        {
            var scene = Scene.SmallMine() with { Seed = 5000 + k, Grid = new() { Columns = side, Rows = side, Step = 80 } };
            scene = still ? scene with { Panels = [], SeasonalAreas = [], Uplifts = [], UnwrappingErrors = new() } : scene;
            var shares = Try(scene, sequence);
            all.Add(shares);
            Console.WriteLine($"  scene {k + 1}: {Text(shares)}");
        }

        Console.WriteLine("  mean:    " + Text(new SigmaComparison(
            all.Average(s => s.RateWithinOne), all.Average(s => s.RateWithinTwo), all.Average(s => s.SeriesWithinOne), all.Average(s => s.SeriesWithinTwo))));
        return 0;
    }

    private static SigmaComparison Try(Scene scene, string[]? sequence)
    {
        var folder = Directory.CreateTempSubdirectory("plumb-calibration-").FullName;
        try
        {
            var simulator = new SceneSimulator(scene);
            new SimulationWriter(simulator, new Hyp3WriterOptions { GeometryInEveryProduct = false }, Environment.ProcessorCount).Write(folder);
            var file = Path.Combine(folder, "plumb.yaml");
            var corrections = new CorrectionSettings();
            File.WriteAllText(file, SettingsWriter.Write(
                new PlumbSettings
                {
                    Input = new InputSettings { Paths = ["products"] },
                    Output = new OutputSettings { Folder = "results", Points = false },
                    Corrections = sequence is null ? corrections : corrections with { Sequence = sequence },
                },
                comments: false));
            using (var session = RunSession.Open(file, () => new ReportStage(), SilentProgress.Instance, new RunOptions { Until = "mask" }, CancellationToken.None))
            {
                session.Chain.Run();
            }

            return SigmaComparison.Of(ResultSet.Open(Path.Combine(folder, "results")), simulator)!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Text(SigmaComparison s) => string.Create(
        CultureInfo.InvariantCulture,
        $"rate {100 * s.RateWithinOne,5:0.0} / {100 * s.RateWithinTwo,5:0.0} %, series {100 * s.SeriesWithinOne,5:0.0} / {100 * s.SeriesWithinTwo,5:0.0} %");
}
