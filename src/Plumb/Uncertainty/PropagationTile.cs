namespace Plumb.Uncertainty;

/// <summary>
/// The observations of some pixels, read in place as for <see cref="Inversion.InversionTile"/>: value (pair, pixel) stands at pair * stride + pixel. The phase is
/// asked only whether it is there, and, where a pixel's network falls apart, what velocity it speaks of.
/// </summary>
public readonly ref struct PropagationTile
{
    /// <summary>Number of pixels (count).</summary>
    public required int Pixels { get; init; }

    /// <summary>Unwrapped phase, radian; shape (pair, pixel); no data as for the inversion.</summary>
    public required ReadOnlySpan<float> Phase { get; init; }

    /// <summary>Distance from one pair to the next in all spans of the tile (unit: elements); 0 for the number of pixels.</summary>
    public int PairStride { get; init; }

    /// <summary>Sample coherence (pure number, 0 to 1); shape (pair, pixel); empty where the stack has none: every pair then counts with a variance of one radian squared.</summary>
    public ReadOnlySpan<float> Coherence { get; init; }

    /// <summary>Connected components of the unwrapping (labels, 0: not connected); shape (pair, pixel); empty where nothing needs them.</summary>
    public ReadOnlySpan<byte> Components { get; init; }

    /// <summary>Phase of the reference, radian; shape (pair); a pair whose reference is NaN has no data; empty for 0.</summary>
    public ReadOnlySpan<float> ReferencePhase { get; init; }

    /// <summary>
    /// Coefficients of the functions that are each pixel's own, any unit; shape (function, date, pixel), nothing between; NaN makes the result NaN; empty where the plan has none.
    /// </summary>
    public ReadOnlySpan<float> OwnFunctions { get; init; }

    internal int Stride => PairStride == 0 ? Pixels : PairStride;
}

/// <summary>Where the results of some pixels go; an empty span is not filled. A pixel without a series has NaN and the flags of <see cref="WeaknessReasons.None"/>.</summary>
public readonly ref struct PropagationResult
{
    /// <summary>
    /// Standard deviation of each linear function of the series by the noise of the pairs, metres times the unit of its coefficients; those of all pixels, then each pixel's own; shape (function, pixel) at a
    /// distance of <see cref="FunctionStride"/>. Where the pixel's network falls apart that of the join is in it.
    /// </summary>
    public Span<float> Sigma { get; init; }

    /// <summary>Distance from one function to the next in <see cref="Sigma"/> (unit: elements); 0 for the number of pixels.</summary>
    public int FunctionStride { get; init; }

    /// <summary>Number of dates after the first none of whose pairs is checked by the others (count), see <see cref="NetworkPropagation.CheckedLeverage"/>; shape (pixel).</summary>
    public Span<float> UncheckedDates { get; init; }

    /// <summary>Loops of the pixel's network per date (count, a fraction): pairs more than are needed to join the dates; shape (pixel).</summary>
    public Span<float> LoopsPerDate { get; init; }

    /// <summary>
    /// Root mean square that the residuals of the pairs are expected to have, radian, their coherence being right; shape (pixel). Holds within some ten per cent;
    /// pairs that are weighted by a noisy coherence have residuals that follow its noise.
    /// </summary>
    public Span<float> ExpectedResidual { get; init; }

    /// <summary>What makes the pixel's network weak (flags); shape (pixel).</summary>
    public Span<WeaknessReasons> Weaknesses { get; init; }

    internal int Stride(int pixels) => FunctionStride == 0 ? pixels : FunctionStride;
}
