using System.Diagnostics;
using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Formats.MintPy;
using Plumb.Formats.Products;
using Plumb.Grids;
using Plumb.Simulation;

namespace Plumb.Benchmarks.Chain;

/// <summary>
/// Question: how fast is the inversion beside Debian's MintPy, both from file to file, same stack, same run, two workers? MintPy reads
/// its HDF5 file; Plumb reads its store, which was imported from that file. Plumb's time includes the start of its process, the
/// opening of the run, series, their standard deviations, rate and quality; MintPy's its own start, series and quality.
/// </summary>
public static class BesideMintPy
{
    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[side in pixels = 500] [weightings, comma separated: var,no = both] [folder].</param>
    /// <returns>0, or 2 where MintPy is not installed.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var side = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 500;
        var weightings = (args.Length > 1 ? args[1] : "var,no").Split(',');
        var folder = Directory.CreateDirectory(args.Length > 2 ? args[2] : Path.Combine(Path.GetTempPath(), $"plumb-beside-mintpy-{side}")).FullName;
        if (!File.Exists("/usr/bin/mintpy"))
        {
            Console.Error.WriteLine("MintPy is not installed: apt-get install mintpy libopenblas0");
            return 2;
        }

        var stack = Path.Combine(folder, "inputs", "ifgramStack.h5");
        if (!File.Exists(stack))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(stack)!);
            WriteStack(new SceneSimulator(BenchmarkScene.Of(side)), stack);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{side} x {side} pixels, 285 pairs, 60 dates, {Environment.ProcessorCount} cores"));
        foreach (var weighting in weightings)
        {
            var settings = WriteSettings(folder, weighting == "var" ? "variance" : "none");
            Time("dotnet", [Program(), "run", settings, "--until", "reference"], folder);
            Warm(Path.Combine(folder, $"plumb-{weighting}", "store"));
            var ours = Time("dotnet", [Program(), "run", settings, "--until", "invert"], folder);
            File.ReadAllBytes(stack);
            var alone = StageAlone(settings, Path.Combine(folder, $"plumb-{weighting}"));
            var theirs = Time("/usr/bin/mintpy", ["ifgram_inversion", stack, "-w", weighting, "-c", "local", "--num-worker", "2", "-o", $"ts_{weighting}.h5", $"tcoh_{weighting}.h5", $"num_{weighting}.h5"], folder);
            var pixels = (long)side * side;
            Console.WriteLine(StageClock.Text($"plumb  -w {weighting}, whole process", ours, pixels));
            Console.WriteLine(StageClock.Text($"plumb  -w {weighting}, stage, warm process", alone, pixels));
            Console.WriteLine(StageClock.Text($"mintpy -w {weighting}, 2 workers", theirs, pixels));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ratio of the processes {theirs / ours:0.0}; to the stage in a warm process {theirs / alone:0.0}"));
        }

        return 0;
    }

    /// <summary>The stage from store to store in this process, its code compiled by an earlier run.</summary>
    private static double StageAlone(string settings, string results)
    {
        var seconds = 0.0;
        for (var i = 0; i < 2; i++)
        {
            File.Delete(Path.Combine(results, "journal", "invert.json"));
            seconds = StageClock.Run(settings, new Processing.Runs.RunOptions { Until = "invert" })["invert"];
        }

        return seconds;
    }

    /// <summary>The program that ./plumb runs, where it was built; else the one that this benchmark was built with.</summary>
    private static string Program()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var built = Path.Combine(folder.FullName, "src", "Plumb.Cli", "bin", "Release", "net10.0", "precompiled", "Plumb.Cli.dll");
            if (File.Exists(built))
            {
                return built;
            }
        }

        return Path.Combine(AppContext.BaseDirectory, "Plumb.Cli.dll");
    }

    private static string WriteSettings(string folder, string weighting)
    {
        var path = Path.Combine(folder, $"plumb-{weighting}.yaml");
        var output = weighting == "variance" ? "plumb-var" : "plumb-no";
        File.WriteAllText(path, $"input:\n  paths: [inputs]\n  looks: 20\ninversion:\n  weighting: {weighting}\noutput:\n  folder: {output}\n");
        var done = Path.Combine(folder, output, "journal", "invert.json");
        if (File.Exists(done))
        {
            File.Delete(done);
        }

        return path;
    }

    private static void Warm(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            File.ReadAllBytes(file);
        }
    }

    private static double Time(string program, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS" })
        {
            start.Environment[name] = "1";
        }

        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? clock.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {error.Result}");
    }

    private static void WriteStack(SceneSimulator simulator, string path)
    {
        var grid = simulator.Grid;
        var (phase, coherence) = (new float[grid.PixelCount], new float[grid.PixelCount]);
        var component = new byte[grid.PixelCount];
        var held = -1;
        void Hold(int pair)
        {
            if (held != pair)
            {
                Parallel.ForEach(Tile.Cover(grid.Rows, grid.Columns, 64, grid.Columns), t => simulator.Interferogram(
                    pair, t, Part(phase, t, grid), Part(coherence, t, grid), component.AsSpan(t.Row * grid.Columns, t.PixelCount)));
                held = pair;
            }
        }

        var scene = new MintPyScene
        {
            Grid = grid,
            Sensor = Sensor.Sentinel1,
            Dates = simulator.Network.Dates,
            ReferenceDate = simulator.Network.Dates[0],
            ReferencePixel = (grid.Rows - 40, grid.Columns / 2),
            Heading = simulator.View.Heading,
            Looks = new Looks(5, 4, 20),
        };
        MintPyExport.WriteStack(path, scene, new MintPyInterferograms
        {
            Pairs = simulator.Network.Pairs,
            Baselines = simulator.Network.Pairs.Select((_, k) => simulator.BaselineOf(k)).ToArray(),
            IsUsed = simulator.Network.Pairs.Select(_ => true).ToArray(),
            Phase = (pair, row, rows, values) =>
            {
                Hold(pair);
                phase.AsSpan(row * grid.Columns, rows * grid.Columns).CopyTo(values);
            },
            Coherence = (pair, row, rows, values) =>
            {
                Hold(pair);
                coherence.AsSpan(row * grid.Columns, rows * grid.Columns).CopyTo(values);
            },
        });
    }

    private static Span<float> Part(float[] values, Tile tile, Grid grid) => values.AsSpan(tile.Row * grid.Columns, tile.PixelCount);
}
