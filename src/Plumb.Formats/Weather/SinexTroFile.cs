using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Corrections.Delays;
using Plumb.Geometry;

namespace Plumb.Formats.Weather;

/// <summary>Zenith delays of GNSS stations in SINEX_TRO of the International GNSS Service, versions 0.01 to 2.00.</summary>
internal static class SinexTroFile
{
    private const double UsualSigma = 0.004;
    private static readonly string[] PlaceBlocks = ["TROP/STA_COORDINATES", "SITE/COORDINATES"];

    /// <summary>Whether a file begins as one.</summary>
    public static bool Is(string[] lines) => lines.Length > 0 && lines[0].StartsWith("%=TRO", StringComparison.Ordinal);

    /// <summary>The stations of a file.</summary>
    /// <exception cref="RequestException">It is damaged or lacks places or delays.</exception>
    public static IReadOnlyList<ZenithStation> Read(string path, string[] lines)
    {
        var places = new Dictionary<string, GeodeticPosition>(StringComparer.Ordinal);
        var values = new Dictionary<string, List<(DateTime Time, double Delay, double Sigma)>>(StringComparer.Ordinal);
        var (block, heads, perMetre) = ("", Array.Empty<string>(), 1000.0);
        string[] names = [];
        for (var k = 0; k < lines.Length; k++)
        {
            var line = lines[k];
            if (line.StartsWith('+') || line.StartsWith('-'))
            {
                (block, heads) = (line[0] == '+' ? line[1..].Trim() : "", []);
            }
            else if (line.StartsWith('*'))
            {
                heads = Words(line[1..].Replace('_', ' '));
            }
            else if (block == "TROP/DESCRIPTION")
            {
                names = After(line, "TROPO PARAMETER NAMES") ?? names;
                perMetre = After(line, "TROPO PARAMETER UNITS") is { } units ? UnitOf(units, names, path, k) : perMetre;
            }
            else if (line.Trim().Length > 0 && PlaceBlocks.Contains(block))
            {
                Place(path, k, Words(line), heads, places);
            }
            else if (line.Trim().Length > 0 && block == "TROP/SOLUTION")
            {
                Value(path, k, Words(line), heads, perMetre, values);
            }
        }

        if (values.Count == 0)
        {
            throw new RequestException($"{path} is a SINEX_TRO file without values in a block +TROP/SOLUTION. Get the file again.");
        }

        var lacking = values.Keys.Where(s => !places.ContainsKey(s)).ToList();
        return lacking.Count > 0
            ? throw new RequestException($"{path} has no coordinates of {string.Join(", ", lacking.Take(5))} in +TROP/STA_COORDINATES or +SITE/COORDINATES. Take the file as its centre gives it.")
            : [.. values.Select(v => Station(v.Key, places[v.Key], v.Value))];
    }

    private static ZenithStation Station(string name, GeodeticPosition place, List<(DateTime Time, double Delay, double Sigma)> values)
    {
        values.Sort((a, b) => a.Time.CompareTo(b.Time));
        return new ZenithStation(
            name,
            double.RadiansToDegrees(place.Latitude),
            double.RadiansToDegrees(place.Longitude),
            place.Height,
            values.ConvertAll(v => v.Time),
            values.ConvertAll(v => v.Delay),
            values.ConvertAll(v => v.Sigma));
    }

    private static void Place(string path, int line, string[] cells, string[] heads, Dictionary<string, GeodeticPosition> places)
    {
        // Version 0.01: SITE PT SOLN T X Y Z SYSTEM; version 2.00 has two times before X. X follows the word STA of its head.
        var first = Array.IndexOf(heads, "X");
        var wanted = first < 0 ? 4 : heads[..first].Count(h => h != "STA" && h != "DATA");
        wanted = heads.Contains("DATA") ? cells.Length > 8 ? 6 : wanted : wanted;
        var numbers = new double[3];
        for (var i = 0; i < 3; i++)
        {
            numbers[i] = Number(path, line, cells, wanted + i);
        }

        var position = new EcefVector(numbers[0], numbers[1], numbers[2]);
        var radius = Math.Sqrt(numbers.Sum(n => n * n));
        places[cells[0]] = radius is > 6.3e6 and < 6.4e6
            ? Wgs84.FromEcef(position)
            : throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"{path}:{line + 1}: {cells[0]} lies {radius / 1000:0} km from the centre of the Earth. Coordinates are geocentric, in metres."));
    }

    private static void Value(string path, int line, string[] cells, string[] heads, double perMetre, Dictionary<string, List<(DateTime Time, double Delay, double Sigma)>> values)
    {
        var column = Array.IndexOf(heads, "TROTOT");
        if (column < 2)
        {
            throw new RequestException($"{path}:{line + 1}: the line of heads above names no TROTOT, the total delay. Take a product with total zenith delays.");
        }

        var delay = Number(path, line, cells, column) / perMetre;
        if (delay <= 0)
        {
            return;
        }

        if (delay is < 0.8 or > 3.2)
        {
            throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"{path}:{line + 1}: a zenith delay of {delay:0.###} m is none of the Earth's air. Check TROPO PARAMETER UNITS; without it millimetres are meant."));
        }

        var hasSigma = column + 1 < heads.Length && heads[column + 1].StartsWith("STD", StringComparison.Ordinal) && column + 1 < cells.Length;
        var sigma = hasSigma ? Number(path, line, cells, column + 1) / perMetre : 0;
        if (!values.TryGetValue(cells[0], out var list))
        {
            values.Add(cells[0], list = []);
        }

        list.Add((Time(path, line, cells), delay, sigma > 0 ? sigma : UsualSigma));
    }

    /// <summary>YY:DDD:SSSSS or YYYY:DDD:SSSSS.</summary>
    private static DateTime Time(string path, int line, string[] cells)
    {
        var parts = cells.Length > 1 ? cells[1].Split(':') : [];
        if (parts.Length == 3 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var year) && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var day)
            && int.TryParse(parts[2], CultureInfo.InvariantCulture, out var second) && day is >= 1 and <= 366 && second is >= 0 and <= 86400 && year is >= 0 and < 2200)
        {
            year += parts[0].Length > 2 ? 0 : year < 80 ? 2000 : 1900;
            return new DateTime(Math.Max(1, year), 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(day - 1).AddSeconds(second);
        }

        throw new RequestException($"{path}:{line + 1}: '{(cells.Length > 1 ? cells[1] : "")}' is no time as 20:001:43200 (year, day, second).");
    }

    private static double UnitOf(string[] units, string[] names, string path, int line)
    {
        var at = Array.IndexOf(names, "TROTOT");
        return at >= 0 && at < units.Length && double.TryParse(units[at], NumberStyles.Float, CultureInfo.InvariantCulture, out var unit) && unit > 0
            ? unit
            : throw new RequestException($"{path}:{line + 1}: TROPO PARAMETER UNITS has no number for TROTOT of TROPO PARAMETER NAMES.");
    }

    private static double Number(string path, int line, string[] cells, int at) =>
        at < cells.Length && double.TryParse(cells[at], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new RequestException($"{path}:{line + 1}: '{(at < cells.Length ? cells[at] : "")}' as entry {at + 1} is no number. The file is cut off or damaged; get it again.");

    private static string[]? After(string line, string key) => line.TrimStart().StartsWith(key, StringComparison.Ordinal) ? Words(line.TrimStart()[key.Length..]) : null;

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
