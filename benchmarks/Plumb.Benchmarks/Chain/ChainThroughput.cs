using System.Diagnostics;
using System.Globalization;
using Plumb.Formats.Hyp3;
using Plumb.Formats.Simulation;
using Plumb.Formats.Store;
using Plumb.Processing.Configuration;
using Plumb.Processing.Runs;
using Plumb.Processing.Stages;
using Plumb.Simulation;

namespace Plumb.Benchmarks.Chain;

/// <summary>
/// Question: how long does each stage take from a folder of HyP3 GeoTIFFs, and how does the inversion (with rate and writing)
/// compare with reading the stack once from the store?
/// </summary>
public static class ChainThroughput
{
    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[side in pixels = 1000] [memory budget = auto] [folder].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var side = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1000;
        var memory = args.Length > 1 ? args[1] : "auto";
        var folder = Directory.CreateDirectory(args.Length > 2 ? args[2] : Path.Combine(Path.GetTempPath(), $"plumb-chain-{side}")).FullName;
        var pixels = (long)side * side;
        if (!File.Exists(Path.Combine(folder, "written")))
        {
            var clock = Stopwatch.StartNew();
            var options = new Hyp3WriterOptions { GeometryInEveryProduct = false };
            new SimulationWriter(new SceneSimulator(BenchmarkScene.Of(side)), options, Environment.ProcessorCount).Write(folder);
            File.WriteAllText(Path.Combine(folder, "written"), "");
            Console.WriteLine(StageClock.Text("simulate and write 285 products", clock.Elapsed.TotalSeconds, pixels));
        }

        if (Directory.Exists(Path.Combine(folder, "results")))
        {
            Directory.Delete(Path.Combine(folder, "results"), recursive: true);
        }

        var settings = Path.Combine(folder, "plumb.yaml");
        File.WriteAllText(settings, SettingsWriter.Write(
            new PlumbSettings
            {
                Input = new InputSettings { Paths = ["products"] },
                Output = new OutputSettings { Folder = "results", Points = false },
                Processing = new ProcessingSettings { Memory = memory },
            },
            comments: false));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{side} x {side} pixels, 285 pairs, 60 dates, memory {memory}, {Environment.ProcessorCount} threads"));
        var seconds = StageClock.Run(settings, new RunOptions());
        foreach (var (stage, time) in seconds)
        {
            Console.WriteLine(StageClock.Text(stage, time, pixels));
        }

        var read = ReadOnce(Path.Combine(folder, "results", "store"));
        Console.WriteLine(StageClock.Text("read phase and coherence once", read.Seconds, pixels));
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {read.Bytes / read.Seconds / 1e9:0.00} GB/s from the store; inversion, rate and writing take {seconds["invert"] / read.Seconds:0.00} times that; peak of the process {process.PeakWorkingSet64 >> 20} MiB"));
        return 0;
    }

    private static (double Seconds, long Bytes) ReadOnce(string folder)
    {
        var store = ChunkStore.Open(folder);
        var bytes = 0L;
        var clock = Stopwatch.StartNew();
        foreach (var name in new[] { StorePaths.UnwrappedPhase, StorePaths.Coherence })
        {
            var array = store.OpenArray<float>(name);
            var counts = array.ChunkCounts;
            var chunks = Enumerable.Range(0, counts[0] * counts[1] * counts[2]);
            Parallel.ForEach(
                chunks,
                () => new float[array.ChunkLength],
                (i, _, buffer) =>
                {
                    array.ReadChunk([i / (counts[1] * counts[2]), i / counts[2] % counts[1], i % counts[2]], buffer);
                    return buffer;
                },
                _ => { });
            bytes += (long)counts[0] * counts[1] * counts[2] * array.ChunkLength * sizeof(float);
        }

        return (clock.Elapsed.TotalSeconds, bytes);
    }
}
