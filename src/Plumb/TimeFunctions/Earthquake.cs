namespace Plumb.TimeFunctions;

/// <summary>An earthquake of a catalogue.</summary>
/// <param name="Time">Origin time (UTC).</param>
/// <param name="Longitude">Longitude of the epicentre, degrees east.</param>
/// <param name="Latitude">Latitude of the epicentre, degrees north.</param>
/// <param name="Depth">Depth, kilometres; NaN when unknown.</param>
/// <param name="Magnitude">Moment magnitude, or what the catalogue has in its place (pure number).</param>
/// <param name="Place">Where, in words; may be empty.</param>
public sealed record Earthquake(DateTime Time, double Longitude, double Latitude, double Depth, double Magnitude, string Place);

/// <summary>A rectangle of longitudes and latitudes on WGS 84.</summary>
/// <param name="West">Western edge, degrees east.</param>
/// <param name="South">Southern edge, degrees north.</param>
/// <param name="East">Eastern edge, degrees east, not less than the western.</param>
/// <param name="North">Northern edge, degrees north.</param>
public sealed record GeographicBox(double West, double South, double East, double North)
{
    private const double EarthRadius = 6371;

    /// <summary>Distance of a place from the rectangle along the ground, kilometres; 0 inside.</summary>
    /// <param name="longitude">Longitude of the place, degrees east.</param>
    /// <param name="latitude">Latitude of the place, degrees north.</param>
    public double DistanceTo(double longitude, double latitude)
    {
        // Of the same longitude a turn east or west, the one nearest to the rectangle's middle.
        var middle = 0.5 * (West + East);
        longitude = middle + Math.IEEERemainder(longitude - middle, 360);
        var (x, y) = (Math.Clamp(longitude, West, East), Math.Clamp(latitude, South, North));
        var (p1, p2) = (latitude * Math.PI / 180, y * Math.PI / 180);
        var (dp, dl) = (p2 - p1, (x - longitude) * Math.PI / 180);
        var h = Math.Pow(Math.Sin(dp / 2), 2) + (Math.Cos(p1) * Math.Cos(p2) * Math.Pow(Math.Sin(dl / 2), 2));
        return 2 * EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}

/// <summary>An earthquake held against an area and a series.</summary>
/// <param name="Quake">The earthquake.</param>
/// <param name="Distance">Distance of the epicentre from the area, kilometres.</param>
/// <param name="Reach">Distance up to which an earthquake of its magnitude may move the ground by a millimetre, kilometres.</param>
/// <param name="Step">The day after which its step is seen; null where it is left out.</param>
/// <param name="Why">Why it is left out, in words; empty where it is not.</param>
public sealed record JudgedEarthquake(Earthquake Quake, double Distance, double Reach, DateOnly? Step, string Why);

/// <summary>
/// Which earthquakes of a catalogue may have moved an area: those nearer than 10^(M / 2 - 0.79) kilometres, the distance within which the Nevada
/// Geodetic Laboratory looks for steps in its GNSS series (Blewitt et al. 2018, doi:10.1029/2018EO104623, and its list of potential steps). It is 16 km for
/// magnitude 4, 51 for 5, 162 for 6, 513 for 7. Of several between the same two dates, whose steps cannot be told apart, the one with
/// the largest ratio of reach to distance stands for all.
/// </summary>
public static class EarthquakeChoice
{
    /// <summary>Distance up to which an earthquake may matter, kilometres.</summary>
    /// <param name="magnitude">Moment magnitude (pure number).</param>
    public static double Reach(double magnitude) => Math.Pow(10, (0.5 * magnitude) - 0.79);

    /// <summary>Judges a catalogue.</summary>
    /// <param name="catalogue">The earthquakes.</param>
    /// <param name="area">The area, degrees.</param>
    /// <param name="dates">The dates of the series.</param>
    /// <param name="timeOfDay">Time of day of the acquisitions (UTC); null when unknown: an image of the day of an earthquake then counts as taken before it.</param>
    /// <returns>The earthquakes within reach in order of time, chosen or left out with the reason.</returns>
    public static IReadOnlyList<JudgedEarthquake> Judge(IEnumerable<Earthquake> catalogue, GeographicBox area, SeriesDates dates, TimeSpan? timeOfDay)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(area);
        ArgumentNullException.ThrowIfNull(dates);
        var near = catalogue
            .Select(q => new JudgedEarthquake(q, area.DistanceTo(q.Longitude, q.Latitude), Reach(q.Magnitude), StepOf(q, timeOfDay), ""))
            .Where(j => j.Distance <= j.Reach)
            .OrderBy(j => j.Quake.Time)
            .Select(j => TimeTerm.WhyNot(dates, j.Step!.Value) is { } reason ? j with { Step = null, Why = reason } : j)
            .ToArray();
        var strongest = near.Where(j => j.Step is not null).GroupBy(j => dates.CountAfter(j.Step!.Value))
            .ToDictionary(g => g.Key, g => g.MaxBy(j => j.Reach / Math.Max(1, j.Distance))!);
        return [.. near.Select(j => j.Step is not { } step || ReferenceEquals(strongest[dates.CountAfter(step)], j)
            ? j
            : j with { Step = null, Why = $"it lies between the same two dates as the stronger one of {strongest[dates.CountAfter(step)].Quake.Time:yyyy-MM-dd}" })];
    }

    private static DateOnly StepOf(Earthquake quake, TimeSpan? timeOfDay)
    {
        var day = DateOnly.FromDateTime(quake.Time);
        return timeOfDay is { } time && quake.Time.TimeOfDay < time ? day.AddDays(-1) : day;
    }
}
