using System.Globalization;
using Plumb.Formats.Features;
using Plumb.Formats.Gdal;
using Plumb.Formats.GeoPackage;
using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Subsidence;

namespace Plumb.Processing.Basins;

/// <summary>Basins as polygons with their numbers, and their tracks and phases as tables: GeoJSON, CSV and GeoPackage.</summary>
internal static class BasinTables
{
    private const string Folder = "basins";

    /// <summary>Writes the files of a record into a folder.</summary>
    public static void Write(string folder, ResultSet results, SubsidenceRecord record, int[] labels, IReadOnlyList<Contour> contours)
    {
        var date = results.Dates.Count > 0 ? results.Dates[^1] : new DateOnly(2000, 1, 1);
        var basins = Polygons(results, record, labels);
        var lines = Contours(results, record, contours);
        FeatureTable[] tables = [basins, Phases(record), Tracks(results, record), Damage(record)];
        FeatureFiles.WriteGeoJson(Path.Combine(folder, Folder + ".geojson"), basins);
        FeatureFiles.WriteGeoJson(Path.Combine(folder, "contours.geojson"), lines);
        foreach (var table in tables)
        {
            FeatureFiles.WriteCsv(Path.Combine(folder, table.Name + ".csv"), table);
        }

        GeoPackageFeatureFile.Write(Path.Combine(folder, Folder + ".gpkg"), [basins, lines], date);
    }

    /// <summary>A polygon of pixel corners as longitude and latitude.</summary>
    public static IReadOnlyList<IReadOnlyList<FeaturePath>> OnMap(Grid grid, IReadOnlyList<PixelPolygon> polygons)
    {
        using var transform = grid.Crs == Crs.Wgs84 ? null : new CoordinateTransform(grid.Crs, Crs.Wgs84);
        FeaturePath Way(IReadOnlyList<(double Row, double Column)> ring)
        {
            double[] x = [.. ring.Select(p => grid.OriginX + (p.Column * grid.StepX))];
            double[] y = [.. ring.Select(p => grid.OriginY + (p.Row * grid.StepY))];
            transform?.Apply(x, y);
            return new FeaturePath(x, y);
        }

        return [.. polygons.Select(p => (IReadOnlyList<FeaturePath>)[Way(p.Outer), .. p.Holes.Select(Way)])];
    }

    private static FeatureTable Polygons(ResultSet results, SubsidenceRecord record, int[] labels)
    {
        FeatureField[] fields =
        [
            new("basin", 0), FeatureField.OfText("found_in"), new("longitude", 7), new("latitude", 7), new("rate_mm_yr", 2), new("rate_sigma_mm_yr", 2), new("rate_extreme_mm_yr", 2),
            new("contrast", 1), new("area_m2", 0), new("area_sigma_m2", 0), new("significant_area_m2", 0), new("volume_m3_yr", 1), new("volume_sigma_m3_yr", 1),
            new("displacement_mm", 2), new("displacement_sigma_mm", 2), new("displaced_volume_m3", 1), new("displaced_volume_sigma_m3", 1), new("major_axis_m", 0), new("minor_axis_m", 0),
            new("azimuth_deg", 1), new("gap_share", 3), new("area_growth_m2_yr", 0), new("advance_m_yr", 1), new("advance_sigma_m_yr", 1), new("advance_azimuth_deg", 1), FeatureField.OfText("phase_now"),
        ];
        var features = record.Basins.Select(b => new Feature(
            OnMap(results.Grid, RegionOutline.Of(labels, results.Grid.Columns, b.Rate.Id, b.Rate.Bounds)),
            [
                b.Rate.Id, b.Source == BasinSource.Rate ? "rate" : "series", b.Longitude, b.Latitude, 1000 * b.Rate.Depth, 1000 * b.Rate.DepthSigma, 1000 * b.Rate.Extreme,
                b.Rate.Contrast, b.Rate.Area, b.Rate.AreaSigma, b.Rate.SignificantArea, b.Rate.Volume, b.Rate.VolumeSigma,
                1000 * (b.Displacement?.Depth ?? double.NaN), 1000 * (b.Displacement?.DepthSigma ?? double.NaN), b.Displacement?.Volume ?? double.NaN, b.Displacement?.VolumeSigma ?? double.NaN,
                b.Rate.MajorAxis, b.Rate.MinorAxis, b.Rate.Azimuth, b.Rate.GapShare, b.AreaGrowth, b.Advance?.Speed ?? double.NaN, b.Advance?.Sigma ?? double.NaN, b.Advance?.Azimuth ?? double.NaN,
                b.Life?.Now ?? "",
            ]));
        return new FeatureTable(
            "basins", "Basins", $"Motion {record.Axis}, relative to {record.RelativeTo}. Rates and displacements at the deepest place.", FeatureKind.Polygon, fields, [.. features]);
    }

