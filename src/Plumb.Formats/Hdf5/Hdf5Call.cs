using System.Runtime.InteropServices;
using System.Text;

namespace Plumb.Formats.Hdf5;

/// <summary>Entering the library: one caller at a time, its own error printing off, its errors turned into messages.</summary>
internal static unsafe class Hdf5Call
{
    [ThreadStatic]
    private static bool quiet;

    [ThreadStatic]
    private static string? innermost;

    /// <summary>Takes the library for a block of calls. To be disposed.</summary>
    /// <exception cref="RequestException">There is no libhdf5 on this machine.</exception>
    public static Lock.Scope Enter()
    {
        if (!Hdf5Native.IsAvailable)
        {
            throw new RequestException("HDF5 files need libhdf5, which was not found. Install it (Debian: libhdf5-103-1), or name the library in PLUMB_HDF5.");
        }

        var scope = Hdf5Native.Gate.EnterScope();
        if (!quiet)
        {
            // The setting belongs to the thread in thread-safe builds of the library.
            _ = Hdf5Native.ErrorAuto(0, 0, null);
            quiet = true;
        }

        return scope;
    }

    /// <summary>Passes a good status or id through.</summary>
    /// <exception cref="RequestException">The status is an error.</exception>
    public static long Check(long status, string path, string what) =>
        status >= 0 ? status : throw new RequestException($"{path}: {what}: {Reason()}. The file is truncated, damaged or no HDF5 file; copy it again.");

    /// <summary>Passes a good status or id through while writing.</summary>
    /// <exception cref="IOException">The status is an error.</exception>
    public static long CheckWrite(long status, string path, string what) =>
        status >= 0 ? status : throw new IOException($"{path}: {what}: {Reason()}. Check the free space and the permissions there, then run again.");

    /// <summary>Text as HDF5 takes it.</summary>
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text + "\0");

    private static string Reason()
    {
        innermost = null;
        _ = Hdf5Native.ErrorWalk(0, 0, &Visit, null);
        return innermost ?? "HDF5 gives no reason";
    }

    [UnmanagedCallersOnly]
    private static int Visit(uint n, Hdf5ErrorRecord* record, void* data)
    {
        innermost ??= Marshal.PtrToStringUTF8((nint)record->Description);
        return 0;
    }
}
