using Plumb.Formats.Stations;
using Plumb.Validation;

namespace Plumb.Formats.Gnss;

/// <summary>
/// Daily positions in the form of the Jet Propulsion Laboratory, without a header: decimal year, metres east, north and up, their standard deviations in metres, three
/// correlations, seconds since 2000, year, month, day, hour, minute, second. Name and place of the station are not in it.
/// </summary>
public static class JplSeriesFile
{
    /// <summary>Ending of the files.</summary>
    public const string Ending = ".series";

    private const int Columns = 17;

    /// <summary>Reads a station.</summary>
    /// <param name="path">The file, packed with gzip or not; its name is that of the station.</param>
    /// <returns>The station; positions in metres, its place NaN degrees.</returns>
    /// <exception cref="RequestException">The file cannot be read or is no such file; the message names the line.</exception>
    public static GnssStation Read(string path)
    {
        var positions = new List<GnssPosition>();
        var number = 0;
        foreach (var text in StationText.Lines(path))
        {
            var line = new GnssLine(path, ++number, text);
            if (line.Words.Length == 0 || line.Words[0].StartsWith('#'))
            {
                continue;
            }

            line.Require(Columns, "JPL series");
            var (year, month, day) = (line.Number(11), line.Number(12), line.Number(13));
            if (!(year is >= 1980 and < 2200 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth((int)year, (int)month)))
            {
                throw new RequestException($"{path}, line {number}: {line.Words[11]}-{line.Words[12]}-{line.Words[13]} is no date. Get the file again.");
            }

            positions.Add(new GnssPosition(
                new DateOnly((int)year, (int)month, (int)day), line.Number(1), line.Number(2), line.Number(3), line.Sigma(4), line.Sigma(5), line.Sigma(6)));
        }

        return GnssDays.Station(path, StationText.NameOf(path).ToUpperInvariant(), double.NaN, double.NaN, positions);
    }
}
