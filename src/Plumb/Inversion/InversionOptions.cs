namespace Plumb.Inversion;

/// <summary>How the pairs of a pixel are weighted against each other (weight: a pure number, larger is trusted more).</summary>
public enum Weighting
{
    /// <summary>All pairs alike.</summary>
    None,

    /// <summary>By the coherence itself.</summary>
    Coherence,

    /// <summary>By the Fisher information 2 L c^2 / (1 - c^2) (Guarnieri and Tebaldini 2008).</summary>
    Fisher,

    /// <summary>By the inverse of the phase variance (rad^-2) that coherence and looks imply (Tough et al. 1995).</summary>
    Variance,
}

/// <summary>What is smallest where a pixel's network falls apart and the pairs alone do not fix the series.</summary>
public enum MinimumNorm
{
    /// <summary>The mean velocity between neighbouring dates (Berardino et al. 2002).</summary>
    Velocity,

    /// <summary>The phase of the dates.</summary>
    Phase,
}

/// <summary>Which observations are left out pixel by pixel.</summary>
public enum ObservationMask
{
    /// <summary>None: every finite, non-zero phase is used.</summary>
    None,

    /// <summary>Those in connected component 0 of the unwrapping.</summary>
    Component,

    /// <summary>Those whose coherence is below a threshold.</summary>
    Coherence,
}

/// <summary>How dates become years for the rate.</summary>
public enum TimeAxis
{
    /// <summary>Days divided by 365.25.</summary>
    Julian,

    /// <summary>Year + (day of year - 1) / 365.25, MintPy's axis; it jumps by up to a day at year ends.</summary>
    Calendar,
}

/// <summary>Options of the inversion from a network to a series.</summary>
/// <param name="Weighting">How pairs are weighted.</param>
/// <param name="MinimumNorm">What is smallest where the pixel's network falls apart.</param>
/// <param name="Looks">Number of independent looks behind the coherence (pure number, at least 1).</param>
/// <param name="MinRedundancy">Least number of valid pairs at every date after the first; below it a pixel has no series (count).</param>
public sealed record InversionOptions(Weighting Weighting, MinimumNorm MinimumNorm, double Looks, double MinRedundancy)
{
    /// <summary>Which observations are left out pixel by pixel.</summary>
    public ObservationMask ObservationMask { get; init; } = ObservationMask.None;

    /// <summary>With <see cref="ObservationMask.Coherence"/>, the coherence (pure number, 0 to 1) from which on an observation is used; NaN coherence counts as 0.</summary>
    public double ObservationThreshold { get; init; } = 0.3;
}
