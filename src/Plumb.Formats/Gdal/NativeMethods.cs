using System.Runtime.InteropServices;

namespace Plumb.Formats.Gdal;

/// <summary>The functions of GDAL's C interface that Plumb calls. Strings that GDAL lends are nint and never freed.</summary>
internal static partial class NativeMethods
{
    /// <summary>A name no file has, so that <see cref="GdalLibrary"/> decides which file is meant.</summary>
    internal const string Library = "plumb-gdal";

    [LibraryImport(Library)]
    internal static partial void GDALAllRegister();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint GDALVersionInfo(string request);

    [LibraryImport(Library)]
    internal static partial nint CPLSetErrorHandler(nint handler);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void CPLSetConfigOption(string key, string? value);

    [LibraryImport(Library)]
    internal static partial void GDALSetCacheMax64(long bytes);

    [LibraryImport(Library)]
    internal static partial void VSIFree(nint memory);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint GDALGetDriverByName(string name);

    [LibraryImport(Library)]
    internal static partial nint GDALGetDatasetDriver(nint dataset);

    [LibraryImport(Library)]
    internal static partial nint GDALGetDriverShortName(nint driver);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial nint GDALOpenEx(string path, uint flags, byte** drivers, byte** options, byte** siblings);

    [LibraryImport(Library)]
    internal static partial void GDALClose(nint dataset);

    [LibraryImport(Library)]
    internal static partial int GDALGetRasterXSize(nint dataset);

    [LibraryImport(Library)]
    internal static partial int GDALGetRasterYSize(nint dataset);

    [LibraryImport(Library)]
    internal static partial int GDALGetRasterCount(nint dataset);

    [LibraryImport(Library)]
    internal static partial nint GDALGetRasterBand(nint dataset, int band);

    [LibraryImport(Library)]
    internal static partial int GDALGetRasterDataType(nint band);

    [LibraryImport(Library)]
    internal static partial void GDALGetBlockSize(nint band, out int columns, out int rows);

    [LibraryImport(Library)]
    internal static partial double GDALGetRasterNoDataValue(nint band, out int exists);

    [LibraryImport(Library)]
    internal static partial int GDALSetRasterNoDataValue(nint band, double value);

    [LibraryImport(Library)]
    internal static partial double GDALGetRasterScale(nint band, out int exists);

    [LibraryImport(Library)]
    internal static partial double GDALGetRasterOffset(nint band, out int exists);

    [LibraryImport(Library)]
    internal static partial nint GDALGetRasterUnitType(nint band);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GDALSetRasterUnitType(nint band, string unit);

    [LibraryImport(Library)]
    internal static partial int GDALGetOverviewCount(nint band);

    [LibraryImport(Library)]
    internal static unsafe partial int GDALGetGeoTransform(nint dataset, double* transform);

    [LibraryImport(Library)]
    internal static unsafe partial int GDALSetGeoTransform(nint dataset, double* transform);

    [LibraryImport(Library)]
    internal static partial nint GDALGetSpatialRef(nint dataset);

    [LibraryImport(Library)]
    internal static partial int GDALSetSpatialRef(nint dataset, nint reference);

    [LibraryImport(Library)]
    internal static partial nint GDALGetDescription(nint majorObject);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void GDALSetDescription(nint majorObject, string text);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint GDALGetMetadata(nint majorObject, string domain);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GDALSetMetadataItem(nint majorObject, string key, string? value, string domain);

    [LibraryImport(Library)]
    internal static unsafe partial int GDALRasterIOEx(
        nint band, int write, int column, int row, int columns, int rows, void* buffer, int bufferColumns, int bufferRows,
        int bufferType, long pixelSpace, long lineSpace, nint extra);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial nint GDALCreate(nint driver, string path, int columns, int rows, int bands, int type, byte** options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial nint GDALCreateCopy(nint driver, string path, nint source, int strict, byte** options, nint progress, nint progressData);

    [LibraryImport(Library)]
    internal static unsafe partial int GDALAddBand(nint dataset, int type, byte** options);

    [LibraryImport(Library)]
    internal static partial nint OSRNewSpatialReference(nint wkt);

    [LibraryImport(Library)]
    internal static partial nint OSRClone(nint reference);

    [LibraryImport(Library)]
    internal static partial void OSRDestroySpatialReference(nint reference);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OSRSetFromUserInput(nint reference, string definition);

    [LibraryImport(Library)]
    internal static partial void OSRSetAxisMappingStrategy(nint reference, int strategy);

    [LibraryImport(Library)]
    internal static unsafe partial nint* OSRFindMatches(nint reference, byte** options, out int count, out nint confidences);

    [LibraryImport(Library)]
    internal static unsafe partial void OSRFreeSRSArray(nint* references);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint OSRGetAuthorityName(nint reference, string? node);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint OSRGetAuthorityCode(nint reference, string? node);

    [LibraryImport(Library)]
    internal static partial int OSRIsGeographic(nint reference);

    [LibraryImport(Library)]
    internal static partial int OSRIsProjected(nint reference);

    [LibraryImport(Library)]
    internal static partial int OSRIsLocal(nint reference);

    [LibraryImport(Library)]
    internal static partial int OSRIsCompound(nint reference);

    [LibraryImport(Library)]
    internal static partial int OSRIsSame(nint left, nint right);

    [LibraryImport(Library)]
    internal static partial int OSRStripVertical(nint reference);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OSRDemoteTo2D(nint reference, string? name);

    [LibraryImport(Library)]
    internal static partial double OSRGetLinearUnits(nint reference, nint name);

    [LibraryImport(Library)]
    internal static partial double OSRGetAngularUnits(nint reference, nint name);

    [LibraryImport(Library)]
    internal static unsafe partial int OSRExportToWktEx(nint reference, out nint wkt, byte** options);

    [LibraryImport(Library)]
    internal static partial nint OCTNewCoordinateTransformation(nint source, nint target);

    [LibraryImport(Library)]
    internal static partial void OCTDestroyCoordinateTransformation(nint transformation);

    [LibraryImport(Library)]
    internal static unsafe partial int OCTTransformEx(nint transformation, int count, double* x, double* y, double* z, int* success);
}
