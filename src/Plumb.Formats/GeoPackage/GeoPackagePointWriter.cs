using System.Globalization;
using Plumb.Formats.Gdal;
using Plumb.Formats.Points;

namespace Plumb.Formats.GeoPackage;

/// <summary>
/// Writes points into one layer "points" of a GeoPackage (longitude and latitude on WGS 84, spatial index). The layer's
/// description says unit, sign and reference: degrees, pixels, mm/yr, mm, metres; dYYYYMMDD are mm. Equal points give equal bytes: the date of change in the file is that of the last acquisition.
/// </summary>
public sealed class GeoPackagePointWriter : IPointWriter
{
    /// <summary>The most dates that fit beside the other columns of a table, unit: columns.</summary>
    public const int LargestDates = 1900;

    private const int PointsPerTransaction = 50_000;
    private const int PointGeometry = 1;
    private const int IntegerField = 0;
    private const int RealField = 2;
    private const string DateOption = "OGR_CURRENT_DATE";

    private static readonly (string Name, int Type)[] Fields =
    [
        ("longitude", RealField), ("latitude", RealField), ("row", IntegerField), ("column", IntegerField),
        ("rate_mm_yr", RealField), ("rate_sigma_mm_yr", RealField), ("temporal_coherence", RealField),
        ("height_m", RealField), ("displacement_mm", RealField),
    ];

    private readonly PointTable table;
    private readonly string path;
    private readonly string part;
    private readonly string stamp;
    private nint dataset;
    private nint layer;
    private nint feature;
    private long pending;
    private string? failure;

