using System.Globalization;
using Plumb.Grids;

namespace Plumb.Formats.Gdal;

/// <summary>
/// A raster file opened for reading. Bands are counted from 1. Nothing is read into memory before it is asked for.
/// One instance belongs to one thread at a time: threads that read the same file open it each for themselves.
/// </summary>
/// <remarks>
/// Only formats that hold their own data are opened unless the caller names others: a VRT or a description of a web
/// service found in a folder of products is refused, because it may point anywhere.
/// </remarks>
public sealed partial class GdalDataset : IDisposable
{
    private const uint ReadRaster = 0x02 | 0x40;
    private const double LargestExpansion = 65_536;

    private static readonly string[] SafeDrivers =
    [
        "GTiff", "ENVI", "ROI_PAC", "ISCE", "netCDF", "HDF5", "HDF5Image", "GRIB", "Zarr", "AAIGrid", "SRTMHGT", "EHdr",
        "GSBG", "GSAG", "GS7BG", "USGSDEM", "DTED", "JP2OpenJPEG", "PNG", "JPEG", "GPKG", "SAR_CEOS", "XYZ",
    ];

    private nint handle;
    private bool transformRead;
    private double[]? transform;

    private GdalDataset(string path, nint handle)
    {
        Path = path;
        this.handle = handle;
        Columns = NativeMethods.GDALGetRasterXSize(handle);
        Rows = NativeMethods.GDALGetRasterYSize(handle);
        BandCount = NativeMethods.GDALGetRasterCount(handle);
        Driver = NativeText.Borrow(NativeMethods.GDALGetDriverShortName(NativeMethods.GDALGetDatasetDriver(handle))) ?? "";
    }

    /// <summary>The file, as it was asked for.</summary>
    public string Path { get; }

    /// <summary>GDAL's short name of the format: "GTiff", "ENVI", "netCDF".</summary>
    public string Driver { get; }

    /// <summary>Number of columns (unit: pixels).</summary>
    public int Columns { get; }

    /// <summary>Number of rows (unit: pixels).</summary>
    public int Rows { get; }

    /// <summary>Number of bands; 0 for a container whose variables are <see cref="Variables"/>.</summary>
    public int BandCount { get; }

    /// <summary>
    /// Where the raster lies; <see cref="Grids.Grid.Radar"/> for one without a position. The origin is the outer corner
    /// of the first pixel whichever of "area" and "point" the file counts from. A raster stored south-up is presented north-up.
    /// </summary>
    /// <exception cref="RequestException">The raster is rotated or sheared, has a position without a reference system, or a system in other units than degrees and metres.</exception>
    public Grid Grid => GridOr(null);

    /// <summary>Opens a raster.</summary>
    /// <param name="path">A file, or a folder for a format that is one (Zarr).</param>
    /// <param name="drivers">GDAL's short names of the formats that are allowed; none stands for all that hold their own data.</param>
    /// <exception cref="RequestException">The file is absent, is of no allowed format, is damaged, or promises more than it can hold; GDAL is not installed.</exception>
    public static GdalDataset Open(string path, params IReadOnlyList<string> drivers)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(drivers);
        GdalLibrary.Require();
        var full = System.IO.Path.GetFullPath(path);
        if (!File.Exists(full) && !Directory.Exists(full))
        {
            throw new RequestException($"{path} does not exist. Check the path; only local files are read.");
        }

        if (full.StartsWith("/vsi", StringComparison.OrdinalIgnoreCase))
        {
            throw new RequestException($"{path} is GDAL's name for something that is not a plain file. Copy the data to a local folder.");
        }

