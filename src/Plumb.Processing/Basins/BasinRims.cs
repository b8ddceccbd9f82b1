namespace Plumb.Processing.Basins;

/// <summary>
/// The still ground around each basin. A basin's series less that of its rim is free of most of the atmosphere, whose differences over such distances are small, so that
/// dates of its life can be told without a filter in time that would smear them.
/// </summary>
internal static class BasinRims
{
    /// <summary>Fewest good pixels that make a rim (count).</summary>
    public const int Fewest = 12;

    /// <summary>Width of the rim in least extents (pure number).</summary>
    private const int Width = 3;

    /// <summary>The number of the basin whose rim each pixel belongs to, 0 for none; shape (rows, columns). Rims begin one least extent beyond the edges.</summary>
    public static int[] Of(int[] labels, int rows, int columns, double minExtent, double pixel)
    {
        var gap = Math.Max(1, (int)Math.Round(minExtent / pixel));
        var (nearest, rim) = ((int[])labels.Clone(), new int[labels.Length]);
        var front = new List<int>();
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] > 0)
            {
                front.Add(i);
            }
        }

        // Steps over four and eight neighbours in turn make the distance nearly round.
        for (var step = 1; step <= gap * (1 + Width) && front.Count > 0; step++)
        {
            var next = new List<int>();
            foreach (var i in front)
            {
                Spread(nearest, rows, columns, i, step % 2 == 0, next);
            }

            foreach (var i in next.Where(_ => step > gap))
            {
                rim[i] = nearest[i];
            }

            front = next;
        }

        return rim;
    }

    private static void Spread(int[] nearest, int rows, int columns, int from, bool isDiagonal, List<int> next)
    {
        var (row, column) = (from / columns, from % columns);
        for (var r = Math.Max(0, row - 1); r <= Math.Min(rows - 1, row + 1); r++)
        {
            for (var c = Math.Max(0, column - 1); c <= Math.Min(columns - 1, column + 1); c++)
            {
                var i = (r * columns) + c;
                if (nearest[i] == 0 && (isDiagonal || r == row || c == column))
                {
                    nearest[i] = nearest[from];
                    next.Add(i);
                }
            }
        }
    }
}
