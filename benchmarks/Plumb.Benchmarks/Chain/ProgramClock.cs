using System.Diagnostics;

namespace Plumb.Benchmarks.Chain;

/// <summary>Wall times of whole programs, with one thread for each BLAS.</summary>
internal static class ProgramClock
{
    /// <summary>The program that ./plumb runs, where it was built; else the one that this benchmark was built with.</summary>
    public static string Plumb
    {
        get
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
    }

    /// <summary>Path of Debian's MintPy; it may not be there.</summary>
    public const string MintPy = "/usr/bin/mintpy";

    /// <summary>Runs a program and gives the seconds it took.</summary>
    public static double Time(string program, string[] arguments, string folder)
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

    /// <summary>Reads all files of a folder, so that what reads them next finds them in memory.</summary>
    public static void Warm(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            WarmFile(file);
        }
    }

    /// <summary>Reads a file of any size once, so that it lies in the page cache.</summary>
    public static void WarmFile(string path)
    {
        using var file = File.OpenRead(path);
        file.CopyTo(Stream.Null, 1 << 20);
    }
}
