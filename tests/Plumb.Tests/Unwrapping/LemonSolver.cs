using System.Diagnostics;
using System.Globalization;

namespace Plumb.Tests.Unwrapping;

/// <summary>LEMON's network simplex, built from the source beside the benchmarks; null where g++ or LEMON is not installed.</summary>
internal static class LemonSolver
{
    private static readonly Lazy<string?> Built = new(Build);

    /// <summary>The least cost of a flow of unit arcs, or null when there is none.</summary>
    internal static long? LeastCost(int[] supply, IReadOnlyList<(int From, int To, int Capacity, int Cost)> arcs)
    {
        Assert.SkipUnless(Built.Value is not null, "LEMON or g++ is not installed: apt-get install g++ liblemon-dev");
        var start = new ProcessStartInfo(Built.Value!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        using (var writer = new BinaryWriter(process.StandardInput.BaseStream))
        {
            writer.Write(supply.Length);
            writer.Write(arcs.Count);
            foreach (var units in supply)
            {
                writer.Write(units);
            }

            foreach (var arc in arcs)
            {
                writer.Write(arc.From);
                writer.Write(arc.To);
                writer.Write(arc.Capacity);
                writer.Write(arc.Cost);
            }
        }

        var answer = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return answer[0] == "none" ? null : long.Parse(answer[0], CultureInfo.InvariantCulture);
    }

    private static string? Build()
    {
        var root = SharedScenes.Root;
        if (root is null || !File.Exists("/usr/bin/g++") || !File.Exists("/usr/include/lemon/network_simplex.h"))
        {
            return null;
        }

        var source = Path.Join(root, "benchmarks", "Plumb.Benchmarks", "Unwrapping", "lemon_flow.cpp");
        var program = Path.Join(AppContext.BaseDirectory, "lemon_flow");
        if (!File.Exists(program) || File.GetLastWriteTimeUtc(program) < File.GetLastWriteTimeUtc(source))
        {
            using var process = Process.Start("/usr/bin/g++", ["-O1", "-o", program, source]);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }

        return program;
    }
}
