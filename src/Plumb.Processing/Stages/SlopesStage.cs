using System.Globalization;
using Plumb.Processing.Configuration;
using Plumb.Processing.Results;
using Plumb.Processing.Tracks;

namespace Plumb.Processing.Stages;

/// <summary>How the run's track, and those it is put together with, see the slopes, how fast these move down, and which are active. Unless it is asked for it writes nothing.</summary>
public sealed class SlopesStage : IStage
{
    /// <summary>Folder of maps and tables inside the result folder.</summary>
    public const string FolderName = "slopes";

    private readonly string content;
    private readonly string dem;
    private readonly string[] after;

    /// <summary>The stage in a chain.</summary>
    /// <param name="content">What the other tracks hold, in a form that changes with it; empty for none.</param>
    /// <param name="dem">The file of heights (metres) by name, size and time; empty for none.</param>
    /// <param name="after">Names of the stages beside the mask whose outputs it reads.</param>
    public SlopesStage(string content, string dem, params string[] after)
    {
        (this.content, this.dem) = (content, dem);
        this.after = ["mask", .. after];
    }

    /// <inheritdoc/>
    public string Name => "slopes";

    /// <inheritdoc/>
    public string Title => "Look at the slopes";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => after;

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [$"{FolderName}/{SlopesRecord.FileName}"];

    /// <summary>The file of heights (metres) by name, size and time; empty for none.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    internal static string DemContent(SlopesSettings settings, Func<string, string> resolve) => NamedFiles.Content([settings.Dem], resolve);

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var tracks = settings.Components;
        return settings.Slopes.Enabled
            ? new { settings.Slopes, tracks.With, tracks.Look, tracks.Sigma, tracks.Cell, tracks.Reference, tracks.KeepLevels, content, dem }
            : new { settings.Slopes.Enabled };
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        var folder = run.Cleared(FolderName);

        var settings = run.Settings.Slopes;
        if (!settings.Enabled)
        {
            return "not asked for";
        }

        run.Progress.Begin(Title, 0);
        var results = new ResultSet(run.Folder, run.Store);
        try
        {
            var maps = SlopeTracks.Run(
                new SlopesRequest
                {
                    Tracks = RunTracks.Of(run.Settings.Components, results, run.Resolve),
                    Dem = settings.Dem.Length > 0 ? run.Resolve(settings.Dem) : null,
                    LeastSensitivity = settings.LeastSensitivity,
                    Areas = settings.Areas,
                    Threads = run.Threads,
                },
                run.Cancellation);
            var record = SlopeFiles.Write(maps, folder);
            var seen = record.Visibility[^1];
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{record.United} active slopes of {record.AreaSquareKilometres:0.00} km2; {100 * seen.Shadow:0} % of the ground in shadow, {100 * seen.Layover:0} % in layover");
        }
        catch (RequestException e)
        {
            throw new RequestException(TrackWords.InSettings(e.Message), e);
        }
    }
}
