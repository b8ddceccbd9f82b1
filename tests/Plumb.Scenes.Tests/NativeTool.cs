using System.ComponentModel;
using System.Diagnostics;

namespace Plumb.Scenes.Tests;

/// <summary>Runs another program; the test is skipped where it is absent.</summary>
internal static class NativeTool
{
    public static string Run(string program, params string[] arguments) => RunIn(Path.GetTempPath(), program, arguments);

    public static string RunIn(string folder, string program, params string[] arguments)
    {
        var (code, output) = Start(folder, program, arguments);
        Assert.SkipUnless(code is not null, $"{program} is not installed here.");
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}: {output}");
        return output;
    }

    public static (int? Code, string Output) Start(string folder, string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
            start.Environment["MPLBACKEND"] = "Agg";
            start.Environment["OMP_NUM_THREADS"] = "1";
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + error.Result);
        }
        catch (Win32Exception)
        {
            return (null, "");
        }
    }
}
