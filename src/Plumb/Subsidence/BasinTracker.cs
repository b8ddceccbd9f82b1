namespace Plumb.Subsidence;

/// <summary>A basin at one of the dates it is tracked through.</summary>
/// <param name="Epoch">Index of the map, in the order in which maps were added (count from 0).</param>
/// <param name="Basin">The basin as found in that map.</param>
public sealed record TrackPoint(int Epoch, Basin Basin);

/// <summary>A basin through time.</summary>
/// <param name="Id">Number of the track, from 1 in the order of appearance.</param>
/// <param name="SplitFrom">Number of the track that it was part of before; 0 for none.</param>
public sealed record BasinTrack(int Id, int SplitFrom)
{
    private readonly List<TrackPoint> points = [];

    /// <summary>The basin at the dates at which it was found, ascending.</summary>
    public IReadOnlyList<TrackPoint> Points => points;

    /// <summary>Number of the track that it became part of; 0 for none.</summary>
    public int MergedInto { get; private set; }

    /// <summary>Index of the map in which it had become part of another (count from 0); -1 for none.</summary>
    public int MergedAt { get; private set; } = -1;

    internal void Add(TrackPoint point)
    {
        points.Add(point);
        (MergedInto, MergedAt) = (0, -1);
    }

    internal void Merge(int into, int at) => (MergedInto, MergedAt) = (into, at);
}

/// <summary>
/// Follows basins through maps of successive dates by the pixels they share: a basin goes on as the one that most of its pixels belong to; of two that come from one the larger
/// goes on and the other is split from it; one whose pixels belong to another now has merged with it. A basin that is lost for some dates is taken up again. Not safe for threads.
/// </summary>
public sealed class BasinTracker
{
    private const double LeastShare = 0.1;
    private readonly List<BasinTrack> tracks = [];
    private int[] last = [];
    private int epoch;

    /// <summary>The tracks so far, in the order of appearance.</summary>
    public IReadOnlyList<BasinTrack> Tracks => tracks;

    /// <summary>Adds the map of the next date.</summary>
    /// <param name="map">Labels and basins, on the same grid each time.</param>
    /// <returns>Number of the track of each label, shape (label); 0 for label 0.</returns>
    public IReadOnlyList<int> Add(BasinMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        last = last.Length == 0 ? new int[map.Labels.Length] : last;
        var shared = Shared(map);
        var trackOf = new int[map.Basins.Count + 1];
        var taken = new HashSet<int>();

        // The largest overlap chooses first, so that the larger part of a split basin goes on.
        foreach (var ((label, track), pixels) in shared.OrderByDescending(s => s.Value).ThenBy(s => s.Key))
        {
            var least = Math.Min(map.Basins[label - 1].Pixels, tracks[track - 1].Points[^1].Basin.Pixels);
            if (trackOf[label] == 0 && !taken.Contains(track) && pixels >= LeastShare * least)
            {
                trackOf[label] = track;
                taken.Add(track);
                tracks[track - 1].Add(new TrackPoint(epoch, map.Basins[label - 1]));
            }
        }

        for (var label = 1; label < trackOf.Length; label++)
        {
            if (trackOf[label] == 0)
            {
                var parent = shared.Where(s => s.Key.Label == label && taken.Contains(s.Key.Track)).OrderByDescending(s => s.Value).Select(s => s.Key.Track).FirstOrDefault();
                tracks.Add(new BasinTrack(tracks.Count + 1, parent));
                tracks[^1].Add(new TrackPoint(epoch, map.Basins[label - 1]));
                trackOf[label] = tracks.Count;
            }
        }

        FindMerged(shared, trackOf, taken);
        for (var i = 0; i < last.Length; i++)
        {
            last[i] = map.Labels[i] > 0 ? trackOf[map.Labels[i]] : last[i];
        }

        epoch++;
        return trackOf;
    }

    private Dictionary<(int Label, int Track), long> Shared(BasinMap map)
    {
        var shared = new Dictionary<(int Label, int Track), long>();
        for (var i = 0; i < last.Length; i++)
        {
            if (map.Labels[i] > 0 && last[i] > 0)
            {
                var key = (map.Labels[i], last[i]);
                shared[key] = shared.GetValueOrDefault(key) + 1;
            }
        }

        return shared;
    }

    private void FindMerged(Dictionary<(int Label, int Track), long> shared, int[] trackOf, HashSet<int> taken)
    {
        foreach (var track in tracks.Where(t => t.MergedInto == 0 && !taken.Contains(t.Id) && t.Points[^1].Epoch < epoch))
        {
            var into = shared.Where(s => s.Key.Track == track.Id && 2 * s.Value >= track.Points[^1].Basin.Pixels).Select(s => s.Key.Label).FirstOrDefault();
            if (into > 0 && trackOf[into] != track.Id)
            {
                track.Merge(trackOf[into], epoch);
            }
        }
    }
}
