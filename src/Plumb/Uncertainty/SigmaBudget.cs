namespace Plumb.Uncertainty;

/// <summary>Noise of the dates from one level of variance in space on to the next.</summary>
/// <param name="From">The level, as a factor of the sill (pure number): 0, or what a filter over the dates does not see.</param>
/// <param name="Sill">Scale of the shared noise of the dates there, metres squared, see <see cref="AtmosphereModel.Of"/>.</param>
public readonly record struct NoiseLevel(double From, double Sill);

/// <summary>What adds to the variance of one linear function of the series besides the noise of the pixel's own pairs; units are those of its coefficients squared.</summary>
/// <param name="Reference">Variance that the noise of the reference's pairs adds, metres squared.</param>
/// <param name="Levels">Scale of the shared noise of the dates by level of variance in space, metres squared, ascending from 0: filters over the dates see wide waves alone. Empty where unknown.</param>
/// <param name="HeightSlope">Variance of delays with height, metres squared per metre squared (unit: 1).</param>
public sealed record FunctionNoise(double Reference, IReadOnlyList<NoiseLevel> Levels, double HeightSlope)
{
    /// <summary>The noise of a function.</summary>
    /// <param name="coefficients">Coefficients of the displacements by date, any unit; shape (date).</param>
    /// <param name="reference">Noise of the reference; null when unknown.</param>
    /// <param name="atmosphere">Noise of the dates; null when unknown.</param>
    /// <param name="filter">Correction that is a filter over the dates; null for none.</param>
    public static FunctionNoise Of(double[] coefficients, ReferenceNoise? reference, AtmosphereModel? atmosphere, TimeFilter? filter = null)
    {
        var own = reference?.Of(coefficients) ?? 0;
        if (atmosphere is null)
        {
            return new FunctionNoise(own, [], 0);
        }

        var fields = AtmosphereModel.Fields(coefficients);
        if (filter is null)
        {
            var (sill, slope) = atmosphere.Of(fields);
            return new FunctionNoise(own, [new NoiseLevel(0, sill)], slope);
        }

        // The variance of a difference of two places is twice that of a field.
        var levels = filter.Levels(fields, atmosphere.Form).Select(l => new NoiseLevel(2 * l.From, atmosphere.Of(l.Left).Sill));
        return new FunctionNoise(own, [.. levels], atmosphere.Of(filter.RestWithoutRamps(fields)).HeightSlope);
    }
}

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
        ArgumentNullException.ThrowIfNull(noise);
        var (reference, slope) = ((float)noise.Reference, (float)noise.HeightSlope);
        for (var i = 0; i < total.Length; i++)
        {
            var climb = rise.IsEmpty || float.IsNaN(rise[i]) ? 0 : rise[i];
            var common = reference + (slope * climb * climb) + Shared(noise.Levels, area[i]);
            total[i] = MathF.Sqrt((pairs[i] * pairs[i]) + common);
            if (!shared.IsEmpty)
            {
                shared[i] = float.IsNaN(pairs[i]) ? float.NaN : MathF.Sqrt(common);
            }
        }
    }

    private static float Shared(IReadOnlyList<NoiseLevel> levels, float area)
    {
        var sum = 0f;
        for (var k = 0; k < levels.Count; k++)
        {
            var upto = k + 1 < levels.Count ? Math.Min(area, (float)levels[k + 1].From) : area;
            sum += (float)levels[k].Sill * Math.Max(0, upto - (float)levels[k].From);
        }

        return sum;
    }
}
