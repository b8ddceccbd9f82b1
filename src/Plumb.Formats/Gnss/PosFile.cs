using System.Globalization;
using Plumb.Formats.Stations;
using Plumb.Validation;

namespace Plumb.Formats.Gnss;

/// <summary>
/// Daily positions in the pos form of the Plate Boundary Observatory: lines of description with the reference position (latitude, longitude, height), then one line a day
/// with date, time, MJD, geocentric position and its standard deviations, latitude, longitude and height, metres north, east and up of the reference position and
/// their standard deviations in metres.
/// </summary>
public static class PosFile
{
    /// <summary>Ending of the files.</summary>
    public const string Ending = ".pos";

    private const int Columns = 21;

    /// <summary>Reads a station.</summary>
    /// <param name="path">The file, packed with gzip or not.</param>
    /// <returns>The station; positions in metres, its place in degrees.</returns>
    /// <exception cref="RequestException">The file cannot be read or is no pos file; the message names the line.</exception>
    public static GnssStation Read(string path)
    {
        var positions = new List<GnssPosition>();
        var (name, longitude, latitude, number) = ("", double.NaN, double.NaN, 0);
        foreach (var text in StationText.Lines(path))
        {
            var line = new GnssLine(path, ++number, text);
            if (line.Words.Length == 0)
            {
                continue;
            }

            if (text.StartsWith("4-character ID", StringComparison.OrdinalIgnoreCase))
            {
                name = text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            }
            else if (text.StartsWith("NEU Reference position", StringComparison.OrdinalIgnoreCase))
            {
                var words = text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (words.Length < 2 || !double.TryParse(words[0], NumberStyles.Float, CultureInfo.InvariantCulture, out latitude)
                    || !double.TryParse(words[1], NumberStyles.Float, CultureInfo.InvariantCulture, out longitude))
                {
                    throw new RequestException($"{path}, line {number}: the reference position '{text.Trim()}' is no latitude and longitude. Get the file again.");
                }

                longitude = Math.IEEERemainder(longitude, 360);
            }
            else if (line.Words[0].Length == 8 && char.IsAsciiDigit(line.Words[0][0]) && line.Words[0].All(char.IsAsciiDigit))
            {
                line.Require(Columns, "pos");
                positions.Add(new GnssPosition(line.Mjd(2), line.Number(16), line.Number(15), line.Number(17), line.Sigma(19), line.Sigma(18), line.Sigma(20)));
            }
        }

        return GnssDays.Station(path, name.Length > 0 ? name : StationText.NameOf(path), longitude, latitude, positions);
    }
}
