using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Plumb.Formats.Gdal;
using Plumb.Formats.Gnss;
using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Simulation;
using Plumb.Validation;

namespace Plumb.Formats.Simulation;

/// <summary>
/// What a user of a scene's products would have beside them: the records of its GNSS stations (gnss/NAME.tenv3 with gnss/stations.csv) and the
/// heights of its levelled marks (levelling.csv) and concessions of its mines (concessions.geojson, longitude and latitude). Safe for threads.
/// </summary>
/// <param name="simulator">The scene.</param>
public sealed class SceneSurroundings(SceneSimulator simulator)
{
    /// <summary>Folder of the stations in the scene's folder.</summary>
    public const string StationFolder = "gnss";

    /// <summary>Name of the file of concessions in the scene's folder.</summary>
    public const string ConcessionFile = "concessions.geojson";

    /// <summary>Name of the table of levelled heights in the scene's folder.</summary>
    public const string LevellingFile = "levelling.csv";

    /// <summary>Writes stations, their truth and the concessions into the scene's folder.</summary>
    /// <param name="folder">The folder; made when it does not exist.</param>
    /// <exception cref="RequestException">A station has no day of record.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Write(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(Path.Combine(folder, StationFolder));
        Directory.CreateDirectory(Path.Combine(folder, "truth"));
        foreach (var (_, write) in Work(folder))
        {
            write();
        }
    }

    /// <summary>Everything that is to be written, with names for progress.</summary>
    internal IEnumerable<(string What, Action Write)> Work(string folder)
    {
        if (simulator.Scene.Concessions.Count > 0)
        {
            yield return (ConcessionFile, () => AtomicFile.Write(Path.Combine(folder, ConcessionFile), Encoding.UTF8.GetBytes(Concessions()), Durability.Synced));
        }

        if (simulator.Scene.Levelling.Epochs.Count > 0)
        {
            yield return (LevellingFile, () => WriteLevelling(folder));
        }

        var stations = simulator.Scene.Gnss.Stations;
        if (stations.Count == 0)
        {
            yield break;
        }

        yield return (GnssFolder.TableName, () => AtomicFile.Write(Path.Combine(folder, StationFolder, GnssFolder.TableName), Encoding.UTF8.GetBytes(Table()), Durability.Synced));
        for (var k = 0; k < stations.Count; k++)
        {
            var index = k;
            yield return (stations[k].Name + Tenv3File.Ending, () => WriteStation(folder, index));
        }
    }

    /// <summary>Longitude and latitude of places given in metres east and north of the grid's centre, degrees on WGS 84.</summary>
    /// <param name="east">East of the centre, metres; shape (place).</param>
    /// <param name="north">North of the centre, metres; shape (place).</param>
    public (double[] Longitude, double[] Latitude) Places(IReadOnlyList<double> east, IReadOnlyList<double> north)
    {
        ArgumentNullException.ThrowIfNull(east);
        ArgumentNullException.ThrowIfNull(north);
        var (x, y) = (new double[east.Count], new double[east.Count]);
        for (var k = 0; k < x.Length; k++)
        {
            var (row, column) = simulator.View.Pixel(east[k], north[k]);
            (x[k], y[k]) = simulator.Grid.CentreOf(row, column);
        }

        if (simulator.Grid.Crs != Crs.Wgs84)
        {
            using var transform = new CoordinateTransform(simulator.Grid.Crs, Crs.Wgs84);
            transform.Apply(x, y);
        }

        return (x, y);
    }

    private void WriteStation(string folder, int index)
    {
        var simulated = simulator.Station(index);
        var entry = simulated.Station;
        if (simulated.Positions.Count == 0)
        {
            throw new RequestException($"Scene: gnss.stations[{index}] ({entry.Name}) has no day of record. Move its start and end into the time of the acquisitions, or take it out.");
        }

        var (longitude, latitude) = Places([entry.East], [entry.North]);
        var positions = simulated.Positions.Select(p => new GnssPosition(
            p.Date, p.East, p.North, p.Up, simulated.SigmaHorizontal, simulated.SigmaHorizontal, simulated.SigmaVertical));
        var station = new GnssStation(entry.Name, longitude[0], latitude[0], entry.Area, new GnssSeries(positions));
        Tenv3File.Write(Path.Combine(folder, StationFolder, entry.Name + Tenv3File.Ending), station, simulator.Scene.Terrain.MeanHeight);
        var truth = new StringBuilder("date,east_m,north_m,up_m\n");
        foreach (var p in simulated.Positions)
        {
            truth.Append(CultureInfo.InvariantCulture, $"{p.Date:yyyy-MM-dd},{p.TrueEast:0.000000},{p.TrueNorth:0.000000},{p.TrueUp:0.000000}\n");
        }

        AtomicFile.Write(Path.Combine(folder, "truth", $"gnss_{entry.Name}.csv"), Encoding.UTF8.GetBytes(truth.ToString()), Durability.Synced);
    }

    /// <summary>Heights as 'plumb validate --levelling' reads them, and their truth: true motion of each mark and the error of its height.</summary>
    private void WriteLevelling(string folder)
    {
        var marks = simulator.Levelling();
        var (longitude, latitude) = Places([.. marks.Select(m => m.Mark.East)], [.. marks.Select(m => m.Mark.North)]);
        var text = new StringBuilder("date,point,longitude,latitude,chainage_km,height_m,sigma_m\n");
        var truth = new StringBuilder("date,point,up_m,up_to_datum_m,error_m\n");
        for (var k = 0; k < marks.Count; k++)
        {
            var mark = marks[k];
            for (var e = 0; e < mark.Epochs.Count; e++)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{mark.Epochs[e]:yyyy-MM-dd},{mark.Mark.Name},{longitude[k]:0.0000000},{latitude[k]:0.0000000},{mark.Chainage / 1000:0.000},{mark.Height[e]:0.00000},{mark.Sigma:0.00000}\n");
                var relative = mark.TrueUp[e] - marks[0].TrueUp[e];
                truth.Append(
                    CultureInfo.InvariantCulture,
                    $"{mark.Epochs[e]:yyyy-MM-dd},{mark.Mark.Name},{mark.TrueUp[e]:0.000000},{relative:0.000000},{mark.Height[e] - simulator.Scene.Terrain.MeanHeight - relative:0.000000}\n");
            }
        }

        AtomicFile.Write(Path.Combine(folder, LevellingFile), Encoding.UTF8.GetBytes(text.ToString()), Durability.Synced);
        AtomicFile.Write(Path.Combine(folder, "truth", LevellingFile), Encoding.UTF8.GetBytes(truth.ToString()), Durability.Synced);
    }

    private string Table()
    {
        var stations = simulator.Scene.Gnss.Stations;
        var (longitude, latitude) = Places([.. stations.Select(s => s.East)], [.. stations.Select(s => s.North)]);
        var text = new StringBuilder("station,area,longitude_deg,latitude_deg\n");
        for (var k = 0; k < stations.Count; k++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{stations[k].Name},{stations[k].Area},{longitude[k]:0.0000000},{latitude[k]:0.0000000}\n");
        }

        return text.ToString();
    }

    private string Concessions()
    {
        var features = new JsonArray();
        foreach (var concession in simulator.Scene.Concessions)
        {
            var (longitude, latitude) = Places(concession.East, concession.North);
            var ring = new JsonArray();
            for (var k = 0; k <= longitude.Length; k++)
            {
                var corner = k % longitude.Length;
                ring.Add((JsonNode)new JsonArray(Math.Round(longitude[corner], 7), Math.Round(latitude[corner], 7)));
            }

            features.Add((JsonNode)new JsonObject
            {
                ["type"] = "Feature",
                ["properties"] = new JsonObject { ["name"] = concession.Name },
                ["geometry"] = new JsonObject { ["type"] = "Polygon", ["coordinates"] = new JsonArray(ring) },
            });
        }

        return new JsonObject { ["type"] = "FeatureCollection", ["features"] = features }.ToJsonString() + "\n";
    }
}
