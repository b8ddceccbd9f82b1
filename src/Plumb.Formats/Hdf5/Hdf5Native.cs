using System.Runtime.InteropServices;

namespace Plumb.Formats.Hdf5;

/// <summary>
/// The functions of libhdf5 that Plumb uses, found at run time, and the one lock that every call is made under.
/// The library named by PLUMB_HDF5 is taken first, then the names that the distributions give it.
/// </summary>
internal static unsafe class Hdf5Native
{
    /// <summary>Whole extent, default list, no id: HDF5's H5S_ALL, H5P_DEFAULT.</summary>
    public const long Default = 0;

    /// <summary>HDF5 keeps one state for the whole process.</summary>
    public static readonly Lock Gate = new();

    private static readonly string[] Names =
    [
        "libhdf5_serial.so.103", "libhdf5_serial.so.310", "libhdf5_serial.so.200", "libhdf5_serial.so",
        "libhdf5.so.103", "libhdf5.so.200", "libhdf5.so.310", "libhdf5.so", "hdf5.dll", "libhdf5.dylib",
    ];

    private static readonly nint Library = Load();

    public static readonly delegate* unmanaged<byte*, uint, long, long> FileOpen = (delegate* unmanaged<byte*, uint, long, long>)Find("H5Fopen");
    public static readonly delegate* unmanaged<byte*, uint, long, long, long> FileCreate = (delegate* unmanaged<byte*, uint, long, long, long>)Find("H5Fcreate");
    public static readonly delegate* unmanaged<long, int> FileClose = (delegate* unmanaged<long, int>)Find("H5Fclose");
    public static readonly delegate* unmanaged<long, byte*, long, long> ObjectOpen = (delegate* unmanaged<long, byte*, long, long>)Find("H5Oopen");
    public static readonly delegate* unmanaged<long, int> ObjectClose = (delegate* unmanaged<long, int>)Find("H5Oclose");
    public static readonly delegate* unmanaged<long, int> IdType = (delegate* unmanaged<long, int>)Find("H5Iget_type");
    public static readonly delegate* unmanaged<long, byte*, long, int> LinkExists = (delegate* unmanaged<long, byte*, long, int>)Find("H5Lexists");
    public static readonly delegate* unmanaged<long, byte*, int, int, ulong, byte*, nuint, long, nint> LinkName =
        (delegate* unmanaged<long, byte*, int, int, ulong, byte*, nuint, long, nint>)Find("H5Lget_name_by_idx");

    public static readonly delegate* unmanaged<long, byte*, long, long, long, long> GroupCreate = (delegate* unmanaged<long, byte*, long, long, long, long>)Find("H5Gcreate2");
    public static readonly delegate* unmanaged<long, byte*, long, long, long, long, long, long> DatasetCreate =
        (delegate* unmanaged<long, byte*, long, long, long, long, long, long>)Find("H5Dcreate2");

    public static readonly delegate* unmanaged<long, long> DatasetSpace = (delegate* unmanaged<long, long>)Find("H5Dget_space");
    public static readonly delegate* unmanaged<long, long> DatasetType = (delegate* unmanaged<long, long>)Find("H5Dget_type");
    public static readonly delegate* unmanaged<long, long> DatasetList = (delegate* unmanaged<long, long>)Find("H5Dget_create_plist");
    public static readonly delegate* unmanaged<long, ulong> DatasetStored = (delegate* unmanaged<long, ulong>)Find("H5Dget_storage_size");
    public static readonly delegate* unmanaged<long, long, long, long, long, void*, int> DatasetRead =
        (delegate* unmanaged<long, long, long, long, long, void*, int>)Find("H5Dread");

    public static readonly delegate* unmanaged<long, long, long, long, long, void*, int> DatasetWrite =
        (delegate* unmanaged<long, long, long, long, long, void*, int>)Find("H5Dwrite");

