using System.Globalization;

namespace Plumb.Processing.Comparisons;

/// <summary>What a comparison says, in sentences.</summary>
internal static class ComparisonVerdict
{
    public static string[] Of(IReadOnlyList<ComparisonRow> rows, ComparisonRow? supported)
    {
        var own = rows.Single(r => r.IsOfSettings);
        var ranked = rows.Where(r => r.IsRanked && r.Reason.Length == 0).ToArray();
        var said = new List<string>();
        if (supported is not null)
        {
            said.Add(Invariant(
                $"The data support {supported.Name}: it misses {-supported.AgainstSettings:0.0} +- {supported.AgainstSettingsSigma:0.0} % less of the pairs left out than the settings' {own.Name}, which is more than chance."));
            var others = ranked.Where(r => r.IsAmongBest && r != supported && r.DiffersFromSettings).Select(r => r.Name).ToArray();
            if (others.Length > 0)
            {
                said.Add($"As good as far as the data tell: {string.Join(", ", others)}.");
            }
        }
        else if (ranked.All(r => !r.DiffersFromSettings))
        {
            said.Add($"There is no significant difference between the solvers on these data. Keep the settings as they are ({own.Name}).");
        }
        else
        {
            said.Add($"No solver misses significantly less of the pairs left out than the settings' {own.Name}. Keep the settings as they are.");
        }

        var worse = ranked.Where(r => r is { DiffersFromSettings: true, AgainstSettings: > 0 }).OrderBy(r => r.AgainstSettings).ToArray();
        if (worse.Length > 0)
        {
            said.Add($"Worse than the settings' {own.Name}, by more than chance: {string.Join(", ", worse.Select(w => Invariant($"{w.Name} (+{w.AgainstSettings:0.0} %)")))}.");
        }

        if (supported?.Name is "dem_error" or "smoothing" || own.Name is "dem_error" or "smoothing")
        {
            said.Add("Pairs that were left out show the atmosphere of their dates as the others do: a smoothed series is judged by what the radar saw, not by the ground alone.");
        }

        return [.. said];
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