    private static FeatureTable Phases(SubsidenceRecord record)
    {
        FeatureField[] fields =
        [
            new("basin", 0), FeatureField.OfText("phase"), FeatureField.OfText("from"), new("from_sigma_days", 1), FeatureField.OfText("to"), new("rate_mm_yr", 2), new("rate_sigma_mm_yr", 2),
        ];
        return new FeatureTable("basin_phases", "Life cycles of basins", "Phases of the core of each basin.", FeatureKind.Point, fields, [.. record.Basins.SelectMany(b => (b.Life?.Phases ?? []).Select(p => new Feature(
            [],
            [b.Rate.Id, p.Kind, Day(p.From), p.FromSigma, Day(p.To), 1000 * p.Rate, 1000 * p.Sigma])))]);
    }

    private static FeatureTable Tracks(ResultSet results, SubsidenceRecord record)
    {
        FeatureField[] fields =
        [
            new("track", 0), new("basin", 0), FeatureField.OfText("date"), new("longitude", 7), new("latitude", 7), new("displacement_mm", 2), new("displacement_sigma_mm", 2), new("area_m2", 0),
            new("volume_m3", 1), new("volume_sigma_m3", 1), new("split_from", 0), new("merged_into", 0),
        ];
        return new FeatureTable("basin_tracks", "Basins through the dates", "Basins of the displacement since the first date.", FeatureKind.Point, fields, [.. record.Tracks.SelectMany(t => t.Points.Select(p =>
        {
            var (longitude, latitude) = results.PlaceOf(p.Basin.Row, p.Basin.Column);
            return new Feature(
                [],
                [
                    t.Track, t.Basin, Day(record.Epochs[p.Epoch]), longitude, latitude, 1000 * p.Basin.Depth, 1000 * p.Basin.DepthSigma, p.Basin.Area, p.Basin.Volume, p.Basin.VolumeSigma,
                    t.SplitFrom, t.MergedInto,
                ]);
        }))]);
    }

    private static FeatureTable Contours(ResultSet results, SubsidenceRecord record, IReadOnlyList<Contour> contours)
    {
        using var transform = results.Grid.Crs == Crs.Wgs84 ? null : new CoordinateTransform(results.Grid.Crs, Crs.Wgs84);
        return new FeatureTable(
            "contours", "Contours of the displacement", $"Displacement from the first to the last date, {record.Axis}, mean over the least extent.", FeatureKind.Line, [new("displacement_mm", 1)],
            [
                .. contours.Select(c =>
                {
                    double[] x = [.. c.Points.Select(p => results.Grid.OriginX + ((p.Column + 0.5) * results.Grid.StepX))];
                    double[] y = [.. c.Points.Select(p => results.Grid.OriginY + ((p.Row + 0.5) * results.Grid.StepY))];
                    transform?.Apply(x, y);
                    return new Feature([[new FeaturePath(x, y)]], [1000 * c.Level]);
                }),
            ]);
    }

    private static FeatureTable Damage(SubsidenceRecord record)
    {
        FeatureField[] fields =
        [
            new("basin", 0), FeatureField.OfText("class"), new("area_m2", 0), new("sure_area_m2", 0), new("radius_m", 0), new("tilt_mm_m", 3), new("tilt_sigma_mm_m", 3), new("curvature_per_km", 4),
            new("curvature_sigma_per_km", 4), new("strain_mm_m", 3), new("strain_sigma_mm_m", 3),
        ];
        return new FeatureTable("basin_damage", "Damage by basin", record.DamageMethod, FeatureKind.Point, fields, [.. record.Basins.Where(b => b.Damage is not null).SelectMany(b => record.DamageClasses.Select((word, k) => new Feature(
            [],
            [
                b.Rate.Id, word, b.Damage!.Areas[k], b.Damage.SureAreas[k], b.Damage.Radius, 1000 * b.Damage.Tilt, 1000 * b.Damage.TiltSigma, 1000 * b.Damage.Curvature,
                1000 * b.Damage.CurvatureSigma, 1000 * b.Damage.Strain, 1000 * b.Damage.StrainSigma,
            ])))]);
    }

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
