namespace Plumb.Networks;

/// <summary>The convex hull of pixels (monotone chains, Andrew 1979, doi:10.1016/0020-0190(79)90072-3), filled row by row.</summary>
internal static class PixelHull
{
    /// <summary>Raises all pixels whose centres lie in the hull, its border included, to a value at least.</summary>
    /// <param name="pixels">Indices of the pixels, one or more; shape (pixel).</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="value">The value (pure number).</param>
    /// <param name="image">The image (pure number); shape (rows, columns).</param>
    internal static void Fill(IReadOnlyCollection<int> pixels, int columns, float value, Span<float> image)
    {
        // The ends of each row hold the whole hull.
        var ends = pixels.GroupBy(p => p / columns).OrderBy(g => g.Key)
            .Select(g => (Row: g.Key, West: g.Min(p => p % columns), East: g.Max(p => p % columns))).ToList();
        var west = Chain([.. ends.Select(e => (e.Row, e.West))], 1);
        var east = Chain([.. ends.Select(e => (e.Row, e.East))], -1);
        for (var row = ends[0].Row; row <= ends[^1].Row; row++)
        {
            var (from, to) = ((int)Math.Ceiling(At(west, row) - 1e-9), (int)Math.Floor(At(east, row) + 1e-9));
            for (var column = from; column <= to; column++)
            {
                ref var pixel = ref image[(row * columns) + column];
                pixel = MathF.Max(pixel, value);
            }
        }
    }

    /// <summary>The chain of corners on one side, from the north to the south: 1 the western side, -1 the eastern.</summary>
    private static List<(int Row, int Column)> Chain((int Row, int Column)[] points, int side)
    {
        var chain = new List<(int Row, int Column)>();
        foreach (var point in points)
        {
            while (chain.Count >= 2 && side * Turn(chain[^2], chain[^1], point) <= 0)
            {
                chain.RemoveAt(chain.Count - 1);
            }

            chain.Add(point);
        }

        return chain;
    }

    /// <summary>Positive where the middle point lies west of the line from the first to the last.</summary>
    private static long Turn((int Row, int Column) a, (int Row, int Column) b, (int Row, int Column) c) =>
        ((long)(c.Column - a.Column) * (b.Row - a.Row)) - ((long)(b.Column - a.Column) * (c.Row - a.Row));

    private static double At(List<(int Row, int Column)> chain, int row)
    {
        for (var k = 1; k < chain.Count; k++)
        {
            var (a, b) = (chain[k - 1], chain[k]);
            if (row <= b.Row)
            {
                return a.Column + ((double)(b.Column - a.Column) * (row - a.Row) / (b.Row - a.Row));
            }
        }

        return chain[0].Column;
    }
}
