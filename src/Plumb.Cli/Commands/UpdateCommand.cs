using System.CommandLine;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb update [plumb.yaml]</c>: adds the interferograms that are new to a finished run.</summary>
public sealed class UpdateCommand : PlumbCommand
{
    private readonly SettingsArgument settings = new();
    private readonly RunArguments changes = new();

    /// <summary>The command.</summary>
    public UpdateCommand()
        : base("update", "Add interferograms that are new to a run, to the results that a run of all of them gives. Refuses where anything else changed.")
    {
        Add(settings);
        changes.AddTo(this);
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        return RunCommand.RunSettings(arguments.GetValue(settings)!, changes.Of(arguments) with { OnlyAdd = true }, context);
    }
}
