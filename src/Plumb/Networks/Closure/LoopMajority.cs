using System.Numerics;

namespace Plumb.Networks.Closure;

/// <summary>
/// What most of a pixel's neighbours say of a loop: the mean of its whole cycles over a window of 5 x 5 pixels, rounded, which for a loop that is open
/// by one number of cycles on a part of the window is the majority. Errors of the unwrapping come in connected regions, noise does not.
/// </summary>
internal static class LoopMajority
{
    /// <summary>Reach of the window to each side, pixels.</summary>
    public const int Reach = 2;

    /// <summary>Fewest values in a window that are believed (count).</summary>
    public const int Fewest = 3;

    /// <summary>Working memory, elements, for tiles of a number of columns.</summary>
    public static int ScratchLength(int columns) => 2 * (columns + (2 * Reach) + Vector<short>.Count);

    /// <summary>
    /// The majority at each pixel of a tile; windows are cut at the tile's edge. Cycles and majority are whole cycles (counts) or missing, shape (row, column).
    /// </summary>
    /// <returns>Whether anything in the majority is not 0.</returns>
    public static bool Of(ReadOnlySpan<sbyte> cycles, int rows, int columns, Span<sbyte> majority, Span<short> scratch)
    {
        var width = columns + (2 * Reach) + Vector<short>.Count;
        var sums = scratch[..width];
        var counts = scratch.Slice(width, width);
        if (cycles.Length < Fewest)
        {
            majority.Fill(LoopKernel.Missing);
            return true;
        }

        var any = false;
        for (var row = 0; row < rows; row++)
        {
            var line = majority.Slice(row * columns, columns);
            if (!Columns(cycles, rows, columns, row, sums, counts))
            {
                line.Clear();
                continue;
            }

            any |= Rows(sums, counts, line);
        }

        return any;
    }

    /// <summary>The specification of <see cref="Of"/>, window by window.</summary>
    public static void Scalar(ReadOnlySpan<sbyte> cycles, int rows, int columns, Span<sbyte> majority)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                majority[(row * columns) + column] = At(cycles, rows, columns, row, column);
            }
        }
    }

    /// <summary>The majority at one pixel.</summary>
    public static sbyte At(ReadOnlySpan<sbyte> cycles, int rows, int columns, int row, int column)
    {
        var (sum, count) = (0, 0);
        for (var r = Math.Max(0, row - Reach); r <= Math.Min(rows - 1, row + Reach); r++)
        {
            for (var c = Math.Max(0, column - Reach); c <= Math.Min(columns - 1, column + Reach); c++)
            {
                var value = cycles[(r * columns) + c];
                sum += value == LoopKernel.Missing ? 0 : value;
                count += value == LoopKernel.Missing ? 0 : 1;
            }
        }

        return Verdict(sum, count);
    }

    private static sbyte Verdict(int sum, int count) =>
        count < Fewest ? LoopKernel.Missing : 2 * Math.Abs(sum) <= count ? (sbyte)0 : (sbyte)Math.Round((double)sum / count);

    /// <summary>Sums and numbers of values of each column over the rows of the window; false where all values are there and 0.</summary>
    private static bool Columns(ReadOnlySpan<sbyte> cycles, int rows, int columns, int row, Span<short> sums, Span<short> counts)
    {
        sums.Clear();
        counts.Clear();
        var something = Vector<sbyte>.Zero;
        var rest = (sbyte)0;
        for (var r = Math.Max(0, row - Reach); r <= Math.Min(rows - 1, row + Reach); r++)
        {
            var line = cycles.Slice(r * columns, columns);
            var c = 0;
            for (; c <= columns - Vector<sbyte>.Count; c += Vector<sbyte>.Count)
            {
                var value = new Vector<sbyte>(line[c..]);
                something |= value;
                var valid = ~Vector.Equals(value, new Vector<sbyte>(LoopKernel.Missing));
                Add(value & valid, sums[(Reach + c)..], subtract: false);
                Add(valid, counts[(Reach + c)..], subtract: true);
            }

            for (; c < columns; c++)
            {
                rest |= line[c];
                sums[Reach + c] += line[c] == LoopKernel.Missing ? (short)0 : line[c];
                counts[Reach + c] += line[c] == LoopKernel.Missing ? (short)0 : (short)1;
            }
        }

        return rest != 0 || !Vector.EqualsAll(something, Vector<sbyte>.Zero);
    }

    private static void Add(Vector<sbyte> values, Span<short> to, bool subtract)
    {
        Vector.Widen(values, out var low, out var high);
        var rest = to[Vector<short>.Count..];
        (subtract ? new Vector<short>(to) - low : new Vector<short>(to) + low).CopyTo(to);
        (subtract ? new Vector<short>(rest) - high : new Vector<short>(rest) + high).CopyTo(rest);
    }

    private static bool Rows(Span<short> sums, Span<short> counts, Span<sbyte> line)
    {
        var any = false;
        for (var c = 0; c < line.Length; c += Vector<short>.Count)
        {
            var sum = new Vector<short>(sums[c..]);
            var count = new Vector<short>(counts[c..]);
            for (var shift = 1; shift <= 2 * Reach; shift++)
            {
                sum += new Vector<short>(sums[(c + shift)..]);
                count += new Vector<short>(counts[(c + shift)..]);
            }

            var end = Math.Min(line.Length, c + Vector<short>.Count);
            var plain = Vector.LessThanOrEqual(Vector.Abs(sum) * (short)2, count) & ~Vector.LessThan(count, new Vector<short>(Fewest));
            if (Vector.EqualsAll(plain, Vector<short>.AllBitsSet))
            {
                line[c..end].Clear();
                continue;
            }

            for (var i = c; i < end; i++)
            {
                line[i] = Verdict(sum[i - c], count[i - c]);
                any |= line[i] != 0;
            }
        }

        return any;
    }
}
