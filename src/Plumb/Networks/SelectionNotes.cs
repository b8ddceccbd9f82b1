using System.Globalization;

namespace Plumb.Networks;

/// <summary>What a reader should know about a choice of pairs, in sentences.</summary>
internal static class SelectionNotes
{
    internal static IReadOnlyList<string> Of(
        PairCandidate[] candidates, List<KeptPair> kept, DateOnly[] lost, NetworkOptions options)
    {
        var notes = new List<string>();
        AddUnknown(notes, candidates, options);
        AddTree(notes, kept);
        if (lost.Length > 0)
        {
            Add(notes, $"{Number(lost.Length, "date")} no kept pair touches: {List(lost.Select(Iso))}.");
        }

        var pairs = candidates.Select(c => c.Pair).ToHashSet();
        var dates = pairs.SelectMany(p => new[] { p.First, p.Second }).ToHashSet();
        var strangePairs = options.ExcludedPairs.Where(p => !pairs.Contains(p)).Order().Select(p => p.ToString()).ToArray();
        var strangeDates = options.ExcludedDates.Where(d => !dates.Contains(d)).Order().Select(Iso).ToArray();
        if (strangePairs.Length > 0)
        {
            Add(notes, $"network.exclude_pairs names pairs that are not there: {List(strangePairs)}.");
        }

        if (strangeDates.Length > 0)
        {
            Add(notes, $"network.exclude_dates names dates that are not there: {List(strangeDates)}.");
        }

        return notes;
    }

    private static void AddUnknown(List<string> notes, PairCandidate[] candidates, NetworkOptions options)
    {
        var noBaseline = candidates.Where(c => !c.Baseline.IsKnown).ToArray();
        if (noBaseline.Length > 0)
        {
            Add(notes, $"{Number(noBaseline.Length, "pair")} of unknown perpendicular baseline; the baseline limit does not apply to them{Named(noBaseline, candidates.Length)}.");
        }

        var noCoherence = candidates.Where(c => double.IsNaN(c.MeanCoherence)).ToArray();
        if (noCoherence.Length > 0 && (options.MinCoherence > 0 || options.KeepTree))
        {
            Add(notes, $"{Number(noCoherence.Length, "pair")} of unknown coherence; the coherence limit does not apply to them and the tree takes them last, shortest first{Named(noCoherence, candidates.Length)}.");
        }
    }

    private static void AddTree(List<string> notes, List<KeptPair> kept)
    {
        var overruled = kept.Where(k => k.Overruled != DropReasons.None).Select(k => k.Candidate.Pair.ToString()).ToArray();
        if (overruled.Length > 0)
        {
            Add(notes, $"{Number(overruled.Length, "pair")} kept against the limits, as part of the spanning tree: {List(overruled)}.");
        }
    }

    private static string Named(PairCandidate[] some, int all) =>
        some.Length == all ? "" : ": " + List(some.Select(c => c.Pair.ToString()));

    private static string Number(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string List(IEnumerable<string> items)
    {
        const int shown = 10;
        var all = items.ToArray();
        return all.Length <= shown
            ? string.Join(", ", all)
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", all.Take(shown))} and {all.Length - shown} more");
    }

    private static void Add(List<string> notes, FormattableString text) => notes.Add(text.ToString(CultureInfo.InvariantCulture));
}
