using System.Globalization;

namespace Plumb.Networks;

/// <summary>One part of a network: dates that are joined to each other by pairs and to no other date.</summary>
/// <param name="Dates">The dates of the part (UTC), ascending.</param>
/// <param name="PairCount">Number of pairs inside the part (count).</param>
public sealed record NetworkPart(IReadOnlyList<DateOnly> Dates, int PairCount);

/// <summary>
/// A stretch of time that no pair spans: motion inside it is not observed, whatever is assumed to join the series across it.
/// </summary>
/// <param name="Before">Last date before the gap (UTC).</param>
/// <param name="After">First date after the gap (UTC).</param>
public sealed record NetworkGap(DateOnly Before, DateOnly After)
{
    /// <summary>Length of the gap, days.</summary>
    public int Days => After.DayNumber - Before.DayNumber;
}

/// <summary>
/// The parts a network falls into and the gaps between them. One part means that every date is tied to every other by observations;
/// n parts need n - 1 assumptions. Immutable and safe for threads.
/// </summary>
public sealed class NetworkComponents
{
    private readonly int[] partOfDate;

    private NetworkComponents(IReadOnlyList<NetworkPart> parts, IReadOnlyList<NetworkGap> gaps, int[] partOfDate)
    {
        Parts = parts;
        Gaps = gaps;
        this.partOfDate = partOfDate;
    }

    /// <summary>The parts, by their first date.</summary>
    public IReadOnlyList<NetworkPart> Parts { get; }

    /// <summary>
    /// The stretches of time no pair spans, ascending. Parts that interleave in time (one holding the odd dates, the other the even
    /// ones) are separate without any such gap.
    /// </summary>
    public IReadOnlyList<NetworkGap> Gaps { get; }

    /// <summary>Index into <see cref="Parts"/> of each date of the network; shape (date).</summary>
    public ReadOnlySpan<int> PartOfDate => partOfDate;

    /// <summary>Whether every date is joined to every other.</summary>
    public bool IsConnected => Parts.Count == 1;

    /// <summary>Finds parts and gaps of a network; linear in dates and pairs.</summary>
    /// <param name="network">The network.</param>
    public static NetworkComponents Of(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var parents = new int[network.Dates.Count];
        DisjointSets.Reset(parents);
        for (var k = 0; k < network.Pairs.Count; k++)
        {
            DisjointSets.Union(parents, network.FirstIndex[k], network.SecondIndex[k]);
        }

        var partOfDate = new int[parents.Length];
        var dates = new List<List<DateOnly>>();
        for (var i = 0; i < parents.Length; i++)
        {
            var root = DisjointSets.Root(parents, i);
            if (root == i)
            {
                partOfDate[i] = dates.Count;
                dates.Add([]);
            }

            partOfDate[i] = partOfDate[root];
            dates[partOfDate[i]].Add(network.Dates[i]);
        }

        var pairs = new int[dates.Count];
        for (var k = 0; k < network.Pairs.Count; k++)
        {
            pairs[partOfDate[network.FirstIndex[k]]]++;
        }

        var parts = dates.Select((d, i) => new NetworkPart(d, pairs[i])).ToArray();
        return new NetworkComponents(parts, FindGaps(network), partOfDate);
    }

    /// <summary>The parts and gaps in words, one sentence each.</summary>
    public IReadOnlyList<string> Describe()
    {
        if (IsConnected)
        {
            return [string.Create(CultureInfo.InvariantCulture, $"All {partOfDate.Length} dates are joined by observations.")];
        }

        var lines = new List<string>
        {
            string.Create(
                CultureInfo.InvariantCulture,
                $"The network falls into {Parts.Count} parts; the series is joined across them by assumption, not by observation."),
        };
        lines.AddRange(Parts.Select((part, i) => string.Create(
            CultureInfo.InvariantCulture,
            $"Part {i + 1}: {part.Dates.Count} dates from {part.Dates[0]:yyyy-MM-dd} to {part.Dates[^1]:yyyy-MM-dd}, {part.PairCount} {(part.PairCount == 1 ? "pair" : "pairs")}.")));
        lines.AddRange(Gaps.Select(gap => string.Create(
            CultureInfo.InvariantCulture,
            $"No pair spans {gap.Before:yyyy-MM-dd} to {gap.After:yyyy-MM-dd} ({gap.Days} days).")));
        if (Gaps.Count < Parts.Count - 1)
        {
            lines.Add("Parts overlap in time without sharing a date; a pair between them would join them.");
        }

        return lines;
    }

    private static List<NetworkGap> FindGaps(Network network)
    {
        // Difference array: spanning[i] is the number of pairs that span the interval from date i to date i + 1.
        var spanning = new int[network.Dates.Count];
        for (var k = 0; k < network.Pairs.Count; k++)
        {
            spanning[network.FirstIndex[k]]++;
            spanning[network.SecondIndex[k]]--;
        }

        var gaps = new List<NetworkGap>();
        var open = 0;
        for (var i = 0; i + 1 < network.Dates.Count; i++)
        {
            open += spanning[i];
            if (open == 0)
            {
                gaps.Add(new NetworkGap(network.Dates[i], network.Dates[i + 1]));
            }
        }

        return gaps;
    }
}
