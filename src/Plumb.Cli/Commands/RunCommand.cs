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
    private readonly RunArguments changes = new();

    /// <summary>The command.</summary>
    public RunCommand()
        : base("run", "Run the chain from products to maps, series and report. Goes on where it was stopped.")
    {
        Add(settings);
        changes.AddTo(this);
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        return RunSettings(arguments.GetValue(settings)!, changes.Of(arguments), context);
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
        if (options.OnlyAdd)
        {
            lines.Insert(0, $"{"new",-10} {Added(session)}");
        }

        lines.Add(said.Count == 0 ? "Everything is current." : string.Create(
            CultureInfo.InvariantCulture,
            $"{"memory",-10} peak of tiles and caches {MemorySize.Format(budget.Peak)}, of the process {MemorySize.Format(peak)}; budget {MemorySize.Format(budget.Bytes)}"));
        lines.Add($"{"results",-10} {session.Context.Folder}");
        return new CommandResult(string.Join('\n', lines), new
        {
            Folder = session.Context.Folder,
            AddedPairs = session.AddedPairs.Select(p => p.ToString()),
            session.AddedDates,
            Stages = said.Select(s => new { s.Stage, s.Summary }),
            BudgetBytes = budget.Bytes,
            PeakTileBytes = budget.Peak,
            PeakProcessBytes = peak,
        });
    }

    private static string Added(RunSession session)
    {
        if (session.AddedPairs.Count == 0)
        {
            return "no interferogram";
        }

        var dates = session.AddedDates.Count switch
        {
            0 => "between dates that were there",
            1 => string.Create(CultureInfo.InvariantCulture, $"date {session.AddedDates[0]:yyyy-MM-dd}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{session.AddedDates.Count} dates, {session.AddedDates[0]:yyyy-MM-dd} to {session.AddedDates[^1]:yyyy-MM-dd}"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{session.AddedPairs.Count} {(session.AddedPairs.Count == 1 ? "interferogram" : "interferograms")}, {dates}");
    }

    private static long PeakMemory()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
