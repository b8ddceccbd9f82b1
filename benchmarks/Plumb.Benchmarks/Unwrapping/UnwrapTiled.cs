using System.Diagnostics;
using System.Globalization;
using Plumb.Simulation;

namespace Plumb.Benchmarks.Unwrapping;

/// <summary>
/// Question: does <c>plumb unwrap</c> unwrap an image of any size within a budget of memory, how fast, and is the result that of the whole image? The scene is made
/// on the disk and scored from it; where the whole image fits into the memory of the machine, it is unwrapped so as well and compared.
/// </summary>
public static class UnwrapTiled
{
    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[side = 2000] [budget = 256MiB] [kind: std, hard, vhard = std] [whole or budget only: whole, only = whole] [seed = 1] [folder].</param>
    /// <returns>0; 1 where the result is not that of the whole image, or the budget was exceeded.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        string Given(int i, string otherwise) => args.Length > i ? args[i] : otherwise;
        var side = int.Parse(Given(0, "2000"), CultureInfo.InvariantCulture);
        var budget = Given(1, "256MiB");
        var kind = Given(2, "std") switch { "std" => WrappedSceneKind.Standard, "hard" => WrappedSceneKind.Hard, "vhard" => WrappedSceneKind.VeryHard, var other => throw new FormatException($"There is no kind '{other}'.") };
        var folder = Given(5, Path.Combine(Path.GetTempPath(), "plumb-unwrap-tiled"));
        var scene = new UnwrapScene(kind, side, long.Parse(Given(4, "1"), CultureInfo.InvariantCulture), folder);
        var clock = Stopwatch.StartNew();
        scene.Write();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{scene.Name}: made in {clock.Elapsed.TotalSeconds:0} s in {folder}"));
        Console.WriteLine("memory         wall s    cpu s      MiB   pixels/s   wrong %: coherence > .3 / > .5 / all");
        var tiled = Path.Combine(folder, "tiled.unw");
        var within = Measure(scene, tiled, budget);
        var limit = Processing.Configuration.MemorySize.Parse(budget, "The budget")!.Value;
        var failed = within.PeakBytes > limit;
        if (failed)
        {
            Console.WriteLine("the budget was exceeded");
        }

        if (Given(3, "whole") == "whole")
        {
            var whole = Path.Combine(folder, "whole.unw");
            Measure(scene, whole, "1TiB");
            var different = scene.Differences(tiled, whole);
            Console.WriteLine($"pixels that differ between the two: {different}");
            failed |= different > 0;
        }

        return failed ? 1 : 0;
    }

    private static MeasuredProcess Measure(UnwrapScene scene, string result, string budget)
    {
        var measured = MeasuredProcess.Run(
            "dotnet", Path.Combine(AppContext.BaseDirectory, "Plumb.Cli.dll"), "unwrap", scene.Interferogram, "-o", result, "--coherence", scene.Coherence,
            "--looks", scene.Looks.ToString(CultureInfo.InvariantCulture), "--width", scene.Side.ToString(CultureInfo.InvariantCulture), "--memory", budget, "--components", result + ".cc");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{budget,-10} {measured.Seconds,10:0.00} {measured.ProcessorSeconds,8:0.00} {measured.PeakBytes / 1048576.0,8:0} {(double)scene.Side * scene.Side / measured.Seconds,10:0}   {scene.Score(result)}"));
        return measured;
    }
}
