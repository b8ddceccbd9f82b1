using System.Numerics;

namespace Plumb.Networks.Closure;

/// <summary>
/// What most of a pixel's neighbours say of a loop: the mean of its whole cycles over a window of 5 x 5 pixels, rounded, which for a loop that is open
/// by one number of cycles on a part of the window is the majority. Errors of the unwrapping come in connected regions, noise does not. Sums of
/// columns run along from row to row, so that a pixel costs the same whatever the window.
/// </summary>
internal static class LoopMajority
{
    /// <summary>Reach of the window to each side, pixels.</summary>
    public const int Reach = 2;

    /// <summary>Fewest values in a window that are believed (count).</summary>
    public const int Fewest = 3;

    /// <summary>Working memory, elements, for tiles of a number of columns.</summary>
    public static int ScratchLength(int columns) => 2 * Width(columns);

    /// <summary>
    /// The majority at each pixel of a tile; windows are cut at the tile's edge. Cycles and majority are whole cycles (counts) or missing, shape (row, column).
    /// </summary>
    /// <returns>Whether anything in the majority is not 0.</returns>
    public static bool Of(ReadOnlySpan<sbyte> cycles, int rows, int columns, Span<sbyte> majority, Span<short> scratch)
    {
        if (cycles.Length < Fewest)
        {
            majority.Fill(LoopKernel.Missing);
            return true;
        }

        var sums = scratch[..Width(columns)];
        var counts = scratch.Slice(sums.Length, sums.Length);
        sums.Clear();
        counts.Clear();
        Span<int> sizes = rows <= ClosureTile.LargestSide ? stackalloc int[ClosureTile.LargestSide] : new int[rows];
        var (any, size) = (false, 0);
        for (var row = -Reach; row < rows; row++)
        {
            if (row + Reach < rows)
            {
                var line = cycles.Slice((row + Reach) * columns, columns);
                Add(line, sums[Reach..], counts[Reach..], 1);
                sizes[row + Reach] = SizeOf(line);
                size += sizes[row + Reach];
            }

            if (row > Reach)
            {
                Add(cycles.Slice((row - Reach - 1) * columns, columns), sums[Reach..], counts[Reach..], -1);
                size -= sizes[row - Reach - 1];
            }

            if (row < 0)
            {
                continue;
            }

            var window = Math.Min(rows - 1, row + Reach) - Math.Max(0, row - Reach) + 1;
            if (2 * size <= window * Math.Min(columns, Reach + 1))
            {
                // All cycles of these rows together would not be the majority of the smallest window: noise is dealt with here.
                majority.Slice(row * columns, columns).Clear();
                continue;
            }

            any |= Judge(sums, counts, majority.Slice(row * columns, columns));
        }

        return any;
    }

    /// <summary>Sum of the sizes of the cycles of a row (count); more than any majority could need where some are missing.</summary>
    private static int SizeOf(ReadOnlySpan<sbyte> line)
    {
        const int undecided = 1 << 20;
        var (sum, c) = (0, 0);
        for (; c <= line.Length - Vector<sbyte>.Count; c += Vector<sbyte>.Count)
        {
            var value = new Vector<sbyte>(line[c..]);
            if (Vector.EqualsAny(value, new Vector<sbyte>(LoopKernel.Missing)))
            {
                return undecided;
            }

            if (!Vector.EqualsAll(value, Vector<sbyte>.Zero))
            {
                Vector.Widen(Vector.Abs(value), out var low, out var high);
                sum += Vector.Sum(low + high);
            }
        }

        for (; c < line.Length; c++)
        {
            sum += line[c] == LoopKernel.Missing ? undecided : Math.Abs(line[c]);
        }

        return sum;
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

    private static int Width(int columns) => columns + (2 * Reach) + Vector<short>.Count;

    private static sbyte Verdict(int sum, int count) =>
        count < Fewest ? LoopKernel.Missing : 2 * Math.Abs(sum) <= count ? (sbyte)0 : (sbyte)Math.Round((double)sum / count);

    /// <summary>Adds a row to the sums and numbers of values of the columns, or takes it off.</summary>
    private static void Add(ReadOnlySpan<sbyte> line, Span<short> sums, Span<short> counts, short sign)
    {
        var c = 0;
        for (; c <= line.Length - Vector<sbyte>.Count; c += Vector<sbyte>.Count)
        {
            var value = new Vector<sbyte>(line[c..]);
            var valid = ~Vector.Equals(value, new Vector<sbyte>(LoopKernel.Missing));
            Vector.Widen(value & valid, out var low, out var high);
            Vector.Widen(valid, out var lowValid, out var highValid);
            var next = c + Vector<short>.Count;
            (new Vector<short>(sums[c..]) + (low * sign)).CopyTo(sums[c..]);
            (new Vector<short>(sums[next..]) + (high * sign)).CopyTo(sums[next..]);
            (new Vector<short>(counts[c..]) - (lowValid * sign)).CopyTo(counts[c..]);
            (new Vector<short>(counts[next..]) - (highValid * sign)).CopyTo(counts[next..]);
        }

        for (; c < line.Length; c++)
        {
            sums[c] += (short)(line[c] == LoopKernel.Missing ? 0 : sign * line[c]);
            counts[c] += (short)(line[c] == LoopKernel.Missing ? 0 : sign);
        }
    }

    private static bool Judge(ReadOnlySpan<short> sums, ReadOnlySpan<short> counts, Span<sbyte> line)
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
            var twice = Vector.Abs(sum) * (short)2;
            var plain = Vector.LessThanOrEqual(twice, count) & ~Vector.LessThan(count, new Vector<short>(Fewest));
            if (Vector.EqualsAll(plain, Vector<short>.AllBitsSet))
            {
                line[c..end].Clear();
                continue;
            }

            for (var i = c; i < end; i++)
            {
                line[i] = plain[i - c] != 0 ? (sbyte)0 : Verdict(sum[i - c], count[i - c]);
                any |= line[i] != 0;
            }
        }

        return any;
    }
}
