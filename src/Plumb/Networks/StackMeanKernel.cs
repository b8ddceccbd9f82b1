using System.Numerics;

namespace Plumb.Networks;

/// <summary>
/// Mean over the pairs of each pixel and number of its valid pairs, pixels side by side in SIMD lanes. Sums run in the order of the pairs
/// in double precision, so that neither tiles nor blocks of pairs change a bit. No allocation; safe for threads on different spans.
/// </summary>
public static class StackMeanKernel
{
    /// <summary>Adds a block of pairs to the sums.</summary>
    /// <param name="values">Values of any one unit (coherence: pure number), shape (pair, pixel); NaN, infinity and 0 are no-data.</param>
    /// <param name="sums">Sums in the unit of the values, zero before the first block; shape (pixel).</param>
    /// <param name="counts">Numbers of valid pairs (count), zero before the first block; shape (pixel).</param>
    public static void Add(ReadOnlySpan<float> values, Span<double> sums, Span<int> counts)
    {
        var pairCount = PairCount(values, sums, counts);
        var half = Vector<double>.Count;
        var pixel = 0;
        for (; pixel <= sums.Length - Vector<float>.Count; pixel += Vector<float>.Count)
        {
            var low = new Vector<double>(sums.Slice(pixel, half));
            var high = new Vector<double>(sums.Slice(pixel + half, half));
            var count = new Vector<int>(counts.Slice(pixel, Vector<int>.Count));
            for (var pair = 0; pair < pairCount; pair++)
            {
                var value = new Vector<float>(values.Slice((pair * sums.Length) + pixel, Vector<float>.Count));
                var finite = Vector.Equals(value - value, Vector<float>.Zero);
                var valid = Vector.AndNot(finite, Vector.Equals(value, Vector<float>.Zero));
                Vector.Widen(Vector.ConditionalSelect(valid, value, Vector<float>.Zero), out var lower, out var upper);
                low += lower;
                high += upper;
                count -= valid;
            }

            low.CopyTo(sums.Slice(pixel, half));
            high.CopyTo(sums.Slice(pixel + half, half));
            count.CopyTo(counts.Slice(pixel, Vector<int>.Count));
        }

        AddScalar(values, sums, counts, pairCount, pixel);
    }

    /// <summary>The same as <see cref="Add"/>, one value at a time: its specification.</summary>
    /// <param name="values">Values of any one unit, shape (pair, pixel); NaN, infinity and 0 are no-data.</param>
    /// <param name="sums">Sums in the unit of the values; shape (pixel).</param>
    /// <param name="counts">Numbers of valid pairs (count); shape (pixel).</param>
    public static void AddScalar(ReadOnlySpan<float> values, Span<double> sums, Span<int> counts) =>
        AddScalar(values, sums, counts, PairCount(values, sums, counts), 0);

    /// <summary>Turns sums and counts into means.</summary>
    /// <param name="sums">Sums; shape (pixel).</param>
    /// <param name="counts">Numbers of valid pairs (count); shape (pixel).</param>
    /// <param name="means">Means in the unit of the sums, NaN where the count is 0; shape (pixel).</param>
    public static void Finish(ReadOnlySpan<double> sums, ReadOnlySpan<int> counts, Span<float> means)
    {
        if (counts.Length != sums.Length || means.Length != sums.Length)
        {
            throw new ArgumentException($"{sums.Length} sums, {counts.Length} counts and {means.Length} means do not fit together.", nameof(sums));
        }

        for (var i = 0; i < sums.Length; i++)
        {
            means[i] = counts[i] == 0 ? float.NaN : (float)(sums[i] / counts[i]);
        }
    }

    private static void AddScalar(ReadOnlySpan<float> values, Span<double> sums, Span<int> counts, int pairCount, int fromPixel)
    {
        for (var pixel = fromPixel; pixel < sums.Length; pixel++)
        {
            for (var pair = 0; pair < pairCount; pair++)
            {
                var value = values[(pair * sums.Length) + pixel];
                if (float.IsFinite(value) && value != 0)
                {
                    sums[pixel] += value;
                    counts[pixel]++;
                }
            }
        }
    }

    private static int PairCount(ReadOnlySpan<float> values, Span<double> sums, Span<int> counts)
    {
        if (sums.Length == 0 && values.Length == 0 && counts.Length == 0)
        {
            return 0;
        }

        if (sums.Length == 0 || counts.Length != sums.Length || values.Length % sums.Length != 0)
        {
            throw new ArgumentException($"{values.Length} values, {sums.Length} sums and {counts.Length} counts do not fit together.", nameof(values));
        }

        return values.Length / sums.Length;
    }
}
