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
    private readonly NoiseLevel[] levels = [.. Levels];

    internal ReadOnlySpan<NoiseLevel> LevelSpan => levels;
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
        Combine(noise.Reference, noise.LevelSpan, noise.HeightSlope, pairs, area, rise, total, shared);
    }

    internal static void Combine(
        double reference, ReadOnlySpan<NoiseLevel> levels, double slope, ReadOnlySpan<float> pairs, ReadOnlySpan<float> area, ReadOnlySpan<float> rise, Span<float> total, Span<float> shared)
    {
        for (var i = 0; i < total.Length; i++)
        {
            var climb = rise.IsEmpty || float.IsNaN(rise[i]) ? 0 : rise[i];
            var common = (float)reference + ((float)slope * climb * climb) + Shared(levels, area[i]);
            total[i] = MathF.Sqrt((pairs[i] * pairs[i]) + common);
            if (!shared.IsEmpty)
            {
                shared[i] = float.IsNaN(pairs[i]) ? float.NaN : MathF.Sqrt(common);
            }
        }
    }

    private static float Shared(ReadOnlySpan<NoiseLevel> levels, float area)
    {
        var sum = 0f;
        for (var k = 0; k < levels.Length; k++)
        {
            var upto = k + 1 < levels.Length ? Math.Min(area, (float)levels[k + 1].From) : area;
            sum += (float)levels[k].Sill * Math.Max(0, upto - (float)levels[k].From);
        }

        return sum;
    }
}
