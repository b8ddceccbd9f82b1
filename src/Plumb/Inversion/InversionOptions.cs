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

    /// <summary>By the square of the coherence: rows of the system multiplied by the coherence.</summary>
    CoherenceSquared,

    /// <summary>By the inverse of variances that the tile brings (<see cref="InversionTile.Variance"/>), for offsets and other observations that have their own.</summary>
    Given,
}

/// <summary>What is smallest where a pixel's network falls apart and the pairs alone do not fix the series.</summary>
public enum MinimumNorm
{
    /// <summary>The mean velocity between neighbouring dates (Berardino et al. 2002).</summary>
    Velocity,

    /// <summary>The phase of the dates.</summary>
    Phase,

    /// <summary>The distance from a time function (Lopez-Quiroz et al. 2009): see <see cref="InversionOptions.Model"/>.</summary>
    Model,
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

    /// <summary>Which size of the residuals is smallest.</summary>
    public ResidualNorm Norm { get; init; } = ResidualNorm.L2;

    /// <summary>With <see cref="ResidualNorm.Huber"/>, the residual (pure number: in standard deviations) from which on it counts by its size and not by its square.</summary>
    public double HuberThreshold { get; init; } = 1.345;

    /// <summary>What of the series is kept small beside the residuals.</summary>
    public Smoothing Smoothing { get; init; } = Smoothing.None;

    /// <summary>
    /// Strength gamma of the smoothing: velocities (radian per year) enter the system times gamma, beside residuals (radian) times the root of their weight.
    /// Unit: years for weights that are pure numbers, years per radian for inverse variances, where 1/gamma is the expected size of the velocity (or of
    /// its change from one interval to the next) in radian per year.
    /// </summary>
    public double SmoothingStrength { get; init; } = 0.01;

    /// <summary>With <see cref="MinimumNorm.Model"/>, the time function that ties the dates.</summary>
    public SeriesModel Model { get; init; } = SeriesModel.Linear;

    /// <summary>
    /// With <see cref="MinimumNorm.Model"/>, how strongly: distances of the dates from the time function (radian) enter the system times this. Unit: pure number for
    /// weights that are pure numbers, one over radian for inverse variances.
    /// </summary>
    public double ModelStrength { get; init; } = 1e-3;

    /// <summary>Strengths of the tie date by date instead of <see cref="ModelStrength"/> (same unit); shape (date); null for one strength.</summary>
    public IReadOnlyList<double>? DateStrengths { get; init; }

    /// <summary>
    /// Perpendicular baselines of the dates relative to the first, metres, positive numbers as the products have them; shape (date). With them the error of the
    /// elevation model is an unknown of every pixel; null: it is not solved for.
    /// </summary>
    public IReadOnlyList<double>? DateBaselines { get; init; }

    /// <summary>Whether anything is asked for beyond least squares over the pairs alone.</summary>
    internal bool IsPlain => Norm == ResidualNorm.L2 && Smoothing == Smoothing.None && MinimumNorm != MinimumNorm.Model && DateBaselines is null;

    /// <summary>Whether weights are pure numbers, scaled by the pixel's own residual for a standard deviation.</summary>
    internal bool HasPureWeights => Weighting is Weighting.None or Weighting.Coherence or Weighting.CoherenceSquared;

    /// <summary>Coherence or variance below which an observation has no data.</summary>
    internal float LeastWeightSource => Weighting == Weighting.Given ? GivenWeight.LeastVariance
        : ObservationMask == ObservationMask.Coherence ? (float)ObservationThreshold
        : float.NegativeInfinity;
}
