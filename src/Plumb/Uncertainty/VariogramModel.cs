using System.Globalization;

namespace Plumb.Uncertainty;

/// <summary>How fast two places differ with their distance.</summary>
public enum VariogramFamily
{
    /// <summary>A power of the distance, without an end: turbulence inside its outer scale (Hanssen 2001, section 4.7).</summary>
    Power,

    /// <summary>1 - exp(-d / range): rises in a straight line and levels off.</summary>
    Exponential,

    /// <summary>1 - (1 + d / range) exp(-d / range), Matern's of order 3/2: smooth at the origin, and levels off.</summary>
    Matern,
}

/// <summary>
/// Semivariogram of a field: half the mean squared difference of two places at a distance. The nugget is noise that neighbouring pixels do not share; the rest is shared.
/// </summary>
/// <param name="Family">Its form.</param>
/// <param name="Nugget">Semivariance at no distance, metres squared.</param>
/// <param name="Sill">What distance adds at most, metres squared; for a power the semivariance that distance adds at <paramref name="Range"/>.</param>
/// <param name="Range">Scale of the distance, metres.</param>
/// <param name="Exponent">Exponent of a power (pure number, below 2); 0 for the others.</param>
public sealed record VariogramModel(VariogramFamily Family, double Nugget, double Sill, double Range, double Exponent = 0)
{
    /// <summary>What distance adds to the semivariance, without the nugget.</summary>
    /// <param name="distance">Distance, metres.</param>
    /// <returns>Semivariance, metres squared.</returns>
    public double Shared(double distance) => Sill * Shape(Family, distance, Range, Exponent);

    /// <summary>Semivariance with the nugget.</summary>
    /// <param name="distance">Distance, metres, above 0.</param>
    /// <returns>Semivariance, metres squared.</returns>
    public double Of(double distance) => Nugget + Shared(distance);

    /// <summary>The model in words, millimetres and kilometres.</summary>
    public string Describe() => Family == VariogramFamily.Power
        ? string.Create(CultureInfo.InvariantCulture, $"{1000 * Math.Sqrt(2 * Sill):0.0} mm between places {Range / 1000:0.#} km apart, growing with the power {Exponent / 2:0.00} of the distance")
        : string.Create(CultureInfo.InvariantCulture, $"up to {1000 * Math.Sqrt(2 * Sill):0.0} mm between far places, {(Family == VariogramFamily.Exponential ? "exponential" : "Matern")} with a range of {Range / 1000:0.0} km");

    /// <summary>The form by itself (pure number): 1 far away, or for a power at the range.</summary>
    internal static double Shape(VariogramFamily family, double distance, double range, double exponent)
    {
        var ratio = distance / range;
        return family switch
        {
            VariogramFamily.Power => Math.Pow(ratio, exponent),
            VariogramFamily.Exponential => -Expm1(-ratio),
            _ => ratio < 1e-3 ? 0.5 * ratio * ratio : 1 - ((1 + ratio) * Math.Exp(-ratio)),
        };
    }

    private static double Expm1(double x) => Math.Abs(x) < 1e-5 ? x + (0.5 * x * x) : Math.Exp(x) - 1;
}
