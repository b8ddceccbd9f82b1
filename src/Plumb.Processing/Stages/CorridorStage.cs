using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Processing.Configuration;
using Plumb.Processing.Corridors;
using Plumb.Subsidence;

namespace Plumb.Processing.Stages;

/// <summary>Follows the motion along railways, pipelines and dams, where the settings name any. Otherwise it writes nothing.</summary>
public sealed class CorridorStage : IStage
{
    /// <summary>Folder of the tables inside the result folder.</summary>
    public const string FolderName = "corridor";

    private readonly string content;
    private readonly IReadOnlyList<string> after;

    /// <summary>The stage in a chain.</summary>
    /// <param name="content">The files of lines by name, size and time; empty for none.</param>
    /// <param name="after">Names of the stages whose outputs it reads.</param>
    public CorridorStage(string content, params IReadOnlyList<string> after) => (this.content, this.after) = (content, after);

    /// <inheritdoc/>
    public string Name => "corridors";

    /// <inheritdoc/>
    public string Title => "Follow the motion along lines";

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => after;

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [$"{FolderName}/{CorridorRecord.FileName}"];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Corridors.IsAsked ? new { settings.Corridors, settings.Subsidence.Axis, settings.Rate.TimeAxis, content } : new { settings.Corridors.IsAsked };
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        var folder = run.Cleared(FolderName);

        if (!run.Settings.Corridors.IsAsked)
        {
            return "no line is named";
        }

        run.Progress.Begin(Title, 0);
        var finished = run.Finished();
        if (finished.Results.Stack.Observation == ObservationKind.AlongTrackOffset)
        {
            return "motion along the flight tells nothing of the motion that corridors are about";
        }

        var record = CorridorStudy.Of(finished, CorridorInputs.Read(run.Settings.Corridors, run.Resolve));
        CorridorTables.Write(folder, finished.Results, record);
        var zones = record.Lines.SelectMany(l => l.Zones).Where(z => z.Limit == CorridorLimit.Rate).ToArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{record.Lines.Count} {(record.Lines.Count == 1 ? "line" : "lines")}, {record.Lines.Sum(l => l.Length) / 1000:0.0} km; {zones.Length} zones above {run.Settings.Corridors.Limit:0.##} mm/yr, {zones.Sum(z => z.Length) / 1000:0.0} km")
            + (record.Outside.Count > 0 ? $"; not on the map: {string.Join(", ", record.Outside)}" : "");
    }
}
