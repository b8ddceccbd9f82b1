using System.CommandLine;
using Plumb.Processing.Configuration;
using Plumb.Processing.Results;

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

    /// <summary>The finished run of a settings file: what lies in its output.folder.</summary>
    /// <exception cref="RequestException">The file cannot be used, or there is no finished run.</exception>
    public static FinishedRun RunOf(string file) =>
        FinishedRun.Open(Path.GetFullPath(SettingsReader.ReadFile<PlumbSettings>(file).Output.Folder, Path.GetDirectoryName(Path.GetFullPath(file))!));

    /// <summary>The finished run that a path names: a result folder, the settings file it was made with, or the folder in which plumb.yaml lies.</summary>
    /// <exception cref="RequestException">There is no finished run.</exception>
    public static FinishedRun RunAt(string path)
    {
        var beside = Path.Combine(path, "plumb.yaml");
        return File.Exists(path) ? RunOf(path)
            : !Directory.Exists(Path.Combine(path, "store")) && File.Exists(beside) ? RunOf(beside)
            : FinishedRun.Open(path);
    }
}
