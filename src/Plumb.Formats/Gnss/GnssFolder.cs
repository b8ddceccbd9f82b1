using Plumb.Formats.Stations;
using Plumb.Validation;

namespace Plumb.Formats.Gnss;

/// <summary>
/// GNSS stations of a file or of a folder: tenv3, tenv, pos and JPL's series, packed with gzip or not, one file each, and tables. A folder may hold a stations.csv with the
/// area of each station and, for the forms that do not tell it, its place ("station,area,longitude_deg,latitude_deg"; further columns are free).
/// </summary>
public static class GnssFolder
{
    /// <summary>Name of the table of areas and places.</summary>
    public const string TableName = "stations.csv";

    private static readonly string[] Endings = [Tenv3File.Ending, TenvFile.Ending, PosFile.Ending, JplSeriesFile.Ending];

    /// <summary>Reads all stations of a folder or the one of a file.</summary>
    /// <param name="path">The folder or the file.</param>
    /// <returns>The stations by name, and why each file that could not be read was left out.</returns>
    /// <exception cref="RequestException">There is no such folder or file, or it holds no station.</exception>
    public static (IReadOnlyList<GnssStation> Stations, IReadOnlyList<string> Unread) Read(string path)
    {
        var (stations, unread) = Read(path, new CsvMapping());
        return ([.. stations.OfType<GnssStation>()], unread);
    }

    /// <summary>Reads all stations of a folder or those of a file.</summary>
    /// <param name="path">The folder or the file.</param>
    /// <param name="mapping">How tables are to be read.</param>
    /// <returns>The stations by name, and why each file that could not be read was left out.</returns>
    /// <exception cref="RequestException">There is no such folder or file, or it holds no station.</exception>
    public static (IReadOnlyList<GroundStation> Stations, IReadOnlyList<string> Unread) Read(string path, CsvMapping mapping)
    {
        if (File.Exists(path))
        {
            return ([.. OfFile(path, mapping)], []);
        }

        if (!Directory.Exists(path))
        {
            throw new RequestException($"There is no folder or file {path} of GNSS stations. Name the folder that holds the {Tenv3File.Ending} files (or {TenvFile.Ending}, {PosFile.Ending}, {JplSeriesFile.Ending}).");
        }

        var table = Path.Combine(path, TableName);
        var places = File.Exists(table) ? StationPlaces.Read(table) : StationPlaces.None;
        var files = Directory.GetFiles(path).Where(f => Endings.Contains(StationText.EndingOf(f)) || (IsTable(f) && Path.GetFileName(f) != TableName)).Order(StringComparer.Ordinal).ToArray();
        if (files.Length == 0)
        {
            throw new RequestException($"{path} holds no file that ends with {string.Join(", ", Endings)} or .csv. Put the stations' files there.");
        }

        var (stations, unread) = (new List<GroundStation>(), new List<string>());
        foreach (var file in files)
        {
            try
            {
                stations.AddRange(OfFile(file, mapping).Select(places.Place));
            }
            catch (RequestException e)
            {
                unread.Add(e.Message);
            }
        }

        return (stations, unread);
    }

    private static bool IsTable(string path) => StationText.EndingOf(path) == ".csv";

    private static IEnumerable<GroundStation> OfFile(string path, CsvMapping mapping) => StationText.EndingOf(path) switch
    {
        Tenv3File.Ending => [Tenv3File.Read(path)],
        TenvFile.Ending => [TenvFile.Read(path)],
        PosFile.Ending => [PosFile.Read(path)],
        JplSeriesFile.Ending => [JplSeriesFile.Read(path)],
        ".csv" => StationCsv.Read(path, mapping).Stations,
        var other => throw new RequestException($"{path} ends with '{other}'; GNSS files end with {string.Join(", ", Endings)} or .csv, and may be packed (.gz)."),
    };
}
