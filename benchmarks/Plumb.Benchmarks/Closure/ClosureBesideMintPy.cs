using System.Globalization;
using Plumb.Benchmarks.Chain;
using Plumb.Formats.Hdf5;
using Plumb.Formats.Store;
using Plumb.Processing.Runs;
using Plumb.Processing.Stages;
using Plumb.Simulation;

namespace Plumb.Benchmarks.Closure;

/// <summary>
/// Question: how many planted unwrapping errors do the closure and Debian's MintPy (phase closure and bridging) fix, miss and make in the same stack, and
/// how fast? MintPy reads and changes its HDF5 file; Plumb reads its store, imported from that file before.
/// </summary>
public static class ClosureBesideMintPy
{
    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[side in pixels = 300] [seed = 1] [share of the pairs = 0.12] [cycles at most = 1] [islands = 1] [coherence = 0, by land cover] [folder].</param>
    /// <returns>0, or 2 where MintPy is not installed.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (!File.Exists(ProgramClock.MintPy))
        {
            Console.Error.WriteLine("MintPy is not installed: apt-get install mintpy libopenblas0 python3-cvxopt");
            return 2;
        }

        double Number(int at, double otherwise) => args.Length > at ? double.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
        var scene = new IslandScene
        {
            Side = (int)Number(0, 300),
            Seed = (long)Number(1, 1),
            PairShare = Number(2, 0.12),
            Cycles = (int)Number(3, 1),
            Islands = (int)Number(4, 1),
            Coherence = Number(5, 0),
        };
        var own = args.Length <= 6;
        var folder = own ? Directory.CreateTempSubdirectory("plumb-closure-").FullName : Directory.CreateDirectory(args[6]).FullName;
        try
        {
            Measure(scene, folder);
        }
        finally
        {
            if (own)
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return 0;
    }

    private static void Measure(IslandScene scene, string folder)
    {
        var simulator = new SceneSimulator(scene.Make());
        var stack = Path.Combine(folder, "inputs", "ifgramStack.h5");
        Directory.CreateDirectory(Path.GetDirectoryName(stack)!);
        MintPyStackFile.Write(simulator, stack, components: true);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{scene.Side} x {scene.Side} pixels, {simulator.Network.Pairs.Count} pairs, {simulator.UnwrappingErrors.Count} planted errors, seed {scene.Seed}, {Environment.ProcessorCount} cores"));
        var pixels = (long)scene.Side * scene.Side;
        foreach (var method in new[] { "closure", "both", "bridging" })
        {
            var settings = WriteSettings(folder, method);
            ProgramClock.Time("dotnet", [ProgramClock.Plumb, "run", settings, "--until", "network"], folder);
            ProgramClock.Warm(Path.Combine(folder, method, "store"));
            var process = ProgramClock.Time("dotnet", [ProgramClock.Plumb, "run", settings, "--until", "closure"], folder);
            var alone = StageAlone(settings, Path.Combine(folder, method));
            Print($"plumb {method}", Ours(simulator, Path.Combine(folder, method)), process, pixels);
            Console.WriteLine(StageClock.Text($"plumb {method}, stage, warm process", alone, pixels));
        }

        ProgramClock.WarmFile(stack);
        ProgramClock.Time(ProgramClock.MintPy, ["generate_mask", stack, "--nonzero", "-o", "maskConnComp.h5"], folder);
        var closure = ProgramClock.Time(ProgramClock.MintPy, ["unwrap_error_phase_closure", stack, "-c", "maskConnComp.h5"], folder);
        Print("mintpy phase closure", Theirs(simulator, stack, "unwrapPhase_phaseClosure"), closure, pixels);
        var bridging = ProgramClock.Time(ProgramClock.MintPy, ["unwrap_error_bridging", stack], folder);
        Print("mintpy bridging", Theirs(simulator, stack, "unwrapPhase_bridging"), bridging, pixels);
    }

    private static void Print(string name, ErrorScore score, double seconds, long pixels) => Console.WriteLine(
        StageClock.Text(name, seconds, pixels) + string.Create(
            CultureInfo.InvariantCulture, $"   fixed {score.Fixed} of {score.Planted}, missed {score.Planted - score.Fixed}, pairs spoilt {score.Spoilt}, pixels wrong {score.WrongPixels}"));

    private static string WriteSettings(string folder, string method)
    {
        var path = Path.Combine(folder, $"plumb-{method}.yaml");
        File.WriteAllText(path, $"input:\n  paths: [inputs]\n  looks: 20\nclosure:\n  method: {method}\noutput:\n  folder: {method}\n");
        return path;
    }

    private static double StageAlone(string settings, string results)
    {
        var seconds = 0.0;
        for (var i = 0; i < 3; i++)
        {
            File.Delete(Path.Combine(results, "journal", "closure.json"));
            seconds = StageClock.Run(settings, new RunOptions { Until = "closure" })["closure"];
        }

        return seconds;
    }

    private static ErrorScore Ours(SceneSimulator simulator, string results)
    {
        var cycles = ChunkStore.Open(Path.Combine(results, "store")).OpenArray<short>(StorePaths.Cycles);
        var grid = simulator.Grid;
        var values = new short[grid.PixelCount];
        var score = new ErrorScore(simulator);
        for (var p = 0; p < simulator.Network.Pairs.Count; p++)
        {
            cycles.ReadRegion([p, 0, 0], [1, grid.Rows, grid.Columns], values);
            score.Add(p, i => values[i]);
        }

        return score;
    }

    private static ErrorScore Theirs(SceneSimulator simulator, string stack, string dataset)
    {
        var grid = simulator.Grid;
        using var file = Hdf5File.Open(stack);
        using var before = file.OpenDataset("unwrapPhase");
        using var after = file.OpenDataset(dataset);
        var (old, corrected) = (new float[grid.PixelCount], new float[grid.PixelCount]);
        var (row, column) = MintPyStackFile.Reference(grid);
        var score = new ErrorScore(simulator);
        for (var p = 0; p < simulator.Network.Pairs.Count; p++)
        {
            before.Read<float>([p, 0, 0], [1, grid.Rows, grid.Columns], old);
            after.Read<float>([p, 0, 0], [1, grid.Rows, grid.Columns], corrected);
            var offset = corrected[(row * grid.Columns) + column] - old[(row * grid.Columns) + column];
            score.Add(p, i => old[i] == 0 ? null : (int)Math.Round((corrected[i] - old[i] - offset) / (2 * Math.PI)));
        }

        return score;
    }
}
