using Plumb.Formats.Areas;
using Plumb.Grids;
using Plumb.Processing.Results;

namespace Plumb.Processing.Groups;

/// <summary>Finds the good pixels of areas, points and classes of land cover.</summary>
public static class PixelGroups
{
    /// <summary>A group for each area; one without a good pixel is empty.</summary>
    /// <param name="areas">The areas, in any system.</param>
    /// <param name="mask">Which pixels are good.</param>
    /// <exception cref="RequestException">The grid is in radar coordinates, or an area reaches beyond where its system holds.</exception>
    public static IReadOnlyList<PixelGroup> OfAreas(IReadOnlyList<NamedArea> areas, Mask mask)
    {
        ArgumentNullException.ThrowIfNull(areas);
        ArgumentNullException.ThrowIfNull(mask);
        RequireMap(mask.Grid, areas.Count);
        var inside = new bool[mask.Grid.PixelCount];
        return
        [
            .. areas.Select(area =>
            {
                Array.Clear(inside);
                AreaReader.Project(area.Area, mask.Grid.Crs).Rasterise(mask.Grid, inside);
                return new PixelGroup(area.Name, GroupKind.Area, Where(i => inside[i] && mask.IsGood(i), inside.Length));
            }),
        ];
    }

    /// <summary>A group for each point: the good pixels around it; one without any is empty.</summary>
    /// <param name="points">Named points, degrees.</param>
    /// <param name="radius">Radius around a point, metres.</param>
    /// <param name="mask">Which pixels are good.</param>
    /// <exception cref="RequestException">The grid is in radar coordinates.</exception>
    public static IReadOnlyList<PixelGroup> OfPoints(IReadOnlyList<NamedPoint> points, double radius, Mask mask)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(mask);
        RequireMap(mask.Grid, points.Count);
        var grid = mask.Grid;
        return [.. points.Select(point =>
        {
            var (row, column) = point.On(grid);
            var around = double.IsFinite(row + column) ? Validation.StationPixels.Around(mask, ResultSet.PixelSizeOf(grid), row, column, radius, radius).Pixels : [];
            return new PixelGroup(point.Name, GroupKind.Point, [.. around.Select(p => (p.Row * grid.Columns) + p.Column).Order()]);
        })];
    }

    /// <summary>A group for each named class of land cover; one without a good pixel is empty.</summary>
    /// <param name="cover">The land cover.</param>
    /// <param name="mask">Which pixels are good.</param>
    /// <exception cref="RequestException">The file cannot be used, or does not meet the grid.</exception>
    public static IReadOnlyList<PixelGroup> OfLandCover(LandCover cover, Mask mask)
    {
        ArgumentNullException.ThrowIfNull(cover);
        ArgumentNullException.ThrowIfNull(mask);
        var classes = ClassRaster.OnGrid(cover.Path, mask.Grid);
        return [.. cover.Named(classes).Select(named => new PixelGroup(
            named.Name, GroupKind.LandCover, Where(i => mask.IsGood(i) && named.Codes.Contains(classes.Codes[i]), classes.Codes.Length)))];
    }

    /// <summary>All good pixels.</summary>
    /// <param name="mask">Which pixels are good.</param>
    public static PixelGroup All(Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return new PixelGroup("all good pixels", GroupKind.All, Where(mask.IsGood, mask.Reasons.Length));
    }

    private static int[] Where(Func<int, bool> isIn, int count)
    {
        var found = new List<int>();
        for (var i = 0; i < count; i++)
        {
            if (isIn(i))
            {
                found.Add(i);
            }
        }

        return [.. found];
    }

    private static void RequireMap(Grid grid, int asked)
    {
        if (grid.Crs.IsRadar && asked > 0)
        {
            throw new RequestException("The results are in radar coordinates, which have no place on a map, so no area and no point can be found on them. Geocode the products first.");
        }
    }
}
