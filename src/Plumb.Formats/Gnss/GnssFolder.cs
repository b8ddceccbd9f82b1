using Plumb.Validation;

namespace Plumb.Formats.Gnss;

/// <summary>
/// A folder of GNSS stations: one tenv3 file each and, if wanted, a stations.csv that names the mine or area of each ("station,area" with a
/// header line; further columns are free).
/// </summary>
public static class GnssFolder
{
    /// <summary>Name of the table of areas.</summary>
    public const string TableName = "stations.csv";

    /// <summary>Reads all stations of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The stations by name, and why each file that could not be read was left out.</returns>
    /// <exception cref="RequestException">There is no such folder or it holds no station file.</exception>
    public static (IReadOnlyList<GnssStation> Stations, IReadOnlyList<string> Unread) Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new RequestException($"There is no folder {folder} of GNSS stations. Name the folder that holds the {Tenv3File.Ending} files.");
        }

        var areas = Areas(Path.Combine(folder, TableName));
        var files = Directory.GetFiles(folder, "*" + Tenv3File.Ending).Order(StringComparer.Ordinal).ToArray();
        if (files.Length == 0)
        {
            throw new RequestException($"{folder} holds no {Tenv3File.Ending} file. Put the stations' files there.");
        }

        var (stations, unread) = (new List<GnssStation>(), new List<string>());
        foreach (var file in files)
        {
            try
            {
                stations.Add(Tenv3File.Read(file, areas.GetValueOrDefault(Path.GetFileNameWithoutExtension(file), "")));
            }
            catch (RequestException e)
            {
                unread.Add(e.Message);
            }
        }

        return (stations, unread);
    }

    private static Dictionary<string, string> Areas(string path)
    {
        var areas = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(path))
        {
            return areas;
        }

        var lines = File.ReadAllLines(path);
        var heads = lines.Length == 0 ? [] : lines[0].Split(',').Select(h => h.Trim()).ToList();
        var (station, area) = (heads.IndexOf("station"), heads.IndexOf("area"));
        if (station < 0 || area < 0)
        {
            throw new RequestException($"{path} has no columns 'station' and 'area' in its first line. Name them, or take the file away.");
        }

        foreach (var line in lines.Skip(1))
        {
            var cells = line.Split(',');
            if (cells.Length > Math.Max(station, area))
            {
                areas[cells[station].Trim()] = cells[area].Trim();
            }
        }

        return areas;
    }
}
