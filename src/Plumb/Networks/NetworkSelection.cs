using System.Globalization;

namespace Plumb.Networks;

/// <summary>A pair that is used.</summary>
/// <param name="Candidate">The pair with its baseline in metres and its mean coherence (pure number).</param>
/// <param name="InTree">Whether the pair belongs to the kept spanning tree; false when no tree is kept.</param>
/// <param name="Overruled">The limits that would have dropped the pair but for the tree; none for most pairs.</param>
public sealed record KeptPair(PairCandidate Candidate, bool InTree, DropReasons Overruled);

/// <summary>A pair that is not used.</summary>
/// <param name="Candidate">The pair with its baseline in metres and its mean coherence (pure number).</param>
/// <param name="Reasons">Every reason that holds.</param>
/// <param name="Words">The reasons in words, one each, in the order of <see cref="DropReasons"/>.</param>
public sealed record DroppedPair(PairCandidate Candidate, DropReasons Reasons, IReadOnlyList<string> Words);

/// <summary>The chosen network with all that has to be said about the choice. Immutable and safe for threads.</summary>
/// <param name="Network">The network of the kept pairs.</param>
/// <param name="Kept">The kept pairs, in the order of the network's pairs.</param>
/// <param name="Dropped">The dropped pairs, ascending, each with its reasons.</param>
/// <param name="Components">The parts the network falls into.</param>
/// <param name="Weakness">Bridges, articulation dates and pairs per date.</param>
/// <param name="LostDates">Dates of the candidates that no kept pair touches (UTC), ascending.</param>
/// <param name="Notes">What a reader should know: unknown baselines, pairs kept for the tree, lost dates, names in the exclusions that match nothing.</param>
public sealed record SelectedNetwork(
    Network Network,
    IReadOnlyList<KeptPair> Kept,
    IReadOnlyList<DroppedPair> Dropped,
    NetworkComponents Components,
    NetworkWeakness Weakness,
    IReadOnlyList<DateOnly> LostDates,
    IReadOnlyList<string> Notes);

/// <summary>Chooses the pairs of a network by limits on time, baseline, coherence and links, and by hand.</summary>
public static class NetworkSelection
{
    /// <summary>
    /// Chooses the pairs. Deterministic and independent of the order of the candidates. With <see cref="NetworkOptions.KeepTree"/>
    /// the spanning tree of all candidates that are not excluded by hand is kept whatever the limits say.
    /// </summary>
    /// <param name="candidates">The candidates with baselines in metres and mean coherence (pure number), in any order, each pair once.</param>
    /// <param name="options">The limits.</param>
    /// <exception cref="RequestException">There is no candidate, a pair stands twice, a limit makes no sense, or nothing is left; the
    /// message then says how many pairs each limit removed.</exception>
    public static SelectedNetwork Select(IReadOnlyCollection<PairCandidate> candidates, NetworkOptions options)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var sorted = candidates.OrderBy(c => c.Pair).ToArray();
        RefuseEmptyOrDouble(sorted);

        var reasons = Array.ConvertAll(sorted, c => LimitReasons(c, options));
        MarkLinks(sorted, reasons, options.MaxLinks);
        var tree = options.KeepTree
            ? SpanningTree.Of(sorted.Where((_, i) => !IsByHand(reasons[i])).ToArray()).ToHashSet()
            : [];

        var kept = new List<KeptPair>();
        var dropped = new List<DroppedPair>();
        for (var i = 0; i < sorted.Length; i++)
        {
            var inTree = tree.Contains(sorted[i].Pair);
            if (reasons[i] == DropReasons.None || inTree)
            {
                kept.Add(new KeptPair(sorted[i], inTree, reasons[i]));
            }
            else
            {
                dropped.Add(new DroppedPair(sorted[i], reasons[i], Words(sorted[i], reasons[i], options)));
            }
        }

        if (kept.Count == 0)
        {
            throw NothingLeft(sorted.Length, reasons, options);
        }

