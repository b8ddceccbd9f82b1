using Plumb.Acquisitions;

namespace Plumb.Processing.Updates;

/// <summary>What differs between the products that were imported and those that are there now.</summary>
internal sealed record ImportChange
{
    private const int MostListed = 5;

    /// <summary>Pairs that are new.</summary>
    public required IReadOnlyList<DatePair> Added { get; init; }

    /// <summary>Pairs that were imported and are not there any more.</summary>
    public required IReadOnlyList<DatePair> Vanished { get; init; }

    /// <summary>Pairs whose product is another than the one imported.</summary>
    public required IReadOnlyList<DatePair> Changed { get; init; }

    /// <summary>What changed that all pairs share, in words; empty for nothing.</summary>
    public required IReadOnlyList<string> Shared { get; init; }

    /// <summary>Dates (UTC) that no imported pair has.</summary>
    public required IReadOnlyList<DateOnly> NewDates { get; init; }

    /// <summary>Number of pairs imported (count).</summary>
    public required int Held { get; init; }

    /// <summary>Whether what was imported can stay and the new pairs are put beside it.</summary>
    public bool IsAppend => Vanished.Count == 0 && Changed.Count == 0 && Shared.Count == 0;

    /// <summary>Compares.</summary>
    /// <param name="held">What was imported.</param>
    /// <param name="wanted">What is there now.</param>
    public static ImportChange Between(ImportRecord held, ImportRecord wanted)
    {
        var before = held.Pairs.ToDictionary(p => p.Pair(), p => p.Content);
        var now = wanted.Pairs.ToDictionary(p => p.Pair(), p => p.Content);
        var dates = before.Keys.SelectMany(p => new[] { p.First, p.Second }).ToHashSet();
        var shared = new List<string>();
        void Same(string one, string other, string what)
        {
            if (one != other)
            {
                shared.Add(what);
            }
        }

        Same(held.Code, wanted.Code, "the program");
        Same(held.Grid, wanted.Grid, "the grid");
        Same(held.Area, wanted.Area, "the area of interest");
        Same(held.Layers, wanted.Layers, "whether there are coherence and components");
        Same(held.Geometry, wanted.Geometry, "the geometry (height, angles, masks)");
        return new ImportChange
        {
            Added = [.. now.Keys.Where(p => !before.ContainsKey(p)).Order()],
            Vanished = [.. before.Keys.Where(p => !now.ContainsKey(p)).Order()],
            Changed = [.. now.Where(p => before.TryGetValue(p.Key, out var content) && content != p.Value).Select(p => p.Key).Order()],
            Shared = shared,
            NewDates = [.. now.Keys.SelectMany(p => new[] { p.First, p.Second }).Distinct().Where(d => !dates.Contains(d)).Order()],
            Held = before.Count,
        };
    }

    /// <summary>What is added, in words.</summary>
    public string Describe() => Added.Count == 0
        ? "no interferogram is new; those imported stay"
        : $"{Added.Count} new {(Added.Count == 1 ? "interferogram" : "interferograms")} ({Listed(Added)}) {(Added.Count == 1 ? "is" : "are")} added to the {Held} imported";

    /// <summary>Why what was imported cannot stay, in words.</summary>
    public string DescribeRefusal()
    {
        var reasons = new List<string>();
        if (Vanished.Count > 0)
        {
            reasons.Add($"{Vanished.Count} that {(Vanished.Count == 1 ? "was" : "were")} imported {(Vanished.Count == 1 ? "is" : "are")} gone ({Listed(Vanished)})");
        }

        if (Changed.Count > 0)
        {
            reasons.Add($"{Changed.Count} changed since {(Changed.Count == 1 ? "it was" : "they were")} imported ({Listed(Changed)})");
        }

        if (Shared.Count > 0)
        {
            reasons.Add($"what all interferograms share changed: {string.Join(", ", Shared)}");
        }

        return string.Join("; ", reasons);
    }

    private static string Listed(IReadOnlyList<DatePair> pairs) =>
        string.Join(", ", pairs.Take(MostListed)) + (pairs.Count > MostListed ? $" and {pairs.Count - MostListed} more" : "");
}
