using System.CommandLine;
using Plumb.Web.Report;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb report DIR</c>: figures and report of a finished run again.</summary>
public sealed class ReportCommand : PlumbCommand
{
    private readonly Argument<string> folder = new("DIR") { Description = "The result folder of a run, or its settings file." };

    /// <summary>The command.</summary>
    public ReportCommand()
        : base("report", "Write the figures and the report of a finished run again.")
    {
        Add(folder);
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var run = SettingsArgument.RunAt(arguments.GetValue(folder)!);
        ReportStage.Write(run, Environment.ProcessorCount);
        var path = Path.Combine(run.Folder, ReportStage.FileName);
        return new CommandResult($"Wrote {path}", new { Report = path });
    }
}
