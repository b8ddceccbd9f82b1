namespace Plumb.Formats.Stations;

/// <summary>Where stations are and what they belong to, from a table with the columns station (or name), longitude and latitude in degrees and, if wanted, area.</summary>
public sealed class StationPlaces
{
    private readonly Dictionary<string, (double Longitude, double Latitude, string Area)> places = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>No places.</summary>
    public static StationPlaces None { get; } = new();

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RequestException">The file cannot be read or lacks the columns.</exception>
    public static StationPlaces Read(string path)
    {
        var table = CsvTable.Read(path, 0);
        var (name, longitude, latitude, area) = (
            table.Find("station", "site", "name", "point", "benchmark", "wellnest_name", "wellname"), table.Find("longitude", "longitude_deg", "lon", "long"),
            table.Find("latitude", "latitude_deg", "lat"), table.Find("area", "mine"));
        if (name < 0 || (area < 0 && (longitude < 0 || latitude < 0)))
        {
            throw new RequestException($"{path} has no columns 'station' and 'area' (or 'longitude' and 'latitude') in its first line. Name them, or take the file away.");
        }

        var places = new StationPlaces();
        foreach (var row in table.Rows.Where(r => r.Text(name).Length > 0))
        {
            places.places.TryAdd(row.Text(name), (
                longitude < 0 ? double.NaN : Math.IEEERemainder(row.Number(longitude), 360), latitude < 0 ? double.NaN : row.Number(latitude), row.Text(area)));
        }

        return places;
    }

    /// <summary>A station with what the table knows of it; the table's place wins over that of a file.</summary>
    /// <param name="station">The station, degrees.</param>
    public Plumb.Validation.GroundStation Place(Plumb.Validation.GroundStation station)
    {
        ArgumentNullException.ThrowIfNull(station);
        return !places.TryGetValue(station.Name, out var known) ? station : station.At(
            double.IsFinite(known.Longitude) ? known.Longitude : station.Longitude,
            double.IsFinite(known.Latitude) ? known.Latitude : station.Latitude,
            known.Area.Length > 0 ? known.Area : station.Area);
    }
}
