using Plumb.Formats.Features;
using Plumb.Formats.Gdal;
using Plumb.Formats.GeoPackage;
using Plumb.Formats.GeoTiff;
using Plumb.Geometry;
using Plumb.Grids;
using Plumb.Processing.Basins;
using Plumb.Processing.Stages;
using Plumb.Subsidence;

namespace Plumb.Processing.Tracks;

/// <summary>How much of the ground a track sees in which way: shares of the cells with heights, pure numbers.</summary>
/// <param name="Name">The track, or "combined".</param>
/// <param name="Shadow">In shadow, pure number.</param>
/// <param name="Parallel">Seen along the surface, pure number.</param>
/// <param name="Layover">In layover, pure number.</param>
/// <param name="LowSensitivity">Motion down the slope hardly seen, pure number.</param>
/// <param name="Sensitive">Seen well, pure number.</param>
/// <param name="Flat">Flat, pure number.</param>
public sealed record VisibilityShares(string Name, double Shadow, double Parallel, double Layover, double LowSensitivity, double Sensitive, double Flat)
{
    /// <summary>The shares of a map of classes, pure numbers.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="classes">The classes; shape (rows, columns).</param>
    public static VisibilityShares Of(string name, VisibilityClass[] classes)
    {
        double Share(VisibilityClass wanted) => SlopeMaps.ShareOf(classes, wanted);
        return new VisibilityShares(
            name, Share(VisibilityClass.Shadow), Share(VisibilityClass.Parallel), Share(VisibilityClass.Layover), Share(VisibilityClass.LowSensitivity),
            Share(VisibilityClass.Sensitive), Share(VisibilityClass.Flat));
    }
}

/// <summary>An active slope, seen by one track or more. Rates in mm/yr, positive down the slope.</summary>
/// <param name="Number">Its number, a count from 1; the map active_slopes holds it.</param>
/// <param name="Longitude">Longitude of its middle, degrees; NaN when unknown.</param>
/// <param name="Latitude">Latitude of its middle, degrees; NaN when unknown.</param>
/// <param name="Tracks">The tracks that see it.</param>
/// <param name="AreaSquareMetres">Its area, square metres (m2).</param>
/// <param name="MedianRateMillimetres">Median rate down the slope, mm/yr; NaN where no track sees enough of it.</param>
/// <param name="LargestRateMillimetres">Largest rate down the slope, mm/yr.</param>
/// <param name="LargestSigmaMillimetres">Standard deviation of that, mm/yr.</param>
/// <param name="Slope">Mean slope of the ground, degrees.</param>
public sealed record ActiveSlope(
    int Number, double Longitude, double Latitude, IReadOnlyList<string> Tracks, double AreaSquareMetres, double MedianRateMillimetres, double LargestRateMillimetres,
    double LargestSigmaMillimetres, double Slope);

/// <summary>What <c>plumb slopes</c> found, as slopes.json.</summary>
/// <param name="RelativeTo">What rates are relative to.</param>
/// <param name="Rows">Rows of the grid, a count.</param>
/// <param name="Columns">Columns, a count.</param>
/// <param name="Visibility">Shares of the classes (pure numbers), track by track and combined.</param>
/// <param name="Kept">Active slopes of each track, a count; shape (track).</param>
/// <param name="TooFlat">Areas dropped for their slope, a count; shape (track).</param>
/// <param name="Distorted">Areas dropped for layover or shadow, a count; shape (track).</param>
/// <param name="United">Active slopes of all tracks together, a count.</param>
/// <param name="SeenTwice">Those that more than one track sees, a count.</param>
/// <param name="AreaSquareKilometres">Their area, square kilometres (km2).</param>
/// <param name="Areas">Each of them (mm/yr, degrees), the largest first.</param>
public sealed record SlopesRecord(
    string RelativeTo, int Rows, int Columns, IReadOnlyList<VisibilityShares> Visibility, IReadOnlyList<int> Kept, IReadOnlyList<int> TooFlat, IReadOnlyList<int> Distorted,
    int United, int SeenTwice, double AreaSquareKilometres, IReadOnlyList<ActiveSlope> Areas)
{
    /// <summary>Name of the file in the folder of the results.</summary>
    public const string FileName = "slopes.json";
}

