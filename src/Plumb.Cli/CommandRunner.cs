using System.CommandLine;
using System.Globalization;
using Plumb.Cli.Commands;
using Plumb.Cli.Progress;
using Plumb.Kernels;
using Plumb.Processing.Progress;

namespace Plumb.Cli;

/// <summary>Runs a command and makes of what it returns or throws the output, the message and the exit code.</summary>
/// <param name="console">Where the program writes.</param>
public sealed class CommandRunner(ProgramConsole console)
{
    // Disk full and quota exceeded, as the runtime reports them on Unix (errno) and on Windows (HRESULT).
    private const int NoSpace = 28;
    private const int QuotaLinux = 122;
    private const int QuotaMac = 69;
    private const int DiskFullWindows = unchecked((int)0x80070070);
    private const int HandleDiskFullWindows = unchecked((int)0x80070027);

    /// <summary>Runs a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">The parsed command line.</param>
    /// <param name="json">Whether the output is for machines.</param>
    /// <param name="verbose">Whether details are wanted.</param>
    /// <param name="stop">Cancelled when the work is to stop.</param>
    /// <returns>What the program ends with (one of <see cref="ExitCode"/>).</returns>
    public int Run(PlumbCommand command, ParseResult arguments, bool json, bool verbose, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(command);
        var progress = Choose(json);
        try
        {
            stop.ThrowIfCancellationRequested();
            var result = command.Run(arguments, new CommandContext(console, progress, json, verbose, stop));
            (progress as IDisposable)?.Dispose();
            var text = json ? JsonOutput.Document(result.Value) : result.Text;
            if (text.Length > 0)
            {
                console.Out.WriteLine(text);
            }

            return result.Code;
        }
#pragma warning disable CA1031 // Whatever is thrown becomes an exit code here; nothing passes this point.
        catch (Exception error)
#pragma warning restore CA1031
        {
            (progress as IDisposable)?.Dispose();
            return Report(Unwrap(error), json, verbose, stop);
        }
    }

    /// <summary>Tells of a wrong request that no command was run for.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="json">Whether the output is for machines.</param>
    /// <returns><see cref="ExitCode.WrongRequest"/>.</returns>
    public int Refuse(string message, bool json)
    {
        Tell("wrong_request", ExitCode.WrongRequest, message, null, json);
        return ExitCode.WrongRequest;
    }

    private IRunProgress Choose(bool json) =>
        json ? new JsonProgress(console.Error, console.Clock)
        : console.ErrorIsTerminal ? new TerminalProgress(console.Error, console.Width, console.Clock)
        : new PlainProgress(console.Error, console.Clock);

    private int Report(Exception error, bool json, bool verbose, CancellationToken stop)
    {
        var (kind, code, message) = Describe(error, stop);
        Tell(kind, code, message, verbose ? error.ToString() : null, json);
        return code;
    }

    private static (string Kind, int Code, string Message) Describe(Exception error, CancellationToken stop) => error switch
    {
        RequestException => ("wrong_request", ExitCode.WrongRequest, error.Message),
        OperationCanceledException when stop.IsCancellationRequested =>
            ("stopped", ExitCode.Stopped, "stopped before the end. The same command goes on where it stopped."),
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException =>
            ("wrong_request", ExitCode.WrongRequest, $"{error.Message} Check that it is there and that you may use it."),
        IOException when IsDiskFull(error) =>
            ("disk_full", ExitCode.Stopped, $"the disk is full: {error.Message} What is done is kept; make room, and the same command goes on where it stopped."),
        IOException =>
            ("input_output", ExitCode.Stopped, $"{error.Message} What is done is kept; when the cause is mended, the same command goes on where it stopped."),
        MemoryBudgetException => ("memory", ExitCode.Stopped, $"{error.Message} Then the same command goes on where it stopped."),
        OutOfMemoryException =>
            ("memory", ExitCode.Stopped, "the machine has no memory left. Lower processing.memory or end other programs; the same command goes on where it stopped."),
        _ => ("fault", ExitCode.Fault, DescribeFault(error)),
    };

    private static string DescribeFault(Exception error) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        this is a fault of Plumb's own, not of your data or settings: {error.GetType().Name}: {FirstLine(error.Message)}
        Your results are as they were at the last finished step. Please report it to the project with the command you ran, what
        'plumb --version' says and what the command prints with --verbose added.
        """);

    private void Tell(string kind, int code, string message, string? details, bool json)
    {
        if (json)
        {
            console.Error.WriteLine(JsonOutput.Line(new { Error = new { Kind = kind, ExitCode = code, Message = message, Details = details } }));
            return;
        }

        console.Error.WriteLine($"plumb: {message}");
        if (details is not null)
        {
            console.Error.WriteLine();
            console.Error.WriteLine(details);
        }
    }

    /// <summary>The error that matters of those that several threads threw: a wrong request first, a stop last.</summary>
    private static Exception Unwrap(Exception error)
    {
        if (error is not AggregateException several)
        {
            return error;
        }

        var all = several.Flatten().InnerExceptions;
        return all.FirstOrDefault(one => one is RequestException)
            ?? all.FirstOrDefault(one => one is not OperationCanceledException)
            ?? all.FirstOrDefault()
            ?? error;
    }

    private static bool IsDiskFull(Exception error) =>
        error.HResult is DiskFullWindows or HandleDiskFullWindows ||
        (!OperatingSystem.IsWindows() && error.HResult is NoSpace or QuotaLinux or QuotaMac);

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('\r');
}
