using System.Buffers;

namespace Plumb.Simulation;

/// <content>The scenes of tracks.</content>
public sealed partial record Scene
{
    private static readonly SearchValues<char> NotInNames = SearchValues.Create("/\\:*?\"<>|.");

    /// <summary>The scene as each of its tracks sees it, with the track's name; the scene itself, without a name, where it has none.</summary>
    /// <exception cref="RequestException">Two tracks have one name, or a name is none for a folder.</exception>
    public IReadOnlyList<(string Name, Scene Scene)> OfTracks()
    {
        if (Tracks.Count == 0)
        {
            return [("", this)];
        }

        foreach (var track in Tracks)
        {
            if (string.IsNullOrWhiteSpace(track.Name) || track.Name.AsSpan().ContainsAny(NotInNames) || Tracks.Count(t => t.Name == track.Name) > 1)
            {
                throw new RequestException($"Scene: tracks: '{track.Name}' is no name of a track. Each has a name of its own that a folder can have, without points and slashes.");
            }
        }

        return [.. Tracks.Select((t, k) => (t.Name, this with { Sensor = t.Sensor, Dates = t.Dates, Tracks = [], Track = k + 1, Gnss = k == 0 ? Gnss : new SceneGnss(), Levelling = k == 0 ? Levelling : new SceneLevelling() }))];
    }
}
