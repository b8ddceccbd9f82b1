using System.Globalization;
using Plumb.Grids;

namespace Plumb.Formats.Gdal;

/// <summary>
/// Writes Cloud-Optimised GeoTIFFs with overviews through GDAL's own driver. Equal values give equal bytes. For rasters
/// that do not fit into memory use <see cref="RasterWriter"/> with <see cref="RasterLayout.CloudOptimised"/>.
/// </summary>
public static class CogWriter
{
    /// <summary>Writes one band of single precision from memory, without copying it.</summary>
    /// <param name="path">The file; an existing one is replaced when the new one is complete.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="values">Values in the band's unit, shape (rows, columns), row by row; NaN is no-data.</param>
    /// <param name="options">Band, metadata; the type is <see cref="RasterType.Real32"/>.</param>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full; nothing stands under its name then.</exception>
    /// <exception cref="RequestException">GDAL is not installed, or the coordinate reference system is not understood.</exception>
    public static void Write(string path, Grid grid, ReadOnlySpan<float> values, RasterOptions options) =>
        WriteAs(path, grid, values, options, RasterType.Real32);

    /// <summary>Writes one band of flags from memory, without copying it.</summary>
    /// <param name="path">The file; an existing one is replaced when the new one is complete.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="values">Flags, shape (rows, columns), row by row.</param>
    /// <param name="options">Band, metadata; the type is <see cref="RasterType.Unsigned16"/>.</param>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full; nothing stands under its name then.</exception>
    /// <exception cref="RequestException">GDAL is not installed, or the coordinate reference system is not understood.</exception>
    public static void Write(string path, Grid grid, ReadOnlySpan<ushort> values, RasterOptions options) =>
        WriteAs(path, grid, values, options, RasterType.Unsigned16);

    /// <summary>Converts a finished raster; the caller publishes the result.</summary>
    internal static void Convert(string source, string target, string shown, RasterOptions options)
    {
        using var dataset = GdalDataset.Open(source, "GTiff");
        Copy(dataset.Handle(), target, shown, options);
    }

    private static unsafe void WriteAs<T>(string path, Grid grid, ReadOnlySpan<T> values, RasterOptions options, RasterType type)
        where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Type != type || options.Bands.Length != 1)
        {
            throw new ArgumentException($"{path}: one band of {type} is written here, not {options.Bands.Length} of {options.Type}.", nameof(options));
        }

        if (values.Length != grid.PixelCount)
        {
            throw new ArgumentException($"{path}: {values.Length} values do not fill {grid.Rows} x {grid.Columns} pixels.", nameof(values));
        }

        GdalLibrary.Require();
        var part = PartFile.NameFor(path);
        PartFile.Prepare(part, path);
        try
        {
            fixed (T* start = values)
            {
                var memory = InMemory((nint)start, sizeof(T), grid, options);
                try
                {
                    Copy(memory, part, path, options);
                }
                finally
                {
                    NativeMethods.GDALClose(memory);
                }
            }

            PartFile.Publish(part, path);
        }
        finally
        {
            PartFile.Remove(part);
        }
    }

    private static unsafe nint InMemory(nint start, int bytes, Grid grid, RasterOptions options)
    {
        using var none = new NativeText();
        var memory = NativeMethods.GDALCreate(NativeMethods.GDALGetDriverByName("MEM"), "", grid.Columns, grid.Rows, 0, (int)options.Type, none.Pointer);
        using var band = new NativeText(
            string.Create(CultureInfo.InvariantCulture, $"DATAPOINTER=0x{start:x}"),
            string.Create(CultureInfo.InvariantCulture, $"PIXELOFFSET={bytes}"),
            string.Create(CultureInfo.InvariantCulture, $"LINEOFFSET={(long)grid.Columns * bytes}"));
        GdalErrors.Clear();
        if (NativeMethods.GDALAddBand(memory, (int)options.Type, band.Pointer) != 0)
        {
            var reason = GdalErrors.Reason();
            NativeMethods.GDALClose(memory);
            throw new IOException($"GDAL cannot take a raster from memory: {reason}.");
        }

        RasterWriter.Describe(memory, grid, options);
        return memory;
    }

    private static unsafe void Copy(nint source, string target, string shown, RasterOptions options)
    {
        using var list = new NativeText(RasterWriter.CreationOptions(options, optimised: true));
        GdalErrors.Clear();
        var copy = NativeMethods.GDALCreateCopy(NativeMethods.GDALGetDriverByName("COG"), Path.GetFullPath(target), source, 0, list.Pointer, 0, 0);
        var failure = GdalErrors.Take();
        if (copy != 0)
        {
            NativeMethods.GDALClose(copy);
            failure ??= GdalErrors.Take();
        }

        if (copy == 0 || failure is not null)
        {
            PartFile.Remove(target + ".ovr.tmp");
            PartFile.Remove(target + ".msk.ovr.tmp");
            throw new IOException($"{shown} cannot be written: {failure ?? "GDAL gave no reason"}. Check the space and the rights of its disk.");
        }
    }
}
