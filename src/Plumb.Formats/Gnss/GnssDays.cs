using Plumb.Validation;

namespace Plumb.Formats.Gnss;

/// <summary>Makes a station of the days of a file: in order, each once.</summary>
internal static class GnssDays
{
    /// <summary>The station; several sessions of one day become their mean, weighted by their variances.</summary>
    internal static GnssStation Station(string path, string name, double longitude, double latitude, List<GnssPosition> positions, string area = "")
    {
        if (positions.Count == 0)
        {
            throw new RequestException($"{path} holds no day. Get the file again, or take it out of the folder.");
        }

        try
        {
            return new GnssStation(name, longitude, latitude, area, new GnssSeries(positions.GroupBy(p => p.Date).OrderBy(g => g.Key).Select(g => Mean([.. g]))));
        }
        catch (RequestException e)
        {
            throw new RequestException($"{path}: {e.Message}", e);
        }
    }

    private static GnssPosition Mean(GnssPosition[] sessions)
    {
        if (sessions.Length == 1)
        {
            return sessions[0];
        }

        var (east, sigmaEast) = Weighted(sessions, p => p.East, p => p.SigmaEast);
        var (north, sigmaNorth) = Weighted(sessions, p => p.North, p => p.SigmaNorth);
        var (up, sigmaUp) = Weighted(sessions, p => p.Up, p => p.SigmaUp);
        return new GnssPosition(sessions[0].Date, east, north, up, sigmaEast, sigmaNorth, sigmaUp);
    }

    private static (double Value, double Sigma) Weighted(GnssPosition[] sessions, Func<GnssPosition, double> value, Func<GnssPosition, double> sigma)
    {
        if (sessions.Any(s => sigma(s) == 0))
        {
            return (sessions.Average(value), 0);
        }

        var weight = sessions.Sum(s => 1 / (sigma(s) * sigma(s)));
        return (sessions.Sum(s => value(s) / (sigma(s) * sigma(s))) / weight, 1 / Math.Sqrt(weight));
    }
}
