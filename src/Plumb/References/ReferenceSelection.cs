using System.Globalization;

namespace Plumb.References;

/// <summary>The areas that were chosen or accepted, and why.</summary>
/// <param name="Areas">The areas.</param>
/// <param name="Statistic">How their pixels become one value per pair.</param>
/// <param name="Chosen">The areas with scores (pure numbers from 0 to 1), in the order of the areas.</param>
/// <param name="Alternatives">The next best areas, best first; empty where the user named the areas.</param>
/// <param name="Reasons">Why these areas, in sentences with units.</param>
public sealed record ReferenceChoice(
    IReadOnlyList<ReferenceArea> Areas,
    ReferenceStatistic Statistic,
    IReadOnlyList<ReferenceCandidate> Chosen,
    IReadOnlyList<ReferenceCandidate> Alternatives,
    IReadOnlyList<string> Reasons);

/// <summary>
/// Chooses the reference after all masks, from where they all hold, by a score of named parts; or checks the areas a user named. The result
/// depends on nothing but its input: of equal scores the northernmost, then westernmost wins. Working memory: about 24 bytes per pixel.
/// </summary>
public static class ReferenceSelection
{
    /// <summary>How many candidates are offered (count).</summary>
    public const int CandidateCount = 3;

    /// <summary>Chooses one area: the window of best score whose centre and most of whose pixels pass every mask.</summary>
    /// <param name="layers">Masks, coherence and the other layers (pure numbers, metres, radians per year), shape (rows, columns).</param>
    /// <param name="options">Radius in pixels, limits and statistic.</param>
    /// <exception cref="RequestException">No window is valid; the message says how many pixels each mask removed and names the windows
    /// that come nearest.</exception>
    public static ReferenceChoice Choose(ReferenceLayers layers, ReferenceOptions options)
    {
        var judge = new ReferenceJudge(layers, options);
        var candidates = judge.Best();
        if (candidates.Count == 0)
        {
            throw judge.NoneValid();
        }

        var first = candidates[0];
        var reasons = new List<string>
        {
            $"Chosen as the best of the areas that pass every mask: {first.Area.Describe(layers.Grid)}.",
            string.Create(CultureInfo.InvariantCulture, $"Score {first.Score.Total:0.000}: {Parts(first.Score)}."),
        };
        reasons.AddRange(first.Reasons.Select(r => r + "."));
        return new ReferenceChoice([first.Area], options.Statistic, [first], candidates.Skip(1).ToArray(), reasons);
    }

    /// <summary>
    /// Chooses several areas spread over the scene. Each large patch of connected good ground has one first, so that the joint reference ties islands together; windows
    /// much worse than the best are not taken, so there may be fewer.
    /// </summary>
    /// <param name="layers">Masks, coherence and the other layers (pure numbers, metres, radians per year), shape (rows, columns).</param>
    /// <param name="options">Radius in pixels, limits, statistic and number of areas.</param>
    /// <exception cref="RequestException">No window is valid.</exception>
    public static ReferenceChoice ChooseSeveral(ReferenceLayers layers, ReferenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Count == 1)
        {
            return Choose(layers, options);
        }

        var judge = new ReferenceJudge(layers, options);
        var chosen = judge.BestSpread(options.Count);
        if (chosen.Count == 0)
        {
            throw judge.NoneValid();
        }

        var reasons = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"{chosen.Count} areas chosen that pass every mask and lie spread over the scene and its patches of good ground.")
                + (chosen.Count < options.Count ? string.Create(CultureInfo.InvariantCulture, $" Of the {options.Count} wanted no more were good enough.") : ""),
        };
        reasons.AddRange(chosen.Select((c, i) => string.Create(
            CultureInfo.InvariantCulture, $"Area {i + 1}: {c.Area.Describe(layers.Grid)}; score {c.Score.Total:0.000}: {Parts(c.Score)}; {string.Join("; ", c.Reasons)}.")));
        return new ReferenceChoice([.. chosen.Select(c => c.Area)], options.Statistic, chosen, [], reasons);
    }

    /// <summary>Accepts areas named by hand where enough of their pixels pass every mask.</summary>
    /// <param name="areas">The areas (rows, columns and radius in pixels).</param>
    /// <param name="layers">Masks, coherence and the other layers (pure numbers, metres, radians per year), shape (rows, columns).</param>
    /// <param name="options">Radius in pixels of the candidates offered instead, limits and statistic.</param>
    /// <exception cref="RequestException">There is no area, one lies outside the grid, or one is masked; the message then names the masks
    /// and three candidates.</exception>
    public static ReferenceChoice Accept(IReadOnlyList<ReferenceArea> areas, ReferenceLayers layers, ReferenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(areas);
        if (areas.Count == 0)
        {
            throw new RequestException("No reference area is named. Give reference.areas, or leave it empty for an automatic choice.");
        }

        var judge = new ReferenceJudge(layers, options);
        var chosen = new List<ReferenceCandidate>();
        var reasons = new List<string>();
        foreach (var area in areas)
        {
            var candidate = judge.Accept(area);
            chosen.Add(candidate);
            reasons.Add($"Named in the settings: {area.Describe(layers.Grid)}; {string.Join("; ", candidate.Reasons)}.");
        }

        return new ReferenceChoice(areas, options.Statistic, chosen, [], reasons);
    }

    private static string Parts(ReferenceScore score)
    {
        var parts = new[]
        {
            ("coherence", score.Coherence), ("connectivity", score.Connectivity), ("height", score.Height),
            ("stillness", score.Stillness), ("distance from motion", score.Distance),
        };
        return string.Join(", ", parts.Select(p => double.IsNaN(p.Item2)
            ? $"{p.Item1} not known"
            : string.Create(CultureInfo.InvariantCulture, $"{p.Item1} {p.Item2:0.00}")));
    }
}
