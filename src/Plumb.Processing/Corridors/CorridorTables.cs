using Plumb.Formats.Features;
using Plumb.Formats.Gdal;
using Plumb.Formats.GeoPackage;
using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Subsidence;

namespace Plumb.Processing.Corridors;

/// <summary>Profiles and zones of corridors as lines on the map and as tables: GeoPackage, GeoJSON and CSV.</summary>
public static class CorridorTables
{
    /// <summary>Writes the files of a record into a folder: corridor_profile, corridor_zones and corridor.gpkg; motions in mm and mm/yr.</summary>
    /// <param name="folder">The folder; it is created.</param>
    /// <param name="results">The results that the corridors were drawn on.</param>
    /// <param name="record">The corridors.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string folder, ResultSet results, CorridorRecord record)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(record);
        CorridorLine[] lines = [.. record.Lines.Select(l => l.On(results.PixelSize()))];
        var note = $"Motion {record.Axis}, relative to {record.RelativeTo}.";
        FeatureTable[] tables = [Profile(results, record, lines, note), Zones(results, record, lines, note)];
        foreach (var table in tables)
        {
            FeatureFiles.WriteGeoJson(Path.Combine(folder, table.Name + ".geojson"), table);
            FeatureFiles.WriteCsv(Path.Combine(folder, table.Name + ".csv"), table);
        }

        if (record.Dated.Count > 0)
        {
            FeatureFiles.WriteCsv(Path.Combine(folder, "corridor_dates.csv"), Dates(record, note));
        }

        GeoPackageFeatureFile.Write(Path.Combine(folder, "corridor.gpkg"), tables, record.To ?? new DateOnly(2000, 1, 1));
        record.Write(folder);
    }

    private static FeatureTable Profile(ResultSet results, CorridorRecord record, CorridorLine[] lines, string note)
    {
        FeatureField[] fields =
        [
            FeatureField.OfText("line"), new("chainage_m", 1), new("pixels", 0), new("rate_mm_yr", 2), new("rate_sigma_mm_yr", 2), new("displacement_mm", 2), new("displacement_sigma_mm", 2),
            new("difference_mm", 2), new("difference_sigma_mm", 2), new("distortion_mm_m", 4),
        ];
        var half = record.Options.Step / 2;
        return new FeatureTable("corridor_profile", "Profile by chainage", note, FeatureKind.Line, fields, [.. record.Lines.SelectMany((l, k) => l.Steps.Select(s => new Feature(
            [[Stretch(results.Grid, results.PixelSize(), lines[k], s.Chainage - half, s.Chainage + half)]],
            [
                l.Name, s.Chainage, s.Count, 1000 * s.Rate, 1000 * s.RateSigma, 1000 * s.Displacement, 1000 * s.DisplacementSigma, 1000 * s.Difference, 1000 * s.DifferenceSigma, 1000 * s.Distortion,
            ])))]);
    }

    private static FeatureTable Zones(ResultSet results, CorridorRecord record, CorridorLine[] lines, string note)
    {
        FeatureField[] fields =
        [
            FeatureField.OfText("line"), FeatureField.OfText("limit"), new("rank", 0), new("from_m", 1), new("to_m", 1), new("length_m", 1), new("length_sigma_m", 1), new("from_sigma_m", 1), new("to_sigma_m", 1), new("worst", 3), new("worst_sigma", 3), new("mildest", 3),
            FeatureField.OfText("unit"), new("worst_at_m", 1), FeatureField.OfText("sure"),
        ];
        return new FeatureTable("corridor_zones", "Zones above limits", note, FeatureKind.Line, fields, [.. record.Lines.SelectMany((l, k) => l.Zones.GroupBy(z => z.Limit).SelectMany(g => g.Select((z, rank) => new Feature(
            [[Stretch(results.Grid, results.PixelSize(), lines[k], z.From, z.To)]],
            [
                l.Name, z.Limit == CorridorLimit.Rate ? "rate" : "distortion", rank + 1, z.From, z.To, z.Length, z.LengthSigma, z.FromSigma, z.ToSigma, 1000 * z.Worst, 1000 * z.WorstSigma, 1000 * z.Mildest,
                z.Limit == CorridorLimit.Rate ? "mm/yr" : "mm/m", z.WorstAt, z.IsSure ? "yes" : "no",
            ]))))]);
    }

    private static FeatureTable Dates(CorridorRecord record, string note)
    {
        FeatureField[] fields = [FeatureField.OfText("line"), FeatureField.OfText("date"), new("chainage_m", 1), new("displacement_mm", 2), new("displacement_sigma_mm", 2), FeatureField.OfText("filled")];
        return new FeatureTable("corridor_dates", "Displacement along lines at dates", note, FeatureKind.Line, fields, [.. record.Dated.SelectMany(d => d.Chainage.Select((c, k) => new Feature(
            [],
            [d.Line, d.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), c, 1000 * d.Displacement[k], 1000 * d.Sigma[k], d.IsFilled[k] ? "yes" : "no"])))]);
    }

    private static FeaturePath Stretch(Grid grid, (double Width, double Height) pixel, CorridorLine line, double from, double to)
    {
        (from, to) = (Math.Clamp(from, 0, line.Length), Math.Clamp(to, 0, line.Length));
        double[] at = [from, .. line.Corners.Where(c => c > from && c < to), to];
        var places = at.Select(line.At).ToArray();
        double[] x = [.. places.Select(p => grid.OriginX + (p.East / pixel.Width * grid.StepX))];
        double[] y = [.. places.Select(p => grid.OriginY - (p.North / pixel.Height * grid.StepY))];
        if (grid.Crs != Crs.Wgs84)
        {
            using var transform = new CoordinateTransform(grid.Crs, Crs.Wgs84);
            transform.Apply(x, y);
        }

        return new FeaturePath(x, y);
    }
}
