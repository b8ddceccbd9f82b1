using System.Runtime.InteropServices;

namespace Plumb.Formats.Gdal;

/// <content>Vector layers.</content>
internal static partial class NativeMethods
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void CPLSetThreadLocalConfigOption(string key, string? value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial nint GDALDatasetCreateLayer(nint dataset, string name, nint reference, int geometryType, byte** options);

    [LibraryImport(Library)]
    internal static partial int GDALDatasetStartTransaction(nint dataset, int force);

    [LibraryImport(Library)]
    internal static partial int GDALDatasetCommitTransaction(nint dataset);

    [LibraryImport(Library)]
    internal static partial nint OGR_L_GetLayerDefn(nint layer);

    [LibraryImport(Library)]
    internal static partial int OGR_L_CreateField(nint layer, nint field, int approximate);

    [LibraryImport(Library)]
    internal static partial int OGR_L_CreateFeature(nint layer, nint feature);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint OGR_Fld_Create(string name, int type);

    [LibraryImport(Library)]
    internal static partial void OGR_Fld_Destroy(nint field);

    [LibraryImport(Library)]
    internal static partial nint OGR_F_Create(nint definition);

    [LibraryImport(Library)]
    internal static partial void OGR_F_Destroy(nint feature);

    [LibraryImport(Library)]
    internal static partial int OGR_F_SetFID(nint feature, long id);

    [LibraryImport(Library)]
    internal static partial void OGR_F_SetFieldDouble(nint feature, int field, double value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void OGR_F_SetFieldString(nint feature, int field, string value);

    [LibraryImport(Library)]
    internal static partial void OGR_F_SetFieldInteger64(nint feature, int field, long value);

    [LibraryImport(Library)]
    internal static partial void OGR_F_SetFieldNull(nint feature, int field);

    [LibraryImport(Library)]
    internal static partial nint OGR_F_GetGeometryRef(nint feature);

    [LibraryImport(Library)]
    internal static partial int OGR_F_SetGeometryDirectly(nint feature, nint geometry);

    [LibraryImport(Library)]
    internal static partial nint OGR_G_CreateGeometry(int type);

    [LibraryImport(Library)]
    internal static partial void OGR_G_SetPoint_2D(nint geometry, int index, double x, double y);

    [LibraryImport(Library)]
    internal static partial void OGR_G_AddPoint_2D(nint geometry, double x, double y);

    [LibraryImport(Library)]
    internal static partial int OGR_G_AddGeometryDirectly(nint geometry, nint part);
}
