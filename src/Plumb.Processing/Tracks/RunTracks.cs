using System.Text;
using Plumb.Processing.Configuration;
using Plumb.Processing.Journal;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Tracks;

/// <summary>The tracks that the settings of a run put together: the run itself first, then the others.</summary>
internal static class RunTracks
{
    // What decides on rates, standard deviations, series and mask of a run; what comes after the mask may be made from this one in turn.
    private static readonly string[] DecidingStages = ["import_series", "rate", "reference", "invert", "correct", "fit", "uncertainty", "mask"];

    /// <summary>The request for the tools of tracks.</summary>
    /// <param name="settings">What is asked for.</param>
    /// <param name="own">The run.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    /// <exception cref="RequestException">A look or the reference cannot be read.</exception>
    public static TracksRequest Of(ComponentsSettings settings, ResultSet own, Func<string, string> resolve)
    {
        if (settings.Look.Count > 0 && settings.Look.Count != settings.With.Count)
        {
            throw new RequestException($"components.look has {settings.Look.Count} entries for {settings.With.Count} of components.with. Give one for each in their order, \"-\" for a track's own, or none at all.");
        }

        return new TracksRequest
        {
            Inputs = [own.Folder, .. settings.With.Select(resolve)],
            Run = own,
            Looks = settings.Look.Count > 0 ? [null, .. settings.Look.Select(text => TrackWords.LookOf(text, "components.look"))] : [],
            Sigma = settings.Sigma > 0 ? settings.Sigma / 1000 : double.NaN,
            Cell = settings.Cell > 0 ? settings.Cell : double.NaN,
            Reference = settings.Reference.Length > 0 ? TrackWords.ReferenceOf(settings.Reference, "components.reference") : null,
            KeepLevels = settings.KeepLevels,
        };
    }

    /// <summary>What the other tracks hold, without reading it: for a result folder the keys of the stages that decide on it, for files their names, sizes and times.</summary>
    /// <param name="settings">What is asked for.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    public static string Content(ComponentsSettings settings, Func<string, string> resolve)
    {
        var text = new StringBuilder();
        foreach (var path in settings.With.Select(resolve))
        {
            if (Directory.Exists(path))
            {
                var journal = new RunJournal(path);
                text.AppendJoin(' ', DecidingStages.Select(journal.Read).OfType<StageRecord>().Select(r => $"{r.Stage} {r.Done} {r.Key.Hash}")).AppendLine();
            }
            else
            {
                text.Append(NamedFiles.Content(Files(path), file => file));
            }
        }

        return text.ToString();
    }

    private static string[] Files(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".h5" or ".he5" => [path, .. TrackReader.MintPyGeometry(folder)],
            ".tif" or ".tiff" => [path, TrackReader.SigmaBeside(path)],
            _ => [path],
        };
    }
}
