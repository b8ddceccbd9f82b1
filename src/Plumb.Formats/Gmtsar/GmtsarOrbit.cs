using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Formats.Stations;

namespace Plumb.Formats.Gmtsar;

/// <summary>
/// The orbit of a GMTSAR acquisition: its PRM file ("name = value" lines) names a LED file, whose first line has the number of state vectors, year, day, seconds and the
/// interval, and each further line year, day, seconds, position in metres and velocity in metres per second, Earth-fixed.
/// </summary>
public static class GmtsarOrbit
{
    private static readonly char[] Blank = [' ', '\t'];

    /// <summary>Reads the orbit that a PRM file names, or a LED file itself.</summary>
    /// <param name="path">The PRM or LED file.</param>
    /// <returns>The orbit; seconds since midnight (UTC) of its first state vector.</returns>
    /// <exception cref="RequestException">A file cannot be read or is none of these, or the radar looks to the left.</exception>
    public static Orbit Read(string path)
    {
        var lines = StationText.Lines(path);
        if (!lines.Any(l => l.Contains('=', StringComparison.Ordinal)))
        {
            return Led(path, lines);
        }

        var values = lines.Select(l => l.Split('=', 2, StringSplitOptions.TrimEntries)).Where(p => p.Length == 2).GroupBy(p => p[0]).ToDictionary(g => g.Key, g => g.Last()[1]);
        if (values.GetValueOrDefault("lookdir", "R") != "R")
        {
            throw new RequestException($"{path} says lookdir = {values["lookdir"]}: only radars that look to the right are understood.");
        }

        if (!values.TryGetValue("led_file", out var name) || name.Length == 0)
        {
            throw new RequestException($"{path} names no led_file. Is it a GMTSAR PRM file?");
        }

        var led = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(name));
        return Led(led, StationText.Lines(led));
    }

    private static Orbit Led(string path, string[] lines)
    {
        var vectors = new List<StateVector>();
        var (firstDay, wanted) = (0.0, -1.0);
        for (var k = 0; k < lines.Length; k++)
        {
            var words = lines[k].Split(Blank, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            double Number(int column) => column < words.Length && double.TryParse(words[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
                ? value
                : throw new RequestException($"{path}, line {k + 1}: '{lines[k].Trim()}' is no state vector of a LED file. Get the file again.");
            if (wanted < 0)
            {
                wanted = Number(0);
                _ = Number(4);
                continue;
            }

            var day = (366 * Number(0)) + Number(1);
            firstDay = vectors.Count == 0 ? day : firstDay;

            // Days of a pass that crosses midnight go on counting; a turn of the year is one day, whatever the number of days in it.
            var days = day == firstDay ? 0 : 1;
            vectors.Add(new StateVector(
                Number(2) + (86_400.0 * days), new EcefVector(Number(3), Number(4), Number(5)), new EcefVector(Number(6), Number(7), Number(8))));
        }

        if (vectors.Count < 2 || vectors.Count < wanted)
        {
            throw new RequestException($"{path} holds {vectors.Count} state vectors{(wanted > vectors.Count ? $" of {wanted:0}" : "")}. Is it cut off? Get it again.");
        }

        try
        {
            return new Orbit(vectors);
        }
        catch (ArgumentException e)
        {
            throw new RequestException($"{path}: {e.Message}", e);
        }
    }
}
