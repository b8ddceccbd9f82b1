using Plumb.Kernels;

namespace Plumb.Simulation;

/// <summary>
/// The influence function of the probability-integral method (Liu and Liao 1965; He et al. 1991, after Litwiniszyn's
/// stochastic medium, 1956): extraction of an element lets the surface down as exp(-pi x^2 / r^2) / r, r = H / tan(beta)
/// being the radius of main influence. All functions are pure numbers or per metre of unit final subsidence.
/// </summary>
public static class InfluenceFunction
{
    /// <summary>Distance, in radii of influence, beyond which the influence is taken as none (below 1e-9 of the whole; pure number).</summary>
    public const double Reach = 2.5;

    /// <summary>
    /// Subsidence over a half plane that is extracted where x is positive, as part of the final value W0:
    /// (1 + erf(sqrt(pi) x / r)) / 2.
    /// </summary>
    /// <param name="distance">Distance x from the edge, positive over the extraction, metres.</param>
    /// <param name="radius">Radius of main influence r, metres, positive.</param>
    /// <returns>Part of the final subsidence, pure number from 0 to 1.</returns>
    public static double HalfPlane(double distance, double radius) => 0.5 * ErrorFunction.Erfc(-Math.Sqrt(Math.PI) * distance / radius);

    /// <summary>Slope of <see cref="HalfPlane"/>: exp(-pi x^2 / r^2) / r.</summary>
    /// <param name="distance">Distance x from the edge, metres.</param>
    /// <param name="radius">Radius of main influence r, metres, positive.</param>
    /// <returns>Change of the part of the final subsidence, per metre.</returns>
    public static double HalfPlaneSlope(double distance, double radius) =>
        Math.Exp(-Math.PI * distance * distance / (radius * radius)) / radius;

    /// <summary>Subsidence over a strip between two edges, infinite in the other direction, as part of the final value.</summary>
    /// <param name="position">Position, metres.</param>
    /// <param name="from">Position of one edge, metres.</param>
    /// <param name="to">Position of the other edge, metres, not below <paramref name="from"/>.</param>
    /// <param name="radius">Radius of main influence, metres, positive.</param>
    /// <returns>Part of the final subsidence, pure number from 0 to 1.</returns>
    public static double Strip(double position, double from, double to, double radius) =>
        HalfPlane(position - from, radius) - HalfPlane(position - to, radius);

    /// <summary>Slope of <see cref="Strip"/>.</summary>
    /// <param name="position">Position, metres.</param>
    /// <param name="from">Position of one edge, metres.</param>
    /// <param name="to">Position of the other edge, metres, not below <paramref name="from"/>.</param>
    /// <param name="radius">Radius of main influence, metres, positive.</param>
    /// <returns>Change of the part of the final subsidence, per metre.</returns>
    public static double StripSlope(double position, double from, double to, double radius) =>
        HalfPlaneSlope(position - from, radius) - HalfPlaneSlope(position - to, radius);
}
