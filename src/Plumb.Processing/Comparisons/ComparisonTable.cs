using System.Globalization;
using System.Text;

namespace Plumb.Processing.Comparisons;

/// <summary>A comparison as text and as comma-separated values.</summary>
public static class ComparisonTable
{
    /// <summary>Table and verdict for people; millimetres along the line of sight and percent.</summary>
    /// <param name="record">The comparison.</param>
    public static string Text(ComparisonRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var text = new StringBuilder();
        text.AppendLine(Invariant(
            $"{record.HeldOutPairs} of {record.Pairs} pairs left out in {record.Options.Folds} folds and predicted from the others; {record.Errors} values on {record.Tiles} of {record.TilesWithData} tiles, seed {record.Options.Seed}."));
        text.AppendLine("mm along the line of sight. Missed: mean size of observed less predicted, by which solvers are ranked; against: the same relative to your settings.").AppendLine();
        text.AppendLine(Invariant($"  {"solver",-17}{"missed",14}{"against",18}{"rms",9}{"robust spread",17}{"residual",10}{"temp.coh.",11}{"time",7}"));
        foreach (var row in record.Solvers.Where(r => r.Reason.Length == 0 && r.IsRanked).OrderBy(r => r.Misfit))
        {
            Line(text, row);
        }

        foreach (var row in record.Solvers.Where(r => r.Reason.Length == 0 && !r.IsRanked))
        {
            Line(text, row);
        }

        text.AppendLine().AppendLine("> your settings   * as good as the best: less than 1 % apart, or by no more than chance   time: variance is 1 (none without coherence)\nStacks make a constant rate and are not ranked.");
        Gaps(text, record);
        foreach (var row in record.Solvers.Where(r => r.Reason.Length > 0))
        {
            text.AppendLine(Invariant($"Not possible here: {row.Name}: {row.Reason}"));
        }

        text.AppendLine().AppendJoin('\n', record.Verdict);
        if (record.Yaml.Count > 0)
        {
            text.Append("\n\n").AppendJoin('\n', record.Yaml);
        }

        return text.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    /// <summary>One row a solver with a header line; lengths in millimetres, differences in percent; empty where a number is none.</summary>
    /// <param name="record">The comparison.</param>
    public static string Csv(ComparisonRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var text = new StringBuilder(
            "solver,your_settings,ranked,among_best,misfit_mm,misfit_sigma_mm,rms_mm,spread_mm,spread_sigma_mm,gap_misfit_mm,residual_rms_mm,temporal_coherence,relative_time,against_settings_percent,against_settings_sigma_percent,differs,reason\n");
        foreach (var r in record.Solvers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{r.Name},{Yes(r.IsOfSettings)},{Yes(r.IsRanked)},{Yes(r.IsAmongBest)},")
                .AppendJoin(',', new[]
                {
                    r.Misfit, r.MisfitSigma, r.Rms, r.Spread, r.SpreadSigma, r.GapMisfit, r.ResidualRms, r.TemporalCoherence, r.RelativeTime, r.AgainstSettings, r.AgainstSettingsSigma,
                }.Select(v => double.IsFinite(v) ? v.ToString("G6", CultureInfo.InvariantCulture) : ""))
                .Append(CultureInfo.InvariantCulture, $",{Yes(r.DiffersFromSettings)},\"{r.Reason.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n");
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, ComparisonRow r)
    {
        var mark = (r.IsOfSettings ? ">" : " ") + (r.IsAmongBest ? "*" : " ");
        var missed = Invariant($"{r.Misfit:0.00} +-{r.MisfitSigma:0.00}");
        var against = r.IsOfSettings ? "" : Invariant($"{r.AgainstSettings:+0.0;-0.0;0.0} +-{r.AgainstSettingsSigma:0.0} %");
        var spread = Invariant($"{r.Spread:0.00} +-{r.SpreadSigma:0.00}");
        var residual = r.IsRanked ? Invariant($"{r.ResidualRms:0.00}") : "";
        var coherence = r.IsRanked ? Invariant($"{r.TemporalCoherence:0.000}") : "";
        text.AppendLine(Invariant($"{mark}{r.Name,-17}{missed,14}{against,18}{r.Rms,9:0.00}{spread,17}{residual,10}{coherence,11}{r.RelativeTime,7:0.0}"));
    }

    private static void Gaps(StringBuilder text, ComparisonRecord record)
    {
        if (record.GapErrors > 0)
        {
            var parts = record.Solvers.Where(r => r.IsRanked && double.IsFinite(r.GapMisfit)).OrderBy(r => r.GapMisfit).Select(r => Invariant($"{r.Name} {r.GapMisfit:0.00}"));
            text.AppendLine(Invariant($"Where a pixel's network falls apart without the pairs left out ({record.GapErrors} values, not counted above), missed in mm: {string.Join(", ", parts)}."));
        }
    }

    private static string Yes(bool value) => value ? "yes" : "no";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
