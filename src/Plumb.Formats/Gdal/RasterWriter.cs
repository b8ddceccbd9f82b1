using System.Globalization;
using Plumb.Grids;

namespace Plumb.Formats.Gdal;

/// <summary>
/// Writes a GeoTIFF tile by tile, compressed without loss. The file appears under its name only when
/// <see cref="Complete"/> has returned; a writer that is disposed before leaves nothing behind.
/// Equal values in equal order of tiles give equal bytes. A cloud-optimised file needs the space of two while it is
/// finished. One instance per thread at a time.
/// </summary>
public sealed class RasterWriter : IDisposable
{
    private readonly RasterOptions options;
    private readonly string part;
    private nint handle;
    private string? failure;

    private RasterWriter(string path, Grid grid, RasterOptions options)
    {
        Path = path;
        Grid = grid;
        this.options = options;
        part = PartFile.NameFor(path);
    }

    /// <summary>The file that will be written.</summary>
    public string Path { get; }

    /// <summary>The grid.</summary>
    public Grid Grid { get; }

    /// <summary>Begins a file.</summary>
    /// <param name="path">The file; an existing one is replaced when the new one is complete.</param>
    /// <param name="grid">The grid; one in radar coordinates is written without a position.</param>
    /// <param name="options">Type, bands, layout, metadata.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="RequestException">GDAL is not installed, or the coordinate reference system is not understood.</exception>
    public static RasterWriter Create(string path, Grid grid, RasterOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(options);
        GdalLibrary.Require();
        var writer = new RasterWriter(path, grid, options);
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

    /// <summary>Writes a tile of a band of single precision.</summary>
    /// <param name="band">Band, from 1.</param>
    /// <param name="tile">The tile, inside the grid.</param>
    /// <param name="values">Values in the band's unit, shape (tile rows, tile columns), row by row; NaN is no-data.</param>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    public void Write(int band, Tile tile, ReadOnlySpan<float> values) => WriteAs(band, tile, values, RasterType.Real32, 1);

    /// <summary>Writes a tile of a band of signed 16-bit numbers.</summary>
    /// <param name="band">Band, from 1.</param>
    /// <param name="tile">The tile, inside the grid.</param>
    /// <param name="values">Values as stored, shape (tile rows, tile columns), row by row.</param>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    public void Write(int band, Tile tile, ReadOnlySpan<short> values) => WriteAs(band, tile, values, RasterType.Signed16, 1);

    /// <summary>Writes a tile of a band of unsigned 16-bit numbers (flags).</summary>
    /// <param name="band">Band, from 1.</param>
    /// <param name="tile">The tile, inside the grid.</param>
    /// <param name="values">Values as stored, shape (tile rows, tile columns), row by row.</param>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    public void Write(int band, Tile tile, ReadOnlySpan<ushort> values) => WriteAs(band, tile, values, RasterType.Unsigned16, 1);

    /// <summary>Writes a tile of a band of bytes.</summary>
    /// <param name="band">Band, from 1.</param>
    /// <param name="tile">The tile, inside the grid.</param>
    /// <param name="values">Values as stored, shape (tile rows, tile columns), row by row.</param>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    public void Write(int band, Tile tile, ReadOnlySpan<byte> values) => WriteAs(band, tile, values, RasterType.Byte, 1);

    /// <summary>Writes a tile of a band of complex numbers.</summary>
    /// <param name="band">Band, from 1.</param>
    /// <param name="tile">The tile, inside the grid.</param>
    /// <param name="pairs">Real and imaginary parts in the band's unit, shape (tile rows, tile columns, 2), row by row.</param>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    public void WriteComplex(int band, Tile tile, ReadOnlySpan<float> pairs) => WriteAs(band, tile, pairs, RasterType.ComplexReal32, 2);

    /// <summary>Finishes the file and gives it its name.</summary>
    /// <exception cref="IOException">The file cannot be finished, for example because the disk is full; nothing stands under its name then.</exception>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(handle == 0, this);
        Close();
        ThrowOnFailure();
        if (options.Layout == RasterLayout.CloudOptimised)
        {
            var tiled = part;
            var optimised = PartFile.NameFor(Path + ".cog");
            try
            {
                CogWriter.Convert(tiled, optimised, Path, options);
                PartFile.Publish(optimised, Path);
            }
            finally
            {
                PartFile.Remove(tiled);
                PartFile.Remove(optimised);
            }
        }
        else
        {
            PartFile.Publish(part, Path);
        }
    }

    /// <summary>Ends the writer; a file that is not complete is removed.</summary>
    public void Dispose()
    {
        Close();
        PartFile.Remove(part);
    }

    /// <summary>Options of a creation as GDAL names them.</summary>
    internal static List<string> CreationOptions(RasterOptions options, bool optimised)
    {
        var size = options.TileSize.ToString(CultureInfo.InvariantCulture);
        var level = options.CompressionLevel.ToString(CultureInfo.InvariantCulture);
        List<string> list = optimised
            ? ["BLOCKSIZE=" + size, "BIGTIFF=IF_SAFER", "OVERVIEW_RESAMPLING=" + (options.AverageOverviews ? "AVERAGE" : "NEAREST")]
            : ["TILED=YES", "BLOCKXSIZE=" + size, "BLOCKYSIZE=" + size, "BIGTIFF=IF_SAFER", "INTERLEAVE=BAND"];
        if (options.CompressionLevel == 0)
        {
            list.Add("COMPRESS=NONE");
            return list;
        }

        list.Add("COMPRESS=DEFLATE");
        list.Add((optimised ? "LEVEL=" : "ZLEVEL=") + level);
        if (options.Predictor && !options.Type.IsComplex())
        {
            var real = options.Type is RasterType.Real32 or RasterType.Real64;
            list.Add("PREDICTOR=" + (optimised ? real ? "FLOATING_POINT" : "STANDARD" : real ? "3" : "2"));
        }

        return list;
    }

