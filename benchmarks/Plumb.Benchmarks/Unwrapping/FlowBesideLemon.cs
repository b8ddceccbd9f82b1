using System.Diagnostics;
using System.Globalization;
using Plumb.Simulation;
using Plumb.Unwrapping;

namespace Plumb.Benchmarks.Unwrapping;

/// <summary>
/// Question: how fast is the flow solver beside LEMON's, on the same network with the same optimum? The network is that of a simulated raster: convex costs,
/// each arc given to LEMON as unit arcs of rising cost. LEMON is built here from the source beside this file.
/// </summary>
public static class FlowBesideLemon
{
    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[side in pixels = 500] [kind: 0 std, 1 hard, 2 vhard = 1] [cycles an arc may take either way = 2].</param>
    /// <returns>0, or 2 where g++ or LEMON is not installed.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var side = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 500;
        var kind = (WrappedSceneKind)(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1);
        var reach = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 2;
        if (Build() is not { } program)
        {
            Console.Error.WriteLine("g++ or LEMON is not installed: apt-get install g++ liblemon-dev");
            return 2;
        }

        var scene = WrappedScene.Make(kind, side, side, 1);
        var image = new WrappedImage(side, side, scene.Wrapped, scene.Coherence);
        var options = new UnwrapOptions { Looks = scene.Looks, Threads = 1 };
        FlowSolution.Of(image, options);
        var ours = FlowSolution.Of(image, options);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{side} x {side} pixels, {kind}: {ours.Nodes} nodes, {ours.Arcs} arcs with convex costs, {ours.Units} units to send"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  plumb, 1 thread                {ours.Seconds,8:0.000} s   cost over the start {ours.Cost}"));
        foreach (var method in new[] { "simplex", "scaling" })
        {
            var (cost, seconds) = Lemon(program, method, ours, reach);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  LEMON, {(method == "simplex" ? "network simplex" : "cost scaling"),-22}  {seconds,8:0.000} s   cost over the start {cost}; {seconds / ours.Seconds:0} times as long"));
            if (cost != ours.Cost)
            {
                Console.Error.WriteLine("The two optima differ.");
                return 1;
            }
        }

        return 0;
    }

    private static (long Cost, double Seconds) Lemon(string program, string method, FlowSolution problem, int reach)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [method]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        using (var writer = new BinaryWriter(new BufferedStream(process.StandardInput.BaseStream, 1 << 20)))
        {
            problem.WriteTo(writer, reach);
        }

        var answer = process.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.TrimEntries);
        process.WaitForExit();
        return (long.Parse(answer[0], CultureInfo.InvariantCulture), double.Parse(answer[1], CultureInfo.InvariantCulture));
    }

    private static string? Build()
    {
        var source = Path.Combine(AppContext.BaseDirectory, "lemon_flow.cpp");
        if (!File.Exists("/usr/bin/g++") || !File.Exists("/usr/include/lemon/network_simplex.h"))
        {
            return null;
        }

        var program = Path.Combine(AppContext.BaseDirectory, "lemon_flow");
        if (!File.Exists(program) || File.GetLastWriteTimeUtc(program) < File.GetLastWriteTimeUtc(source))
        {
            using var process = Process.Start("/usr/bin/g++", ["-O3", "-march=native", "-o", program, source]);
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException("lemon_flow.cpp cannot be built; g++ says why above.");
            }
        }

        return program;
    }
}
