using System.Globalization;
using System.Numerics.Tensors;

namespace Plumb.Corrections.Heights;

/// <summary>
/// The delay with height of unit gradient: zero at a middle height and of slope 1 there, so that a date's coefficient is its displacement per metre of height at
/// that height, whatever the law. Immutable.
/// </summary>
public sealed class HeightShape
{
    /// <summary>A shape.</summary>
    /// <param name="law">The law.</param>
    /// <param name="middle">Height at which it is zero, metres.</param>
    /// <param name="reference">Reference height of the power law, metres; above <paramref name="middle"/>.</param>
    /// <param name="exponent">Exponent of the power law (pure number), at least 1.</param>
    public HeightShape(HeightLaw law, double middle, double reference, double exponent)
    {
        if (law == HeightLaw.Power && !(reference > middle + 1))
        {
            throw new RequestException(string.Create(
                CultureInfo.InvariantCulture,
                $"corrections.height.reference_height of {reference:0} m lies below the ground of the scene ({middle:0} m). Give the height at which the air no longer differs between dates, 7000 m or more."));
        }

        (Law, Middle, Reference, Exponent) = (law, middle, reference, exponent);
    }

    /// <summary>The law.</summary>
    public HeightLaw Law { get; }

    /// <summary>Height at which it is zero, metres.</summary>
    public double Middle { get; }

    /// <summary>Reference height of the power law, metres.</summary>
    public double Reference { get; }

    /// <summary>Exponent of the power law (pure number).</summary>
    public double Exponent { get; }

    /// <summary>Values at heights: h - h_m, or (1 - ((h_0 - h) / (h_0 - h_m))^alpha) (h_0 - h_m) / alpha, constant above the reference height.</summary>
    /// <param name="heights">Heights, metres; NaN: not known; shape (pixel).</param>
    /// <param name="shape">Receives the values, metres; NaN where the height is not known; shape (pixel).</param>
    public void Of(ReadOnlySpan<float> heights, Span<float> shape)
    {
        if (Law == HeightLaw.Linear)
        {
            TensorPrimitives.Subtract(heights, (float)Middle, shape);
            return;
        }

        var depth = Reference - Middle;
        for (var i = 0; i < heights.Length; i++)
        {
            shape[i] = float.IsNaN(heights[i])
                ? float.NaN
                : (float)((1 - Math.Pow(Math.Max(0, (Reference - heights[i]) / depth), Exponent)) * depth / Exponent);
        }
    }
}
