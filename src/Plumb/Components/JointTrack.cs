namespace Plumb.Components;

/// <summary>The series of one track at a set of pixels, for <see cref="JointSeries"/>.</summary>
/// <param name="DateOf">Index of each of the track's dates in the joint dates, ascending, a count; shape (date).</param>
/// <param name="Value">Displacement along the line of sight since any fixed date, metres, positive towards the satellite; shape (date, pixel); NaN is no-data.</param>
/// <param name="Sigma">Standard deviation of each date's own noise, metres, above 0; shape (date, pixel).</param>
/// <param name="East">East component of the look vector, pure number; shape (pixel).</param>
/// <param name="North">North component, pure number; shape (pixel).</param>
/// <param name="Up">Upward component, pure number; shape (pixel).</param>
public sealed record JointTrack(int[] DateOf, float[] Value, float[] Sigma, float[] East, float[] North, float[] Up)
{
    /// <summary>
    /// Variance that the track's own noise gains in a year because it adds up from pair to pair, metres squared per year, as a random walk along the line of sight that is no
    /// motion; shape (pixel). Empty for none; NaN and less than <see cref="LeastDrift"/> count as that.
    /// </summary>
    public float[] Drift { get; init; } = [];

    /// <summary>Least drift, metres squared per year: half a thousandth of a millimetre in a year.</summary>
    public const double LeastDrift = 1e-12;
}
