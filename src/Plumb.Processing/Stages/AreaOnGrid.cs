using Plumb.Formats.Areas;
using Plumb.Grids;

namespace Plumb.Processing.Stages;

/// <summary>An area of the settings, brought to the system of a grid.</summary>
internal sealed class AreaOnGrid
{
    private readonly AreaOfInterest area;
    private readonly string setting;

    private AreaOnGrid(AreaOfInterest area, string setting)
    {
        this.area = area;
        this.setting = setting;
    }

    /// <summary>Reads an area; a relative path starts at the settings file.</summary>
    public static AreaOnGrid Read(string text, string setting, Func<string, string> resolve, Crs crs)
    {
        if (crs.IsRadar)
        {
            throw new RequestException($"{setting} names a place on the map, but the products are in radar coordinates. Leave it empty, or geocode the products first.");
        }

        var path = resolve(text);
        return new AreaOnGrid(AreaReader.Project(AreaReader.Read(File.Exists(path) ? path : text), crs), setting);
    }

    /// <summary>The smallest tile of the grid that holds the area.</summary>
    public Tile CoveringTile(Grid grid)
    {
        var tile = area.CoveringTile(grid);
        return tile.PixelCount > 0
            ? tile
            : throw new RequestException($"{setting} does not meet the products' grid. 'plumb inspect' prints the extent they cover.");
    }

    /// <summary>One flag per pixel of the grid, shape (rows, columns).</summary>
    public bool[] Rasterise(Grid grid)
    {
        var inside = new bool[grid.PixelCount];
        return area.Rasterise(grid, inside) > 0
            ? inside
            : throw new RequestException($"{setting} holds no pixel of the products' grid. 'plumb inspect' prints the extent they cover.");
    }
}
