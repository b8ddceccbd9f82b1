using System.Numerics;
using System.Runtime.InteropServices;

namespace Plumb.Grids;

/// <summary>
/// Medians of values that are not negative, several at a time. Such numbers order as the whole numbers of their bits do, so that a rank is found by halving the interval of bits and
/// counting: every pixel in its lane goes the same way, without a branch, and the result has the bits that <see cref="OrderStatistics.Median"/> gives. No allocation.
/// </summary>
internal static class StackMedian
{
    private const int Infinity = 0x7F800000;

    /// <summary>Stands for no-data: a NaN whose bits lie above those of all numbers, which those of float.NaN do not.</summary>
    internal static float NoData => BitConverter.Int32BitsToSingle(int.MaxValue);

    /// <summary>Medians of as many pixels as a vector has lanes; the mean of the middle two for an even number.</summary>
    /// <param name="column">Bits of the values of any one unit, at least 0; <see cref="NoData"/> or another NaN without sign is no-data; shape (value, lane).</param>
    /// <param name="counts">Receives the number of values that are not NaN (count); shape (lane).</param>
    /// <returns>The medians in the unit of the values; any number where there is no value; shape (lane).</returns>
    internal static Vector<float> Of(ReadOnlySpan<Vector<int>> column, out Vector<int> counts)
    {
        var infinity = new Vector<int>(Infinity);
        var (low, high) = (infinity, Vector<int>.Zero);
        counts = Vector<int>.Zero;
        foreach (var value in column)
        {
            var isValue = Vector.LessThanOrEqual(value, infinity);
            counts -= isValue;
            low = Vector.Min(low, value);
            high = Vector.Max(high, value & isValue);
        }

        var rank = Vector.ShiftRightLogical(counts, 1);
        var (below, upTo) = (Vector<int>.Zero, counts);
        while (true)
        {
            // Halving ends where one value is left between the bounds, or where they meet on several that are alike.
            var open = Vector.GreaterThan(upTo - below, Vector<int>.One) & Vector.LessThan(low, high);
            if (open == Vector<int>.Zero)
            {
                break;
            }

            var middle = low + Vector.ShiftRightLogical(high - low, 1);
            var count = CountUpTo(column, middle);
            var isLower = Vector.GreaterThan(count, rank);
            high = Vector.ConditionalSelect(open & isLower, middle, high);
            upTo = Vector.ConditionalSelect(open & isLower, count, upTo);
            low = Vector.ConditionalSelect(Vector.AndNot(open, isLower), middle + Vector<int>.One, low);
            below = Vector.ConditionalSelect(Vector.AndNot(open, isLower), count, below);
        }

        return Middle(column, high, rank, counts);
    }

    /// <summary>Median of all values, NaN left out; the mean of the middle two for an even number; NaN for none.</summary>
    /// <param name="values">Values of any one unit, at least 0; <see cref="NoData"/> is no-data; shape (value).</param>
    internal static double OfAll(ReadOnlySpan<float> values)
    {
        var bits = MemoryMarshal.Cast<float, int>(values);
        var count = CountUpTo(bits, Infinity);
        if (count == 0)
        {
            return double.NaN;
        }

        var (rank, low, high, below, upTo) = (count / 2, 0, Infinity, 0, count);
        while (upTo - below > 1 && low < high)
        {
            var middle = low + ((high - low) >>> 1);
            var found = CountUpTo(bits, middle);
            (low, below, high, upTo) = found > rank ? (low, below, middle, found) : (middle + 1, found, high, upTo);
        }

        var upper = LargestUpTo(bits, high);
        if (count % 2 == 1 || (upper > 0 ? CountUpTo(bits, upper - 1) : 0) < rank)
        {
            return BitConverter.Int32BitsToSingle(upper);
        }

        return (0.5 * BitConverter.Int32BitsToSingle(LargestUpTo(bits, upper - 1))) + (0.5 * BitConverter.Int32BitsToSingle(upper));
    }

    private static Vector<int> CountUpTo(ReadOnlySpan<Vector<int>> column, Vector<int> bound)
    {
        var (even, odd) = (Vector<int>.Zero, Vector<int>.Zero);
        var i = 0;
        for (; i < column.Length - 1; i += 2)
        {
            even += Vector.GreaterThan(column[i], bound);
            odd += Vector.GreaterThan(column[i + 1], bound);
        }

        if (i < column.Length)
        {
            even += Vector.GreaterThan(column[i], bound);
        }

        return new Vector<int>(column.Length) + even + odd;
    }

    /// <summary>From the bound that holds the value of the rank as its largest: that value, or the mean of it and the one before.</summary>
    private static Vector<float> Middle(ReadOnlySpan<Vector<int>> column, Vector<int> bound, Vector<int> rank, Vector<int> counts)
    {
        var upper = Vector<int>.Zero;
        foreach (var value in column)
        {
            upper = Vector.Max(upper, Vector.AndNot(value, Vector.GreaterThan(value, bound)));
        }

        var (lower, before) = (Vector<int>.Zero, Vector<int>.Zero);
        foreach (var value in column)
        {
            var isBefore = Vector.LessThan(value, upper);
            lower = Vector.Max(lower, value & isBefore);
            before -= isBefore;
        }

        lower = Vector.ConditionalSelect(Vector.Equals(before, rank), lower, upper);
        var isOdd = Vector.Equals(counts & Vector<int>.One, Vector<int>.One);
        Vector.Widen(Vector.AsVectorSingle(lower), out var lowA, out var lowB);
        Vector.Widen(Vector.AsVectorSingle(upper), out var highA, out var highB);
        var half = new Vector<double>(0.5);
        var mean = Vector.Narrow((half * lowA) + (half * highA), (half * lowB) + (half * highB));
        return Vector.ConditionalSelect(isOdd, Vector.AsVectorSingle(upper), mean);
    }

    private static int CountUpTo(ReadOnlySpan<int> values, int bound)
    {
        var (width, limit) = (Vector<int>.Count, new Vector<int>(bound));
        var (even, odd) = (Vector<int>.Zero, Vector<int>.Zero);
        var i = 0;
        for (; i <= values.Length - (2 * width); i += 2 * width)
        {
            even += Vector.GreaterThan(new Vector<int>(values.Slice(i, width)), limit);
            odd += Vector.GreaterThan(new Vector<int>(values.Slice(i + width, width)), limit);
        }

        var count = i + Vector.Sum(even + odd);
        for (; i < values.Length; i++)
        {
            count += values[i] <= bound ? 1 : 0;
        }

        return count;
    }

    private static int LargestUpTo(ReadOnlySpan<int> values, int bound)
    {
        var (width, limit) = (Vector<int>.Count, new Vector<int>(bound));
        var most = Vector<int>.Zero;
        var i = 0;
        for (; i <= values.Length - width; i += width)
        {
            var value = new Vector<int>(values.Slice(i, width));
            most = Vector.Max(most, Vector.AndNot(value, Vector.GreaterThan(value, limit)));
        }

        var largest = 0;
        for (var lane = 0; lane < width; lane++)
        {
            largest = Math.Max(largest, most[lane]);
        }

        for (; i < values.Length; i++)
        {
            largest = values[i] <= bound ? Math.Max(largest, values[i]) : largest;
        }

        return largest;
    }
}
