using System.Numerics;

namespace Plumb.Networks;

/// <summary>
/// Exact running sum of coherence in units of 2^-30: whole numbers, so that the order of tiles and threads cannot change a bit. Holds the
/// sum of up to 2^33 pixels.
/// </summary>
/// <param name="Sum">Sum of the valid values in multiples of 2^-30 (pure number).</param>
/// <param name="Valid">Number of valid pixels (count).</param>
/// <param name="OutOfRange">Pixels whose value is no coherence, below 0 or above 1 by more than rounding; left out (count).</param>
public readonly record struct CoherenceSum(long Sum, long Valid, long OutOfRange)
{
    /// <summary>How far above 1 a coherence may lie by rounding (pure number); it then counts as 1.</summary>
    public const float RoundingTolerance = 1e-3f;

    private const float Scale = 1 << 30;

    /// <summary>Mean coherence (pure number from 0 to 1); NaN when no pixel is valid.</summary>
    public double Mean => Valid == 0 ? double.NaN : Sum / (double)Scale / Valid;

    /// <summary>The sum of two disjoint sets of pixels.</summary>
    /// <param name="other">The sum over the other pixels.</param>
    public CoherenceSum Add(CoherenceSum other) => new(Sum + other.Sum, Valid + other.Valid, OutOfRange + other.OutOfRange);

    /// <summary>Sums the values of one pair over the pixels of a tile that lie in the area. No allocation.</summary>
    /// <param name="values">Coherence (pure number); NaN, infinity and 0 are no-data. Shape (pixel).</param>
    /// <param name="area">Non-zero where a pixel belongs to the area, shape (pixel); empty for all pixels.</param>
    public static CoherenceSum Of(ReadOnlySpan<float> values, ReadOnlySpan<byte> area = default)
    {
        CheckArea(values, area);
        if (!area.IsEmpty)
        {
            return OfScalar(values, area);
        }

        var (sum, count, outside) = (Vector<long>.Zero, Vector<int>.Zero, Vector<int>.Zero);
        var pixel = 0;
        for (; pixel <= values.Length - Vector<float>.Count; pixel += Vector<float>.Count)
        {
            var value = new Vector<float>(values.Slice(pixel, Vector<float>.Count));
            var finite = Vector.Equals(value - value, Vector<float>.Zero);
            var within = Vector.GreaterThan(value, Vector<float>.Zero) &
                Vector.LessThanOrEqual(value, new Vector<float>(1 + RoundingTolerance));
            var stray = Vector.AndNot(Vector.AndNot(finite, within), Vector.Equals(value, Vector<float>.Zero));
            var clamped = Vector.Min(Vector.ConditionalSelect(within, value, Vector<float>.Zero), Vector<float>.One);
            Vector.Widen(Vector.ConvertToInt32(clamped * Scale), out var low, out var high);
            sum += low + high;
            count -= within;
            outside -= stray;
        }

        return new CoherenceSum(Vector.Sum(sum), Vector.Sum(count), Vector.Sum(outside)).Add(OfScalar(values[pixel..]));
    }

    /// <summary>The same as <see cref="Of"/>, one value at a time: its specification.</summary>
    /// <param name="values">Coherence (pure number); NaN, infinity and 0 are no-data. Shape (pixel).</param>
    /// <param name="area">Non-zero where a pixel belongs to the area, shape (pixel); empty for all pixels.</param>
    public static CoherenceSum OfScalar(ReadOnlySpan<float> values, ReadOnlySpan<byte> area = default)
    {
        CheckArea(values, area);
        var (sum, valid, outside) = (0L, 0L, 0L);
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            if ((!area.IsEmpty && area[i] == 0) || !float.IsFinite(value) || value == 0)
            {
                continue;
            }

            if (value < 0 || value > 1 + RoundingTolerance)
            {
                outside++;
                continue;
            }

            sum += (int)(Math.Min(value, 1f) * Scale);
            valid++;
        }

        return new CoherenceSum(sum, valid, outside);
    }

    private static void CheckArea(ReadOnlySpan<float> values, ReadOnlySpan<byte> area)
    {
        if (!area.IsEmpty && area.Length != values.Length)
        {
            throw new ArgumentException($"An area of {area.Length} pixels does not fit {values.Length} values.", nameof(area));
        }
    }
}
