using System.Globalization;
using System.IO.Compression;
using Plumb.Components;
using Plumb.Formats.Products;
using Plumb.Geometry;
using Plumb.Processing.Tracks;

namespace Plumb.Scenes.Tests.Tracks;

/// <summary>Tracks of real data put together as their descriptions say.</summary>
public sealed class TrackDataTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-track-data-").FullName;

    [Fact]
    public void Coso_sinks_where_both_tracks_say_and_contracts()
    {
        string[] files = [Unpacked("velocity_a064.h5"), Unpacked("velocity_d071.h5")];
        var request = new DecomposeRequest { Tracks = new TracksRequest { Inputs = files, Looks = [Angles(-12, 39), Angles(-168, 39)] }, Folder = folder };
        var found = DecomposeTracks.Rates(request, CancellationToken.None);
        var grid = found.Tracks.Grid;
        Assert.Equal((541, 841), (grid.Rows, grid.Columns));

        // -13.7 and -10.0 mm/yr along lines of sight that rise at 51 degrees.
        var (up, east) = (found.Tile.Up[(268 * 841) + 359], found.Tile.East[(268 * 841) + 359]);
        Assert.InRange(up, -0.0183, -0.0122);
        Assert.InRange(east, 0.001, 0.005);
        Assert.InRange(found.Tile.UpSigma[(268 * 841) + 359], 1e-4, 2e-3);

        // The bowl is where the description says, and its flanks move towards its middle: east of the western flank, west of the eastern.
        var deepest = Array.IndexOf(found.Tile.Up, Enumerable.Range(255, 30).SelectMany(r => Enumerable.Range(330, 70).Select(c => found.Tile.Up[(r * 841) + c])).Where(float.IsFinite).Min());
        var (x, y) = grid.CentreOf(deepest / 841, deepest % 841);
        Assert.InRange(x, -117.85, -117.74);
        Assert.InRange(y, 36.0, 36.06);
        Assert.True(Mean(found.Tile.East, 255, 285, 330, 362) > Mean(found.Tile.East, 255, 285, 372, 404) + 0.001f);
    }

    [Fact]
    public void The_North_Anatolian_fault_slips_as_stations_say()
    {
        var data = SharedData.Require("csi_naf_creep_s1");
        var stations = File.ReadLines(Path.Join(data, "GNSS.enu")).Where(l => l.Trim().Length > 0).Select(l => l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Number).ToArray()).ToArray();
        var files = new[] { "T65", "T87", "T167" }.Select(track => Points(Path.Join(data, $"Rate_map_{track}.txt"), track, stations)).ToArray();
        var tracks = GriddedTracks.Load(new TracksRequest { Inputs = files, Cell = 2000 }, union: true);

        // The fault's offset of 20 mm/yr lies within a few kilometres, so that it matters whether a mean is centred on the station: with cells of 8 km that happen to hold it the
        // correlation is 0.53, with means about the station itself it is that of the single tracks.
        TrackTile[] near = [.. tracks.Tiles.Select(t => Near(t, tracks.Grid, stations, 7000))];
        var tile = new ComponentTile(stations.Length);
        LookDecomposition.Solve(near, new DecompositionOptions(), tile, 0, stations.Length);
        var pairs = stations.Select((s, i) => (Radar: 1000.0 * tile.East[i], Station: s[2])).Where(p => double.IsFinite(p.Radar)).ToArray();

        // Along single lines of sight the description gives correlations of 0.63 to 0.66 at 22 to 25 stations; their scatter of 2.5 to 2.7 mm/yr is 4.2 to 4.4 mm/yr as motion to the east.
        var rms = Math.Sqrt(pairs.Average(p => Math.Pow(p.Radar - p.Station - pairs.Average(q => q.Radar - q.Station), 2)));
        var correlation = Correlation(pairs);
        TestContext.Current.SendDiagnosticMessage($"{pairs.Length} stations, correlation {correlation:0.00}, RMS {rms:0.0} mm/yr");
        Assert.True(pairs.Length >= 20 && correlation > 0.65 && rms < 4.4, $"{pairs.Length} stations, correlation {correlation:0.00}, RMS {rms:0.0} mm/yr");
    }

    /// <summary>Mean of a track's cells within a distance of each station (metres per year); NaN without any.</summary>
    private static TrackTile Near(TrackTile track, Plumb.Grids.Grid grid, double[][] stations, double metres)
    {
        const double Degree = 111_195;
        var result = TrackTile.Empty(stations.Length);
        int[] cells = [.. Enumerable.Range(0, track.Value.Length).Where(i => float.IsFinite(track.Value[i]))];
        for (var s = 0; s < stations.Length; s++)
        {
            var (x, y) = (stations[s][0], stations[s][1]);
            int[] around =
            [
                .. cells.Where(i => grid.CentreOf(i / grid.Columns, i % grid.Columns) is var c &&
                    Math.Pow((c.X - x) * Math.Cos(y * Math.PI / 180), 2) + Math.Pow(c.Y - y, 2) < Math.Pow(metres / Degree, 2)),
            ];
            if (around.Length > 0)
            {
                float Mean(float[] values) => around.Average(i => values[i]);
                (result.Value[s], result.Sigma[s], result.East[s], result.North[s], result.Up[s]) = (Mean(track.Value), Mean(track.Sigma), Mean(track.East), Mean(track.North), Mean(track.Up));
            }
        }

        return result;
    }

    [Fact]
    public void Slopes_around_Rome_are_seen_alike_from_both_sides()
    {
        var raster = GdalRaster.Look(SharedData.Require("dem_rome_30m/Rome-30m-DEM.tif"), ValueRule.Plain);
        var height = new float[raster.Grid.PixelCount];
        using (var reader = raster.Open())
        {
            reader.Read(raster.Grid.Whole, height);
        }

        var terrain = new Terrain(height, raster.Grid.Rows, raster.Grid.Columns, 30.9 * Math.Cos(41.9 * Math.PI / 180), 30.9);
        VisibilityClass[] See(double incidence, double heading, bool traced = true) => SlopeVisibility.Classify(
            terrain, _ => LookVector.FromAngles(incidence * Math.PI / 180, heading * Math.PI / 180), new VisibilityOptions { Traced = traced });
        var (ascending, descending) = (See(36.3, -10.4), See(39.2, -169.9));
        double Share(VisibilityClass[] seen, VisibilityClass wanted) => SlopeMaps.ShareOf(seen, wanted);
        Assert.Equal(1, Enum.GetValues<VisibilityClass>().Where(v => v != VisibilityClass.Unknown).Sum(v => Share(ascending, v)), 1e-9);

        // Hills of a few hundred metres: hardly any layover or shadow, flat by the plain and the river, the rest seen; neither side is preferred.
        Assert.True(Share(ascending, VisibilityClass.Layover) < 0.03 && Share(ascending, VisibilityClass.Shadow) < 0.01);
        Assert.InRange(Share(ascending, VisibilityClass.Flat), 0.2, 0.95);
        Assert.Equal(Share(ascending, VisibilityClass.Sensitive), Share(descending, VisibilityClass.Sensitive), 0.05);

        // A steep look folds more, a shallow one hides more; what is traced is at least what the slopes themselves say.
        Assert.True(Share(See(15, -10.4), VisibilityClass.Layover) > Share(ascending, VisibilityClass.Layover));
        Assert.True(Share(See(70, -10.4), VisibilityClass.Shadow) > Share(ascending, VisibilityClass.Shadow));
        Assert.True(Share(See(20, -10.4), VisibilityClass.Layover) >= Share(See(20, -10.4, traced: false), VisibilityClass.Layover));
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static (double, double)? Angles(double heading, double incidence) => (heading * Math.PI / 180, incidence * Math.PI / 180);

    private static float Mean(float[] map, int row, int endRow, int column, int endColumn) =>
        Enumerable.Range(row, endRow - row).SelectMany(r => Enumerable.Range(column, endColumn - column).Select(c => map[(r * 841) + c])).Where(float.IsFinite).Average();

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Correlation(IReadOnlyCollection<(double A, double B)> pairs)
    {
        var (a, b) = (pairs.Average(p => p.A), pairs.Average(p => p.B));
        return pairs.Sum(p => (p.A - a) * (p.B - b)) / Math.Sqrt(pairs.Sum(p => (p.A - a) * (p.A - a)) * pairs.Sum(p => (p.B - b) * (p.B - b)));
    }

    private string Unpacked(string name)
    {
        var target = Path.Combine(folder, name);
        using var packed = new GZipStream(File.OpenRead(SharedData.Require($"mintpy_coso_velocity/{name}.gz")), CompressionMode.Decompress);
        using var plain = File.Create(target);
        packed.CopyTo(plain);
        return target;
    }

    /// <summary>A track's cells as points, at the level of the stations: the median of what they differ by is taken off, one constant for a track.</summary>
    private string Points(string file, string track, double[][] stations)
    {
        var cells = File.ReadLines(file).Skip(2).Where(l => l.Trim().Length > 0).Select(l => l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Number).ToArray()).ToArray();
        var differences = new List<double>();
        foreach (var s in stations)
        {
            var near = cells.MinBy(c => Math.Pow((c[3] - s[0]) * 0.76, 2) + Math.Pow(c[4] - s[1], 2))!;
            if (Math.Abs(near[3] - s[0]) < 0.08 && Math.Abs(near[4] - s[1]) < 0.08)
            {
                differences.Add(near[5] - (near[8] * s[2]) - (near[9] * s[3]));
            }
        }

        var level = differences.Order().ElementAt(differences.Count / 2);
        var target = Path.Combine(folder, track + ".csv");
        File.WriteAllLines(target, cells.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c[3]},{c[4]},{c[5] - level},{c[6]},{c[8]},{c[9]},{c[10]}")).Prepend("longitude,latitude,rate_mm_yr,rate_sigma_mm_yr,look_east,look_north,look_up"));
        return target;
    }
}
