namespace Plumb.Inversion;

/// <summary>
/// The observations of some pixels, read in place: value (pair, pixel) stands at pair * stride + pixel. Spans are only looked at.
/// </summary>
public readonly ref struct InversionTile
{
    /// <summary>Number of pixels (count).</summary>
    public required int Pixels { get; init; }

    /// <summary>
    /// Unwrapped phase, radian, second minus first date; shape (pair, pixel), pairs in the order of the network. NaN, infinite, exactly 0 and
    /// sizes from 2^20 on are no data.
    /// </summary>
    public required ReadOnlySpan<float> Phase { get; init; }

    /// <summary>Distance from one pair to the next in all spans of the tile (unit: elements); 0 for the number of pixels.</summary>
    public int PairStride { get; init; }

    /// <summary>Coherence (pure number, 0 to 1); shape (pair, pixel); empty where nothing needs it. NaN counts as no better than 0.05 in a weight, as 0 in a mean.</summary>
    public ReadOnlySpan<float> Coherence { get; init; }

    /// <summary>Connected components of the unwrapping (labels, 0: not connected); shape (pair, pixel); empty where nothing needs them or <see cref="WideComponents"/> has them.</summary>
    public ReadOnlySpan<byte> Components { get; init; }

    /// <summary>Connected components as 16-bit labels (0: not connected); shape (pair, pixel).</summary>
    public ReadOnlySpan<short> WideComponents { get; init; }

    /// <summary>
    /// Phase of the reference, radian; shape (pair); subtracted from every observation; empty for 0. An observation that is
    /// then exactly 0 counts: it says that the pixel did not move against the reference. A pair whose reference is NaN has no data.
    /// </summary>
    public ReadOnlySpan<float> ReferencePhase { get; init; }

    /// <summary>
    /// Variance of each observation (unit of the observation, squared), with <see cref="Weighting.Given"/>; shape (pair, pixel). An observation whose variance is
    /// not a positive finite number has no data.
    /// </summary>
    public ReadOnlySpan<float> Variance { get; init; }

    /// <summary>
    /// Horizontal distance to the satellite, R sin(incidence), metres; shape (pixel); needed where the error of the elevation model is asked for: one metre of it
    /// is baseline / this in displacement.
    /// </summary>
    public ReadOnlySpan<float> HorizontalRange { get; init; }

    internal int Stride => PairStride == 0 ? Pixels : PairStride;

    /// <summary>What weights are made of: the coherence or, where they are given, the variance.</summary>
    internal ReadOnlySpan<float> WeightSource(Weighting weighting) => weighting == Weighting.Given ? Variance : Coherence;
}

/// <summary>
/// Where the results of some pixels go. An empty span is not computed; the others are written in full. A pixel without a series has
/// NaN, count 0 and a reason.
/// </summary>
public readonly ref struct InversionResult
{
    /// <summary>Displacement along the line of sight, metres, positive towards the satellite, relative to the first date and the reference; shape (date, pixel).</summary>
    public Span<float> Series { get; init; }

    /// <summary>
    /// Expected standard deviation of each date's displacement relative to the first date, metres; shape (date, pixel). For the weightings
    /// Variance, Fisher and Given it follows from the weights, which are inverse variances; for None, Coherence and CoherenceSquared the weights are scaled by the
    /// pixel's own residual (NaN where it has none to spare). Pairs count as independent. Where the pixel's network falls apart the join's own
    /// uncertainty is added; smoothing, time functions and robust norms have their own rules (see <see cref="NetworkInversion"/>).
    /// </summary>
    public Span<float> Sigma { get; init; }

    /// <summary>Distance from one date to the next in <see cref="Series"/> and <see cref="Sigma"/> (unit: elements); 0 for the number of pixels.</summary>
    public int DateStride { get; init; }

    /// <summary>Temporal coherence, |mean of exp(i r)| over the pairs used, unweighted (pure number, 0 to 1; Pepe and Lanari 2006, equation 16); shape (pixel).</summary>
    public Span<float> TemporalCoherence { get; init; }

    /// <summary>Root mean square of the residuals r over the pairs used, radian; shape (pixel).</summary>
    public Span<float> ResidualRms { get; init; }

    /// <summary>Sum of w r^2 over the pairs used (pure number for weights in one over radian squared, else radian squared); shape (pixel).</summary>
    public Span<float> WeightedResidual { get; init; }

    /// <summary>Mean coherence of the pairs used (pure number; NaN where no coherence was given); shape (pixel).</summary>
    public Span<float> MeanCoherence { get; init; }

    /// <summary>Number of pairs used (count), 0 for a pixel without a series; shape (pixel).</summary>
    public Span<int> PairCount { get; init; }

    /// <summary>
    /// Error of the elevation model, metres, true height minus the model's; shape (pixel). NaN where dates and baselines of the pixel leave it open. Only with
    /// <see cref="InversionOptions.DateBaselines"/>, as its standard deviation.
    /// </summary>
    public Span<float> DemError { get; init; }

    /// <summary>Standard deviation of <see cref="DemError"/>, metres; shape (pixel).</summary>
    public Span<float> DemErrorSigma { get; init; }

    /// <summary>Velocity of the time function, metres per year, that of its middle where it has an acceleration; shape (pixel). Only with <see cref="MinimumNorm.Model"/>.</summary>
    public Span<float> ModelRate { get; init; }

    /// <summary>Standard deviation of <see cref="ModelRate"/>, metres per year; shape (pixel).</summary>
    public Span<float> ModelRateSigma { get; init; }

    /// <summary>
    /// Share (0 to 1) of the degrees of freedom of the series that smoothing or time function fix and not the pairs: 1 - trace(H) / (dates - 1), H the matrix from
    /// pairs to fitted pairs (Rodgers 2000, chapter 2: degrees of freedom for signal); shape (pixel). For plain least squares the share of dates that a part of its
    /// own leaves open.
    /// </summary>
    public Span<float> AssumedShare { get; init; }

    /// <summary>Number of systems solved for the pixel (count) with a robust norm; the most allowed where it did not converge; shape (pixel).</summary>
    public Span<float> Iterations { get; init; }

    /// <summary>NoData, TooFewPairs, Disconnected or none of them (flags); shape (pixel).</summary>
    public Span<Grids.MaskReasons> Reasons { get; init; }

    internal int Stride(int pixels) => DateStride == 0 ? pixels : DateStride;

    internal bool NeedsResidual => !TemporalCoherence.IsEmpty || !ResidualRms.IsEmpty || !WeightedResidual.IsEmpty || !Sigma.IsEmpty;
}
