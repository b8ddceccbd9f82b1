using System.ComponentModel;
using System.Diagnostics;

namespace Plumb.Formats.Tests.Gdal;

/// <summary>Runs another program and gives what it prints; the test is skipped where the program is absent.</summary>
internal static class NativeTool
{
    internal static string Run(string program, params string[] arguments)
    {
        var (code, output) = Start(program, arguments);
        Assert.SkipUnless(code is not null, $"{program} is not installed");
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}: {output}");
        return output;
    }

    internal static (int? Code, string Output) Start(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
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
