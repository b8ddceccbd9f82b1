namespace Plumb.Inversion;

/// <summary>How pairs are stacked to a rate without a series.</summary>
public enum Stacking
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By their time spans alone (Sandwell and Price 1998).</summary>
    Plain,

    /// <summary>By the covariance of the pairs: decorrelation of each and the atmosphere of the dates they share.</summary>
    Covariance,
}

/// <summary>Options of <see cref="PairStacking"/>.</summary>
/// <param name="Kind">How the pairs are weighted against each other; not <see cref="Stacking.None"/>.</param>
/// <param name="Pairs">Which observations count and, for <see cref="Stacking.Covariance"/>, how weights (one over radian squared) follow from coherence and looks.</param>
public sealed record StackingOptions(Stacking Kind, InversionOptions Pairs)
{
    /// <summary>Standard deviation of each date for <see cref="Stacking.Covariance"/>, metres along the line of sight, atmosphere above all, positive.</summary>
    public double DateSigma { get; init; } = 0.01;

    /// <summary>Pairs farther from the rate than so many standard deviations (pure number) are left out, again and again until none is; 0: none is left out.</summary>
    public double Rejection { get; init; }

    /// <summary>Least number of pairs of a pixel (count), at least 2; below it the pixel has no rate, and none is left out to get there.</summary>
    public int MinPairs { get; init; } = 3;
}

/// <summary>Where the rates of some pixels go; an empty span is not written. A pixel without a rate has NaN and count 0.</summary>
public readonly ref struct StackingResult
{
    /// <summary>Rate along the line of sight, metres per year, positive towards the satellite; shape (pixel).</summary>
    public Span<float> Rate { get; init; }

    /// <summary>Its standard deviation, metres per year; shape (pixel).</summary>
    public Span<float> Sigma { get; init; }

    /// <summary>Number of pairs that the rate was taken from (count); shape (pixel).</summary>
    public Span<int> PairCount { get; init; }
}
