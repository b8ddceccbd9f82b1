namespace Plumb.Networks.Closure;

/// <summary>How errors of the unwrapping are found and corrected by closure.</summary>
public sealed record ClosureOptions
{
    /// <summary>Least size of a region with one and the same set of errors, pixels.</summary>
    public int MinRegion { get; init; } = 30;

    /// <summary>By how much the next best explanation must be dearer, in pairs of middling coherence (count).</summary>
    public double MinMargin { get; init; } = 0.75;

    /// <summary>
    /// What a jump of one cycle between a region and its surroundings from one date to the next costs where it breaks with the region's motion before and
    /// after, in pairs of middling coherence (count); 0 leaves motion out.
    /// </summary>
    public double Continuity { get; init; } = 2;

    /// <summary>Widest gap across which a region is compared with its surroundings, pixels.</summary>
    public int MaxGap { get; init; } = 12;

    /// <summary>Refuses options that make no sense.</summary>
    /// <exception cref="RequestException">A number is out of its range.</exception>
    public void Validate()
    {
        if (MinRegion < 1)
        {
            throw new RequestException($"closure.min_region is {MinRegion}; give a number of pixels from 1.");
        }

        if (!(MinMargin is > 0 and <= 100) || !(Continuity is >= 0 and <= 100))
        {
            throw new RequestException("closure.min_margin is a number of pairs above 0, closure.continuity one from 0; both up to 100.");
        }

        if (MaxGap is < 1 or > ClosureTile.LargestSide)
        {
            throw new RequestException($"closure.max_gap is {MaxGap}; give a number of pixels from 1 to {ClosureTile.LargestSide}.");
        }
    }
}

/// <summary>Weights of pairs in whole numbers.</summary>
internal static class PairCost
{
    /// <summary>Cost of an error in a pair of middling coherence, pure number.</summary>
    public const int One = 64;

    /// <summary>
    /// Cost of an error of one cycle in each pair, pure numbers: errors are rarer where coherence is high. From 0.7 of <see cref="One"/> without any
    /// coherence to 1.3 with full.
    /// </summary>
    public static int[] Of(ReadOnlySpan<double> coherence)
    {
        var costs = new int[coherence.Length];
        for (var p = 0; p < costs.Length; p++)
        {
            costs[p] = double.IsNaN(coherence[p]) ? One : (int)Math.Round(One * (0.7 + (0.6 * Math.Clamp(coherence[p], 0, 1))));
        }

        return costs;
    }
}
