using System.Globalization;
using Plumb.Simulation;

namespace Plumb.Benchmarks.Unwrapping;

/// <summary>
/// Question: how fast, how small and how right is <c>plumb unwrap</c> beside Debian's SNAPHU, from file to file, same scene, same run? SNAPHU runs with
/// smooth costs from both of its starts: spanning tree (its default, fast) and minimum cost flow (what most chains call). A ratio means nothing
/// without the start and the cost mode it is for. Plumb's time includes the start of its process and connected components.
/// </summary>
public static class UnwrapBesideSnaphu
{
    private const string Snaphu = "/usr/bin/snaphu";
    private const int Runs = 3;

    // Measured elsewhere, another machine: smooth costs, spanning tree and minimum cost flow start, seconds, and percentage of wrong pixels above coherence 0.3.
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["1000 std"] = "0.79 s and 14.1 s, .004 % wrong",
        ["1000 hard"] = "1.2 s and 16.3 s, .010 % wrong",
        ["1000 vhard"] = "5.9 s and 21.7 s, .275 % wrong",
        ["2000 std"] = "6.3 s and 110 s, .004 % wrong",
        ["2000 hard"] = "31 s and 114 s, .008 % wrong",
    };

    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[sides = 1000] [starts, comma separated: mst,mcf = mst] [seed = 1] [folder].</param>
    /// <returns>0; also where SNAPHU is not installed: then Plumb is measured alone.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var sides = (args.Length > 0 ? args[0] : "1000").Split(',').Select(s => int.Parse(s, CultureInfo.InvariantCulture)).ToArray();
        var starts = (args.Length > 1 ? args[1] : "mst").Split(',');
        var seed = args.Length > 2 ? long.Parse(args[2], CultureInfo.InvariantCulture) : 1;
        var folder = args.Length > 3 ? args[3] : Path.Combine(Path.GetTempPath(), "plumb-beside-snaphu");
        var installed = File.Exists(Snaphu);
        if (!installed)
        {
            Console.WriteLine("SNAPHU is not installed. It is in Debian's non-free component, free for research and other uses that are not commercial:");
            Console.WriteLine("add 'non-free' to the Components of /etc/apt/sources.list.d/debian.sources, then: apt-get update && apt-get install snaphu");
            Console.WriteLine("Its figures below were measured elsewhere, on other scenes of these kinds; no ratio is made of them.");
        }

        Console.WriteLine("scene       program                          wall s    cpu s      MiB  bytes/px   wrong %: coherence > .3 / > .5 / all");
        foreach (var side in sides)
        {
            foreach (var kind in Enum.GetValues<WrappedSceneKind>())
            {
                var scene = new UnwrapScene(kind, side, seed, folder);
                scene.Write();
                Measure(scene, folder, installed ? starts : []);
            }
        }

        return 0;
    }

    private static void Measure(UnwrapScene scene, string folder, string[] starts)
    {
        var result = Path.Combine(folder, "plumb.unw");
        var (looks, width) = (scene.Looks.ToString(CultureInfo.InvariantCulture), scene.Side.ToString(CultureInfo.InvariantCulture));
        var fastest = 0.0;
        foreach (var threads in new[] { "1", "2" })
        {
            var ours = MeasuredProcess.Median(
                Runs, "dotnet", Path.Combine(AppContext.BaseDirectory, "Plumb.Cli.dll"), "unwrap", scene.Interferogram, "-o", result,
                "--coherence", scene.Coherence, "--looks", looks, "--width", width, "--threads", threads);
            Print(scene, $"plumb, smooth, {threads} {(threads == "1" ? "thread" : "threads")}", ours, result);
            fastest = ours.Seconds;
        }

        foreach (var start in starts)
        {
            var settings = Path.Combine(folder, "snaphu.conf");
            File.WriteAllText(settings, $"CORRFILE {scene.Coherence}\nCORRFILEFORMAT FLOAT_DATA\nNCORRLOOKS {looks}\nOUTFILE {Path.Combine(folder, "snaphu.unw")}\nOUTFILEFORMAT FLOAT_DATA\n");
            var theirs = MeasuredProcess.Median(start == "mst" ? Runs : 1, Snaphu, "-s", "--" + start, "-f", settings, scene.Interferogram, width);
            Print(scene, $"snaphu, smooth, {start} start", theirs, Path.Combine(folder, "snaphu.unw"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"            snaphu (smooth, {start} start) takes {theirs.Seconds / fastest:0.0} times as long as plumb with 2 threads"));
        }

        if (starts.Length == 0 && Elsewhere.TryGetValue(scene.Name, out var elsewhere))
        {
            Console.WriteLine($"            elsewhere: snaphu, smooth, from a spanning tree and from a minimum cost flow {elsewhere}");
        }
    }

    private static void Print(UnwrapScene scene, string program, MeasuredProcess measured, string result) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{scene.Name,-10}  {program,-30} {measured.Seconds,8:0.00} {measured.ProcessorSeconds,8:0.00} {measured.PeakBytes / 1048576.0,8:0} {measured.PeakBytes / ((double)scene.Side * scene.Side),9:0}   {scene.Score(result)}"));
}
