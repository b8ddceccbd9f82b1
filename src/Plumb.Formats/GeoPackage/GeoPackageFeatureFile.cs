using Plumb.Formats.Features;
using Plumb.Formats.Gdal;

namespace Plumb.Formats.GeoPackage;

/// <summary>
/// Writes tables of features as the layers of one GeoPackage (longitude and latitude on WGS 84, degrees, spatial index). Equal tables give equal bytes: the date of
/// change in the file is the one given.
/// </summary>
public static class GeoPackageFeatureFile
{
    private const int RealField = 2;
    private const int TextField = 4;
    private const int PointGeometry = 1;
    private const int LineGeometry = 2;
    private const int PolygonGeometry = 3;
    private const int LinesGeometry = 5;
    private const int PolygonsGeometry = 6;
    private const int RingGeometry = 101;
    private const string DateOption = "OGR_CURRENT_DATE";

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; an existing one is replaced when the new one is complete.</param>
    /// <param name="tables">The layers.</param>
    /// <param name="date">The date of change that the file names (UTC).</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="RequestException">GDAL is not installed.</exception>
    public static void Write(string path, IReadOnlyList<FeatureTable> tables, DateOnly date)
    {
        ArgumentNullException.ThrowIfNull(tables);
        GdalLibrary.Require();
        var part = PartFile.NameFor(path);
        PartFile.Prepare(part, path);
        NativeMethods.CPLSetThreadLocalConfigOption(DateOption, date.ToString("yyyy-MM-dd'T00:00:00.000Z'", System.Globalization.CultureInfo.InvariantCulture));
        try
        {
            Fill(part, path, tables);
            PartFile.Publish(part, path);
        }
        finally
        {
            NativeMethods.CPLSetThreadLocalConfigOption(DateOption, null);
            PartFile.Remove(part);
            PartFile.Remove(part + "-journal");
        }
    }

    private static unsafe void Fill(string part, string path, IReadOnlyList<FeatureTable> tables)
    {
        using var none = new NativeText();
        GdalErrors.Clear();
        var dataset = NativeMethods.GDALCreate(NativeMethods.GDALGetDriverByName("GPKG"), Path.GetFullPath(part), 0, 0, 0, 0, none.Pointer);
        Check(path, dataset == 0);
        try
        {
            foreach (var table in tables)
            {
                FillLayer(dataset, path, table);
            }
        }
        finally
        {
            NativeMethods.GDALClose(dataset);
        }

        Check(path, failed: false);
    }

    private static unsafe void FillLayer(nint dataset, string path, FeatureTable table)
    {
        using var reference = SpatialReference.From("EPSG:4326");
        using var options = new NativeText("FID=id", "GEOMETRY_NAME=geom", "SPATIAL_INDEX=YES", "IDENTIFIER=" + table.Title, "DESCRIPTION=" + table.Description);
        var kind = table.Kind switch { FeatureKind.Point => PointGeometry, FeatureKind.Line => LinesGeometry, _ => PolygonsGeometry };
        var layer = NativeMethods.GDALDatasetCreateLayer(dataset, table.Name, reference.Handle, kind, options.Pointer);
        Check(path, layer == 0);
        foreach (var field in table.Fields)
        {
            var made = NativeMethods.OGR_Fld_Create(field.Name, field.Decimals < 0 ? TextField : RealField);
            var failed = NativeMethods.OGR_L_CreateField(layer, made, 0) != 0;
            NativeMethods.OGR_Fld_Destroy(made);
            Check(path, failed);
        }

        Check(path, NativeMethods.GDALDatasetStartTransaction(dataset, 0) != 0);
        var id = 0L;
        foreach (var one in table.Features)
        {
            var feature = NativeMethods.OGR_F_Create(NativeMethods.OGR_L_GetLayerDefn(layer));
            _ = NativeMethods.OGR_F_SetFID(feature, ++id);
            _ = NativeMethods.OGR_F_SetGeometryDirectly(feature, Geometry(table.Kind, one));
            Values(feature, table, one);
            var failed = NativeMethods.OGR_L_CreateFeature(layer, feature) != 0;
            NativeMethods.OGR_F_Destroy(feature);
            Check(path, failed);
        }

        Check(path, NativeMethods.GDALDatasetCommitTransaction(dataset) != 0);
    }

    private static void Values(nint feature, FeatureTable table, Feature one)
    {
        for (var k = 0; k < table.Fields.Count; k++)
        {
            var (field, value) = (table.Fields[k], one.Values[k]);
            if (field.Decimals < 0)
            {
                NativeMethods.OGR_F_SetFieldString(feature, k, value.Text ?? "");
            }
            else if (double.IsFinite(value.Number))
            {
                NativeMethods.OGR_F_SetFieldDouble(feature, k, Math.Round(value.Number, field.Decimals));
            }
            else
            {
                NativeMethods.OGR_F_SetFieldNull(feature, k);
            }
        }
    }

    private static nint Geometry(FeatureKind kind, Feature one)
    {
        if (kind == FeatureKind.Point)
        {
            var point = NativeMethods.OGR_G_CreateGeometry(PointGeometry);
            NativeMethods.OGR_G_SetPoint_2D(point, 0, one.Parts[0][0].Longitude[0], one.Parts[0][0].Latitude[0]);
            return point;
        }

        var whole = NativeMethods.OGR_G_CreateGeometry(kind == FeatureKind.Line ? LinesGeometry : PolygonsGeometry);
        foreach (var part in one.Parts)
        {
            var made = NativeMethods.OGR_G_CreateGeometry(kind == FeatureKind.Line ? LineGeometry : PolygonGeometry);
            if (kind == FeatureKind.Line)
            {
                Way(made, part[0], isClosed: false);
            }
            else
            {
                foreach (var path in part)
                {
                    var ring = NativeMethods.OGR_G_CreateGeometry(RingGeometry);
                    Way(ring, path, isClosed: true);
                    _ = NativeMethods.OGR_G_AddGeometryDirectly(made, ring);
                }
            }

            _ = NativeMethods.OGR_G_AddGeometryDirectly(whole, made);
        }

        return whole;
    }

    private static void Way(nint geometry, FeaturePath path, bool isClosed)
    {
        for (var i = 0; i < path.Longitude.Length + (isClosed ? 1 : 0); i++)
        {
            var corner = i % path.Longitude.Length;
            NativeMethods.OGR_G_AddPoint_2D(geometry, path.Longitude[corner], path.Latitude[corner]);
        }
    }

    private static void Check(string path, bool failed)
    {
        var failure = GdalErrors.Take() ?? (failed ? "GDAL gave no reason" : null);
        if (failure is not null)
        {
            throw new IOException($"{path} cannot be written: {failure}. Check the space and the rights of its disk.");
        }
    }
}