/// <summary>Writes what was found of slopes: maps, areas as GeoJSON, CSV and GeoPackage, and the record.</summary>
public static class SlopeFiles
{
    /// <summary>The maps: visibility (codes), R-index and sensitivity (pure numbers), rates (metres per year), slope (radians); shape (rows, columns).</summary>
    /// <param name="maps">The maps.</param>
    public static IReadOnlyList<Layer> Layers(SlopeMaps maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        Layer Of(string name, string title, Unit unit, Sign sign, float[] values) =>
            new(new LayerDescription(name, title, unit, sign, unit == Unit.MetrePerYear && sign != Sign.None ? maps.RelativeTo : ""), maps.Grid, values);
        Layer Codes(string name, string title, VisibilityClass[] classes) => Of(
            name, title + ": 1 shadow, 2 parallel, 3 layover, 4 low sensitivity, 5 sensitive, 6 flat", Unit.Count, Sign.None,
            [.. classes.Select(c => c == VisibilityClass.Unknown ? float.NaN : (float)c)]);
        var layers = new List<Layer>
        {
            Of("slope_rate", "Rate down the slope", Unit.MetrePerYear, Sign.DownSlope, maps.SlopeRate),
            Of("slope_rate_sigma", "Standard deviation of the rate down the slope", Unit.MetrePerYear, Sign.None, maps.SlopeSigma),
            Of("slope", "Slope of the ground", Unit.Radian, Sign.None, [.. Enumerable.Range(0, maps.SlopeRate.Length).Select(i => (float)maps.Terrain.SlopeAt(i))]),
            Codes("visibility_combined", "Visibility, the best of the tracks", maps.Combined),
        };
        foreach (var track in maps.Tracks)
        {
            layers.Add(Codes("visibility_" + track.Name, "Visibility by " + track.Name, track.Visibility));
            layers.Add(Of("r_index_" + track.Name, "R-index of " + track.Name, Unit.One, Sign.None, track.RIndex));
            layers.Add(Of("sensitivity_" + track.Name, "Share of motion down the slope that " + track.Name + " sees", Unit.One, Sign.None, track.Sensitivity));
        }

        layers.Add(Of("active_slopes", "Number of the active slope", Unit.Count, Sign.None, Numbers(maps)));
        if (maps.Up.Length > 0)
        {
            layers.Add(Of("up_rate", "Rate upwards, horizontal motion along the aspect", Unit.MetrePerYear, Sign.Up, maps.Up));
            layers.Add(Of("aspect_rate", "Horizontal rate along the aspect", Unit.MetrePerYear, Sign.DownSlope, maps.Along));
        }

        return layers;
    }

    /// <summary>Writes everything.</summary>
    /// <param name="maps">What was found.</param>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static SlopesRecord Write(SlopeMaps maps, string folder)
    {
        ArgumentNullException.ThrowIfNull(maps);
        var target = Path.Combine(folder, "maps");
        Directory.CreateDirectory(target);
        foreach (var layer in Layers(maps))
        {
            LayerGeoTiff.Write(layer, Path.Combine(target, layer.Description.Name + ".tif"));
        }

        ActiveSlope[] areas = [.. maps.United.Select((a, k) => Describe(maps, a, k + 1))];
        var tables = new[] { Areas(maps, areas), Candidates(maps) };
        foreach (var table in tables)
        {
            FeatureFiles.WriteCsv(Path.Combine(folder, table.Name + ".csv"), table);
            FeatureFiles.WriteGeoJson(Path.Combine(folder, table.Name + ".geojson"), table);
        }

        GeoPackageFeatureFile.Write(Path.Combine(folder, "slopes.gpkg"), tables, new DateOnly(2000, 1, 1));
        int[] Count(ActiveAreaFate fate) => [.. maps.Tracks.Select(t => t.Areas.Count(a => a.Fate == fate))];
        var cell = maps.Terrain.Width * maps.Terrain.Length;
        var record = new SlopesRecord(
            maps.RelativeTo, maps.Grid.Rows, maps.Grid.Columns,
            [.. maps.Tracks.Select(t => VisibilityShares.Of(t.Name, t.Visibility)), VisibilityShares.Of("combined", maps.Combined)],
            Count(ActiveAreaFate.Kept), Count(ActiveAreaFate.TooFlat), Count(ActiveAreaFate.Distorted),
            maps.United.Count, maps.United.Count(a => int.PopCount(a.Tracks) > 1), maps.United.Sum(a => a.Cells.Length) * cell / 1e6, areas);
        ResultJson.Write(folder, SlopesRecord.FileName, record);
        return record;
    }

