using System.Buffers.Binary;
using System.Globalization;
using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Scenes.Tests.Truth;

/// <summary>A pair of offsets and their correlation in the binary layouts of ROI_PAC and GAMMA, from GeoTIFFs of the same numbers.</summary>
internal static class OffsetFiles
{
    /// <summary>Writes a pair.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="dates">The two dates as yyyyMMdd_yyyyMMdd.</param>
    /// <param name="isTurned">Whether the later date is named first, the numbers with the other sign.</param>
    /// <param name="offsets">GeoTIFF of metres.</param>
    /// <param name="correlation">GeoTIFF of correlation.</param>
    /// <param name="isRoiPac">Whether as ROI_PAC, two bands line by line and little-endian; else as GAMMA, one band and big-endian.</param>
    public static void Write(string folder, string dates, bool isTurned, string offsets, string correlation, bool isRoiPac)
    {
        var (first, second) = isTurned ? (dates[9..], dates[..8]) : (dates[..8], dates[9..]);
        var name = Path.Combine(folder, $"{first}-{second}");
        foreach (var (source, extension, sign) in new[] { (offsets, ".unw", isTurned ? -1f : 1f), (correlation, ".cor", 1f) })
        {
            using var raster = GdalDataset.Open(source);
            var values = new float[raster.Grid.PixelCount];
            raster.Read(1, raster.Grid.Whole, values);
            File.WriteAllBytes(name + extension, isRoiPac ? TwoBands(values, raster.Grid, sign) : OneBand(values, sign));
            if (isRoiPac)
            {
                File.WriteAllText(name + extension + ".rsc", Header(raster.Grid, first, second));
            }
            else
            {
                File.WriteAllText(Path.Combine(folder, "site.dem.par"), Map(raster.Grid));
            }
        }
    }

    private static byte[] OneBand(float[] values, float sign)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(4 * i), sign * values[i]);
        }

        return bytes;
    }

    private static byte[] TwoBands(float[] values, Grid grid, float sign)
    {
        var bytes = new byte[8 * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (row, column) = (i / grid.Columns, i % grid.Columns);
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * ((2 * row * grid.Columns) + column)), 1000);
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * ((((2 * row) + 1) * grid.Columns) + column)), sign * values[i]);
        }

        return bytes;
    }

    private static string Header(Grid grid, string first, string second) => string.Create(CultureInfo.InvariantCulture, $"""
        WIDTH {grid.Columns}
        FILE_LENGTH {grid.Rows}
        X_FIRST {grid.OriginX}
        X_STEP {grid.StepX}
        Y_FIRST {grid.OriginY}
        Y_STEP {grid.StepY}
        X_UNIT meters
        UTM_ZONE {Zone(grid)}N
        WAVELENGTH 0.05546576
        DATE12 {first[2..]}-{second[2..]}
        RLOOKS 8
        ALOOKS 2
        """) + "\n";

    private static string Map(Grid grid) => string.Create(CultureInfo.InvariantCulture, $"""
        Gamma DIFF&GEO DEM/MAP parameter file
        DEM_projection:     UTM
        data_format:        REAL*4
        DEM_hgt_offset:          0.00000
        DEM_scale:               1.00000
        width:               {grid.Columns}
        nlines:              {grid.Rows}
        corner_north:  {grid.OriginY + (grid.StepY / 2)}  m
        corner_east:   {grid.OriginX + (grid.StepX / 2)}  m
        post_north:    {grid.StepY}  m
        post_east:      {grid.StepX}  m
        projection_zone: {Zone(grid)}
        false_northing: 0.0 m
        """) + "\n";

    private static string Zone(Grid grid) => grid.Crs.Definition["EPSG:326".Length..];
}
