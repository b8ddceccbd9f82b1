using System.Globalization;
using System.Text;
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
    private static readonly char[] Blank = [' ', '\t'];

    /// <summary>Reads a station.</summary>
    /// <param name="path">The file.</param>
    /// <param name="area">Name of the mine or area the station belongs to; may be empty.</param>
    /// <returns>The station; positions in metres, its place in degrees.</returns>
    /// <exception cref="RequestException">The file cannot be read, is no tenv3 file, or does not tell where the station is.</exception>
    public static GnssStation Read(string path, string area = "")
    {
        var positions = new List<GnssPosition>();
        var (name, longitude, latitude, number) = ("", double.NaN, double.NaN, 0);
        foreach (var line in Lines(path))
        {
            number++;
            var words = line.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0].Equals("site", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (words.Length < LeastColumns)
            {
                throw new RequestException($"{path}, line {number} has {words.Length} columns; a tenv3 line has {LeastColumns} or 23. Is it a file of another form?");
            }

            double Number(int column) => double.TryParse(words[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
                ? value
                : throw new RequestException($"{path}, line {number}: column {column + 1} is '{words[column]}', not a number. Take the line out or get the file again.");

            name = words[0];
            var day = Number(3);
            if (!(day is > 15_000 and < 120_000))
            {
                throw new RequestException($"{path}, line {number}: the day {words[3]} is no modified Julian day. Get the file again.");
            }

            if (double.IsNaN(longitude) && words.Length >= 23)
            {
                (latitude, longitude) = (Number(20), Math.IEEERemainder(Number(21), 360));
            }

            positions.Add(new GnssPosition(
                DateOnly.FromDayNumber((int)day + DayNumberOfMjd), Number(7) + Number(8), Number(9) + Number(10), Number(11) + Number(12), Number(14), Number(15), Number(16)));
        }

        return positions.Count == 0
            ? throw new RequestException($"{path} holds no day. Get the file again, or take it out of the folder.")
            : Math.Abs(latitude) <= 90
            ? Make(path, name, longitude, latitude, area, positions)
            : throw new RequestException($"{path} does not tell where the station is: the columns latitude and longitude are missing. Get the newer form with 23 columns.");
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
        foreach (var p in station.Series.Positions)
        {
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

    private static GnssStation Make(string path, string name, double longitude, double latitude, string area, List<GnssPosition> positions)
    {
        try
        {
            return new GnssStation(name, longitude, latitude, area, new GnssSeries(positions));
        }
        catch (RequestException e)
        {
            throw new RequestException($"{path}: {e.Message}", e);
        }
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
