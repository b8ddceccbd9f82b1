using System.Numerics;

namespace Plumb.Networks.Closure;

/// <summary>Sets of pixels of a tile of at most 64 columns, one word per row, the bit of a pixel being its column.</summary>
internal static class RowBits
{
    /// <summary>The pixels within some rows and columns of the set, itself included: a square window.</summary>
    public static ulong[] Grow(ReadOnlySpan<ulong> rows, int reach, int columns)
    {
        var inside = columns == 64 ? ulong.MaxValue : (1UL << columns) - 1;
        var wide = rows.ToArray();
        for (var done = 0; done < reach;)
        {
            var step = Math.Min(reach - done, Math.Max(1, done));
            for (var r = 0; r < wide.Length; r++)
            {
                wide[r] = (wide[r] | (wide[r] << step) | (wide[r] >> step)) & inside;
            }

            done += step;
        }

        var grown = new ulong[wide.Length];
        for (var r = 0; r < grown.Length; r++)
        {
            for (var n = Math.Max(0, r - reach); n <= Math.Min(wide.Length - 1, r + reach); n++)
            {
                grown[r] |= wide[n];
            }
        }

        return grown;
    }

    /// <summary>The pixels in both sets.</summary>
    public static ulong[] Both(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        var both = new ulong[a.Length];
        for (var r = 0; r < both.Length; r++)
        {
            both[r] = a[r] & b[r];
        }

        return both;
    }

    /// <summary>Numbers (row times columns plus column) of at most some pixels of the set, evenly picked, ascending.</summary>
    public static int[] Pick(ReadOnlySpan<ulong> rows, int columns, int most)
    {
        var count = 0;
        foreach (var row in rows)
        {
            count += BitOperations.PopCount(row);
        }

        var picked = new int[Math.Min(most, count)];
        var (seen, taken) = (0, 0);
        for (var r = 0; r < rows.Length; r++)
        {
            for (var bits = rows[r]; bits != 0; bits &= bits - 1)
            {
                if (taken < picked.Length && (long)seen++ * picked.Length / count >= taken)
                {
                    picked[taken++] = (r * columns) + BitOperations.TrailingZeroCount(bits);
                }
            }
        }

        return picked;
    }
}
