using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Processing.Associations;
using Plumb.Processing.Configuration;

namespace Plumb.Processing.Stages;

/// <summary>Finds how motion follows precipitation, heads or storage, where the settings name any. Otherwise it writes nothing.</summary>
public sealed class AssociateStage : IStage
{
    /// <summary>Folder of the tables inside the result folder.</summary>
    public const string FolderName = "association";

    private readonly string content;
    private readonly IReadOnlyList<string> after;

    /// <summary>The stage in a chain.</summary>
    /// <param name="content">The files of drivers and groups by name, size and time; empty for none.</param>
    /// <param name="after">Names of the stages whose outputs it reads.</param>
    public AssociateStage(string content, params IReadOnlyList<string> after) => (this.content, this.after) = (content, after);

    /// <inheritdoc/>
    public string Name => "associate";

    /// <inheritdoc/>
    public string Title => "Find what motion follows";

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => after;

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [$"{FolderName}/{AssociationRecord.FileName}"];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Association.IsAsked ? new { settings.Association, content } : new { settings.Association.IsAsked };
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        var folder = run.Cleared(FolderName);

        if (!run.Settings.Association.IsAsked)
        {
            return "no driver is named";
        }

        run.Progress.Begin(Title, 0);
        var results = run.Finished().Results;
        if (results.Stack.Observation == ObservationKind.AlongTrackOffset)
        {
            return "motion along the flight is not compared with drivers";
        }

        var inputs = AssociationInputs.Read(run.Settings.Association, run.Resolve);
        var record = AssociationRecord.Of(results, inputs, run.Threads);
        AssociationFiles.Write(record, SeasonMaps.Of(results, inputs.Drivers, run.Threads, run.Cancellation), folder);
        var best = record.Pairs.Where(p => double.IsFinite(p.Result.BestLag)).MinBy(p => double.IsNaN(p.Result.SurrogateProbability) ? p.Result.Probability : p.Result.SurrogateProbability);
        return string.Create(CultureInfo.InvariantCulture, $"{record.Pairs.Count} pairs of group and driver")
            + (best is null ? "; none has dates enough" : Chance(best.Result) > 0.05 ? "; no lag is told from chance" : string.Create(
                CultureInfo.InvariantCulture,
                $"; least by chance: {best.Group} follows {best.Driver} by {best.Result.BestLag:0} days, r {best.Result.Correlation:0.00}, p {Chance(best.Result):0.000}"))
            + (record.Empty.Count > 0 ? $"; without data: {string.Join(", ", record.Empty)}" : "");
    }

    private static double Chance(Groundwater.LagResult result) => double.IsNaN(result.SurrogateProbability) ? result.Probability : result.SurrogateProbability;
}
