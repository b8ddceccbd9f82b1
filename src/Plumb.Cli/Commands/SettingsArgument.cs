using System.CommandLine;

namespace Plumb.Cli.Commands;

/// <summary>The settings file of a run, plumb.yaml unless another is named.</summary>
internal sealed class SettingsArgument : Argument<string>
{
    public SettingsArgument()
        : base("SETTINGS")
    {
        Description = "The settings file.";
        Arity = ArgumentArity.ZeroOrOne;
        DefaultValueFactory = _ => "plumb.yaml";
    }
}
