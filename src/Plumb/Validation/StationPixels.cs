using Plumb.Grids;

namespace Plumb.Validation;

/// <summary>The pixels that stand for a station on the ground.</summary>
/// <param name="Pixels">Rows and columns of the pixels, by distance; empty where there is none.</param>
/// <param name="Distance">Distance of the farthest of them, metres; NaN without pixels.</param>
/// <param name="IsSubstitute">Whether no good pixel lies within the radius, so that the nearest good one stands in.</param>
public sealed record StationPixels(IReadOnlyList<(int Row, int Column)> Pixels, double Distance, bool IsSubstitute)
{
    /// <summary>
    /// All good pixels whose centres lie within a radius of a place, or the nearest good one within a wider radius.
    /// </summary>
    /// <param name="mask">Which pixels are good; shape (rows, columns).</param>
    /// <param name="pixelSize">Width and height of a pixel on the ground, metres.</param>
    /// <param name="row">Row of the place, pixels, with fractions.</param>
    /// <param name="column">Column of the place, pixels, with fractions.</param>
    /// <param name="radius">Radius, metres.</param>
    /// <param name="widest">Farthest that a pixel standing in may lie, metres.</param>
    public static StationPixels Around(Mask mask, (double Width, double Height) pixelSize, double row, double column, double radius, double widest)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var reach = Math.Max(radius, widest);
        var (rows, columns) = ((int)Math.Ceiling(reach / pixelSize.Height), (int)Math.Ceiling(reach / pixelSize.Width));
        var found = new List<(int Row, int Column, double Distance)>();
        for (var r = (int)Math.Round(row) - rows; r <= Math.Round(row) + rows; r++)
        {
            for (var c = (int)Math.Round(column) - columns; c <= Math.Round(column) + columns; c++)
            {
                var (dy, dx) = ((r - row) * pixelSize.Height, (c - column) * pixelSize.Width);
                var distance = Math.Sqrt((dx * dx) + (dy * dy));
                if (distance <= reach && r >= 0 && c >= 0 && r < mask.Grid.Rows && c < mask.Grid.Columns && mask[r, c] == MaskReasons.None)
                {
                    found.Add((r, c, distance));
                }
            }
        }

        found.Sort((a, b) => (a.Distance, a.Row, a.Column).CompareTo((b.Distance, b.Row, b.Column)));
        var within = found.FindAll(f => f.Distance <= radius);
        var chosen = within.Count > 0 ? within : found.Take(1).ToList();
        return new StationPixels([.. chosen.Select(f => (f.Row, f.Column))], chosen.Count == 0 ? double.NaN : chosen[^1].Distance, within.Count == 0 && chosen.Count > 0);
    }
}
