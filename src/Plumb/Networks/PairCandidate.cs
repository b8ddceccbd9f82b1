using System.Globalization;
using Plumb.Acquisitions;

namespace Plumb.Networks;

/// <summary>A pair that could be used, with what its choice depends on.</summary>
/// <param name="Pair">The two dates.</param>
/// <param name="Baseline">Perpendicular baseline, metres; may be unknown.</param>
/// <param name="MeanCoherence">Mean coherence over the chosen area, pure number from 0 to 1; NaN when unknown.</param>
public sealed record PairCandidate(DatePair Pair, Baseline Baseline, double MeanCoherence);

/// <summary>Why a pair is not used. Several reasons may hold at once (flags).</summary>
[Flags]
public enum DropReasons
{
    /// <summary>The pair is used.</summary>
    None = 0,

    /// <summary>The pair is excluded by hand.</summary>
    ExcludedPair = 1,

    /// <summary>One of its dates is excluded by hand.</summary>
    ExcludedDate = 2,

    /// <summary>More days between its dates than allowed.</summary>
    TooManyDays = 4,

    /// <summary>Perpendicular baseline longer than allowed.</summary>
    LongBaseline = 8,

    /// <summary>Mean coherence lower than allowed.</summary>
    LowCoherence = 16,

    /// <summary>Its first date has enough pairs that are shorter in time.</summary>
    TooManyLinks = 32,
}

/// <summary>Limits on the pairs of a network. A limit of 0 is no limit.</summary>
public sealed record NetworkOptions
{
    /// <summary>Longest temporal baseline, days; 0 for no limit.</summary>
    public double MaxDays { get; init; }

    /// <summary>Longest perpendicular baseline without its sign, metres; 0 for no limit. Pairs with an unknown baseline pass.</summary>
    public double MaxPerpendicularBaseline { get; init; }

    /// <summary>Lowest mean coherence, pure number from 0 to 1; 0 for no limit. Pairs with an unknown coherence pass.</summary>
    public double MinCoherence { get; init; }

    /// <summary>
    /// Most pairs from one date to later ones (count), those shortest in time first among the pairs that the other limits let pass;
    /// 0 for no limit.
    /// </summary>
    public int MaxLinks { get; init; }

    /// <summary>Whether the spanning tree of highest coherence is kept whatever the limits say; it never brings back what is excluded by hand.</summary>
    public bool KeepTree { get; init; } = true;

    /// <summary>Pairs left out by hand.</summary>
    public IReadOnlyCollection<DatePair> ExcludedPairs { get; init; } = [];

    /// <summary>Dates left out by hand (UTC).</summary>
    public IReadOnlyCollection<DateOnly> ExcludedDates { get; init; } = [];

    /// <summary>Refuses limits that make no sense.</summary>
    /// <exception cref="RequestException">A limit is negative, not finite, or a coherence above 1.</exception>
    public void Validate()
    {
        Require(double.IsFinite(MaxDays) && MaxDays >= 0, "network.max_days", MaxDays, "a number of days, 0 for no limit");
        Require(double.IsFinite(MaxPerpendicularBaseline) && MaxPerpendicularBaseline >= 0, "network.max_perpendicular_baseline", MaxPerpendicularBaseline, "a number of metres, 0 for no limit");
        Require(MinCoherence is >= 0 and <= 1, "network.min_coherence", MinCoherence, "a coherence from 0 to 1, 0 for no limit");
        Require(MaxLinks >= 0, "network.max_links", MaxLinks, "a count of pairs, 0 for no limit");
    }

    private static void Require(bool holds, string name, double value, string wanted)
    {
        if (!holds)
        {
            throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; give {wanted}."));
        }
    }
}
