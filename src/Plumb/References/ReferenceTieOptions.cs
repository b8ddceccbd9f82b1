namespace Plumb.References;

/// <summary>How several areas are tied into one reference, and when one of them is left out.</summary>
public sealed record ReferenceTieOptions
{
    /// <summary>Displacement along the line of sight, metres per radian of phase; NaN where it is not known, and then no area is judged.</summary>
    public double MetresPerRadian { get; init; } = double.NaN;

    /// <summary>How the areas become one value.</summary>
    public ReferenceWeights Weights { get; init; } = ReferenceWeights.Equal;

    /// <summary>What is known of the motion of the areas, in their order; empty where they are taken not to move.</summary>
    public IReadOnlyList<KnownMotion> Motions { get; init; } = [];

    /// <summary>Whether areas that move against the others are left out; otherwise they are only named.</summary>
    public bool DropMoving { get; init; }

    /// <summary>Number of independent looks behind the coherence, pure number, at least 1; for the part of decorrelation in the standard deviation.</summary>
    public double Looks { get; init; } = 1;

    /// <summary>Ratio of an area's rate to its standard deviation (pure number) above which the area moves.</summary>
    public double MovingRatio { get; init; } = 4;

    /// <summary>Rate below which no area is said to move, metres per year.</summary>
    public double LeastRate { get; init; } = 0.001;
}

/// <summary>What one reference area shows against all areas together.</summary>
/// <param name="Area">The area (rows, columns and radius in pixels).</param>
/// <param name="Pixels">Number of its good pixels (count).</param>
/// <param name="Weight">Its share in the joint value (pure number), 0 where it was left out.</param>
/// <param name="Rate">Rate of its own series against the other areas, metres per year, positive towards the satellite; NaN when it cannot be known.</param>
/// <param name="RateSigma">Standard deviation of the rate from the scatter of the series, metres per year; NaN when it cannot be known.</param>
/// <param name="Scatter">RMS of its own series about its straight line, metres; NaN when it cannot be known.</param>
/// <param name="Displacement">Its own series against the joint value, metres, positive towards the satellite, 0 at the first date; shape (date); empty when it cannot be known.</param>
/// <param name="Verdict">What to think of it, as a sentence.</param>
public sealed record ReferenceAreaReport(
    ReferenceArea Area,
    int Pixels,
    double Weight,
    double Rate,
    double RateSigma,
    double Scatter,
    IReadOnlyList<double> Displacement,
    string Verdict);
