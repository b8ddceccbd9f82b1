namespace Plumb.TimeFunctions;

/// <summary>The series of some pixels, read in place: value (date, pixel) stands at date * stride + pixel. Spans are only looked at.</summary>
public readonly ref struct FitTile
{
    /// <summary>Number of pixels (count).</summary>
    public required int Pixels { get; init; }

    /// <summary>Displacement, metres, positive towards the satellite; shape (date, pixel); what is not finite is no data.</summary>
    public required ReadOnlySpan<float> Series { get; init; }

    /// <summary>
    /// Standard deviation of each displacement, metres; shape (date, pixel); empty for equal weights of all pixels' dates. A date whose standard
    /// deviation is not a positive number is left out.
    /// </summary>
    public ReadOnlySpan<float> Sigma { get; init; }

    /// <summary>Distance from one date to the next in both spans (unit: elements); 0 for the number of pixels.</summary>
    public int DateStride { get; init; }

    internal int Stride => DateStride == 0 ? Pixels : DateStride;
}

/// <summary>
/// Where the results of some pixels go. An empty span is not computed; the others are written in full. NaN where the pixel's dates are too few
/// or cannot tell the terms apart.
/// </summary>
public readonly ref struct FitResult
{
    /// <summary>Coefficients in their units; shape (coefficient, pixel).</summary>
    public Span<float> Coefficients { get; init; }

    /// <summary>Standard deviation of each coefficient, in its unit; shape (coefficient, pixel). From the scatter, it is NaN with no date to spare.</summary>
    public Span<float> Sigma { get; init; }

    /// <summary>
    /// Covariance of the coefficients, in units of the two coefficients multiplied; shape (entry, pixel) with the entry of the coefficients (j, k), k at
    /// most j, at j (j + 1) / 2 + k.
    /// </summary>
    public Span<float> Covariance { get; init; }

    /// <summary>Root mean square of the residuals over the dates used, metres; shape (pixel).</summary>
    public Span<float> ResidualRms { get; init; }

    /// <summary>Weighted sum of squared residuals, square metres for weights that are pure numbers, a pure number for weights from standard deviations; shape (pixel).</summary>
    public Span<float> SquareSum { get; init; }

    /// <summary>Number of dates used (count); shape (pixel).</summary>
    public Span<float> DateCount { get; init; }

    /// <summary>What a robust fit made of each date: a pure number, 1 for full weight, 0 for none; shape (date, pixel) at a stride of the number of pixels.</summary>
    public Span<float> RobustWeights { get; init; }

    /// <summary>Residuals, metres; shape (date, pixel) at a stride of the number of pixels; NaN where the series has none.</summary>
    public Span<float> Residuals { get; init; }

    internal bool NeedsCovariance => !Covariance.IsEmpty || !Sigma.IsEmpty;
}
