using System.Globalization;
using Plumb.Formats.Hyp3;
using Plumb.Formats.Simulation;
using Plumb.Formats.Store;
using Plumb.Processing.Configuration;
using Plumb.Processing.Runs;
using Plumb.Processing.Stages;
using Plumb.Simulation;

namespace Plumb.Benchmarks.Chain;

/// <summary>Question: what does one more date with its five pairs cost, by stage, beside a run of all pairs, and are the results the same?</summary>
public static class UpdateOneDate
{
    private const int Dates = 61;

    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[side in pixels = 1000] [folder].</param>
    /// <returns>0 where update and whole run agree, 1 where they do not.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var side = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1000;
        var folder = Directory.CreateDirectory(args.Length > 1 ? args[1] : Path.Combine(Path.GetTempPath(), $"plumb-update-{side}")).FullName;
        var (products, later) = (Path.Combine(folder, "products"), Path.Combine(folder, "later"));
        Prepare(folder, side);
        foreach (var product in LastDate(products))
        {
            Directory.Move(product, Path.Combine(later, Path.GetFileName(product)));
        }

        var (update, whole) = (Settings(folder, "updated"), Settings(folder, "whole"));
        StageClock.Run(update, new RunOptions());
        foreach (var product in Directory.GetDirectories(later))
        {
            Directory.Move(product, Path.Combine(products, Path.GetFileName(product)));
        }

        var added = StageClock.Run(update, new RunOptions { OnlyAdd = true });
        var all = StageClock.Run(whole, new RunOptions());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{side} x {side} pixels, 285 pairs of 60 dates and 5 pairs of one date more, {Environment.ProcessorCount} threads"));
        foreach (var stage in all.Keys.Append("all"))
        {
            var (one, other) = stage == "all" ? (added.Values.Sum(), all.Values.Sum()) : (added[stage], all[stage]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {stage,-12} whole {other,7:0.00} s   update {one,7:0.00} s   share {one / other,5:0.00}"));
        }

        return Compare(Path.Combine(folder, "updated", "store"), Path.Combine(folder, "whole", "store"));
    }

    private static void Prepare(string folder, int side)
    {
        if (!File.Exists(Path.Combine(folder, "written")))
        {
            var scene = BenchmarkScene.Of(side);
            new SimulationWriter(new SceneSimulator(scene with { Dates = scene.Dates with { Count = Dates } }), new Hyp3WriterOptions { GeometryInEveryProduct = false }, Environment.ProcessorCount).Write(folder);
            File.WriteAllText(Path.Combine(folder, "written"), "");
        }

        Directory.CreateDirectory(Path.Combine(folder, "later"));
        foreach (var results in new[] { "updated", "whole" }.Select(name => Path.Combine(folder, name)).Where(Directory.Exists))
        {
            Directory.Delete(results, recursive: true);
        }
    }

    private static string[] LastDate(string products)
    {
        var dates = Directory.GetDirectories(products).Select(d => (Folder: d, Second: Path.GetFileName(d).Split('_')[1..3].Select(p => p[..8]).Max(StringComparer.Ordinal)!)).ToArray();
        var last = dates.Select(d => d.Second).Max(StringComparer.Ordinal);
        return [.. dates.Where(d => d.Second == last).Select(d => d.Folder)];
    }

    private static string Settings(string folder, string results)
    {
        var path = Path.Combine(folder, results + ".yaml");
        File.WriteAllText(path, SettingsWriter.Write(
            new PlumbSettings
            {
                Input = new InputSettings { Paths = ["products"] },
                Output = new OutputSettings { Folder = results, Points = false },
            },
            comments: false));
        return path;
    }

    private static int Compare(string one, string other)
    {
        var (first, second) = (ChunkStore.Open(one), ChunkStore.Open(other));
        var largest = 0.0;
        foreach (var name in new[] { FinalLayers.Series(first), FinalLayers.Rate(first) })
        {
            var (a, b) = (first.OpenArray<float>(name), second.OpenArray<float>(name));
            var counts = a.ChunkCounts;
            var (mine, theirs) = (new float[a.ChunkLength], new float[b.ChunkLength]);
            var index = new int[counts.Count];
            for (var chunk = 0; chunk < counts.Aggregate(1, (product, count) => product * count); chunk++)
            {
                for (int d = index.Length - 1, rest = chunk; d >= 0; rest /= counts[d--])
                {
                    index[d] = rest % counts[d];
                }

                a.ReadChunk(index, mine);
                b.ReadChunk(index, theirs);
                for (var i = 0; i < mine.Length; i++)
                {
                    largest = float.IsNaN(mine[i]) && float.IsNaN(theirs[i]) ? largest : Math.Max(largest, mine[i] == theirs[i] ? 0 : Math.Abs((double)mine[i] - theirs[i]) is var d && double.IsNaN(d) ? double.PositiveInfinity : d);
                }
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  largest difference of series (m) and rate (m/yr): {largest:0.0e0}"));
        return largest <= 1e-6 ? 0 : 1;
    }
}
