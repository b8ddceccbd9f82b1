using Plumb.Grids;

namespace Plumb.Formats.Gdal;

/// <content>Reading of pixels.</content>
public sealed partial class GdalDataset
{
    /// <summary>
    /// Reads a tile as numbers in the band's unit: no-data becomes NaN and the file's scale and offset are applied.
    /// Double precision is rounded to single.
    /// </summary>
    /// <param name="band">Band, from 1.</param>
    /// <param name="tile">The tile, inside the raster; row 0 is the northernmost.</param>
    /// <param name="values">Values in the band's unit, shape (tile rows, tile columns), row by row.</param>
    /// <param name="keepNoData">Whether the file's no-data value is kept as it is stored instead of becoming NaN.</param>
    /// <exception cref="RequestException">The band is complex, or the file cannot be read here.</exception>
    /// <exception cref="ArgumentException">The tile reaches outside the raster or the span is not of its size.</exception>
    public void Read(int band, Tile tile, Span<float> values, bool keepNoData = false)
    {
        var type = Type(band);
        if (type.IsComplex() || type == RasterType.Unknown)
        {
            throw new RequestException($"{Path}: band {band} holds {type} values, not real numbers. Name the file that holds the real-valued product.");
        }

        ReadAs(band, tile, values, RasterType.Real32, 1);
        if (!keepNoData && NoData(band) is { } noData && !double.IsNaN(noData))
        {
            ReplaceNoData(values, noData);
        }

        ScaleAndOffset(band, values);
    }

    /// <summary>Reads a tile of whole numbers as they are stored (flags, classes, counts, pixels).</summary>
    /// <param name="band">Band, from 1, stored as bytes or signed 16-bit numbers.</param>
    /// <param name="tile">The tile, inside the raster; row 0 is the northernmost.</param>
    /// <param name="values">Values as stored, shape (tile rows, tile columns), row by row.</param>
    /// <exception cref="RequestException">The band's type does not fit, or the file cannot be read here.</exception>
    /// <exception cref="ArgumentException">The tile reaches outside the raster or the span is not of its size.</exception>
    public void Read(int band, Tile tile, Span<short> values)
    {
        RequireType(band, RasterType.Signed16, RasterType.Byte, RasterType.Signed8);
        ReadAs(band, tile, values, RasterType.Signed16, 1);
    }

    /// <summary>Reads a tile of flags as they are stored.</summary>
    /// <param name="band">Band, from 1, stored as bytes or unsigned 16-bit numbers.</param>
    /// <param name="tile">The tile, inside the raster; row 0 is the northernmost.</param>
    /// <param name="values">Values as stored, shape (tile rows, tile columns), row by row.</param>
    /// <exception cref="RequestException">The band's type does not fit, or the file cannot be read here.</exception>
    /// <exception cref="ArgumentException">The tile reaches outside the raster or the span is not of its size.</exception>
    public void Read(int band, Tile tile, Span<ushort> values)
    {
        RequireType(band, RasterType.Unsigned16, RasterType.Byte);
        ReadAs(band, tile, values, RasterType.Unsigned16, 1);
    }

    /// <summary>Reads a tile of bytes as they are stored.</summary>
    /// <param name="band">Band, from 1, stored as bytes.</param>
    /// <param name="tile">The tile, inside the raster; row 0 is the northernmost.</param>
    /// <param name="values">Values as stored, shape (tile rows, tile columns), row by row.</param>
    /// <exception cref="RequestException">The band's type does not fit, or the file cannot be read here.</exception>
    /// <exception cref="ArgumentException">The tile reaches outside the raster or the span is not of its size.</exception>
    public void Read(int band, Tile tile, Span<byte> values)
    {
        RequireType(band, RasterType.Byte);
        ReadAs(band, tile, values, RasterType.Byte, 1);
    }

    /// <summary>Reads a tile of complex numbers as pairs of single precision, real part first.</summary>
    /// <param name="band">Band, from 1, stored as complex numbers.</param>
    /// <param name="tile">The tile, inside the raster; row 0 is the northernmost.</param>
    /// <param name="pairs">Real and imaginary parts in the band's unit, shape (tile rows, tile columns, 2), row by row.</param>
    /// <exception cref="RequestException">The band is not complex, or the file cannot be read here.</exception>
    /// <exception cref="ArgumentException">The tile reaches outside the raster or the span is not of its size.</exception>
    public void ReadComplex(int band, Tile tile, Span<float> pairs)
    {
        RequireType(band, RasterType.ComplexReal32, RasterType.ComplexSigned16, RasterType.ComplexSigned32, RasterType.ComplexReal64);
        ReadAs(band, tile, pairs, RasterType.ComplexReal32, 2);
    }

    private static void ReplaceNoData(Span<float> values, double noData)
    {
        var stored = (float)noData;
        foreach (ref var value in values)
        {
            if (value == stored)
            {
                value = float.NaN;
            }
        }
    }

    private void ScaleAndOffset(int band, Span<float> values)
    {
        var scale = NativeMethods.GDALGetRasterScale(Band(band), out var hasScale);
        var offset = NativeMethods.GDALGetRasterOffset(Band(band), out var hasOffset);
        scale = hasScale != 0 ? scale : 1;
        offset = hasOffset != 0 ? offset : 0;
        if (scale == 1 && offset == 0)
        {
            return;
        }

        foreach (ref var value in values)
        {
            value = (float)((value * scale) + offset);
        }
    }

    private void RequireType(int band, params ReadOnlySpan<RasterType> fitting)
    {
        var type = Type(band);
        if (!fitting.Contains(type))
        {
            throw new RequestException($"{Path}: band {band} holds {type} values where {fitting[0]} values are expected. Check that it is the file meant.");
        }
    }

    private unsafe void ReadAs<T>(int band, Tile tile, Span<T> values, RasterType type, int perPixel)
        where T : unmanaged
    {
        RasterBounds.Check(Path, Rows, Columns, tile, values.Length, perPixel);
        if (tile.Rows == 0 || tile.Columns == 0)
        {
            return;
        }

        var southUp = IsSouthUp();
        var firstRow = southUp ? Rows - tile.EndRow : tile.Row;
        var line = (long)tile.Columns * perPixel * sizeof(T);
        GdalErrors.Clear();
        int failed;
        fixed (T* start = values)
        {
            var first = southUp ? (byte*)start + ((tile.Rows - 1) * line) : (byte*)start;
            failed = NativeMethods.GDALRasterIOEx(
                Band(band), 0, tile.Column, firstRow, tile.Columns, tile.Rows, first, tile.Columns, tile.Rows,
                (int)type, perPixel * sizeof(T), southUp ? -line : line, 0);
        }

        var reason = GdalErrors.Take();
        if (failed != 0)
        {
            throw new RequestException($"{Path} cannot be read at rows {tile.Row} to {tile.EndRow - 1}, columns {tile.Column} to {tile.EndColumn - 1} of band {band}: {reason ?? "GDAL gave no reason"}. The file is damaged; get it again.");
        }
    }
}
