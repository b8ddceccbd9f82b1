using Plumb.Grids;

namespace Plumb.Formats.Areas;

/// <summary>An area of interest on a grid of any map system.</summary>
public static class AreaOnGrid
{
    /// <summary>Marks the pixels whose centres lie in the area.</summary>
    /// <param name="area">The area, in any system.</param>
    /// <param name="grid">The grid.</param>
    /// <returns>One flag per pixel, shape (rows, columns), row by row.</returns>
    /// <exception cref="RequestException">The grid is in radar coordinates, or no pixel lies in the area.</exception>
    public static bool[] Rasterise(AreaOfInterest area, Grid grid)
    {
        var projected = OnMap(area, grid);
        var inside = new bool[grid.PixelCount];
        return projected.Rasterise(grid, inside) > 0 ? inside : throw Outside(projected, grid);
    }

    /// <summary>The smallest tile of a grid that holds the area, clipped to the grid; unit pixels.</summary>
    /// <param name="area">The area, in any system.</param>
    /// <param name="grid">The grid.</param>
    /// <exception cref="RequestException">The grid is in radar coordinates, or the area lies outside it.</exception>
    public static Tile BoundingTile(AreaOfInterest area, Grid grid)
    {
        var projected = OnMap(area, grid);
        var tile = projected.CoveringTile(grid);
        return tile.Rows > 0 ? tile : throw Outside(projected, grid);
    }

    private static AreaOfInterest OnMap(AreaOfInterest area, Grid grid)
    {
        ArgumentNullException.ThrowIfNull(area);
        ArgumentNullException.ThrowIfNull(grid);
        return grid.Crs.IsRadar
            ? throw new RequestException("The products are in radar coordinates, which have no map position, so no area can be drawn on them. Leave the area empty or geocode the products.")
            : AreaReader.Project(area, grid.Crs);
    }

    private static RequestException Outside(AreaOfInterest area, Grid grid) => new(FormattableString.Invariant(
        $"The area ({area.West:G7} {area.South:G7} {area.East:G7} {area.North:G7}) holds no pixel of the data ({grid.OriginX:G7} {grid.EndY:G7} {grid.EndX:G7} {grid.OriginY:G7}, west south east north in {grid.Crs.Definition}). Longitude comes before latitude; draw the area on the data."));
}
