using System.CommandLine;
using System.Globalization;
using Plumb.Processing.Configuration;
using Plumb.Processing.Runs;
using Plumb.Web.Report;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb run [plumb.yaml]</c>: the chain from products to report. Goes on where it was stopped.</summary>
public sealed class RunCommand : PlumbCommand
{
    private readonly SettingsArgument settings = new();
    private readonly Option<string?> memory = new("--memory") { Description = "Memory for tiles of data instead of the settings', such as 512MiB.", HelpName = "SIZE" };
    private readonly Option<int?> threads = new("--threads") { Description = "Number of threads instead of the settings'; 0 for all cores.", HelpName = "N" };
    private readonly Option<string?> until = new("--until") { Description = "Stop after this stage: import, network, closure, reference, aliasing, invert, correct, fit, uncertainty, mask, publish or report; for a finished series import_series, rate, correct, fit, mask, publish or report.", HelpName = "STAGE" };

    /// <summary>The command.</summary>
    public RunCommand()
        : base("run", "Run the chain from products to maps, series and report. Goes on where it was stopped.")
    {
        threads.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && int.TryParse(given.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number < 0)
            {
                result.AddError($"--threads is {number}; give a number of threads, or 0 for all cores.");
            }
        });
        Add(settings);
        Add(memory);
        Add(threads);
        Add(until);
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        var options = new RunOptions
        {
            Memory = arguments.GetValue(memory),
            Threads = arguments.GetValue(threads),
            Until = arguments.GetValue(until),
        };
        return RunSettings(arguments.GetValue(settings)!, options, context);
    }

    /// <summary>Runs a settings file and says what came out.</summary>
    /// <param name="file">Path of the settings file.</param>
    /// <param name="options">What the command line changes.</param>
    /// <param name="context">How to tell of progress and when to stop.</param>
    internal static CommandResult RunSettings(string file, RunOptions options, CommandContext context)
    {
        using var session = RunSession.Open(file, () => new ReportStage(), context.Progress, options, context.Stop);
        var said = session.Chain.Run();
        var budget = session.Context.Budget;
        var peak = PeakMemory();
        var lines = said.Select(s => $"{s.Stage,-10} {s.Summary}").ToList();
        lines.Add(said.Count == 0 ? "Everything is current." : string.Create(
            CultureInfo.InvariantCulture,
            $"{"memory",-10} peak of tiles and caches {MemorySize.Format(budget.Peak)}, of the process {MemorySize.Format(peak)}; budget {MemorySize.Format(budget.Bytes)}"));
        lines.Add($"{"results",-10} {session.Context.Folder}");
        return new CommandResult(string.Join('\n', lines), new
        {
            Folder = session.Context.Folder,
            Stages = said.Select(s => new { s.Stage, s.Summary }),
            BudgetBytes = budget.Bytes,
            PeakTileBytes = budget.Peak,
            PeakProcessBytes = peak,
        });
    }

    private static long PeakMemory()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
