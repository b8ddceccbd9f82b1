using System.Diagnostics;

namespace Plumb.Formats.Tests.Hdf5;

/// <summary>Debian's Python with h5py or MintPy, the programs whose files Plumb reads and writes.</summary>
internal static class Python
{
    private const string Interpreter = "/usr/bin/python3";

    public static string Run(string script, string module = "h5py")
    {
        Require(module);
        return Start(Interpreter, ["-c", script], Path.GetTempPath());
    }

    public static void Require(string module) =>
        Assert.SkipUnless(File.Exists(Interpreter) && TryStart(Interpreter, ["-c", "import " + module], Path.GetTempPath()).ExitCode == 0, $"Python's {module} is not installed here.");

    public static string Start(string program, string[] arguments, string folder)
    {
        var (exitCode, output, errors) = TryStart(program, arguments, folder);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}: {output}{errors}");
        return output;
    }

    private static (int ExitCode, string Output, string Errors) TryStart(string program, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.Environment["MPLBACKEND"] = "Agg";
        start.Environment["OMP_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
