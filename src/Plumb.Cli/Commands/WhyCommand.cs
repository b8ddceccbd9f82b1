using System.CommandLine;
using Plumb.Processing.Progress;
using Plumb.Processing.Runs;
using Plumb.Web.Report;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb why [plumb.yaml]</c>: what a run would do, and why. Writes nothing.</summary>
public sealed class WhyCommand : PlumbCommand
{
    private readonly SettingsArgument settings = new();

    /// <summary>The command.</summary>
    public WhyCommand()
        : base("why", "Say which stages would run, which are current, and why. Writes nothing.")
    {
        Add(settings);
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        using var session = RunSession.Open(
            arguments.GetValue(settings)!, () => new ReportStage(), SilentProgress.Instance, new RunOptions { DryRun = true }, context.Stop);
        var forecast = session.Chain.Forecast();
        return new CommandResult(
            string.Join('\n', forecast.Select(f => $"{f.Stage,-10} {(f.Runs ? "runs   " : "current")}  {f.Reason}")),
            new { Stages = forecast });
    }
}