    /// <summary>Number of the active slope at each cell; NaN where there is none.</summary>
    private static float[] Numbers(SlopeMaps maps)
    {
        var numbers = new float[maps.SlopeRate.Length];
        Array.Fill(numbers, float.NaN);
        for (var k = 0; k < maps.United.Count; k++)
        {
            foreach (var cell in maps.United[k].Cells)
            {
                numbers[cell] = k + 1;
            }
        }

        return numbers;
    }

    private static ActiveSlope Describe(SlopeMaps maps, (int[] Cells, int Tracks) area, int number)
    {
        int[] told = [.. area.Cells.Where(i => float.IsFinite(maps.SlopeRate[i]))];
        var fastest = told.Length > 0 ? told.MaxBy(i => Math.Abs(maps.SlopeRate[i])) : -1;
        var (longitude, latitude) = PlaceOf(maps.Grid, area.Cells.Average(i => i / maps.Grid.Columns), area.Cells.Average(i => i % maps.Grid.Columns));
        return new ActiveSlope(
            number, longitude, latitude, [.. maps.Tracks.Where((_, t) => (area.Tracks & (1 << t)) != 0).Select(t => t.Name)],
            area.Cells.Length * maps.Terrain.Width * maps.Terrain.Length, 1000.0 * OrderStatistics.MedianOfFinite(told.Select(i => (double)maps.SlopeRate[i])),
            fastest < 0 ? double.NaN : 1000.0 * maps.SlopeRate[fastest], fastest < 0 ? double.NaN : 1000.0 * maps.SlopeSigma[fastest],
            area.Cells.Select(maps.Terrain.SlopeAt).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average() * 180 / Math.PI);
    }

    private static (double Longitude, double Latitude) PlaceOf(Grid grid, double row, double column)
    {
        var (x, y) = (grid.OriginX + ((column + 0.5) * grid.StepX), grid.OriginY + ((row + 0.5) * grid.StepY));
        if (grid.Crs == Crs.Wgs84)
        {
            return (x, y);
        }

        using var transform = new CoordinateTransform(grid.Crs, Crs.Wgs84);
        return transform.Apply(x, y);
    }

    /// <summary>The active slopes of all tracks together.</summary>
    private static FeatureTable Areas(SlopeMaps maps, IReadOnlyList<ActiveSlope> areas)
    {
        return new FeatureTable(
            "active_slopes", "Active slopes", $"Areas that move down steep ground; rates in mm/yr, positive down the slope, relative to {maps.RelativeTo}.", FeatureKind.Polygon,
            [
                new("number", 0), FeatureField.OfText("tracks"), new("area_m2", 0), new("median_slope_rate_mm_yr", 1), new("largest_slope_rate_mm_yr", 1), new("largest_slope_rate_sigma_mm_yr", 1),
                new("mean_slope_deg", 1), new("longitude", 6), new("latitude", 6),
            ],
            [
                .. areas.Zip(maps.United, (a, united) => new Feature(
                    BasinTables.OnMap(maps.Grid, RegionOutline.OfCells(united.Cells, maps.Grid.Columns)),
                    [
                        a.Number, string.Join(" ", a.Tracks), a.AreaSquareMetres, a.MedianRateMillimetres, a.LargestRateMillimetres, a.LargestSigmaMillimetres, a.Slope, a.Longitude, a.Latitude,
                    ])),
            ]);
    }

    /// <summary>All areas of each track with what became of them.</summary>
    private static FeatureTable Candidates(SlopeMaps maps) => new(
        "candidate_areas", "Areas of active points by track", $"Rates along the line of sight in mm/yr, positive towards the satellite, relative to {maps.RelativeTo}; what became of each area.", FeatureKind.Polygon,
        [
            FeatureField.OfText("track"), FeatureField.OfText("fate"), new("points", 0), new("mean_rate_mm_yr", 1), new("largest_rate_mm_yr", 1), new("mean_slope_deg", 1),
            new("mean_aspect_deg", 0), new("distorted_share", 2),
        ],
        [
            .. maps.Tracks.SelectMany(t => t.Areas.Select(a => new Feature(
                BasinTables.OnMap(maps.Grid, RegionOutline.OfCells(a.Cells, maps.Grid.Columns)),
                [
                    t.Name, a.Fate switch { ActiveAreaFate.Kept => "kept", ActiveAreaFate.TooFlat => "too flat", _ => "layover or shadow" }, a.Points, 1000 * a.MeanRate, 1000 * a.LargestRate,
                    a.MeanSlope, a.MeanAspect, a.Distorted,
                ]))),
        ]);
}
