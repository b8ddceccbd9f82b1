using System.CommandLine;
using Plumb.Formats.Products;
using Plumb.Processing.Runs;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb check [plumb.yaml]</c>: everything a run needs, looked at before it starts. Writes nothing.</summary>
public sealed class CheckCommand : PlumbCommand
{
    private readonly SettingsArgument settings = new();

    /// <summary>The command.</summary>
    public CheckCommand()
        : base("check", "Check everything a run needs before it starts: settings, products, libraries, files of stations, lines, areas and drivers, memory, disk.")
    {
        Add(settings);
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        var checks = RunCheck.Of(arguments.GetValue(settings)!);
        var bad = checks.Any(c => c.Severity == Severity.Error);
        return new CommandResult(
            string.Join('\n', checks.Select(c => c.ToString())),
            new { Ready = !bad, Checks = checks },
            bad ? ExitCode.WrongRequest : ExitCode.Done);
    }
}
