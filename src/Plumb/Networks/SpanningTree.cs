using Plumb.Acquisitions;

namespace Plumb.Networks;

/// <summary>
/// Spanning tree of highest coherence: the fewest pairs that keep together what the candidates can keep together, taken best first
/// (Kruskal 1956, doi:10.1090/S0002-9939-1956-0078686-7; for radar stacks Perissin and Wang 2012, doi:10.1109/TGRS.2011.2160644).
/// </summary>
public static class SpanningTree
{
    /// <summary>
    /// The tree (or forest, where the candidates fall apart). Order of preference: highest mean coherence (pure number), pairs of
    /// unknown coherence after all known ones; then shortest time, days; then the earlier pair. The result is ascending and does not
    /// depend on the order of the candidates.
    /// </summary>
    /// <param name="candidates">The candidates, each pair once.</param>
    public static IReadOnlyList<DatePair> Of(IReadOnlyCollection<PairCandidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var index = candidates
            .SelectMany(c => new[] { c.Pair.First, c.Pair.Second })
            .Distinct()
            .Order()
            .Select((date, i) => (date, i))
            .ToDictionary(e => e.date, e => e.i);
        var parents = new int[index.Count];
        DisjointSets.Reset(parents);
        return candidates
            .OrderByDescending(c => double.IsNaN(c.MeanCoherence) ? double.NegativeInfinity : c.MeanCoherence)
            .ThenBy(c => c.Pair.Days)
            .ThenBy(c => c.Pair)
            .Where(c => DisjointSets.Union(parents, index[c.Pair.First], index[c.Pair.Second]))
            .Select(c => c.Pair)
            .Order()
            .ToArray();
    }
}
