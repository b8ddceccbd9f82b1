using System.Diagnostics;
using System.Globalization;
using Plumb.Formats.Hyp3;
using Plumb.Formats.Simulation;
using Plumb.Processing.Basins;
using Plumb.Processing.Configuration;
using Plumb.Processing.Progress;
using Plumb.Processing.Results;
using Plumb.Processing.Runs;
using Plumb.Simulation;
using Plumb.Web.Report;

namespace Plumb.Benchmarks.Subsidence;

/// <summary>Question: are the basins, the dates of their lives and the zones of corridors over them those of the scene, after whole runs of many kinds of scene?</summary>
public static class GroundScores
{
    /// <summary>Runs the chain on scenes of each kind and prints what was found beside the truth.</summary>
    /// <param name="args">[seeds of each kind = 5] [first seed = 1] [part of a kind's name] [list: a line for each basin that is not as it should be].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        int Whole(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
        var (seeds, first, part, list) = (Whole(0, 5), Whole(1, 1), args.Length > 2 ? args[2] : "", args.Length > 3);
        var all = new GroundScore("all");
        Console.WriteLine(GroundScore.Head);
        foreach (var (index, kind) in GroundKind.All.Index().Where(k => k.Item.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))
        {
            var score = new GroundScore(kind.Name);
            var clock = Stopwatch.StartNew();
            for (var seed = first; seed < first + seeds; seed++)
            {
                // No two kinds share a seed, so that chance is not counted twice.
                Try(kind, (1000 * index) + seed, score, list);
            }

            all.Add(score);
            Console.WriteLine(score.Line + string.Create(CultureInfo.InvariantCulture, $"  {clock.Elapsed.TotalSeconds / seeds:0.0} s each"));
        }

        Console.WriteLine(all.Line);
        Console.WriteLine(all.Details);
        return 0;
    }

    private static void Try(GroundKind kind, int seed, GroundScore score, bool list)
    {
        var folder = Directory.CreateTempSubdirectory("plumb-ground-").FullName;
        try
        {
            var simulator = new SceneSimulator(kind.Make(seed));
            new SimulationWriter(simulator, new Hyp3WriterOptions { GeometryInEveryProduct = false }, Environment.ProcessorCount).Write(folder);
            var file = Path.Combine(folder, "plumb.yaml");
            var settings = new PlumbSettings
            {
                Input = new InputSettings { Paths = ["products"] },
                Output = new OutputSettings { Folder = "results", Points = false },
                Subsidence = kind.Settings(new SubsidenceSettings()),
            };
            File.WriteAllText(file, SettingsWriter.Write(settings, comments: false));
            using (var session = RunSession.Open(file, () => new ReportStage(), SilentProgress.Instance, new RunOptions { Until = "subsidence" }, CancellationToken.None))
            {
                session.Chain.Run();
            }

            var run = FinishedRun.Open(Path.Combine(folder, "results"));
            var truth = new GroundTruth(run, simulator);
            var notes = new List<string>();
            truth.JudgeBasins(SubsidenceRecord.Read(run.Folder)!, score, notes);
            truth.JudgeCorridors(seed, score, notes);
            foreach (var note in list ? notes : [])
            {
                Console.WriteLine($"    {kind.Name}, seed {seed}: {note}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