    private GeoPackagePointWriter(string path, PointTable table)
    {
        this.path = path;
        this.table = table;
        part = PartFile.NameFor(path);
        var last = table.Dates.IsDefaultOrEmpty ? new DateOnly(2000, 1, 1) : table.Dates[^1];
        stamp = last.ToString("yyyy-MM-dd'T00:00:00.000Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>Begins a file.</summary>
    /// <param name="path">The file; an existing one is replaced when the new one is complete.</param>
    /// <param name="table">What the table holds; series in metres become millimetres.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="RequestException">There are more dates than columns fit into a table, or GDAL is not installed.</exception>
    public static GeoPackagePointWriter Create(string path, PointTable table)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(table);
        if (table.WithSeries && table.Dates.Length > LargestDates)
        {
            throw new RequestException($"{path}: {table.Dates.Length} dates do not fit into the columns of a GeoPackage table (at most {LargestDates}). Leave the series out or write CSV.");
        }

        GdalLibrary.Require();
        var writer = new GeoPackagePointWriter(path, table);
        try
        {
            writer.Begin();
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="RequestException">The point has no map position.</exception>
    public void Write(in MeasuredPoint point, ReadOnlySpan<float> series)
    {
        ObjectDisposedException.ThrowIf(dataset == 0, this);
        table.Check(series);
        if (!double.IsFinite(point.Longitude) || !double.IsFinite(point.Latitude))
        {
            throw new RequestException($"{path}: point {point.Id} has no longitude and latitude, so it cannot be put on a map. Geocode the results first, or write CSV.");
        }

        GdalErrors.Clear();
        _ = NativeMethods.OGR_F_SetFID(feature, point.Id);
        NativeMethods.OGR_G_SetPoint_2D(NativeMethods.OGR_F_GetGeometryRef(feature), 0, point.Longitude, point.Latitude);
        Real(0, point.Longitude);
        Real(1, point.Latitude);
        NativeMethods.OGR_F_SetFieldInteger64(feature, 2, point.Row);
        NativeMethods.OGR_F_SetFieldInteger64(feature, 3, point.Column);
        Real(4, PointTable.Millimetres(point.Rate));
        Real(5, PointTable.Millimetres(point.RateSigma));
        Real(6, Math.Round(point.TemporalCoherence, PointTable.Decimals));
        Real(7, Math.Round(point.Height, PointTable.Decimals));
        Real(8, PointTable.Millimetres(series.Length > 0 ? series[^1] : double.NaN));
        if (table.WithSeries)
        {
            for (var i = 0; i < series.Length; i++)
            {
                Real(Fields.Length + i, PointTable.Millimetres(series[i]));
            }
        }

        var failed = NativeMethods.OGR_L_CreateFeature(layer, feature) != 0;
        Check(failed);
        if (++pending == PointsPerTransaction)
        {
            Commit();
            Transaction();
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(dataset == 0, this);
        Commit();
        Close();
        Check(failed: false);
        PartFile.Publish(part, path);
    }

    /// <summary>Ends the writer; a file that is not complete is removed.</summary>
    public void Dispose()
    {
        Close();
        PartFile.Remove(part);
        PartFile.Remove(part + "-journal");
    }

    private unsafe void Begin()
    {
        PartFile.Prepare(part, path);
        using var none = new NativeText();
        GdalErrors.Clear();
        Dated(() => dataset = NativeMethods.GDALCreate(NativeMethods.GDALGetDriverByName("GPKG"), Path.GetFullPath(part), 0, 0, 0, 0, none.Pointer));
        Check(dataset == 0);
        using var reference = SpatialReference.From("EPSG:4326");
        using var options = new NativeText("FID=id", "GEOMETRY_NAME=geom", "SPATIAL_INDEX=YES", "IDENTIFIER=" + table.Title, "DESCRIPTION=" + table.Description);
        Dated(() => layer = NativeMethods.GDALDatasetCreateLayer(dataset, "points", reference.Handle, PointGeometry, options.Pointer));
        Check(layer == 0);
        foreach (var (name, type) in Fields)
        {
            Field(name, type);
        }

        if (table.WithSeries)
        {
            foreach (var date in table.Dates)
            {
                Field(PointTable.ColumnOf(date), RealField);
            }
        }

        feature = NativeMethods.OGR_F_Create(NativeMethods.OGR_L_GetLayerDefn(layer));
        _ = NativeMethods.OGR_F_SetGeometryDirectly(feature, NativeMethods.OGR_G_CreateGeometry(PointGeometry));
        Transaction();
    }

    private void Field(string name, int type)
    {
        var field = NativeMethods.OGR_Fld_Create(name, type);
        var failed = NativeMethods.OGR_L_CreateField(layer, field, 0) != 0;
        NativeMethods.OGR_Fld_Destroy(field);
        Check(failed);
    }

    private void Real(int field, double value)
    {
        if (double.IsFinite(value))
        {
            NativeMethods.OGR_F_SetFieldDouble(feature, field, value);
        }
        else
        {
            NativeMethods.OGR_F_SetFieldNull(feature, field);
        }
    }

    private void Transaction() => Check(NativeMethods.GDALDatasetStartTransaction(dataset, 0) != 0);

    private void Commit()
    {
        pending = 0;
        var failed = false;
        Dated(() => failed = NativeMethods.GDALDatasetCommitTransaction(dataset) != 0);
        Check(failed);
    }

    private void Close()
    {
        if (feature != 0)
        {
            NativeMethods.OGR_F_Destroy(feature);
            feature = 0;
        }

        if (dataset != 0)
        {
            GdalErrors.Clear();
            Dated(() => NativeMethods.GDALClose(dataset));
            dataset = layer = 0;
            failure ??= GdalErrors.Take();
        }
    }

    /// <summary>Does something while GDAL takes the stamp for the present.</summary>
    private void Dated(Action action)
    {
        NativeMethods.CPLSetThreadLocalConfigOption(DateOption, stamp);
        try
        {
            action();
        }
        finally
        {
            NativeMethods.CPLSetThreadLocalConfigOption(DateOption, null);
        }
    }

    private void Check(bool failed)
    {
        failure ??= GdalErrors.Take() ?? (failed ? "GDAL gave no reason" : null);
        if (failure is not null)
        {
            throw new IOException($"{path} cannot be written: {failure}. Check the space and the rights of its disk.");
        }
    }
}
