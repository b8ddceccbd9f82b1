namespace Plumb.Grids;

/// <summary>The reasons of a mask in words for people.</summary>
public static class MaskReasonWords
{
    private static readonly (MaskReasons Reason, string Words)[] Table =
    [
        (MaskReasons.NoData, "no data"),
        (MaskReasons.OutsideArea, "outside the area of interest"),
        (MaskReasons.LowCoherence, "low coherence"),
        (MaskReasons.LowTemporalCoherence, "low temporal coherence"),
        (MaskReasons.Disconnected, "network falls apart"),
        (MaskReasons.TooFewPairs, "too few pairs"),
        (MaskReasons.Water, "water"),
        (MaskReasons.LayoverOrShadow, "layover or shadow"),
        (MaskReasons.LargeResidual, "large residual"),
        (MaskReasons.Uncertain, "rate too uncertain"),
        (MaskReasons.OpenLoops, "open loops"),
        (MaskReasons.Aliased, "motion too steep"),
        (MaskReasons.Noisy, "series too noisy"),
    ];

    /// <summary>Every single reason, in the order of its flag.</summary>
    public static IEnumerable<MaskReasons> All => Table.Select(e => e.Reason);

    /// <summary>All flags with their numbers and words, as one line for metadata.</summary>
    public static string FlagMeanings { get; } = string.Join("; ", Table.Select(e => $"{(int)e.Reason} {e.Words}"));

    /// <summary>The reasons in words, joined by commas; "good" where there is none.</summary>
    /// <param name="reasons">The reasons (flags).</param>
    public static string Describe(this MaskReasons reasons) =>
        reasons == MaskReasons.None ? "good" : string.Join(", ", Table.Where(e => (reasons & e.Reason) != 0).Select(e => e.Words));
}