    public static readonly delegate* unmanaged<long, long, long, void*, int> Reclaim = (delegate* unmanaged<long, long, long, void*, int>)Find("H5Dvlen_reclaim");
    public static readonly delegate* unmanaged<int, ulong*, ulong*, long> SpaceSimple = (delegate* unmanaged<int, ulong*, ulong*, long>)Find("H5Screate_simple");
    public static readonly delegate* unmanaged<int, long> SpaceCreate = (delegate* unmanaged<int, long>)Find("H5Screate");
    public static readonly delegate* unmanaged<long, int> SpaceClose = (delegate* unmanaged<long, int>)Find("H5Sclose");
    public static readonly delegate* unmanaged<long, int> SpaceRank = (delegate* unmanaged<long, int>)Find("H5Sget_simple_extent_ndims");
    public static readonly delegate* unmanaged<long, ulong*, ulong*, int> SpaceShape = (delegate* unmanaged<long, ulong*, ulong*, int>)Find("H5Sget_simple_extent_dims");
    public static readonly delegate* unmanaged<long, long> SpacePoints = (delegate* unmanaged<long, long>)Find("H5Sget_simple_extent_npoints");
    public static readonly delegate* unmanaged<long, int, ulong*, ulong*, ulong*, ulong*, int> SpaceSelect =
        (delegate* unmanaged<long, int, ulong*, ulong*, ulong*, ulong*, int>)Find("H5Sselect_hyperslab");

    public static readonly delegate* unmanaged<long, long> TypeCopy = (delegate* unmanaged<long, long>)Find("H5Tcopy");
    public static readonly delegate* unmanaged<long, int> TypeClose = (delegate* unmanaged<long, int>)Find("H5Tclose");
    public static readonly delegate* unmanaged<long, int> TypeClass = (delegate* unmanaged<long, int>)Find("H5Tget_class");
    public static readonly delegate* unmanaged<long, nuint> TypeSize = (delegate* unmanaged<long, nuint>)Find("H5Tget_size");
    public static readonly delegate* unmanaged<long, int> TypeIsVariable = (delegate* unmanaged<long, int>)Find("H5Tis_variable_str");
    public static readonly delegate* unmanaged<long, nuint, int> TypeSetSize = (delegate* unmanaged<long, nuint, int>)Find("H5Tset_size");
    public static readonly delegate* unmanaged<long, int, int> TypeSetPadding = (delegate* unmanaged<long, int, int>)Find("H5Tset_strpad");
    public static readonly delegate* unmanaged<long, int> TypeEncoding = (delegate* unmanaged<long, int>)Find("H5Tget_cset");
    public static readonly delegate* unmanaged<long, int, int> TypeSetEncoding = (delegate* unmanaged<long, int, int>)Find("H5Tset_cset");
    public static readonly delegate* unmanaged<long, long> EnumCreate = (delegate* unmanaged<long, long>)Find("H5Tenum_create");
    public static readonly delegate* unmanaged<long, byte*, void*, int> EnumInsert = (delegate* unmanaged<long, byte*, void*, int>)Find("H5Tenum_insert");
    public static readonly delegate* unmanaged<long, byte*, int, int, ulong, long, long, long> AttributeByIndex =
        (delegate* unmanaged<long, byte*, int, int, ulong, long, long, long>)Find("H5Aopen_by_idx");

    public static readonly delegate* unmanaged<long, nuint, byte*, nint> AttributeName = (delegate* unmanaged<long, nuint, byte*, nint>)Find("H5Aget_name");
    public static readonly delegate* unmanaged<long, long> AttributeType = (delegate* unmanaged<long, long>)Find("H5Aget_type");
    public static readonly delegate* unmanaged<long, long> AttributeSpace = (delegate* unmanaged<long, long>)Find("H5Aget_space");
    public static readonly delegate* unmanaged<long, long, void*, int> AttributeRead = (delegate* unmanaged<long, long, void*, int>)Find("H5Aread");
    public static readonly delegate* unmanaged<long, long, void*, int> AttributeWrite = (delegate* unmanaged<long, long, void*, int>)Find("H5Awrite");
    public static readonly delegate* unmanaged<long, byte*, long, long, long, long, long> AttributeCreate =
        (delegate* unmanaged<long, byte*, long, long, long, long, long>)Find("H5Acreate2");

