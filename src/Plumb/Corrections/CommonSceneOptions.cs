namespace Plumb.Corrections;

/// <summary>What becomes of a trend in time that the estimates of all dates have together: no average over dates can tell it from motion.</summary>
public enum TrendRule
{
    /// <summary>The trend as measured stays in the series: the rate by least squares is the same before and after.</summary>
    Kept,

    /// <summary>The trend of the least squares in which dates count by the inverse of their noise stays: noisy dates no longer turn the rate.</summary>
    Weighted,

    /// <summary>Nothing is done: the trend is what the estimates leave, as in the paper.</summary>
    Free,
}

/// <summary>How the atmosphere of each date is estimated by common-scene stacking.</summary>
public sealed record CommonSceneOptions
{
    /// <summary>Most partners of a date before it, and as many after it (count), at least 1: the nearest in time that share a pair with it.</summary>
    public int Partners { get; init; } = 3;

    /// <summary>Longest time to a partner, days; 0 for no limit.</summary>
    public double MaxDays { get; init; }

    /// <summary>How often estimation and inversion follow each other (count), at least 1.</summary>
    public int Iterations { get; init; } = 2;

    /// <summary>The iterations stop once the estimates change by less than this share of their size (pure number).</summary>
    public double Tolerance { get; init; } = 0.01;

    /// <summary>
    /// Time over which motion is taken to be smooth when it is taken off before the second and later estimates, days: the time constant of the
    /// smoothing in the last iteration; 0 leaves the motion in, so that only steady motion is spared.
    /// </summary>
    public double MotionDays { get; init; } = 120;

    /// <summary>Whether each estimate is scaled down by the noise it brings in from its partners, so that it does not add more than it takes away.</summary>
    public bool Shrink { get; init; } = true;

    /// <summary>What becomes of a trend in time that the estimates of all dates have together.</summary>
    public TrendRule Trend { get; init; } = TrendRule.Kept;

    /// <summary>Refuses options that make no sense.</summary>
    /// <exception cref="RequestException">A number of partners or iterations is below 1, or a time or tolerance is negative.</exception>
    public void Validate()
    {
        if (Partners < 1 || Iterations < 1)
        {
            throw new RequestException("corrections.common_scene: partners and iterations are at least 1.");
        }

        if (!(MaxDays >= 0) || !(MotionDays >= 0) || !(Tolerance >= 0))
        {
            throw new RequestException("corrections.common_scene: max_days, motion_days and tolerance are not negative.");
        }
    }
}
