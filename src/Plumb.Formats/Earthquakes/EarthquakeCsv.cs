using System.Globalization;
using System.Text;
using Plumb.TimeFunctions;

namespace Plumb.Formats.Earthquakes;

/// <summary>
/// Reads a list of earthquakes: comma-separated text with a header, as the USGS's catalogue search gives it (time, latitude, longitude, depth, mag, place
/// among others). Columns are found by name in any order; others are passed over. Lines that begin with # are remarks.
/// </summary>
public static class EarthquakeCsv
{
    private const long LargestFile = 256L << 20;
    private static readonly string[] TimeNames = ["time", "date", "datetime", "origin_time", "date_utc"];
    private static readonly string[] LatitudeNames = ["latitude", "lat", "latitude_deg"];
    private static readonly string[] LongitudeNames = ["longitude", "lon", "long", "longitude_deg"];
    private static readonly string[] MagnitudeNames = ["mag", "magnitude", "mw", "m"];
    private static readonly string[] DepthNames = ["depth", "depth_km"];
    private static readonly string[] PlaceNames = ["place", "location", "region", "name"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RequestException">The file cannot be read, or a line holds no time, place or magnitude; the message names file and line.</exception>
    public static IReadOnlyList<Earthquake> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > LargestFile)
            {
                throw new RequestException($"{path} has {file.Length >> 20} MiB; a list of earthquakes of one area is far smaller. Search the catalogue again with its limits of area and magnitude.");
            }

            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new RequestException($"The list of earthquakes {path} cannot be read: {e.Message} Give a comma-separated file with the columns time, latitude, longitude and mag.", e);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">Its name in messages.</param>
    /// <exception cref="RequestException">A line holds no time, place or magnitude; the message names it.</exception>
    public static IReadOnlyList<Earthquake> Parse(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        var quakes = new List<Earthquake>();
        Columns? columns = null;
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length == 0 || lines[i].TrimStart().StartsWith('#'))
            {
                continue;
            }

            var fields = Fields(lines[i]);
            if (columns is null)
            {
                columns = Columns.Of(fields, name);
                continue;
            }

            quakes.Add(Quake(fields, columns, $"{name}, line {(i + 1).ToString(CultureInfo.InvariantCulture)}"));
        }

        return columns is not null ? quakes
            : throw new RequestException($"{name} holds no header line. Give a comma-separated file with the columns time, latitude, longitude and mag.");
    }

    private static Earthquake Quake(List<string> fields, Columns columns, string where)
    {
        string Field(int column) => column >= 0 && column < fields.Count ? fields[column].Trim() : "";
        double Number(int column, string what, double low, double high) =>
            double.TryParse(Field(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= low && value <= high ? value
            : throw new RequestException($"{where}: the {what} is '{Field(column)}'; it must be a number between {low} and {high}.");
        return DateTime.TryParse(Field(columns.Time), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time)
            ? new Earthquake(
                time,
                Number(columns.Longitude, "longitude", -360, 360),
                Number(columns.Latitude, "latitude", -90, 90),
                Field(columns.Depth).Length == 0 ? double.NaN : Number(columns.Depth, "depth", -20, 1000),
                Number(columns.Magnitude, "magnitude", -5, 10.5),
                Field(columns.Place))
            : throw new RequestException($"{where}: the time is '{Field(columns.Time)}'; it must be like 2019-07-06T03:19:53Z.");
    }

    /// <summary>Fields of a line; a field in quotes may hold commas, and a quote in it stands twice.</summary>
    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append(line[i++]);
            }
            else if (line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (line[i] == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(line[i]);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }

    private sealed record Columns(int Time, int Latitude, int Longitude, int Magnitude, int Depth, int Place)
    {
        public static Columns Of(List<string> header, string name)
        {
            int Find(string[] names) => header.FindIndex(h => names.Contains(h.Trim(), StringComparer.OrdinalIgnoreCase));
            int Needed(string[] names) => Find(names) is >= 0 and var at ? at
                : throw new RequestException($"{name} has no column '{names[0]}' in its header ({string.Join(',', header)}). A list of earthquakes needs the columns time, latitude, longitude and mag, as the USGS's catalogue search writes them.");
            return new Columns(Needed(TimeNames), Needed(LatitudeNames), Needed(LongitudeNames), Needed(MagnitudeNames), Find(DepthNames), Find(PlaceNames));
        }
    }
}
