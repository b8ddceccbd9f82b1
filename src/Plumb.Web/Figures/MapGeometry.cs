using Plumb.Grids;

namespace Plumb.Web.Figures;

/// <summary>Lengths on the ground and coordinate texts of a grid.</summary>
internal static class MapGeometry
{
    /// <summary>Width and height of a pixel on the ground at the middle of the grid, metres; NaN for radar coordinates.</summary>
    public static (double X, double Y) PixelSize(Grid grid)
    {
        if (grid.Crs.IsRadar)
        {
            return (double.NaN, double.NaN);
        }

        if (!grid.Crs.IsGeographic)
        {
            return (grid.StepX, -grid.StepY);
        }

        // Length of a degree on WGS 84 (radii of curvature along the parallel and the meridian).
        const double A = 6_378_137.0;
        const double E2 = 0.00669437999014;
        var latitude = 0.5 * (grid.OriginY + grid.EndY) * Math.PI / 180;
        var w = 1 - (E2 * Math.Sin(latitude) * Math.Sin(latitude));
        var east = A / Math.Sqrt(w) * Math.Cos(latitude) * Math.PI / 180;
        var north = A * (1 - E2) / (w * Math.Sqrt(w)) * Math.PI / 180;
        return (grid.StepX * east, -grid.StepY * north);
    }

    /// <summary>Height divided by width of a part of the grid as it lies on the ground (a pure number).</summary>
    public static double Aspect(Grid grid, Tile tile)
    {
        var (x, y) = PixelSize(grid);
        return double.IsNaN(x) || !(x > 0) ? (double)tile.Rows / tile.Columns : tile.Rows * y / (tile.Columns * x);
    }

    /// <summary>Ticks along the lower edge: longitude, kilometres or range sample.</summary>
    public static IReadOnlyList<Tick> XTicks(Grid grid, int count) => Coordinates(grid, grid.OriginX, grid.EndX, count, "E", "W");

    /// <summary>Ticks along the left edge: latitude, kilometres or azimuth line.</summary>
    public static IReadOnlyList<Tick> YTicks(Grid grid, int count) => Coordinates(grid, grid.EndY, grid.OriginY, count, "N", "S");

    private static IReadOnlyList<Tick> Coordinates(Grid grid, double low, double high, int count, string positive, string negative)
    {
        if (grid.Crs.IsGeographic)
        {
            return Ticks.Numbers(low, high, count, (v, decimals) =>
                Ticks.Number(Math.Abs(v), decimals) + "°" + (v > 0 ? positive : v < 0 ? negative : ""));
        }

        if (grid.Crs.IsRadar)
        {
            return Ticks.Numbers(low, high, count, (v, decimals) => Ticks.Number(Math.Abs(v), decimals));
        }

        var kilometres = Ticks.Numbers(low / 1000, high / 1000, count);
        return [.. kilometres.Select(t => t with { Value = t.Value * 1000 })];
    }
}
