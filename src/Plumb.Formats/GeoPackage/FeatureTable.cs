using Plumb.Formats.Gdal;

namespace Plumb.Formats.GeoPackage;

/// <summary>A point with texts and numbers.</summary>
/// <param name="Longitude">Longitude on WGS 84, degrees.</param>
/// <param name="Latitude">Latitude on WGS 84, degrees.</param>
/// <param name="Texts">Its texts; shape (text column).</param>
/// <param name="Numbers">Its numbers in the units of the columns' names; shape (number column); NaN for none.</param>
public sealed record PointFeature(double Longitude, double Latitude, IReadOnlyList<string> Texts, IReadOnlyList<double> Numbers);

/// <summary>Writes a table of a few points of any columns as one layer of a GeoPackage, longitude and latitude in degrees on WGS 84. Equal tables give equal bytes.</summary>
public static class FeatureTable
{
    private const int PointGeometry = 1;
    private const int TextField = 4;
    private const int RealField = 2;
    private const string DateOption = "OGR_CURRENT_DATE";

    /// <summary>Writes a file; one that stands there is replaced when the new one is whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="layer">Name of the layer.</param>
    /// <param name="description">What the numbers are, with unit, sign and reference.</param>
    /// <param name="texts">Names of the columns of text.</param>
    /// <param name="numbers">Names of the columns of numbers, with their units.</param>
    /// <param name="points">The points, degrees.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WritePoints(
        string path, string layer, string description, IReadOnlyList<string> texts, IReadOnlyList<string> numbers, IEnumerable<PointFeature> points)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(numbers);
        ArgumentNullException.ThrowIfNull(points);
        GdalLibrary.Require();
        var part = PartFile.NameFor(path);
        PartFile.Prepare(part, path);
        GdalErrors.Clear();
        NativeMethods.CPLSetThreadLocalConfigOption(DateOption, "2000-01-01T00:00:00.000Z");
        var isWhole = false;
        try
        {
            isWhole = Fill(part, layer, description, texts, numbers, points);
        }
        finally
        {
            NativeMethods.CPLSetThreadLocalConfigOption(DateOption, null);
            if (!isWhole)
            {
                PartFile.Remove(part);
                PartFile.Remove(part + "-journal");
            }
        }

        if (GdalErrors.Take() is { } failure || !isWhole)
        {
            throw new IOException($"{path} cannot be written: {GdalErrors.Take() ?? "GDAL gave no reason"}. Check the space and the rights of its disk.");
        }

        PartFile.Publish(part, path);
    }

    private static unsafe bool Fill(
        string part, string layerName, string description, IReadOnlyList<string> texts, IReadOnlyList<string> numbers, IEnumerable<PointFeature> points)
    {
        using var none = new NativeText();
        var dataset = NativeMethods.GDALCreate(NativeMethods.GDALGetDriverByName("GPKG"), Path.GetFullPath(part), 0, 0, 0, 0, none.Pointer);
        if (dataset == 0)
        {
            return false;
        }

        var feature = (nint)0;
        try
        {
            using var reference = SpatialReference.From("EPSG:4326");
            using var options = new NativeText("FID=id", "GEOMETRY_NAME=geom", "SPATIAL_INDEX=YES", "DESCRIPTION=" + description);
            var layer = NativeMethods.GDALDatasetCreateLayer(dataset, layerName, reference.Handle, PointGeometry, options.Pointer);
            if (layer == 0 || !texts.All(t => Field(layer, t, TextField)) || !numbers.All(n => Field(layer, n, RealField)) || NativeMethods.GDALDatasetStartTransaction(dataset, 0) != 0)
            {
                return false;
            }

            feature = NativeMethods.OGR_F_Create(NativeMethods.OGR_L_GetLayerDefn(layer));
            _ = NativeMethods.OGR_F_SetGeometryDirectly(feature, NativeMethods.OGR_G_CreateGeometry(PointGeometry));
            var id = 0;
            foreach (var point in points)
            {
                Set(feature, point, ++id);
                if (NativeMethods.OGR_L_CreateFeature(layer, feature) != 0)
                {
                    return false;
                }
            }

            return NativeMethods.GDALDatasetCommitTransaction(dataset) == 0;
        }
        finally
        {
            if (feature != 0)
            {
                NativeMethods.OGR_F_Destroy(feature);
            }

            NativeMethods.GDALClose(dataset);
        }
    }

    private static void Set(nint feature, PointFeature point, long id)
    {
        _ = NativeMethods.OGR_F_SetFID(feature, id);
        NativeMethods.OGR_G_SetPoint_2D(NativeMethods.OGR_F_GetGeometryRef(feature), 0, point.Longitude, point.Latitude);
        for (var k = 0; k < point.Texts.Count; k++)
        {
            NativeMethods.OGR_F_SetFieldString(feature, k, point.Texts[k]);
        }

        for (var k = 0; k < point.Numbers.Count; k++)
        {
            var field = point.Texts.Count + k;
            if (double.IsFinite(point.Numbers[k]))
            {
                NativeMethods.OGR_F_SetFieldDouble(feature, field, point.Numbers[k]);
            }
            else
            {
                NativeMethods.OGR_F_SetFieldNull(feature, field);
            }
        }
    }

    private static bool Field(nint layer, string name, int type)
    {
        var field = NativeMethods.OGR_Fld_Create(name, type);
        var failed = NativeMethods.OGR_L_CreateField(layer, field, 0) != 0;
        NativeMethods.OGR_Fld_Destroy(field);
        return !failed;
    }
}
