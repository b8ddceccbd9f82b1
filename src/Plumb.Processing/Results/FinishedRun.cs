using Plumb.Processing.Configuration;
using Plumb.Processing.Journal;

namespace Plumb.Processing.Results;

/// <summary>A result folder with the settings it was made with.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Results">The results.</param>
/// <param name="Settings">The effective settings.</param>
/// <param name="Journal">The journal.</param>
public sealed record FinishedRun(string Folder, ResultSet Results, PlumbSettings Settings, RunJournal Journal)
{
    /// <summary>Name of the file with the effective settings in a result folder.</summary>
    public const string SettingsFile = "settings.yaml";

    /// <summary>Opens a result folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="RequestException">The folder holds no finished run.</exception>
    public static FinishedRun Open(string folder)
    {
        var results = ResultSet.Open(folder);
        var journal = new RunJournal(folder);
        return journal.Read("mask") is { Done: true }
            ? new FinishedRun(folder, results, SettingsReader.ReadFile<PlumbSettings>(Path.Combine(folder, SettingsFile)), journal)
            : throw new RequestException($"The run in {folder} was stopped before its masks were made. 'plumb run' goes on with it.");
    }
}
