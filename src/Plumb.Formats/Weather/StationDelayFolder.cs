using System.Globalization;
using Plumb.Corrections.Delays;
using Plumb.Formats.Stations;

namespace Plumb.Formats.Weather;

/// <summary>
/// Zenith total delays of GNSS stations: SINEX_TRO (.tro, .zpd, any ending with a first line of %=TRO) and tables (.csv) with columns station, latitude, longitude, height, time
/// (UTC), ztd (metres) and, where known, sigma (metres); packed with gzip or not.
/// </summary>
public static class StationDelayFolder
{
    private const double UsualSigma = 0.004;
    private static readonly string[] Times = ["yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mmZ"];

    /// <summary>Reads all files under the paths; values of one station in several files are joined.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <returns>The stations by name.</returns>
    /// <exception cref="RequestException">A path does not exist, a file is damaged, or nothing is found.</exception>
    public static IReadOnlyList<ZenithStation> Read(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var stations = paths.SelectMany(FilesOf).Distinct().Order(StringComparer.Ordinal).SelectMany(ReadFile)
            .GroupBy(s => s.Name, StringComparer.OrdinalIgnoreCase).Select(Join).OrderBy(s => s.Name, StringComparer.Ordinal).ToList();
        return stations.Count > 0
            ? stations
            : throw new RequestException($"No delays of stations are found in {string.Join(", ", paths)}. Name SINEX_TRO files or tables (.csv) with station, latitude, longitude, height, time, ztd.");
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(f => StationText.EndingOf(f) is ".csv" or ".tro" or ".zpd")
            : throw new RequestException($"{path}, named as a place of delays of stations, does not exist. Correct corrections.station_delay.files.");
    }

    private static IReadOnlyList<ZenithStation> ReadFile(string path)
    {
        var lines = StationText.EndingOf(path) == ".csv" ? [] : StationText.Lines(path);
        return SinexTroFile.Is(lines) ? SinexTroFile.Read(path, lines) : ReadTable(path);
    }

    private static List<ZenithStation> ReadTable(string path)
    {
        var table = CsvTable.Read(path, 0);
        int Column(params string[] names) => table.Find(names) is >= 0 and var at ? at : throw new RequestException(
            $"{path} has no column '{names[0]}'. A table of delays has station, latitude, longitude, height, time and ztd; this one has {string.Join(", ", table.Heads.Take(20))}.");
        var (name, latitude, longitude, height) = (Column("station", "site", "name"), Column("latitude", "lat"), Column("longitude", "lon"), Column("height", "elevation"));
        var (time, delay, sigma) = (Column("time", "datetime", "epoch", "date"), Column("ztd", "zenith_delay", "trotot"), table.Find("sigma", "ztd_sigma", "stddev"));
        return [.. table.Rows.Where(r => !r.IsMissing(delay)).GroupBy(r => r.Text(name)).Select(g =>
        {
            var first = g.First();
            var values = g.Select(r => (Time: Time(r, time), Delay: Delay(r, delay), Sigma: r.Number(sigma) is > 0 and var own ? own : UsualSigma)).OrderBy(v => v.Time).ToList();
            return new ZenithStation(
                g.Key, Within(first, latitude, 90, "latitude"), Within(first, longitude, 360, "longitude"), Within(first, height, 9000, "height"),
                values.ConvertAll(v => v.Time), values.ConvertAll(v => v.Delay), values.ConvertAll(v => v.Sigma));
        })];
    }

    private static double Within(CsvRow row, int column, double most, string what) => Math.Abs(row.Number(column)) <= most
        ? row.Number(column)
        : throw new RequestException($"{row.Path}:{row.Line}: '{row.Text(column)}' is no {what} of a station. Latitude and longitude are in degrees, the height in metres.");

    private static double Delay(CsvRow row, int column) => row.Number(column) is >= 0.8 and <= 3.2 and var delay
        ? delay
        : throw new RequestException($"{row.Path}:{row.Line}: a zenith total delay of '{row.Text(column)}' is none of the Earth's air. It is in metres, 1 to 2.8 or so.");

    private static DateTime Time(CsvRow row, int column) =>
        DateTime.TryParseExact(row.Text(column), Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new RequestException($"{row.Path}:{row.Line}: '{row.Text(column)}' is no time as 2022-03-28T22:45:07 (UTC).");

    private static ZenithStation Join(IGrouping<string, ZenithStation> same)
    {
        var first = same.First();
        if (same.FirstOrDefault(s => TurbulenceLaw.Distance(s.Latitude, s.Longitude, first.Latitude, first.Longitude) > 1000) is { } far)
        {
            throw new RequestException(string.Create(
                CultureInfo.InvariantCulture, $"Two stations are named {first.Name}: at {first.Latitude:0.####}, {first.Longitude:0.####} and at {far.Latitude:0.####}, {far.Longitude:0.####}. Give them names of their own."));
        }

        var values = same.SelectMany(s => s.Times.Select((t, i) => (Time: t, Delay: s.Delays[i], Sigma: s.Sigmas[i]))).GroupBy(v => v.Time).Select(g => g.First()).OrderBy(v => v.Time).ToList();
        return first with { Times = values.ConvertAll(v => v.Time), Delays = values.ConvertAll(v => v.Delay), Sigmas = values.ConvertAll(v => v.Sigma) };
    }
}
