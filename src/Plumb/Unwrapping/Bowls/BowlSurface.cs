namespace Plumb.Unwrapping.Bowls;

/// <summary>The phase of several bowls together, by rows.</summary>
public static class BowlSurface
{
    /// <summary>Adds the phase of bowls to rows of an image.</summary>
    /// <param name="bowls">The bowls.</param>
    /// <param name="row">The first row.</param>
    /// <param name="columns">Number of columns, pixels.</param>
    /// <param name="phase">Phase, radian; shape (rows, columns); receives the sum; NaN stays NaN.</param>
    /// <exception cref="ArgumentException">The phase is not whole rows.</exception>
    public static void Add(IEnumerable<Bowl> bowls, int row, int columns, Span<float> phase)
    {
        ArgumentNullException.ThrowIfNull(bowls);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (phase.Length % columns != 0)
        {
            throw new ArgumentException($"{phase.Length} pixels are not whole rows of {columns}.", nameof(phase));
        }

        foreach (var bowl in bowls)
        {
            foreach (var (r, first, last) in RowsOf(bowl, row, phase.Length / columns, columns))
            {
                var line = phase.Slice((r - row) * columns, columns);
                for (var c = first; c <= last; c++)
                {
                    line[c] += (float)bowl.Phase(r, c);
                }
            }
        }
    }

    /// <summary>The pixels of some rows that a bowl moves: row, first and last column.</summary>
    internal static IEnumerable<(int Row, int First, int Last)> RowsOf(Bowl bowl, int row, int count, int columns)
    {
        var reach = bowl.Reach;
        for (var r = Math.Max(row, (int)Math.Ceiling(bowl.Row - reach)); r < row + count && r <= bowl.Row + reach; r++)
        {
            var half = Math.Sqrt(Math.Max(0, (reach * reach) - ((r - bowl.Row) * (r - bowl.Row))));
            var (first, last) = (Math.Max(0, (int)Math.Ceiling(bowl.Column - half)), Math.Min(columns - 1, (int)Math.Floor(bowl.Column + half)));
            if (first <= last)
            {
                yield return (r, first, last);
            }
        }
    }
}
