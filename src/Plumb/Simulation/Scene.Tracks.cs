using System.Buffers;
using Plumb.Grids;

namespace Plumb.Simulation;

/// <content>The scenes of tracks.</content>
public sealed partial record Scene
{
    private static readonly SearchValues<char> NotInNames = SearchValues.Create("/\\:*?\"<>|.");

    /// <summary>The scene as each of its tracks sees it, with the track's name; the scene itself, without a name, where it has none.</summary>
    /// <exception cref="RequestException">Two tracks have one name, a name is none for a folder, or a part reaches outside the grid.</exception>
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

        return [.. Tracks.Select((track, k) =>
        {
            var part = PartOf(track.Part);
            return (track.Name, part with
            {
                Sensor = track.Sensor, Dates = track.Dates, Tracks = [], Track = k + 1, Gnss = k == 0 ? part.Gnss : new SceneGnss(), Levelling = k == 0 ? part.Levelling : new SceneLevelling(),
            });
        })];
    }

    private Scene PartOf(ScenePart part)
    {
        var tile = new Tile(part.Row, part.Column, part.Rows > 0 ? part.Rows : Grid.Rows - part.Row, part.Columns > 0 ? part.Columns : Grid.Columns - part.Column);
        return tile == new Tile(0, 0, Grid.Rows, Grid.Columns) ? this : Crop(tile);
    }
}
