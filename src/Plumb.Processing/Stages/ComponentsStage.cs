using System.Globalization;
using Plumb.Components;
using Plumb.Processing.Configuration;
using Plumb.Processing.Results;
using Plumb.Processing.Tracks;

namespace Plumb.Processing.Stages;

/// <summary>
/// Puts the run together with other tracks over the same ground: each is compared with it, and all are turned into motion upwards and to the east, as rates and series. Where the
/// settings name no other track it writes nothing.
/// </summary>
public sealed class ComponentsStage : IStage
{
    private readonly string content;
    private readonly string[] after;

    /// <summary>The stage in a chain.</summary>
    /// <param name="content">What the other tracks hold, in a form that changes with it; empty for none.</param>
    /// <param name="after">Names of the stages beside the mask whose outputs it reads.</param>
    public ComponentsStage(string content, params string[] after)
    {
        this.content = content;
        this.after = ["mask", .. after];
    }

    /// <inheritdoc/>
    public string Name => "components";

    /// <inheritdoc/>
    public string Title => "Put tracks together";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => after;

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [$"{ComponentsRecord.FolderName}/{ComponentsRecord.FileName}"];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Components.IsAsked ? new { settings.Components, content } : new { settings.Components.IsAsked };
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        var folder = run.Cleared(ComponentsRecord.FolderName);

        if (!run.Settings.Components.IsAsked)
        {
            return "no other track is named";
        }

        run.Progress.Begin(Title, 0);
        try
        {
            return Together(run, folder);
        }
        catch (RequestException e)
        {
            throw new RequestException(TrackWords.InSettings(e.Message), e);
        }
    }

    private static string Together(RunContext run, string folder)
    {
        var settings = run.Settings.Components;
        var request = RunTracks.Of(settings, new ResultSet(run.Folder, run.Store), run.Resolve);
        var notes = new List<string>();
        var asked = RequestOf(settings, request, folder, run.Threads);
        var compared = Compare(settings, request, folder, notes, run.Cancellation);
        JoinedSeries? series = null;
        DecompositionRecord? record = null;
        try
        {
            var found = DecomposeTracks.Rates(asked, run.Cancellation);
            Directory.CreateDirectory(folder);
            series = asked.Series ? JoinTracks.Run(found, folder, run.Budget, run.Threads, run.Progress, run.Cancellation) : null;
            record = DecompositionFiles.Write(found, series, folder);
        }
        catch (RequestException e) when (compared.Count > 0)
        {
            // Neighbours of one direction of flight can be compared all the same.
            notes.Add("No motion upwards and to the east: " + TrackWords.InSettings(e.Message));
        }

        var all = new ComponentsRecord(record, series?.Dates ?? [], compared, notes);
        ResultJson.Write(folder, ComponentsRecord.FileName, all);
        return Summary(all);
    }

    private static DecomposeRequest RequestOf(ComponentsSettings settings, TracksRequest tracks, string folder, int threads)
    {
        if (settings.NorthRule != NorthChoice.Stated && (settings.North != 0 || settings.NorthSigma != 0))
        {
            throw new RequestException("components.north and components.north_sigma count with components.north_rule: stated alone. Set it, or leave them at 0.");
        }

        return new DecomposeRequest
        {
            Tracks = tracks,
            Folder = folder,
            North = new DecompositionOptions { North = settings.North / 1000, NorthSigma = settings.NorthSigma / 1000, NorthFree = settings.NorthRule == NorthChoice.Free },
            NorthRule = settings.NorthRule switch { NorthChoice.Stated => NorthRule.Stated, NorthChoice.FromSlope => NorthRule.FromSlope, _ => NorthRule.Neglected },
            Series = !settings.RatesOnly,
            Threads = threads,
        };
    }

    /// <summary>The run against each other track; where there are several, one that cannot be compared is noted.</summary>
    private static List<ComparedTrack> Compare(ComponentsSettings settings, TracksRequest request, string folder, List<string> notes, CancellationToken stop)
    {
        var compared = new List<ComparedTrack>();
        for (var k = 1; k < request.Inputs.Count; k++)
        {
            var pair = request with { Inputs = [request.Inputs[0], request.Inputs[k]], Looks = request.Looks.Count > 0 ? [request.Looks[0], request.Looks[k]] : [] };
            try
            {
                var found = CompareTracks.Run(pair, !settings.CompareLineOfSight, stop);
                var name = string.Create(CultureInfo.InvariantCulture, $"comparison_{k}");
                CompareTracks.Write(found, Path.Combine(folder, name));
                compared.Add(new ComparedTrack(name, found.Record));
            }
            catch (RequestException e) when (request.Inputs.Count > 2)
            {
                notes.Add($"{settings.With[k - 1]} is not compared: {TrackWords.InSettings(e.Message)}");
            }
        }

        return compared;
    }

    private static string Summary(ComponentsRecord record)
    {
        var parts = record.Comparisons.Select(c => string.Create(
            CultureInfo.InvariantCulture, $"{c.Record.Tracks[1].Name}: correlation {c.Record.Comparison.Correlation:0.00}, difference {1000 * c.Record.Comparison.MeanDifference:0.0} +- {1000 * c.Record.Comparison.StandardDeviation:0.0} mm/yr")).ToList();
        parts.Add(record.Decomposition is { } d
            ? string.Create(CultureInfo.InvariantCulture, $"{d.Cells} cells upwards (+- {d.VerticalSigmaMillimetres:0.0} mm/yr) and to the east (+- {d.EastSigmaMillimetres:0.0} mm/yr){(record.Dates.Count > 0 ? $", series at {record.Dates.Count} dates" : "")}")
            : record.Notes[^1]);
        return string.Join("; ", parts);
    }
}
