using Plumb.Grids;

namespace Plumb.Processing.Stages;

/// <summary>The reasons of a mask in words.</summary>
public static class MaskWords
{
    /// <summary>All flags with their values, as one line for metadata.</summary>
    public static string FlagMeanings { get; } = string.Join(
        "; ", Enum.GetValues<MaskReasons>().Where(r => r != MaskReasons.None).Select(r => $"{(int)r} {Of(r)}"));

    /// <summary>One reason in a few words for people.</summary>
    /// <param name="reason">A single reason.</param>
    public static string Of(MaskReasons reason) => reason switch
    {
        MaskReasons.None => "good",
        MaskReasons.NoData => "no interferogram has a value",
        MaskReasons.OutsideArea => "outside the area of interest",
        MaskReasons.LowCoherence => "mean coherence too low",
        MaskReasons.LowTemporalCoherence => "temporal coherence too low",
        MaskReasons.Disconnected => "the dates are not all joined by interferograms",
        MaskReasons.TooFewPairs => "too few interferograms have a value",
        MaskReasons.Water => "water",
        MaskReasons.LayoverOrShadow => "layover or shadow",
        MaskReasons.LargeResidual => "residuals too large",
        _ => reason.ToString(),
    };
}
