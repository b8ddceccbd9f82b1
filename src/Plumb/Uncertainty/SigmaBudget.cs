namespace Plumb.Uncertainty;

/// <summary>What adds to the variance of one linear function of the series besides the noise of the pixel's own pairs; units are those of its coefficients squared.</summary>
/// <param name="Reference">Variance that the noise of the reference's pairs adds, metres squared.</param>
/// <param name="Sill">Scale of the shared noise of the dates, metres squared, see <see cref="AtmosphereModel.Of"/>.</param>
/// <param name="HeightSlope">Variance of delays with height, metres squared per metre squared (unit: 1).</param>
/// <param name="UnseenSill">The same as <paramref name="Sill"/> for the part of the field that a filter over the dates does not see, metres squared.</param>
/// <param name="Unseen">Largest factor of that part (pure number): twice its variance over the sill; 0 without a filter.</param>
public readonly record struct FunctionNoise(double Reference, double Sill, double HeightSlope, double UnseenSill = 0, double Unseen = 0);

/// <summary>
/// The standard deviation that is given out: <c>sqrt(pairs^2 + reference + sill area + slope rise^2)</c>, the parts being independent of each other: noise of the pixel's own pairs
/// (with the join of a network that falls apart), noise of the reference's pairs, noise of the dates with distance from the reference, and with height above it.
/// Static, no allocation.
/// </summary>
public static class SigmaBudget
{
    /// <summary>Adds up the parts pixel by pixel.</summary>
    /// <param name="noise">What does not depend on the pixel's pairs.</param>
    /// <param name="pairs">Standard deviation by the noise of the pixel's pairs, metres times the unit of the function; shape (pixel); NaN stays NaN.</param>
    /// <param name="area">What the form of the dates' noise does over the distance to the reference (metres squared per metre squared of sill), see <see cref="AreaVariance"/>; shape (pixel).</param>
    /// <param name="rise">Height above the reference, metres; shape (pixel); empty where not known; NaN counts as 0.</param>
    /// <param name="total">Receives the standard deviation, metres times the unit of the function; shape (pixel).</param>
    /// <param name="shared">Receives the part that is not the pixel's own, metres times the unit of the function; shape (pixel), or empty.</param>
    public static void Combine(
        FunctionNoise noise, ReadOnlySpan<float> pairs, ReadOnlySpan<float> area, ReadOnlySpan<float> rise, Span<float> total, Span<float> shared)
    {
        var (reference, sill, slope) = ((float)noise.Reference, (float)noise.Sill, (float)noise.HeightSlope);
        var (unseenSill, unseen) = ((float)noise.UnseenSill, (float)noise.Unseen);
        for (var i = 0; i < total.Length; i++)
        {
            var climb = rise.IsEmpty || float.IsNaN(rise[i]) ? 0 : rise[i];
            var hidden = Math.Min(area[i], unseen);
            var common = reference + (sill * (area[i] - hidden)) + (unseenSill * hidden) + (slope * climb * climb);
            total[i] = MathF.Sqrt((pairs[i] * pairs[i]) + common);
            if (!shared.IsEmpty)
            {
                shared[i] = float.IsNaN(pairs[i]) ? float.NaN : MathF.Sqrt(common);
            }
        }
    }
}
