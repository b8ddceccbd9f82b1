using System.Globalization;
using System.Text.RegularExpressions;

namespace Plumb.Processing.Corrections;

/// <summary>Which satellite of a pair of one kind each date is of.</summary>
internal static partial class SatelliteDates
{
    /// <summary>Which dates are those of the second satellite; shape (date).</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="named">Dates that the settings name; empty for none.</param>
    /// <exception cref="RequestException">It is not known, or all dates are of one.</exception>
    public static bool[] Second(CorrectionScene scene, IReadOnlyList<string> named)
    {
        if (named.Count > 0)
        {
            var dates = named.Select(Parse).ToHashSet();
            var strange = dates.Where(d => !scene.Dates.Contains(d)).Order().ToList();
            return strange.Count == 0
                ? [.. scene.Dates.Select(dates.Contains)]
                : throw new RequestException($"corrections.range_bias.dates names {string.Join(", ", strange.Take(5).Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))}, which the series does not have.");
        }

        var letters = new Dictionary<DateOnly, char>();
        foreach (var pair in scene.Stack.Pairs)
        {
            if (Name().Match(pair.Source) is { Success: true } match)
            {
                letters[pair.First] = match.Groups["first"].Value[0];
                letters[pair.Second] = match.Groups["second"].Value[0];
            }
        }

        var lacking = scene.Dates.Where(d => !letters.ContainsKey(d)).ToList();
        if (lacking.Count > 0)
        {
            throw new RequestException(
                $"The names of the products do not say which satellite took {lacking.Count} of {scene.Dates.Count} dates. Name those of the second in corrections.range_bias.dates, or leave range_bias out of corrections.sequence.");
        }

        var kinds = scene.Dates.Select(d => letters[d]).Distinct().Order().ToArray();
        return kinds.Length == 2
            ? [.. scene.Dates.Select(d => letters[d] == kinds[1])]
            : throw new RequestException($"All dates are of {kinds.Length} satellites ({string.Join(", ", kinds.Select(k => "Sentinel-1" + k))}); an offset takes two. Leave range_bias out of corrections.sequence.");
    }

    /// <summary>Parses a date of the settings.</summary>
    /// <exception cref="RequestException">It is none.</exception>
    public static DateOnly Parse(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        ? date
        : throw new RequestException($"corrections.range_bias.dates: '{text}' is no date as 2021-03-28.");

    [GeneratedRegex("^S1(?<first>[A-D])(?<second>[A-D])_", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
