using Plumb.Grids;

namespace Plumb.Subsidence;

/// <summary>A polygon in pixel corners: row 0 and column 0 are the north-west corner of the map.</summary>
/// <param name="Outer">Corners of the outer ring, (row, column) in pixels, counter-clockwise on the map; the first is not repeated.</param>
/// <param name="Holes">Corners of the holes, (row, column) in pixels, clockwise.</param>
public sealed record PixelPolygon(IReadOnlyList<(double Row, double Column)> Outer, IReadOnlyList<IReadOnlyList<(double Row, double Column)>> Holes);

/// <summary>
/// Outlines of regions of pixels along the pixels' own edges, so that the polygon's area is that of the pixels. Pixels that touch at a corner only are
/// polygons of their own.
/// </summary>
public static class RegionOutline
{
    // East, north, west, south: the region lies to the left of the way.
    private static readonly (int Row, int Column)[] Ways = [(0, 1), (-1, 0), (0, -1), (1, 0)];

    /// <summary>The polygons of one label.</summary>
    /// <param name="labels">Label of each pixel, shape (rows, columns).</param>
    /// <param name="columns">Number of columns (count).</param>
    /// <param name="label">The label.</param>
    /// <param name="bounds">A rectangle that holds all its pixels.</param>
    public static IReadOnlyList<PixelPolygon> Of(int[] labels, int columns, int label, Tile bounds)
    {
        ArgumentNullException.ThrowIfNull(labels);
        bool Inside(int row, int column) =>
            row >= bounds.Row && row < bounds.EndRow && column >= bounds.Column && column < bounds.EndColumn && labels[(row * columns) + column] == label;
        var seen = new HashSet<(int Row, int Column)>();
        var rings = new List<(List<(double Row, double Column)> Ring, double Area)>();
        for (var row = bounds.Row; row < bounds.EndRow; row++)
        {
            for (var column = bounds.Column; column < bounds.EndColumn; column++)
            {
                // The southern edge of a pixel is walked eastwards once in each ring that it is part of.
                if (Inside(row, column) && !Inside(row + 1, column) && !seen.Contains((row + 1, column)))
                {
                    var ring = Walk(row + 1, column, Inside, seen);
                    rings.Add((ring, Area(ring)));
                }
            }
        }

        var holes = rings.Where(r => r.Area < 0).Select(r => r.Ring).ToArray();
        return
        [
            .. rings.Where(r => r.Area > 0).Select(outer => new PixelPolygon(
                outer.Ring,
                [.. holes.Where(h => rings.Where(r => r.Area > 0 && Holds(r.Ring, Within(h))).OrderBy(r => r.Area).FirstOrDefault().Ring == outer.Ring)])),
        ];
    }

    /// <summary>The polygons of some pixels, looked for in their own rectangle alone.</summary>
    /// <param name="cells">The pixels, index row by row, at least one.</param>
    /// <param name="columns">Number of columns (count).</param>
    public static IReadOnlyList<PixelPolygon> OfCells(IReadOnlyList<int> cells, int columns)
    {
        ArgumentNullException.ThrowIfNull(cells);
        var (top, left) = (cells.Min() / columns, cells.Min(c => c % columns));
        var (rows, wide) = ((cells.Max() / columns) - top + 1, cells.Max(c => c % columns) - left + 1);
        var labels = new int[rows * wide];
        foreach (var cell in cells)
        {
            labels[(((cell / columns) - top) * wide) + (cell % columns) - left] = 1;
        }

        IReadOnlyList<(double Row, double Column)> OnMap(IReadOnlyList<(double Row, double Column)> ring) => [.. ring.Select(p => (p.Row + top, p.Column + left))];
        return [.. Of(labels, wide, 1, new Tile(0, 0, rows, wide)).Select(p => new PixelPolygon(OnMap(p.Outer), [.. p.Holes.Select(OnMap)]))];
    }

    private static List<(double Row, double Column)> Walk(int row, int column, Func<int, int, bool> inside, HashSet<(int Row, int Column)> seen)
    {
        var ring = new List<(double Row, double Column)>();
        var (r, c, way) = (row, column, 0);
        do
        {
            if (way == 0)
            {
                seen.Add((r, c));
            }

            (r, c) = (r + Ways[way].Row, c + Ways[way].Column);
            var next = Turn(r, c, way, inside);
            if (next != way)
            {
                ring.Add((r, c));
            }

            way = next;
        }
        while (r != row || c != column || way != 0);
        return ring;
    }

    /// <summary>The way on from a corner: left where the pixel ahead on the left is outside, right where the one ahead on the right is inside.</summary>
    private static int Turn(int row, int column, int way, Func<int, int, bool> inside)
    {
        var (left, right) = Ahead(row, column, way);
        return !inside(left.Row, left.Column) ? (way + 1) % 4 : inside(right.Row, right.Column) ? (way + 3) % 4 : way;
    }

    private static ((int Row, int Column) Left, (int Row, int Column) Right) Ahead(int row, int column, int way) => way switch
    {
        0 => ((row - 1, column), (row, column)),
        1 => ((row - 1, column - 1), (row - 1, column)),
        2 => ((row, column - 1), (row - 1, column - 1)),
        _ => ((row, column), (row, column - 1)),
    };

    /// <summary>Area in pixels, positive counter-clockwise on the map (rows grow southwards).</summary>
    private static double Area(List<(double Row, double Column)> ring)
    {
        var sum = 0.0;
        for (var i = 0; i < ring.Count; i++)
        {
            var (a, b) = (ring[i], ring[(i + 1) % ring.Count]);
            sum += (a.Row * b.Column) - (a.Column * b.Row);
        }

        return sum / 2;
    }

    /// <summary>A point just inside the region beside the first edge of a hole.</summary>
    private static (double Row, double Column) Within(List<(double Row, double Column)> hole)
    {
        var (a, b) = (hole[0], hole[1]);
        var (dr, dc) = (Math.Sign(b.Row - a.Row), Math.Sign(b.Column - a.Column));
        return (a.Row + (0.5 * dr) - (0.25 * dc), a.Column + (0.5 * dc) + (0.25 * dr));
    }

    private static bool Holds(List<(double Row, double Column)> ring, (double Row, double Column) point)
    {
        var inside = false;
        for (int i = 0, j = ring.Count - 1; i < ring.Count; j = i++)
        {
            if (ring[i].Row > point.Row != ring[j].Row > point.Row
                && point.Column < ring[i].Column + ((point.Row - ring[i].Row) / (ring[j].Row - ring[i].Row) * (ring[j].Column - ring[i].Column)))
            {
                inside = !inside;
            }
        }

        return inside;
    }
}
