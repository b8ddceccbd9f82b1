using System.Numerics.Tensors;
using Plumb.Grids;

namespace Plumb.Formats.Qgis;

/// <summary>The part of a layer's values that the colours span, in the layer's unit.</summary>
/// <param name="Minimum">Value of the first colour, in the layer's unit.</param>
/// <param name="Maximum">Value of the last colour, in the layer's unit.</param>
public readonly record struct StyleRange(double Minimum, double Maximum)
{
    private const int LargestSample = 1 << 18;

    /// <summary>
    /// A range that shows the layer: about zero for values with a sign, 0 to 1 for pure numbers that lie there
    /// (coherence), between rounded ends otherwise. One value in a hundred may lie outside.
    /// </summary>
    /// <param name="layer">The layer, in its own unit; NaN is no-data and is left out.</param>
    public static StyleRange Of(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        var signed = layer.Description.Sign != Sign.None;
        var sample = Sample(layer.Values, signed);
        if (sample.Length == 0)
        {
            return signed ? new StyleRange(-1, 1) : new StyleRange(0, 1);
        }

        var high = OrderStatistics.OfRank(sample, (int)((sample.Length - 1) * 0.99));
        var (least, most) = (TensorPrimitives.Min<float>(sample), TensorPrimitives.Max<float>(sample));
        if (signed)
        {
            var limit = RoundUp(high > 0 ? high : most);
            return new StyleRange(-limit, limit);
        }

        if (layer.Description.Unit == Unit.One && least >= 0 && most <= 1)
        {
            return new StyleRange(0, 1);
        }

        var low = OrderStatistics.OfRank(sample, (int)((sample.Length - 1) * 0.01));
        var step = RoundUp((high - low) / 10);
        var (start, end) = (Math.Floor(low / step) * step, Math.Ceiling(high / step) * step);
        return low >= 0 && start < 0.3 * end ? new StyleRange(0, Math.Max(end, step)) : new StyleRange(start, Math.Max(end, start + step));
    }

    private static float[] Sample(ReadOnlySpan<float> values, bool magnitudes)
    {
        var stride = Math.Max(1, values.Length / LargestSample);
        var sample = new List<float>(Math.Min(values.Length, LargestSample + 1));
        for (var i = 0; i < values.Length; i += stride)
        {
            if (float.IsFinite(values[i]))
            {
                sample.Add(magnitudes ? Math.Abs(values[i]) : values[i]);
            }
        }

        return [.. sample];
    }

    /// <summary>The next of 1, 2, 2.5, 5 times a power of ten; 1 for zero.</summary>
    private static double RoundUp(double value)
    {
        if (!(value > 0))
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        var digits = value / power;
        return power * (digits <= 1 ? 1 : digits <= 2 ? 2 : digits <= 2.5 ? 2.5 : digits <= 5 ? 5 : 10);
    }
}
