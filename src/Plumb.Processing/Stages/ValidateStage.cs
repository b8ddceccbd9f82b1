using System.Globalization;
using Plumb.Processing.Configuration;
using Plumb.Processing.Results;
using Plumb.Processing.Validations;

namespace Plumb.Processing.Stages;

/// <summary>Holds the final series against measurements on the ground, where the settings name any. Otherwise it writes nothing.</summary>
public sealed class ValidateStage : IStage
{
    /// <summary>Folder of the tables inside the result folder.</summary>
    public const string FolderName = "validation";

    private readonly string content;
    private readonly string[] after;

    /// <summary>The validation of a chain.</summary>
    /// <param name="content">The stations' files by name, size and time; empty for none.</param>
    /// <param name="after">Names of the stages beside the mask whose outputs it reads.</param>
    public ValidateStage(string content, params string[] after)
    {
        this.content = content;
        this.after = ["mask", .. after];
    }

    /// <inheritdoc/>
    public string Name => "validate";

    /// <inheritdoc/>
    public string Title => "Compare with stations on the ground";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => after;

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Validation.IsAsked ? new { settings.Validation, content } : new { settings.Validation.IsAsked };
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        var folder = run.Cleared(FolderName);

        var settings = run.Settings.Validation;
        if (!settings.IsAsked)
        {
            return "nothing to compare with";
        }

        run.Progress.Begin(Title, 0);
        var inputs = ValidationInputs.Read(settings, run.Resolve);
        var results = new ResultSet(run.Folder, run.Store);
        var record = ValidationRecord.Of(
            inputs, settings.Reference, GroundCheck.Of(results, inputs.Stations, results.Mask(), inputs.Options, inputs.IsVertical, settings.Reference, run.Threads));
        ValidationFiles.Write(record, folder);
        var used = record.Stations.Count(s => s.IsUsed);
        return used == 0
            ? $"none of {record.Stations.Count} stations can be used; {Path.Combine(folder, "validation.txt")} says why"
            : string.Create(CultureInfo.InvariantCulture, $"{used} of {record.Stations.Count} stations used; RMSE {1000 * record.PooledRmse:0.0} mm");
    }
}
