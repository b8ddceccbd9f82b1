using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Areas;

/// <summary>Reads rasters of classes: whole numbers on any grid and in any system, of which each pixel of another grid takes the one at its centre.</summary>
public static class ClassRaster
{
    private const int RowsAtOnce = 64;
    private const long MostRead = 1L << 28;
    private static readonly RasterType[] Whole = [RasterType.Byte, RasterType.Signed8, RasterType.Unsigned16, RasterType.Signed16, RasterType.Unsigned32, RasterType.Signed32];

    /// <summary>Reads classes onto a grid.</summary>
    /// <param name="path">The raster; its first band is read.</param>
    /// <param name="grid">The grid.</param>
    /// <exception cref="RequestException">The file cannot be read, holds no whole numbers, has no place on a map or does not meet the grid; or the grid is in radar coordinates.</exception>
    public static ClassMap OnGrid(string path, Grid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (grid.Crs.IsRadar)
        {
            throw new RequestException($"The results are in radar coordinates, which have no place on a map, so the classes of {path} cannot be found on them. Geocode the products first.");
        }

        using var raster = GdalDataset.Open(path);
        if (raster.BandCount == 0 || !Whole.Contains(raster.Type(1)))
        {
            throw new RequestException($"{path} holds {(raster.BandCount == 0 ? "no band" : $"{raster.Type(1)} values")} where classes are whole numbers of up to 32 bits. Give the map of classes itself, not a picture or a map of probabilities.");
        }

        var from = raster.Grid;
        if (from.Crs.IsRadar)
        {
            throw new RequestException($"{path} has no place on a map. Set it with gdal_edit.py -a_srs EPSG:n -a_ullr west north east south.");
        }

        var codes = new int[grid.PixelCount];
        Array.Fill(codes, ClassMap.None);
        using var transform = grid.Crs == from.Crs ? null : new CoordinateTransform(grid.Crs, from.Crs);
        var met = 0L;
        for (var top = 0; top < grid.Rows; top += RowsAtOnce)
        {
            met += Strip(raster, from, grid, transform, top, Math.Min(RowsAtOnce, grid.Rows - top), codes);
        }

        return met > 0
            ? new ClassMap(codes, ClassNames.Beside(path))
            : throw new RequestException(FormattableString.Invariant(
                $"{path} ({from.OriginX:G7} {from.EndY:G7} {from.EndX:G7} {from.OriginY:G7}, west south east north in {from.Crs.Definition}) has no class anywhere on the map of the run. Is it the right region?"));
    }

    /// <summary>Classes of some rows; the number of pixels that have one.</summary>
    private static long Strip(GdalDataset raster, Grid from, Grid grid, CoordinateTransform? transform, int top, int rows, int[] codes)
    {
        var (x, y) = (new double[rows * grid.Columns], new double[rows * grid.Columns]);
        for (var i = 0; i < x.Length; i++)
        {
            (x[i], y[i]) = grid.CentreOf(top + (i / grid.Columns), i % grid.Columns);
        }

        transform?.Apply(x, y);
        var (places, tile) = Places(from, x, y);
        if (tile.PixelCount == 0)
        {
            return 0;
        }

        if (tile.PixelCount > MostRead)
        {
            throw new RequestException($"{raster.Path} has so much smaller pixels than the results that {tile.PixelCount} of them lie beside {rows} rows. Make it coarser first: gdalwarp -r mode -tr SIZE SIZE.");
        }

        var values = new float[tile.PixelCount];
        raster.Read(1, tile, values);
        var met = 0L;
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] is var (row, column) && row >= 0 && values[((row - tile.Row) * tile.Columns) + column - tile.Column] is var value && float.IsFinite(value))
            {
                codes[(top * grid.Columns) + i] = (int)value;
                met++;
            }
        }

        return met;
    }

    /// <summary>The pixel of the raster at each place, row -1 outside, and the tile that holds them.</summary>
    private static ((int Row, int Column)[] Places, Tile Tile) Places(Grid from, double[] x, double[] y)
    {
        var places = new (int Row, int Column)[x.Length];
        var (north, south, west, east) = (int.MaxValue, -1, int.MaxValue, -1);
        for (var i = 0; i < x.Length; i++)
        {
            var (row, column) = from.PixelAt(x[i], y[i]);
            var isInside = row > -0.5 && column > -0.5 && row < from.Rows - 0.5 && column < from.Columns - 0.5;
            places[i] = isInside ? ((int)Math.Floor(row + 0.5), (int)Math.Floor(column + 0.5)) : (-1, -1);
            if (isInside)
            {
                (north, south) = (Math.Min(north, places[i].Row), Math.Max(south, places[i].Row));
                (west, east) = (Math.Min(west, places[i].Column), Math.Max(east, places[i].Column));
            }
        }

        return (places, south < 0 ? new Tile(0, 0, 0, 0) : new Tile(north, west, south - north + 1, east - west + 1));
    }
}