        var dataset = new GdalDataset(path, OpenHandle(full, path, drivers.Count == 0 ? SafeDrivers : drivers));
        try
        {
            dataset.RefuseEmptyPromises(full);
            return dataset;
        }
        catch
        {
            dataset.Dispose();
            throw;
        }
    }

    /// <summary>Names of the variables of a container (netCDF, HDF5), by which <see cref="OpenVariable"/> opens them; empty where the file is one raster.</summary>
    public IReadOnlyList<string> Variables =>
        [.. Subdatasets().Select(VariableName).Where(name => name.Length > 0)];

    /// <summary>Opens one variable of a container (netCDF, HDF5).</summary>
    /// <param name="name">Name of the variable, as in <see cref="Variables"/>; the part after the last slash is enough where it is unique.</param>
    /// <exception cref="RequestException">There is no such variable, or more than one, or it cannot be opened.</exception>
    public GdalDataset OpenVariable(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var all = Subdatasets();
        var found = all.Where(s => VariableName(s) == name).ToArray();
        if (found.Length == 0)
        {
            found = [.. all.Where(s => VariableName(s).EndsWith("/" + name, StringComparison.Ordinal))];
        }

        return found.Length == 1
            ? new GdalDataset(Path, OpenHandle(found[0], $"{Path}, variable {name}", [Driver, "HDF5Image"]))
            : throw new RequestException($"{Path} has {(found.Length == 0 ? "no" : "more than one")} variable '{name}'. It has: {string.Join(", ", Variables.Take(20))}.");
    }

    /// <summary>Where the raster lies, with a reference system for a file that gives a position but names no system.</summary>
    /// <param name="assumed">The system to take where the file names none; null to refuse such a file; <see cref="Crs.Radar"/> to take its coordinates as radar coordinates, unit pixels.</param>
    /// <exception cref="RequestException">As for <see cref="Grid"/>.</exception>
    public Grid GridOr(Crs? assumed)
    {
        if (Transform() is not { } t)
        {
            return Grids.Grid.Radar(Columns, Rows);
        }

        var named = ReferenceSystem();
        if (named is null && assumed is { IsRadar: true })
        {
            return Grids.Grid.Radar(Columns, Rows);
        }

        if (t[2] != 0 || t[4] != 0 || !(t[1] > 0) || t[5] == 0 || !t.All(double.IsFinite))
        {
            throw new RequestException($"{Path} lies rotated, mirrored or sheared on the map (geotransform {string.Join(", ", t.Select(v => v.ToString(CultureInfo.InvariantCulture)))}). Warp it to a north-up grid first: gdalwarp {System.IO.Path.GetFileName(Path)} north_up.tif.");
        }

        var crs = named ?? assumed ?? throw new RequestException($"{Path} has a position but names no coordinate reference system. Set it with gdal_edit.py -a_srs EPSG:n.");
        return new Grid(crs, t[0], IsSouthUp() ? t[3] + (Rows * t[5]) : t[3], t[1], -Math.Abs(t[5]), Columns, Rows);
    }

    /// <summary>How a band stores its values.</summary>
    /// <param name="band">Band, from 1.</param>
    public RasterType Type(int band) => (RasterType)NativeMethods.GDALGetRasterDataType(Band(band)) is var type && Enum.IsDefined(type) ? type : RasterType.Unknown;

    /// <summary>Size of the blocks in which a band is stored, shape (rows, columns), unit: pixels; tiles that follow it read fastest.</summary>
    /// <param name="band">Band, from 1.</param>
    public (int Rows, int Columns) BlockSize(int band)
    {
        NativeMethods.GDALGetBlockSize(Band(band), out var columns, out var rows);
        return (rows, columns);
    }

    /// <summary>The value that stands for no-data in the file, in the stored unit; null where the file names none.</summary>
    /// <param name="band">Band, from 1.</param>
    public double? NoData(int band)
    {
        var value = NativeMethods.GDALGetRasterNoDataValue(Band(band), out var exists);
        return exists != 0 ? value : null;
    }

    /// <summary>The unit that the file names for a band, as written there; empty where it names none.</summary>
    /// <param name="band">Band, from 1.</param>
    public string UnitOf(int band) => NativeText.Borrow(NativeMethods.GDALGetRasterUnitType(Band(band))) ?? "";

    /// <summary>The description of a band, as written in the file; empty where there is none.</summary>
    /// <param name="band">Band, from 1.</param>
    public string Description(int band) => NativeText.Borrow(NativeMethods.GDALGetDescription(Band(band))) ?? "";

    /// <summary>Number of reduced copies (overviews) of a band, unit: copies.</summary>
    /// <param name="band">Band, from 1.</param>
    public int OverviewCount(int band) => NativeMethods.GDALGetOverviewCount(Band(band));

    /// <summary>Items of metadata of the file.</summary>
    /// <param name="domain">GDAL's domain: "" for the default one, "IMAGE_STRUCTURE", "RPC".</param>
    public IReadOnlyDictionary<string, string> Metadata(string domain = "") =>
        NativeText.BorrowPairs(NativeMethods.GDALGetMetadata(Handle(), domain));

    /// <summary>Items of metadata of a band.</summary>
    /// <param name="band">Band, from 1.</param>
    /// <param name="domain">GDAL's domain: "" for the default one.</param>
    public IReadOnlyDictionary<string, string> BandMetadata(int band, string domain = "") =>
        NativeText.BorrowPairs(NativeMethods.GDALGetMetadata(Band(band), domain));

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        if (handle != 0)
        {
            NativeMethods.GDALClose(handle);
            handle = 0;
            GdalErrors.Clear();
        }
    }

    internal nint Handle()
    {
        ObjectDisposedException.ThrowIf(handle == 0, this);
        return handle;
    }

    private static unsafe nint OpenHandle(string name, string shown, IReadOnlyList<string> drivers)
    {
        using var allowed = new NativeText(drivers);
        GdalErrors.Clear();
        var handle = NativeMethods.GDALOpenEx(name, ReadRaster, allowed.Pointer, null, null);
        var reason = GdalErrors.Take();
        return handle != 0
            ? handle
            : throw new RequestException($"{shown} cannot be opened as a raster: {reason ?? "it is of no format that is read here"}. Check that it is whole and is the file meant.");
    }

    private static string VariableName(string subdataset)
    {
        var end = subdataset.LastIndexOf("\":", StringComparison.Ordinal);
        return end < 0 ? subdataset[(subdataset.LastIndexOf(':') + 1)..] : subdataset[(end + 2)..].TrimStart('/');
    }

    private List<string> Subdatasets()
    {
        var items = Metadata("SUBDATASETS");
        var names = new List<string>();
        for (var i = 1; items.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"SUBDATASET_{i}_NAME"), out var name); i++)
        {
            names.Add(name);
        }

        return names;
    }

    private void RefuseEmptyPromises(string full)
    {
        if (BandCount == 0)
        {
            return;
        }

        var promised = (double)Columns * Rows * BandCount * Math.Max(1, Type(1).Bytes());
        if (File.Exists(full) && promised > 1 << 30 && promised > new FileInfo(full).Length * LargestExpansion)
        {
            throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"{Path} is {new FileInfo(full).Length} bytes long, but its header promises {Rows} rows, {Columns} columns and {BandCount} bands. The file is damaged or not what it seems; get it again."));
        }
    }

    private nint Band(int band)
    {
        var dataset = Handle();
        if (band < 1 || band > BandCount)
        {
            throw new ArgumentOutOfRangeException(nameof(band), band, $"{Path} has {BandCount} bands, counted from 1.");
        }

        return NativeMethods.GDALGetRasterBand(dataset, band);
    }

    /// <summary>The file's geotransform; null where it has none, or only one that numbers the pixels.</summary>
    private unsafe double[]? Transform()
    {
        if (!transformRead)
        {
            var t = new double[6];
            fixed (double* p = t)
            {
                var has = NativeMethods.GDALGetGeoTransform(Handle(), p) == 0;
                var numbers = NativeMethods.GDALGetSpatialRef(Handle()) == 0 && t is [0, 1, 0, 0, 0, 1 or -1];
                transform = has && !numbers ? t : null;
            }

            transformRead = true;
        }

        return transform;
    }

    private bool IsSouthUp() => Transform() is { } t && t[5] > 0;

    private Crs? ReferenceSystem()
    {
        var borrowed = NativeMethods.GDALGetSpatialRef(Handle());
        if (borrowed == 0 || NativeMethods.OSRIsLocal(borrowed) != 0)
        {
            return null;
        }

        using var reference = SpatialReference.Copy(borrowed);
        return reference.ToCrs(Path);
    }
}
