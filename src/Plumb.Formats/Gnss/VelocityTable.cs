using System.Globalization;
using Plumb.Formats.Stations;
using Plumb.Validation;

namespace Plumb.Formats.Gnss;

/// <summary>
/// Tables of station velocities in millimetres per year: psvelo's (longitude, latitude, rates east and north, their standard deviations, correlation, name), or any columns
/// that a first line names (lon, lat, elevation_m, vE, vN, vU, sigE, sigN, sigU, corrEN, disp_los, site; numbers before the names and # are passed over).
/// </summary>
public static class VelocityTable
{
    private static readonly char[] Separators = [' ', '\t', ','];
    private static readonly string[] Psvelo = ["lon", "lat", "ve", "vn", "sige", "sign", "corren", "site"];

    private static readonly Dictionary<string, string[]> Names = new()
    {
        ["lon"] = ["lon", "longitude", "longitude_deg"],
        ["lat"] = ["lat", "latitude", "latitude_deg"],
        ["height"] = ["elevation_m", "height", "height_m", "elevation"],
        ["ve"] = ["ve", "east", "ve_mm_yr", "east_mm_yr"],
        ["vn"] = ["vn", "north", "vn_mm_yr", "north_mm_yr"],
        ["vu"] = ["vu", "up", "vu_mm_yr", "up_mm_yr"],
        ["se"] = ["sige", "se", "sigma_east"],
        ["sn"] = ["sign", "sn", "sigma_north"],
        ["su"] = ["sigu", "su", "sigma_up"],
        ["corr"] = ["corren", "corr", "correlation"],
        ["los"] = ["disp_los", "los", "vlos"],
        ["site"] = ["site", "station", "name"],
    };

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file, packed with gzip or not.</param>
    /// <returns>The stations; metres per year, degrees, metres.</returns>
    /// <exception cref="RequestException">The file cannot be read or a line is wrong; the message names the line.</exception>
    public static IReadOnlyList<StationVelocity> Read(string path)
    {
        var (heads, stations) = ((string[]?)null, new List<StationVelocity>());
        var lines = StationText.Lines(path);
        for (var k = 0; k < lines.Length; k++)
        {
            var words = lines[k].Split(Separators, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            if (heads is null && (lines[k].TrimStart().StartsWith('#') || !double.TryParse(words[0], NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
            {
                var named = words.Select(Bare).Where(w => w.Length > 0).ToArray();
                heads = Column(named, "lon") >= 0 && Column(named, "ve") >= 0 ? named : null;
                continue;
            }

            if (!lines[k].TrimStart().StartsWith('#'))
            {
                stations.Add(Station(path, k + 1, words, heads ??= Psvelo));
            }
        }

        return stations.Count > 0 ? stations : throw new RequestException($"{path} holds no station. A line has longitude, latitude, rates east and north (mm/yr), their standard deviations, correlation and name.");
    }

    private static StationVelocity Station(string path, int line, string[] words, string[] heads)
    {
        if (words.Length < heads.Length)
        {
            throw new RequestException($"{path}, line {line} has {words.Length} columns; {heads.Length} are needed ({string.Join(' ', heads)}). Is it cut off?");
        }

        double Number(string what, double otherwise)
        {
            var at = Column(heads, what);
            return at < 0 ? otherwise
                : double.TryParse(words[at], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value
                : throw new RequestException($"{path}, line {line}: column {at + 1} is '{words[at]}', not a number. Take the line out or get the file again.");
        }

        var (longitude, latitude) = (Math.IEEERemainder(Number("lon", double.NaN), 360), Number("lat", double.NaN));
        if (!(Math.Abs(latitude) <= 90))
        {
            throw new RequestException($"{path}, line {line}: {latitude.ToString(CultureInfo.InvariantCulture)} is no latitude in degrees.");
        }

        var site = Column(heads, "site");
        return new StationVelocity(
            site < 0 ? line.ToString(CultureInfo.InvariantCulture) : words[site], longitude, latitude, Number("height", 0),
            Number("ve", 0) / 1000, Number("vn", 0) / 1000, Number("vu", 0) / 1000, Number("se", 0) / 1000, Number("sn", 0) / 1000, Number("su", 0) / 1000,
            Number("corr", 0), Number("los", double.NaN) / 1000);
    }

    private static int Column(string[] heads, string what) => Array.FindIndex(heads, h => Names[what].Contains(h, StringComparer.Ordinal));

    /// <summary>A name without #, the number before it and its unit in brackets.</summary>
    private static string Bare(string word)
    {
        var bare = word.TrimStart('#').TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimStart('_').ToLowerInvariant();
        return bare.Split('(')[0];
    }
}
