using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Processing.AreaTables;
using Plumb.Processing.Configuration;

namespace Plumb.Processing.Stages;

/// <summary>Tables of mines, concessions, districts and classes of land cover, where the settings name any. Otherwise it writes nothing.</summary>
public sealed class AreaStage : IStage
{
    /// <summary>Folder of the tables inside the result folder.</summary>
    public const string FolderName = "areas";

    private readonly string content;
    private readonly IReadOnlyList<string> after;

    /// <summary>The stage in a chain.</summary>
    /// <param name="content">The files of areas by name, size and time; empty for none.</param>
    /// <param name="after">Names of the stages whose outputs it reads.</param>
    public AreaStage(string content, params IReadOnlyList<string> after) => (this.content, this.after) = (content, after);

    /// <inheritdoc/>
    public string Name => "areas";

    /// <inheritdoc/>
    public string Title => "Sum up the motion of areas";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => after;

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [$"{FolderName}/{AreaRecord.FileName}"];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var basins = settings.Subsidence;
        return settings.Areas.IsAsked
            ? new { settings.Areas, basins.Axis, basins.Direction, basins.MinExtent, settings.Rate.TimeAxis, settings.Output.Title, content }
            : new { settings.Areas.IsAsked };
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        var folder = run.Cleared(FolderName);

        if (!run.Settings.Areas.IsAsked)
        {
            return "no area is named";
        }

        run.Progress.Begin(Title, 0);
        var finished = run.Finished();
        if (finished.Results.Stack.Observation == ObservationKind.AlongTrackOffset)
        {
            return "motion along the flight tells nothing of the motion that the tables are about";
        }

        var inputs = AreaInputs.Read(run.Settings.Areas, run.Resolve);
        var record = AreaRecord.Of(finished, run.Settings.Output.Title, inputs);
        AreaTable.Write(folder, inputs.Areas, record.Rows);
        GroupTables.Write(folder, [.. record.Groups.Select(g => (run.Settings.Output.Title, g))]);
        record.Write(folder);
        var worst = record.Rows.Where(r => double.IsFinite(r.Rate)).MaxBy(r => Math.Abs(r.Rate));
        return string.Create(CultureInfo.InvariantCulture, $"{record.Groups.Count} areas and classes with data")
            + (worst is null ? "" : string.Create(CultureInfo.InvariantCulture, $"; the fastest is {worst.Area} with {1000 * worst.Rate:0.0} mm/yr"))
            + (record.Empty.Count > 0 ? $"; without data: {string.Join(", ", record.Empty)}" : "");
    }
}
