using Plumb.Formats.Stations;
using Plumb.Validation;

namespace Plumb.Formats.Gnss;

/// <summary>
/// Daily positions in the older tenv form of the Nevada Geodetic Laboratory, without a header: station, date, decimal year, MJD, GPS week and day, metres east, north and
/// up of the first day, antenna height, three standard deviations in metres, three correlations. It does not tell where the station is.
/// </summary>
public static class TenvFile
{
    /// <summary>Ending of the files.</summary>
    public const string Ending = ".tenv";

    private const int Columns = 16;

    /// <summary>Reads a station.</summary>
    /// <param name="path">The file, packed with gzip or not.</param>
    /// <returns>The station; positions in metres, its place NaN degrees.</returns>
    /// <exception cref="RequestException">The file cannot be read or is no tenv file; the message names the line.</exception>
    public static GnssStation Read(string path)
    {
        var positions = new List<GnssPosition>();
        var (name, number) = ("", 0);
        foreach (var text in StationText.Lines(path))
        {
            var line = new GnssLine(path, ++number, text);
            if (line.Words.Length == 0 || line.Words[0].Equals("site", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            line.Require(Columns, "tenv");
            name = line.Words[0];
            positions.Add(new GnssPosition(line.Mjd(3), line.Number(6), line.Number(7), line.Number(8), line.Sigma(10), line.Sigma(11), line.Sigma(12)));
        }

        return GnssDays.Station(path, name, double.NaN, double.NaN, positions);
    }
}