    /// <summary>Writes position, metadata, units and no-data into a dataset.</summary>
    internal static unsafe void Describe(nint dataset, Grid grid, RasterOptions options)
    {
        if (!grid.Crs.IsRadar)
        {
            var t = stackalloc double[6] { grid.OriginX, grid.StepX, 0, grid.OriginY, 0, grid.StepY };
            _ = NativeMethods.GDALSetGeoTransform(dataset, t);
            using var reference = SpatialReference.From(grid.Crs.Definition);
            _ = NativeMethods.GDALSetSpatialRef(dataset, reference.Handle);
        }

        _ = NativeMethods.GDALSetMetadataItem(dataset, "AREA_OR_POINT", options.PixelIsPoint ? "Point" : "Area", "");
        foreach (var (key, value) in options.Metadata)
        {
            _ = NativeMethods.GDALSetMetadataItem(dataset, key, value, "");
        }

        for (var i = 0; i < options.Bands.Length; i++)
        {
            var band = NativeMethods.GDALGetRasterBand(dataset, i + 1);
            if (options.NoData is { } noData && !options.Type.IsComplex())
            {
                _ = NativeMethods.GDALSetRasterNoDataValue(band, noData);
            }

            NativeMethods.GDALSetDescription(band, options.Bands[i].Description);
            if (options.Bands[i].Unit.Length > 0)
            {
                _ = NativeMethods.GDALSetRasterUnitType(band, options.Bands[i].Unit);
            }
        }
    }

    private static void CheckOptions(RasterOptions options)
    {
        if (options.Bands.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A raster has at least one band.", nameof(options));
        }

        if (options.Type is not (RasterType.Byte or RasterType.Unsigned16 or RasterType.Signed16 or RasterType.Real32 or RasterType.ComplexReal32))
        {
            throw new ArgumentException($"Rasters of {options.Type} are not written.", nameof(options));
        }

        if (options.TileSize < 128 || options.TileSize % 16 != 0 || options.CompressionLevel is < 0 or > 9)
        {
            throw new ArgumentException("A tile is a multiple of 16 and at least 128 pixels wide; the compression level lies between 0 and 9.", nameof(options));
        }

        if (options.NoData is double.NaN && options.Type is not (RasterType.Real32 or RasterType.ComplexReal32))
        {
            throw new ArgumentException("NaN cannot stand for no-data among whole numbers.", nameof(options));
        }
    }

    private unsafe void Begin()
    {
        CheckOptions(options);
        PartFile.Prepare(part, Path);
        var work = options.Layout == RasterLayout.CloudOptimised ? options with { CompressionLevel = 1 } : options;
        using var list = new NativeText(CreationOptions(work, optimised: false));
        GdalErrors.Clear();
        handle = NativeMethods.GDALCreate(
            NativeMethods.GDALGetDriverByName("GTiff"), System.IO.Path.GetFullPath(part), Grid.Columns, Grid.Rows, options.Bands.Length, (int)options.Type, list.Pointer);
        failure = GdalErrors.Take();
        if (handle == 0)
        {
            throw new IOException($"{Path} cannot be created: {failure ?? "GDAL gave no reason"}.");
        }

        Describe(handle, Grid, options);
        failure ??= GdalErrors.Take();
        ThrowOnFailure();
    }

    private unsafe void WriteAs<T>(int band, Tile tile, ReadOnlySpan<T> values, RasterType type, int perPixel)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(handle == 0, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(band, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(band, options.Bands.Length);
        if (type != options.Type)
        {
            throw new ArgumentException($"{Path} stores {options.Type} values and was given {type} values.", nameof(values));
        }

        RasterBounds.Check(Path, Grid.Rows, Grid.Columns, tile, values.Length, perPixel);
        if (tile.Rows == 0 || tile.Columns == 0)
        {
            return;
        }

        GdalErrors.Clear();
        int failed;
        fixed (T* start = values)
        {
            failed = NativeMethods.GDALRasterIOEx(
                NativeMethods.GDALGetRasterBand(handle, band), 1, tile.Column, tile.Row, tile.Columns, tile.Rows, start, tile.Columns, tile.Rows,
                (int)type, perPixel * sizeof(T), (long)tile.Columns * perPixel * sizeof(T), 0);
        }

        failure ??= GdalErrors.Take() ?? (failed != 0 ? "GDAL gave no reason" : null);
        ThrowOnFailure();
    }

    private void Close()
    {
        if (handle != 0)
        {
            GdalErrors.Clear();
            NativeMethods.GDALClose(handle);
            handle = 0;
            failure ??= GdalErrors.Take();
        }
    }

    private void ThrowOnFailure()
    {
        if (failure is not null)
        {
            throw new IOException($"{Path} cannot be written: {failure}. Check the space and the rights of its disk.");
        }
    }
}
