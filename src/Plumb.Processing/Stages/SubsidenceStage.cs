using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Processing.Basins;
using Plumb.Processing.Configuration;
using Plumb.Processing.Results;

namespace Plumb.Processing.Stages;

/// <summary>
/// Says what the ground is doing: basins in rate and series with extent, depth, volume, axes and advance, tracked through dates, and the life cycle of each and of each of
/// their pixels. Switched off, or in radar coordinates where nothing has a size on the ground, it writes nothing.
/// </summary>
public sealed class SubsidenceStage : IStage
{
    /// <summary>Folder of maps and tables inside the result folder.</summary>
    public const string TableFolder = "subsidence";

    private readonly IReadOnlyList<string> before;

    /// <summary>The stage in a chain.</summary>
    /// <param name="before">Names of the stages whose outputs it reads.</param>
    public SubsidenceStage(params IReadOnlyList<string> before)
    {
        ArgumentNullException.ThrowIfNull(before);
        this.before = before;
    }

    /// <inheritdoc/>
    public string Name => "subsidence";

    /// <inheritdoc/>
    public string Title => "Find basins and what they do";

    /// <inheritdoc/>
    public int Version => 3;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => before;

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [StorePaths.Basins, .. BasinLifeMaps.Names, .. DamageMaps.Names];

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [SubsidenceRecord.FileName];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Subsidence.Enabled ? new { settings.Subsidence, settings.Rate.TimeAxis } : new { settings.Subsidence.Enabled };
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        File.Delete(run.PathOf(SubsidenceRecord.FileName));
        var folder = run.Cleared(TableFolder);

        var results = new ResultSet(run.Folder, run.Store);
        if (!run.Settings.Subsidence.Enabled)
        {
            return "not asked for";
        }

        if (results.Grid.Crs.IsRadar)
        {
            return "radar coordinates have no size on the ground: no basins";
        }

        if (results.Stack.Observation == ObservationKind.AlongTrackOffset)
        {
            return "motion along the flight tells nothing of subsidence";
        }

        var search = new BasinSearch(run, results);
        var record = search.Run();
        record.Write(run.Folder);
        BasinTables.Write(folder, results, record, search.Labels, search.Contours);
        return record.Basins.Count == 0
            ? "no basin"
            : string.Create(CultureInfo.InvariantCulture, $"{record.Basins.Count} basins, the largest at {record.Basins[0].Longitude:0.0000} {record.Basins[0].Latitude:0.0000} with {1000 * record.Basins[0].Rate.Depth:0} mm/yr");
    }
}
