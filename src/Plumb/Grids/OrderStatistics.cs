using System.Numerics;
using System.Numerics.Tensors;

namespace Plumb.Grids;

/// <summary>Medians and their kin, in place: the given span is reordered. No-data must be left out before. No allocation.</summary>
public static class OrderStatistics
{
    private const double NormalQuartile = 0.674489750196082;
    private const int SmallestPart = 16;
    private const int LeastForBuckets = 4096;
    private const int BucketShift = 20;
    private const int Buckets = 1 << (32 - BucketShift);

    /// <summary>Median, in the unit of the values; the mean of the middle two for an even number; NaN for none.</summary>
    /// <param name="values">Values of any one unit without NaN, reordered; shape (value).</param>
    public static double Median(Span<float> values)
    {
        if (values.IsEmpty)
        {
            return double.NaN;
        }

        if (values.Length >= LeastForBuckets)
        {
            return MedianByBuckets(values);
        }

        var middle = values.Length / 2;
        var upper = Select(values, middle);
        return values.Length % 2 == 1 ? upper : (0.5 * TensorPrimitives.Max<float>(values[..middle])) + (0.5 * upper);
    }

    /// <summary>Median of the values that are finite, in their unit; the mean of the middle two for an even number; NaN for none. Copies and sorts them: for few values.</summary>
    /// <param name="values">Values of any one unit.</param>
    public static double MedianOfFinite(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        return sorted.Length == 0 ? double.NaN : 0.5 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
    }

    /// <summary>The value that stands at a place of the sorted values, in their unit; found without sorting them all.</summary>
    /// <param name="values">Values of any one unit without NaN, at least one, reordered; shape (value).</param>
    /// <param name="rank">The place (count from 0), below the number of values.</param>
    public static float OfRank(Span<float> values, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, values.Length);
        return Select(values, rank);
    }

    /// <summary>The value of a rank; those of lower ranks end up before it (selection by partition, Hoare 1961, doi:10.1145/366622.366647; sorted when that goes badly).</summary>
    private static float Select(Span<float> values, int rank)
    {
        for (var rounds = 2 * BitOperations.Log2((uint)values.Length); rounds > 0 && values.Length > SmallestPart; rounds--)
        {
            var pivot = MiddleOf(values[0], values[values.Length / 2], values[^1]);
            var (low, high) = (0, values.Length - 1);
            while (low <= high)
            {
                while (values[low] < pivot)
                {
                    low++;
                }

                while (values[high] > pivot)
                {
                    high--;
                }

                if (low <= high)
                {
                    (values[low], values[high]) = (values[high], values[low]);
                    (low, high) = (low + 1, high - 1);
                }
            }

            if (rank > high && rank < low)
            {
                return values[rank];
            }

            if (rank <= high)
            {
                values = values[..(high + 1)];
            }
            else
            {
                values = values[low..];
                rank -= low;
            }
        }

        values.Sort();
        return values[rank];
    }

    /// <summary>The median of many values: counted by their leading bits, so that only the bucket of the middle is partitioned.</summary>
    private static double MedianByBuckets(Span<float> values)
    {
        Span<int> counts = stackalloc int[Buckets];
        counts.Clear();
        foreach (var value in values)
        {
            counts[(int)BucketOf(value)]++;
        }

        var (middle, bucket, before) = (values.Length / 2, 0, 0);
        while (before + counts[bucket] <= middle)
        {
            before += counts[bucket++];
        }

        var (inside, below) = (0, float.NegativeInfinity);
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            var own = (int)BucketOf(value);
            if (own == bucket)
            {
                (values[i], values[inside]) = (values[inside], value);
                inside++;
            }
            else if (own < bucket)
            {
                below = Math.Max(below, value);
            }
        }

        var upper = Select(values[..inside], middle - before);
        var lower = middle > before ? TensorPrimitives.Max<float>(values[..(middle - before)]) : below;
        return values.Length % 2 == 1 ? upper : (0.5 * lower) + (0.5 * upper);
    }

    /// <summary>Leading bits of a number, put so that larger numbers have larger ones.</summary>
    private static uint BucketOf(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (bits ^ ((uint)((int)bits >> 31) | 0x8000_0000)) >> BucketShift;
    }

    private static float MiddleOf(float a, float b, float c) => MathF.Max(MathF.Min(a, b), MathF.Min(MathF.Max(a, b), c));

    /// <summary>
    /// Middle of the shortest interval that holds half of the values, and the standard deviation of the normal law whose inner half is as
    /// wide: location and scale that hold while up to half of the values are foreign, and that lean less than the median to a
    /// one-sided minority (least median of squares, Rousseeuw 1984, doi:10.1080/01621459.1984.10477105). Of equally short intervals the
    /// lowest is taken.
    /// </summary>
    /// <param name="values">Values of any one unit without NaN, reordered; shape (value).</param>
    /// <returns>Centre and spread in the unit of the values; NaN for none.</returns>
    public static (double Centre, double Spread) ShortestHalf(Span<float> values)
    {
        if (values.IsEmpty)
        {
            return (double.NaN, double.NaN);
        }

        values.Sort();
        var half = values.Length / 2;
        var best = 0;
        for (var i = 1; i + half < values.Length; i++)
        {
            if ((double)values[i + half] - values[i] < (double)values[best + half] - values[best])
            {
                best = i;
            }
        }

        var width = (double)values[best + half] - values[best];
        return ((0.5 * values[best]) + (0.5 * values[best + half]), 0.5 * width / NormalQuartile);
    }
}
