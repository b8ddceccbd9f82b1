using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Plumb.Formats.Gdal;

/// <summary>
/// The native GDAL library: where it is found and what is set for the whole process. It is loaded on first use.
/// Safe for threads.
/// </summary>
public static class GdalLibrary
{
    /// <summary>Environment variable that names the library file, tried before all else.</summary>
    public const string PathVariable = "PLUMB_GDAL";

    private static readonly string[] Names =
    [
        "libgdal.so.32", "libgdal.so.36", "libgdal.so.38", "libgdal.so.37", "libgdal.so.35", "libgdal.so.34", "libgdal.so.33",
        "libgdal.so", "libgdal.dylib", "/opt/homebrew/lib/libgdal.dylib", "/usr/local/lib/libgdal.dylib",
        "gdal", "gdal312", "gdal311", "gdal310", "gdal309", "gdal308", "gdal307", "gdal306",
    ];

    /// <summary>
    /// Largest size of GDAL's cache of blocks, bytes. Set once, before any raster is open: a cache that shrinks under open files would
    /// write the blocks of one thread's file from another.
    /// </summary>
    public const long CacheBytes = 256L << 20;

    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>The version of the library, as "3.6.2".</summary>
    /// <exception cref="RequestException">The library is not installed.</exception>
    public static string Version => Loaded.Value;

    /// <summary>Sets for the whole process how many threads GDAL compresses with. To be called while no other thread uses GDAL.</summary>
    /// <param name="threads">Threads for compression (count), at least 1. Bytes of files do not depend on it.</param>
    /// <exception cref="RequestException">The library is not installed.</exception>
    public static void Configure(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Require();
        NativeMethods.CPLSetConfigOption("GDAL_NUM_THREADS", threads.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Loads the library, or says that it is not installed and how to install it.</summary>
    /// <exception cref="RequestException">The library is not installed.</exception>
    public static void Require() => _ = Loaded.Value;

    /// <summary>Finds and loads the library among a variable's value and the usual names.</summary>
    /// <param name="named">The file that the user names; null or empty where none is named.</param>
    /// <exception cref="RequestException">The named file cannot be loaded, or none of the usual names is installed.</exception>
    /// <returns>The handle of the library.</returns>
    public static nint Find(string? named)
    {
        if (!string.IsNullOrEmpty(named))
        {
            return NativeLibrary.TryLoad(named, out var chosen)
                ? chosen
                : throw new RequestException($"{PathVariable} names '{named}', which is not a library that can be loaded. Name GDAL's library file (libgdal.so.32, gdal.dll, libgdal.dylib) or unset {PathVariable}.");
        }

        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), null, out var handle))
            {
                return handle;
            }
        }

        throw new RequestException($"GDAL is not installed (tried {string.Join(", ", Names[..3])} and others). Install it (Debian: apt-get install libgdal32; macOS: brew install gdal; Windows: conda install libgdal) or set {PathVariable} to its library file.");
    }

    /// <summary>Limits the cache of blocks to less than <see cref="CacheBytes"/>.</summary>
    /// <param name="bytes">The limit, bytes.</param>
    /// <exception cref="RequestException">GDAL is not installed.</exception>
    public static void LimitCache(long bytes)
    {
        Require();
        NativeMethods.GDALSetCacheMax64(bytes);
    }

    private static string Load()
    {
        var handle = Find(Environment.GetEnvironmentVariable(PathVariable));

        // The event, unlike SetDllImportResolver, leaves room for other bindings of this assembly.
        AssemblyLoadContext.GetLoadContext(typeof(GdalLibrary).Assembly)!.ResolvingUnmanagedDll +=
            (_, name) => name == NativeMethods.Library ? handle : 0;
        GdalErrors.Install();

        // Side files next to a raster may name other files and addresses; they are neither followed nor written.
        NativeMethods.CPLSetConfigOption("GDAL_PAM_ENABLED", "NO");
        NativeMethods.CPLSetConfigOption("GDAL_HTTP_MAX_RETRY", "0");
        NativeMethods.CPLSetConfigOption("PROJ_NETWORK", "OFF");
        NativeMethods.GDALAllRegister();
        NativeMethods.GDALSetCacheMax64(CacheBytes);
        return NativeText.Borrow(NativeMethods.GDALVersionInfo("RELEASE_NAME")) ?? "unknown";
    }
}
