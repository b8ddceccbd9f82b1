using System.Globalization;
using System.Text;
using Plumb.Formats.Stations;
using Plumb.Formats.Store;
using Plumb.Validation;

namespace Plumb.Formats.Gnss;

/// <summary>
/// Daily positions in the tenv3 form of the Nevada Geodetic Laboratory: a header line, then one line a day with station, date, decimal year,
/// MJD, GPS week and day, reference meridian, whole and fractional metres east, north and up, antenna height, three standard deviations in
/// metres, three correlations and, in newer files, latitude, longitude and height. Correlations are not used.
/// </summary>
public static class Tenv3File
{
    /// <summary>Ending of the files.</summary>
    public const string Ending = ".tenv3";

    private const string Header =
        "site YYMMMDD yyyy.yyyy __MJD week d reflon _e0(m) __east(m) ____n0(m) _north(m) u0(m) ____up(m) _ant(m) sig_e(m) sig_n(m) sig_u(m) __corr_en __corr_eu __corr_nu _latitude(deg) _longitude(deg) __height(m)";

    private const int LeastColumns = 20;
    private const int DayNumberOfMjd = 678_575;
    private const double EarthRadius = 6_371_008.8;

    /// <summary>Reads a station.</summary>
    /// <param name="path">The file.</param>
    /// <param name="area">Name of the mine or area the station belongs to; may be empty.</param>
    /// <returns>The station; positions in metres, its place in degrees.</returns>
    /// <exception cref="RequestException">The file cannot be read, is no tenv3 file, or does not tell where the station is.</exception>
    public static GnssStation Read(string path, string area)
    {
        var station = Read(path);
        return station.HasPlace
            ? station with { Area = area }
            : throw new RequestException($"{path} does not tell where the station is: the columns latitude and longitude are missing. Get the newer form with 23 columns.");
    }

    /// <summary>Reads a station that may not tell where it is.</summary>
    /// <param name="path">The file, packed with gzip or not.</param>
    /// <returns>The station; positions in metres, its place in degrees, NaN where the file has the older form of 20 columns.</returns>
    /// <exception cref="RequestException">The file cannot be read or is no tenv3 file; the message names the line.</exception>
    public static GnssStation Read(string path)
    {
        var positions = new List<GnssPosition>();
        var (name, longitude, latitude, number) = ("", double.NaN, double.NaN, 0);
        foreach (var text in StationText.Lines(path))
        {
            var line = new GnssLine(path, ++number, text);
            if (line.Words.Length == 0 || line.Words[0].Equals("site", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            line.Require(LeastColumns, "tenv3");
            name = line.Words[0];
            if (double.IsNaN(longitude) && line.Words.Length >= 23)
            {
                (latitude, longitude) = (line.Number(20), Math.IEEERemainder(line.Number(21), 360));
            }

            positions.Add(new GnssPosition(
                line.Mjd(3), line.Number(7) + line.Number(8), line.Number(9) + line.Number(10), line.Number(11) + line.Number(12), line.Sigma(14), line.Sigma(15), line.Sigma(16)));
        }

        return GnssDays.Station(path, name, longitude, Math.Abs(latitude) <= 90 ? latitude : double.NaN, AtHeight(positions));
    }

    /// <summary>Eastings and northings are lengths on the ellipsoid; motion at the station's height is longer by 1 + h / R, a third of a millimetre in half a metre at 3600 m.</summary>
    private static List<GnssPosition> AtHeight(List<GnssPosition> positions)
    {
        if (positions.Count == 0)
        {
            return positions;
        }

        var first = positions[0];
        var scale = 1 + (first.Up / EarthRadius);
        return [.. positions.Select(p => p with { East = first.East + (scale * (p.East - first.East)), North = first.North + (scale * (p.North - first.North)) })];
    }

    /// <summary>Writes a station.</summary>
    /// <param name="path">The file to make or to replace.</param>
    /// <param name="station">The station; metres and degrees. Its positions are added to its place.</param>
    /// <param name="height">Height of the station on the first day, metres.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, GnssStation station, double height)
    {
        ArgumentNullException.ThrowIfNull(station);
        var text = new StringBuilder(Header).Append('\n');
        var meridian = Math.Round(station.Longitude, 1);
        var circle = EarthRadius * Math.PI / 180;
        var (east, north) = ((station.Longitude - meridian) * circle * Math.Cos(station.Latitude * Math.PI / 180), station.Latitude * circle);
        var scale = 1 / (1 + (height / EarthRadius));
        foreach (var moved in station.Series.Positions)
        {
            var p = moved with { East = scale * moved.East, North = scale * moved.North };
            var mjd = p.Date.DayNumber - DayNumberOfMjd;
            var (e0, n0, u0) = (Math.Floor(east), Math.Floor(north), Math.Floor(height));
            var year = p.Date.Year + ((p.Date.DayOfYear - 0.5) / (DateTime.IsLeapYear(p.Date.Year) ? 366 : 365));
            text.Append(CultureInfo.InvariantCulture, $"{station.Name} {p.Date.ToString("yyMMMdd", CultureInfo.InvariantCulture).ToUpperInvariant()} {year:0.0000} {mjd} {(mjd - 44244) / 7,4} {(mjd - 44244) % 7} {meridian,6:0.0}");
            text.Append(CultureInfo.InvariantCulture, $" {e0,6:0} {east - e0 + p.East,9:0.000000} {n0,9:0} {north - n0 + p.North,9:0.000000} {u0,5:0} {height - u0 + p.Up,9:0.000000}  0.0000");
            text.Append(CultureInfo.InvariantCulture, $" {p.SigmaEast:0.000000} {p.SigmaNorth:0.000000} {p.SigmaUp:0.000000}  0.000000  0.000000  0.000000");
            text.Append(CultureInfo.InvariantCulture, $" {station.Latitude + (p.North / circle),14:0.0000000000} {station.Longitude + (p.East / circle / Math.Cos(station.Latitude * Math.PI / 180)),15:0.0000000000} {height + p.Up,10:0.00000}\n");
        }

        AtomicFile.Write(path, Encoding.UTF8.GetBytes(text.ToString()), Durability.Synced);
    }
}
