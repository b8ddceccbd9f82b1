using System.Globalization;
using Plumb.Grids;

namespace Plumb.References;

/// <summary>
/// A square of pixels that motion is measured against: all pixels at most <paramref name="Radius"/> rows and columns from its centre, cut
/// at the edge of the grid.
/// </summary>
/// <param name="Row">Row of the centre, 0 at the north.</param>
/// <param name="Column">Column of the centre, 0 at the west.</param>
/// <param name="Radius">Radius, pixels, at least 0; 0 is the single pixel.</param>
public readonly record struct ReferenceArea(int Row, int Column, int Radius)
{
    /// <summary>The pixels of the area on a grid; empty when the area lies outside.</summary>
    /// <param name="grid">The grid.</param>
    public Tile On(Grid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var side = checked((2 * Radius) + 1);
        return new Tile(Row - Radius, Column - Radius, side, side).Intersect(grid.Whole);
    }

    /// <summary>Row, column and radius in pixels, and the map coordinates of the centre where the grid has any.</summary>
    /// <param name="grid">The grid.</param>
    public string Describe(Grid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var pixel = string.Create(CultureInfo.InvariantCulture, $"row {Row}, column {Column}, radius {Radius} pixels");
        var (x, y) = grid.CentreOf(Row, Column);
        return grid.Crs switch
        {
            { IsRadar: true } => pixel,
            { IsGeographic: true } => string.Create(CultureInfo.InvariantCulture, $"{pixel} (longitude {x:0.00000}, latitude {y:0.00000})"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{pixel} (east {x:0}, north {y:0})"),
        };
    }
}
