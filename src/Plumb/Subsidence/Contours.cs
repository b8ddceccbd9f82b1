namespace Plumb.Subsidence;

/// <summary>A line of equal value in pixels: the centre of pixel (0, 0) is at row 0 and column 0.</summary>
/// <param name="Level">The value, in the unit of the map (metres).</param>
/// <param name="Points">Its points, (row, column) in pixels; of a closed line the first is repeated at the end.</param>
public sealed record Contour(double Level, IReadOnlyList<(double Row, double Column)> Points)
{
    /// <summary>Whether the line comes back to its beginning.</summary>
    public bool IsClosed => Points.Count > 2 && Points[0] == Points[^1];
}

/// <summary>
/// Lines of equal value by marching squares: a line crosses the sides of the squares between four pixel centres where the value passes the level; a square without all four values has none. Where a
/// square has two ways, the mean of the four decides.
/// </summary>
public static class Contours
{
    /// <summary>The lines of one level.</summary>
    /// <param name="values">The map in any unit (metres), shape (rows, columns); NaN is no-data.</param>
    /// <param name="rows">Rows (count).</param>
    /// <param name="columns">Columns (count).</param>
    /// <param name="level">The level, in the unit of the map (metres).</param>
    public static IReadOnlyList<Contour> Of(ReadOnlySpan<float> values, int rows, int columns, double level)
    {
        var next = new Dictionary<long, long>();
        for (var row = 0; row + 1 < rows; row++)
        {
            for (var column = 0; column + 1 < columns; column++)
            {
                Square(values, columns, row, column, level, next);
            }
        }

        return Chain(values.ToArray(), columns, level, next);
    }

    // A side is named by its first pixel and whether it goes down: 2 * pixel for east, 2 * pixel + 1 for south. The higher ground lies to the left of the way.
    private static void Square(ReadOnlySpan<float> values, int columns, int row, int column, double level, Dictionary<long, long> next)
    {
        var i = ((long)row * columns) + column;
        var (a, b, c, d) = (values[(int)i], values[(int)i + 1], values[(int)i + columns + 1], values[(int)i + columns]);
        if (!float.IsFinite(a + b + c + d))
        {
            return;
        }

        var (top, right, bottom, left) = (2 * i, (2 * (i + 1)) + 1, 2 * (i + columns), (2 * i) + 1);
        var key = (a > level ? 8 : 0) | (b > level ? 4 : 0) | (c > level ? 2 : 0) | (d > level ? 1 : 0);
        var isHigh = (a + (double)b + c + d) / 4 > level;
        switch (key)
        {
            case 1: next[bottom] = left; break;
            case 2: next[right] = bottom; break;
            case 3: next[right] = left; break;
            case 4: next[top] = right; break;
            case 6: next[top] = bottom; break;
            case 7: next[top] = left; break;
            case 8: next[left] = top; break;
            case 9: next[bottom] = top; break;
            case 11: next[right] = top; break;
            case 12: next[left] = right; break;
            case 13: next[bottom] = right; break;
            case 14: next[left] = bottom; break;
            case 5: (next[top], next[bottom]) = isHigh ? (left, right) : (right, left); break;
            case 10: (next[left], next[right]) = isHigh ? (bottom, top) : (top, bottom); break;
        }
    }

    private static List<Contour> Chain(float[] values, int columns, double level, Dictionary<long, long> next)
    {
        var entered = new HashSet<long>(next.Values);
        var contours = new List<Contour>();

        // Open lines first, from where nothing leads to; what is left is closed.
        foreach (var start in next.Keys.Where(k => !entered.Contains(k)).Order().ToArray())
        {
            contours.Add(Follow(values, columns, level, next, start));
        }

        foreach (var start in next.Keys.Order().ToArray())
        {
            if (next.ContainsKey(start))
            {
                contours.Add(Follow(values, columns, level, next, start));
            }
        }

        return contours;
    }

    private static Contour Follow(float[] values, int columns, double level, Dictionary<long, long> next, long start)
    {
        var points = new List<(double Row, double Column)> { Crossing(values, columns, level, start) };
        var side = start;
        while (next.Remove(side, out var to))
        {
            points.Add(Crossing(values, columns, level, to));
            side = to;
        }

        return new Contour(level, points);
    }

    private static (double Row, double Column) Crossing(float[] values, int columns, double level, long side)
    {
        var (pixel, isDown) = ((int)(side / 2), side % 2 == 1);
        var (from, to) = (values[pixel], values[pixel + (isDown ? columns : 1)]);
        var share = Math.Clamp((level - from) / (to - from), 0, 1);
        return (isDown ? (pixel / columns) + share : pixel / columns, isDown ? pixel % columns : (pixel % columns) + share);
    }
}
