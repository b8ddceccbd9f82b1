using System.Globalization;
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
            MintPyStackFile.Write(new SceneSimulator(BenchmarkScene.Of(side)), stack, components: false);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{side} x {side} pixels, 285 pairs, 60 dates, {Environment.ProcessorCount} cores"));
        foreach (var weighting in weightings)
        {
            var settings = WriteSettings(folder, weighting == "var" ? "variance" : "none");
            ProgramClock.Time("dotnet", [ProgramClock.Plumb, "run", settings, "--until", "reference"], folder);
            ProgramClock.Warm(Path.Combine(folder, $"plumb-{weighting}", "store"));
            var ours = ProgramClock.Time("dotnet", [ProgramClock.Plumb, "run", settings, "--until", "invert"], folder);
            ProgramClock.WarmFile(stack);
            var alone = StageAlone(settings, Path.Combine(folder, $"plumb-{weighting}"));
            var theirs = ProgramClock.Time("/usr/bin/mintpy", ["ifgram_inversion", stack, "-w", weighting, "-c", "local", "--num-worker", "2", "-o", $"ts_{weighting}.h5", $"tcoh_{weighting}.h5", $"num_{weighting}.h5"], folder);
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
}
