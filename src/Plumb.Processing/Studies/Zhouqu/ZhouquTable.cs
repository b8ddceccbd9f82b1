using System.Globalization;
using System.Text;
using Plumb.Formats.Csv;
using Plumb.Processing.Tracks;

namespace Plumb.Processing.Studies.Zhouqu;

/// <summary>The Zhouqu study as text and as comma-separated values.</summary>
public static class ZhouquTable
{
    /// <summary>The rows of the comparison: what, published, planted, ours.</summary>
    /// <param name="outcome">The study: metres, metres per year.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(ZhouquOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var (slopes, published) = (outcome.Slopes, outcome.Published);
        int Count(ZhouquKind kind, Func<ZhouquFinding, bool> wanted) => outcome.Findings.Count(f => f.Site.Kind == kind && wanted(f));
        string Share(ZhouquKind kind, Func<ZhouquFinding, bool> wanted) => $"{Count(kind, wanted)} of {Count(kind, _ => true)}";
        List<IReadOnlyList<string>> rows =
        [
            ["images", "45 / 43", "", string.Join(" / ", outcome.Images)],
            ["relief, m", "", "", Number(outcome.Relief, "0")],
        ];
        rows.AddRange(slopes.Visibility.Zip(published.Visibility).SelectMany(v => OfVisibility(v.First, v.Second)));
        rows.AddRange(slopes.Kept.Select((kept, t) => (IReadOnlyList<string>)[$"active slopes, {slopes.Visibility[t].Name}", Number(published.Active[t], "0"), "", Number(kept, "0")]));
        rows.AddRange(slopes.Distorted.Select((n, t) => (IReadOnlyList<string>)[$"areas dropped for layover or shadow, {slopes.Visibility[t].Name}", Number(published.Rejected[t], "0"), "", Number(n, "0")]));
        rows.Add(["areas dropped as flat, both tracks", "", "", Number(slopes.TooFlat.Sum(), "0")]);
        rows.Add(["active slopes together", Number(published.United, "0"), "", Number(slopes.United, "0")]);
        rows.Add(["known landslides found", $"{published.KnownFound} of {published.Known}", $"{Count(ZhouquKind.Slide, _ => true)} slides", Share(ZhouquKind.Slide, f => f.IsActive)]);
        rows.Add(["moving valley floors rejected", "", $"{Count(ZhouquKind.FlatDecoy, _ => true)}", Share(ZhouquKind.FlatDecoy, f => !f.IsActive)]);
        rows.Add(["motion in layover rejected", "", $"{Count(ZhouquKind.LayoverDecoy, _ => true)}", Share(ZhouquKind.LayoverDecoy, f => !f.IsActive)]);
        rows.Add(["active slopes where nothing was planted", "", "0", Number(outcome.FalseAreas, "0")]);
        rows.Add(["error of the rate down the slope (RMS), mm/yr", "", "0.0", Number(1000 * Rms(outcome, f => f.SlopeRate - f.TrueSlopeRate), "0.0")]);
        rows.Add(["error upwards, where the aspect tells it (RMS), mm/yr", "", "0.0", Number(1000 * Rms(outcome, f => f.Up - f.TrueUp), "0.0")]);
        rows.Add(["error along the aspect, where it tells it (RMS), mm/yr", "", "0.0", Number(1000 * Rms(outcome, f => f.Along - f.TrueAlong), "0.0")]);
        rows.AddRange(outcome.Parts.Select(p => (IReadOnlyList<string>)[$"{p.Name}: rate along the descending line of sight, mm/yr", Number(1000 * p.Published, "0"), Number(1000 * p.TrueRate, "0.0"), Number(1000 * p.Rate, "0.0")]));
        return rows;
    }

    /// <summary>The table for people.</summary>
    /// <param name="outcome">The study: metres, metres per year.</param>
    public static string Text(ZhouquOutcome outcome)
    {
        var rows = Rows(outcome).Prepend(["what", "published", "planted", "ours"]).ToArray();
        var widths = Enumerable.Range(0, 4).Select(c => rows.Max(r => r[c].Length)).ToArray();
        var text = new StringBuilder("""
            Zhouqu, simulated mountains: the study's figures are of its own ground and cannot agree in detail; compare ours with what was planted.


            """);
        foreach (var row in rows)
        {
            text.AppendLine(string.Join(" | ", row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))));
        }

        text.AppendLine();
        foreach (var f in outcome.Findings)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{f.Site.Slide.Name}, slope {f.Site.Slope:0} degrees, {1000 * f.TrueSlopeRate:0} mm/yr: {(f.IsActive ? "active slope" : "no active slope")} (ascending {f.Fates[0]}; descending {f.Fates[1]})");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>The table as comma-separated values; units stand in the first column.</summary>
    /// <param name="outcome">The study: metres, metres per year.</param>
    public static string Csv(ZhouquOutcome outcome) => Lines(Rows(outcome).Prepend(["what", "published", "planted", "ours"]));

    /// <summary>What became of each thing planted as comma-separated values: degrees, mm/yr.</summary>
    /// <param name="outcome">The study: metres, metres per year.</param>
    public static string SitesCsv(ZhouquOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return Lines(outcome.Findings.Select(f => (IReadOnlyList<string>)
        [
            f.Site.Slide.Name, f.Site.Kind.ToString(), CsvCell.Of(f.Site.Slope), CsvCell.Of(f.Site.Distorted[0]), CsvCell.Of(f.Site.Distorted[1]), CsvCell.Of(f.Site.Seen[0]), CsvCell.Of(f.Site.Seen[1]),
            f.Fates[0], f.Fates[1], f.IsActive ? "yes" : "no", CsvCell.Of(1000 * f.TrueSlopeRate), CsvCell.Of(1000 * f.SlopeRate), CsvCell.Of(1000 * f.TrueUp), CsvCell.Of(1000 * f.Up),
            CsvCell.Of(1000 * f.TrueAlong), CsvCell.Of(1000 * f.Along),
        ]).Prepend(
        [
            "name", "kind", "slope_deg", "distorted_ascending", "distorted_descending", "seen_ascending", "seen_descending", "ascending", "descending", "active_slope", "true_slope_rate_mm_yr", "slope_rate_mm_yr",
            "true_up_mm_yr", "up_mm_yr", "true_along_mm_yr", "along_mm_yr",
        ]));
    }

    private static IEnumerable<IReadOnlyList<string>> OfVisibility(VisibilityShares ours, ZhouquPublishedVisibility published)
    {
        IReadOnlyList<string> Row(string what, double printed, double found) => [$"{ours.Name}: {what}, %", Number(printed, "0.0"), "", Number(100 * found, "0.0")];
        return
        [
            Row("shadow", published.Shadow, ours.Shadow), Row("parallel", published.Parallel, ours.Parallel), Row("layover", published.Layover, ours.Layover),
            Row("low sensitivity", published.LowSensitivity, ours.LowSensitivity), Row("sensitive", published.Sensitive, ours.Sensitive), Row("flat", published.Flat, ours.Flat),
        ];
    }

    private static double Rms(ZhouquOutcome outcome, Func<ZhouquFinding, double> error)
    {
        double[] errors = [.. outcome.Findings.Where(f => f.Site.Kind == ZhouquKind.Slide).Select(error).Where(double.IsFinite)];
        return errors.Length == 0 ? double.NaN : Math.Sqrt(errors.Average(e => e * e));
    }

    private static string Lines(IEnumerable<IReadOnlyList<string>> rows) => string.Concat(rows.Select(r => string.Join(',', r.Select(CsvCell.Of)) + "\n"));

    private static string Number(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "-";
}
