using System.Globalization;
using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Products;

/// <summary>How much of one grid another covers.</summary>
internal static class GridCover
{
    /// <summary>Share of <paramref name="target"/> within the outline of <paramref name="source"/>, pure number 0 to 1, from 33 x 33 points.</summary>
    public static double Share(Grid source, Grid target)
    {
        if (source == target)
        {
            return 1;
        }

        const int Side = 33;
        var (x, y) = (new double[Side * Side], new double[Side * Side]);
        for (var i = 0; i < x.Length; i++)
        {
            (x[i], y[i]) = target.CentreOf(i / Side / (Side - 1.0) * (target.Rows - 1), i % Side / (Side - 1.0) * (target.Columns - 1));
        }

        if (source.Crs != target.Crs)
        {
            using var transform = new CoordinateTransform(target.Crs, source.Crs);
            transform.Apply(x, y);
        }

        var inside = 0;
        for (var i = 0; i < x.Length; i++)
        {
            inside += x[i] >= source.OriginX && x[i] <= source.EndX && y[i] <= source.OriginY && y[i] >= source.EndY ? 1 : 0;
        }

        return inside / (double)x.Length;
    }

    /// <summary>Outline in words: west, south, east, north.</summary>
    public static string Extent(Grid grid) => grid.Crs.IsRadar
        ? "radar"
        : string.Create(CultureInfo.InvariantCulture, $"{Number(grid, grid.OriginX)} {Number(grid, grid.EndY)} {Number(grid, grid.EndX)} {Number(grid, grid.OriginY)}");

    private static string Number(Grid grid, double value) => value.ToString(grid.Crs.IsGeographic ? "F4" : "F0", CultureInfo.InvariantCulture);
}
