using System.Globalization;
using System.Text;

namespace Plumb.Processing.Studies.Shaqu;

/// <summary>The study: its method and Plumb's chain on the same simulated scene.</summary>
/// <param name="Dates">Number of dates (count).</param>
/// <param name="Pairs">Number of interferograms (count).</param>
/// <param name="Method">The run by the study's method.</param>
/// <param name="Ours">The run by Plumb's chain.</param>
/// <param name="Published">The figures of the study.</param>
public sealed record ShaquOutcome(int Dates, int Pairs, ShaquRun Method, ShaquRun Ours, ShaquPublished Published)
{
    /// <summary>The rows of the comparison: what, published, truth, the study's method, ours; empty where there is none.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows
    {
        get
        {
            string Per(double metres) => (1000 * metres).ToString("0.0", CultureInfo.InvariantCulture);
            string Share(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture);
            string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
            string Plain(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
            List<IReadOnlyList<string>> rows =
            [
                ["lowest rate, mm/yr", Plain(Published.LowestRate), Per(Ours.TrueLowest), Per(Method.Lowest), Per(Ours.Lowest)],
                ["highest rate, mm/yr", Plain(Published.HighestRate), Per(Ours.TrueHighest), Per(Method.Highest), Per(Ours.Highest)],
                ["error of the rate (RMS), mm/yr", "", "", Per(Method.RateRmse), Per(Ours.RateRmse)],
                ["error of the series (RMS), mm", "", "", Per(Method.SeriesRmse), Per(Ours.SeriesRmse)],
                ["fluctuation of stable ground (RMS), mm", Plain(Published.StableFluctuation), "0.0", Per(Method.Stable.Fluctuation), Per(Ours.Stable.Fluctuation)],
                ["the same, usual pixel, mm", "", "0.0", Per(Method.Stable.Usual), Per(Ours.Stable.Usual)],
                ["the same, 95 % of the pixels below, mm", "", "0.0", Per(Method.Stable.Worst), Per(Ours.Stable.Worst)],
                [string.Create(CultureInfo.InvariantCulture, $"stable pixels within {Published.StableFluctuation:0} mm, %"), "", "100", Share(Method.Stable.WithinShare), Share(Ours.Stable.WithinShare)],
                ["rate of stable ground (RMS), mm/yr", "", "0.0", Per(Method.Stable.RateRmse), Per(Ours.Stable.RateRmse)],
            ];
            rows.AddRange(Method.Zones.Zip(Ours.Zones, (m, o) => (IReadOnlyList<string>)
                [$"zone {o.Name}: pixels (right)", "", Count(o.True), $"{m.Found} ({m.Right})", $"{o.Found} ({o.Right})"]));
            foreach (var (m, o) in Method.Troughs.Zip(Ours.Troughs))
            {
                var star = o.IsTrusted ? "" : "*";
                rows.Add([$"{o.Trough}: rate, mm/yr", "", Per(o.TrueRate), Per(m.Rate), Per(o.Rate) + star]);
                rows.Add([$"{o.Trough}: centre off by, m", "", "0", m.Distance.ToString("0", CultureInfo.InvariantCulture), o.Distance.ToString("0", CultureInfo.InvariantCulture)]);
                rows.AddRange(m.Phases.Zip(o.Phases, (a, b) => (IReadOnlyList<string>)[$"{o.Trough}: {b.Name}, mm/yr", "", Per(b.True), Per(a.Found), Per(b.Found) + star]));
            }

            return rows;
        }
    }
}

/// <summary>The comparison as text and as comma-separated values.</summary>
public static class ShaquTable
{
    /// <summary>Table for people; millimetres and millimetres per year along the line of sight, negative away from the satellite.</summary>
    /// <param name="outcome">The study.</param>
    public static string Text(ShaquOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var text = new StringBuilder("""
            Shaqu, simulated scene: the study's figures are of its own data and cannot agree in detail; compare the last two with the truth.
            Along the line of sight, negative away from the satellite; over the pixels that Plumb's chain trusts. * the run does not trust the point.

            """).AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{outcome.Dates} images, {outcome.Pairs} interferograms");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {"",-46} {"published",10} | {"truth",8} | {"study's method",15} | {"ours",15}");
        foreach (var row in outcome.Rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {row[0],-46} {row[1],10} | {row[2],8} | {row[3],15} | {row[4],15}");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>The rows with a header line; units (mm, mm/yr, m, %) stand in each row's name.</summary>
    /// <param name="outcome">The study.</param>
    public static string Csv(ShaquOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return "what,published,truth,method,ours\n" + string.Concat(outcome.Rows.Select(r => $"\"{r[0]}\",{string.Join(",", r.Skip(1))}\n"));
    }
}
