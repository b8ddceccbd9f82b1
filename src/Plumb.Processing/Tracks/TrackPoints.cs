using Plumb.Formats.Features;
using Plumb.Formats.Gdal;
using Plumb.Formats.GeoPackage;
using Plumb.Grids;

namespace Plumb.Processing.Tracks;

/// <summary>Cells of a grid as points of a table: CSV, GeoPackage and, where they are not too many for a text that is read whole, GeoJSON. Rates and displacements become millimetres, the rest keeps its unit.</summary>
internal static class TrackPoints
{
    /// <summary>Most cells that become points; more are left to the maps.</summary>
    public const int Most = 400_000;

    /// <summary>Most cells that become points of a GeoJSON file too.</summary>
    public const int MostGeoJson = 100_000;

    /// <summary>Writes NAME.csv, NAME.gpkg and NAME.geojson with the layers' values wherever the first layer has one.</summary>
    /// <returns>Number of points; 0 where there are more than <see cref="Most"/> and nothing is written.</returns>
    public static int Write(string folder, string name, string title, string description, IReadOnlyList<Layer> layers, DateOnly date)
    {
        var grid = layers[0].Grid;
        var cells = Enumerable.Range(0, (int)grid.PixelCount).Where(i => float.IsFinite(layers[0].Values[i])).ToArray();
        if (cells.Length > Most)
        {
            return 0;
        }

        var (x, y) = (new double[cells.Length], new double[cells.Length]);
        for (var k = 0; k < cells.Length; k++)
        {
            (x[k], y[k]) = grid.CentreOf(cells[k] / grid.Columns, cells[k] % grid.Columns);
        }

        if (grid.Crs != Crs.Wgs84)
        {
            using var transform = new CoordinateTransform(grid.Crs, Crs.Wgs84);
            transform.Apply(x, y);
        }

        var fields = layers.Select(l => l.Description).Select(d => d.Unit switch
        {
            Unit.MetrePerYear => new FeatureField(d.Name + "_mm_yr", 4),
            Unit.Metre when d.Sign is not (Sign.None or Sign.Up) => new FeatureField(d.Name + "_mm", 4),
            _ => new FeatureField(d.Name, 4),
        }).ToArray();
        var factors = fields.Select(f => f.Name.EndsWith("_mm_yr", StringComparison.Ordinal) || f.Name.EndsWith("_mm", StringComparison.Ordinal) ? 1000.0 : 1).ToArray();
        var values = layers.Select(l => l.Values.ToArray()).ToArray();
        Feature One(int k) => new(
            [[new FeaturePath([x[k]], [y[k]])]],
            [x[k], y[k], .. values.Select((v, i) => (FeatureValue)(v[cells[k]] * factors[i]))]);
        var table = new FeatureTable(
            name, title, description, FeatureKind.Point, [new FeatureField("longitude", 7), new FeatureField("latitude", 7), .. fields], [.. Enumerable.Range(0, cells.Length).Select(One)]);
        FeatureFiles.WriteCsv(Path.Combine(folder, name + ".csv"), table);
        if (cells.Length <= MostGeoJson)
        {
            FeatureFiles.WriteGeoJson(Path.Combine(folder, name + ".geojson"), table);
        }

        GeoPackageFeatureFile.Write(Path.Combine(folder, name + ".gpkg"), [table], date);
        return cells.Length;
    }
}