        var network = new Network(kept.Select(k => k.Candidate.Pair));
        var lost = sorted.SelectMany(c => new[] { c.Pair.First, c.Pair.Second }).Distinct().Except(network.Dates).Order().ToArray();
        return new SelectedNetwork(
            network,
            kept,
            dropped,
            NetworkComponents.Of(network),
            NetworkWeakness.Of(network),
            lost,
            SelectionNotes.Of(sorted, kept, lost, options));
    }

    private static bool IsByHand(DropReasons reasons) =>
        (reasons & (DropReasons.ExcludedPair | DropReasons.ExcludedDate)) != 0;

    private static void RefuseEmptyOrDouble(PairCandidate[] sorted)
    {
        if (sorted.Length == 0)
        {
            throw new RequestException("There is no interferogram to choose a network from. Check input.paths with 'plumb inspect'.");
        }

        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Pair == sorted[i - 1].Pair)
            {
                throw new RequestException($"The pair {sorted[i].Pair} stands twice among the interferograms. Keep one of the two products.");
            }
        }
    }

    private static DropReasons LimitReasons(PairCandidate candidate, NetworkOptions options)
    {
        var reasons = DropReasons.None;
        if (options.ExcludedPairs.Contains(candidate.Pair))
        {
            reasons |= DropReasons.ExcludedPair;
        }

        if (options.ExcludedDates.Contains(candidate.Pair.First) || options.ExcludedDates.Contains(candidate.Pair.Second))
        {
            reasons |= DropReasons.ExcludedDate;
        }

        if (options.MaxDays > 0 && candidate.Pair.Days > options.MaxDays)
        {
            reasons |= DropReasons.TooManyDays;
        }

        if (options.MaxPerpendicularBaseline > 0 && candidate.Baseline.IsKnown &&
            Math.Abs(candidate.Baseline.Perpendicular) > options.MaxPerpendicularBaseline)
        {
            reasons |= DropReasons.LongBaseline;
        }

        if (candidate.MeanCoherence < options.MinCoherence)
        {
            reasons |= DropReasons.LowCoherence;
        }

        return reasons;
    }

    private static void MarkLinks(PairCandidate[] sorted, DropReasons[] reasons, int maxLinks)
    {
        if (maxLinks == 0)
        {
            return;
        }

        // Pairs ascend by first, then second date: among pairs of one first date the shortest come first.
        var links = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            links = i > 0 && sorted[i].Pair.First == sorted[i - 1].Pair.First ? links : 0;
            if (reasons[i] == DropReasons.None && ++links > maxLinks)
            {
                reasons[i] = DropReasons.TooManyLinks;
            }
        }
    }

    private static List<string> Words(PairCandidate candidate, DropReasons reasons, NetworkOptions options)
    {
        var words = new List<string>();
        void Say(DropReasons reason, FormattableString text)
        {
            if ((reasons & reason) != 0)
            {
                words.Add(text.ToString(CultureInfo.InvariantCulture));
            }
        }

        var date = options.ExcludedDates.Contains(candidate.Pair.First) ? candidate.Pair.First : candidate.Pair.Second;
        Say(DropReasons.ExcludedPair, $"excluded by hand (network.exclude_pairs)");
        Say(DropReasons.ExcludedDate, $"date {date:yyyyMMdd} excluded by hand (network.exclude_dates)");
        Say(DropReasons.TooManyDays, $"{candidate.Pair.Days} days, limit {options.MaxDays}");
        Say(DropReasons.LongBaseline, $"perpendicular baseline {candidate.Baseline.Perpendicular:0} m, limit {options.MaxPerpendicularBaseline} m");
        Say(DropReasons.LowCoherence, $"mean coherence {candidate.MeanCoherence:0.00}, limit {options.MinCoherence:0.00}");
        Say(DropReasons.TooManyLinks, $"{candidate.Pair.First:yyyyMMdd} has {options.MaxLinks} shorter pairs, the limit");
        return words;
    }

    private static RequestException NothingLeft(int candidates, DropReasons[] reasons, NetworkOptions options)
    {
        var counts = new List<string>();
        void Count(DropReasons reason, FormattableString name)
        {
            var count = reasons.Count(r => (r & reason) != 0);
            if (count > 0)
            {
                counts.Add(string.Create(CultureInfo.InvariantCulture, $"{name.ToString(CultureInfo.InvariantCulture)} removes {count}"));
            }
        }

        Count(DropReasons.ExcludedPair, $"network.exclude_pairs");
        Count(DropReasons.ExcludedDate, $"network.exclude_dates");
        Count(DropReasons.TooManyDays, $"network.max_days: {options.MaxDays}");
        Count(DropReasons.LongBaseline, $"network.max_perpendicular_baseline: {options.MaxPerpendicularBaseline}");
        Count(DropReasons.LowCoherence, $"network.min_coherence: {options.MinCoherence}");
        var (noun, verb) = candidates == 1 ? ("interferogram", "is") : ("interferograms", "are");
        return new RequestException(string.Create(
            CultureInfo.InvariantCulture,
            $"No interferogram is left of {candidates} {noun} that {verb} there: {string.Join(", ", counts)}. Loosen the limit that removes most."));
    }
}
