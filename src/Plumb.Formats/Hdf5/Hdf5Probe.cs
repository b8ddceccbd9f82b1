using System.Collections.Concurrent;
using System.Diagnostics;

namespace Plumb.Formats.Hdf5;

/// <summary>
/// Looks at a file's structure in a process of its own first, because libhdf5 crashes or hangs on some damaged files and
/// would take the run with it. Only a file that holds together is then opened in this process. The program calls <see cref="RunIfAsked"/> as its first act; without that nothing is probed.
/// Safe for threads.
/// </summary>
public static class Hdf5Probe
{
    private const string Variable = "PLUMB_HDF5_PROBE";
    private const string Mark = "plumb-hdf5: ";
    private const int Refused = 2;
    private static readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), string> Verdicts = new();
    private static string[]? host;

    /// <summary>How long a probe may take before the file counts as damaged.</summary>
    public static TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// To be called first of all in a program. In a process that was started as a probe it looks at the file and ends the
    /// process; in any other it remembers how to start one.
    /// </summary>
    /// <param name="answer">Where a probe says what is wrong: the standard error of its process.</param>
    public static void RunIfAsked(TextWriter answer)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path)
        {
            Environment.Exit(Look(path, answer));
        }

        var program = Environment.ProcessPath;
        if (program is not null)
        {
            var isRuntime = Path.GetFileNameWithoutExtension(program) == "dotnet";
            host = isRuntime ? [program, Environment.GetCommandLineArgs()[0]] : [program];
        }
    }

    /// <summary>Makes sure that opening a file cannot end this process.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RequestException">libhdf5 crashed or hung on the file, or found it damaged.</exception>
    public static void Require(string path)
    {
        var file = new FileInfo(path);
        if (host is null || !file.Exists || !Hdf5File.IsAvailable)
        {
            return;
        }

        var verdict = Verdicts.GetOrAdd((file.FullName, file.Length, file.LastWriteTimeUtc), key => VerdictOn(key.Path));
        if (verdict.Length > 0)
        {
            throw new RequestException(verdict);
        }
    }

    /// <summary>Touches all structure of a file: attributes, shapes, chunk indices, first and last values.</summary>
    private static int Look(string path, TextWriter answer)
    {
        try
        {
            using var file = Hdf5File.Open(path);
            file.ReadAttributes();
            foreach (var name in file.Names().Where(n => !file.IsGroup(n)))
            {
                using var dataset = file.OpenDataset(name);
                file.ReadAttributes(name);
                if (!dataset.IsBacked || dataset.Shape.Any(s => s == 0))
                {
                    continue;
                }

                if (dataset.Kind is Hdf5Kind.FixedText or Hdf5Kind.VariableText)
                {
                    dataset.ReadTexts(2_000_000);
                }
                else if (dataset.Kind != Hdf5Kind.Other)
                {
                    var one = new double[1];
                    var count = Enumerable.Repeat(1L, dataset.Shape.Count).ToArray();
                    dataset.Read(new long[count.Length], count, one.AsSpan());
                    dataset.Read([.. dataset.Shape.Select(s => s - 1)], count, one.AsSpan());
                }
            }

            return 0;
        }
        catch (RequestException e)
        {
            answer.WriteLine(Mark + e.Message);
            return Refused;
        }
    }

    /// <summary>What is wrong with a file, in words for people; empty where nothing is.</summary>
    private static string VerdictOn(string path)
    {
        var start = new ProcessStartInfo(host![0], host[1..]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment[Variable] = path;
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using var probe = new Process { StartInfo = start };
        var said = "";
        probe.ErrorDataReceived += (_, line) => said = line.Data?.StartsWith(Mark, StringComparison.Ordinal) == true ? line.Data[Mark.Length..] : said;
        probe.OutputDataReceived += static (_, _) => { };
        probe.Start();
        probe.BeginErrorReadLine();
        probe.BeginOutputReadLine();
        var ended = probe.WaitForExit(Patience);
        if (!ended)
        {
            probe.Kill(entireProcessTree: true);
        }

        // Also waits for the last lines.
        probe.WaitForExit();
        return !ended || probe.ExitCode is not (0 or Refused) ? $"{path} is damaged in a way that the HDF5 library does not survive. Copy it again."
            : probe.ExitCode == Refused ? said : "";
    }
}