    public static readonly delegate* unmanaged<long, int> AttributeClose = (delegate* unmanaged<long, int>)Find("H5Aclose");
    public static readonly delegate* unmanaged<long, long> ListCreate = (delegate* unmanaged<long, long>)Find("H5Pcreate");
    public static readonly delegate* unmanaged<long, int> ListClose = (delegate* unmanaged<long, int>)Find("H5Pclose");
    public static readonly delegate* unmanaged<long, int, ulong*, int> ListSetChunk = (delegate* unmanaged<long, int, ulong*, int>)Find("H5Pset_chunk");
    public static readonly delegate* unmanaged<long, int, ulong*, int> ListChunk = (delegate* unmanaged<long, int, ulong*, int>)Find("H5Pget_chunk");
    public static readonly delegate* unmanaged<long, int> ListLayout = (delegate* unmanaged<long, int>)Find("H5Pget_layout");
    public static readonly delegate* unmanaged<long, uint, int> ListSetDeflate = (delegate* unmanaged<long, uint, int>)Find("H5Pset_deflate");
    public static readonly delegate* unmanaged<long, int> ListSetShuffle = (delegate* unmanaged<long, int>)Find("H5Pset_shuffle");
    public static readonly delegate* unmanaged<long, byte, int> ListTrackTimes = (delegate* unmanaged<long, byte, int>)Find("H5Pset_obj_track_times");
    public static readonly delegate* unmanaged<long, byte, byte, int> ListFileLocking = (delegate* unmanaged<long, byte, byte, int>)FindOrNull("H5Pset_file_locking");
    public static readonly delegate* unmanaged<long, nint, void*, int> ErrorAuto = (delegate* unmanaged<long, nint, void*, int>)Find("H5Eset_auto2");
    public static readonly delegate* unmanaged<long, int, delegate* unmanaged<uint, Hdf5ErrorRecord*, void*, int>, void*, int> ErrorWalk =
        (delegate* unmanaged<long, int, delegate* unmanaged<uint, Hdf5ErrorRecord*, void*, int>, void*, int>)Find("H5Ewalk2");

    /// <summary>Whether the library was found.</summary>
    public static bool IsAvailable => Library != 0;

    /// <summary>An id that the library exports as a variable, such as H5T_NATIVE_FLOAT_g.</summary>
    public static long Exported(string name) => *(long*)NativeLibrary.GetExport(Library, name);

    private static nint Load()
    {
        var chosen = Environment.GetEnvironmentVariable("PLUMB_HDF5");
        IEnumerable<string> names = string.IsNullOrEmpty(chosen) ? Names : [chosen, .. Names];
        foreach (var name in names)
        {
            // The exported ids are set by H5open.
            if (NativeLibrary.TryLoad(name, typeof(Hdf5Native).Assembly, null, out var handle) &&
                NativeLibrary.TryGetExport(handle, "H5open", out var open) && ((delegate* unmanaged<int>)open)() >= 0)
            {
                return handle;
            }
        }

        return 0;
    }

    private static nint Find(string name) => Library == 0 ? 0 : NativeLibrary.GetExport(Library, name);

    private static nint FindOrNull(string name) => Library != 0 && NativeLibrary.TryGetExport(Library, name, out var f) ? f : 0;
}

/// <summary>One entry of HDF5's error stack, as the library lays it out (H5E_error2_t).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Hdf5ErrorRecord
{
    public long Class;
    public long Major;
    public long Minor;
    public uint Line;
    public byte* Function;
    public byte* File;
    public byte* Description;
}
