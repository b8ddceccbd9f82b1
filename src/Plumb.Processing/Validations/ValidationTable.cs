using System.Globalization;
using System.Text;
using Plumb.Formats.Csv;
using Plumb.Validation;

namespace Plumb.Processing.Validations;

/// <summary>A validation as text for people and as CSV, numbers in millimetres.</summary>
public static class ValidationTable
{
    /// <summary>The table of the stations, the distribution of z-scores, the tests and what was left out.</summary>
    /// <param name="record">The validation, metres.</param>
    public static string Text(ValidationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var used = record.Stations.Where(s => s.IsUsed).ToArray();
        var text = new StringBuilder();
        text.AppendLine(Invariant($"{used.Length} of {record.Stations.Count} stations, {record.DirectionName}; mm and mm/yr; radar minus station"));
        text.AppendLine(record.Reference.Length > 0
            ? $"relative to station {record.Reference}"
            : "relative to the radar's reference area and to each station's own frame: a motion of either is in the differences");
        if (used.Length > 0)
        {
            var wide = Math.Max(7, used.Max(s => s.Name.Length));
            text.AppendLine();
            var dates = used.Any(s => s.Statistics is not null);
            text.AppendLine("station".PadRight(wide) + (dates ? "  dates pixels   RMSE   bias scatter expected    max median   corr  slope  z rms " : "  pixels ") + "  rate radar          station       difference      z");
            foreach (var s in used)
            {
                text.AppendLine(Row(s, wide));
            }

            text.AppendLine();
            if (dates)
            {
                text.AppendLine(Invariant($"RMSE over all dates {1000 * record.PooledRmse:0.0} mm"));
            }

            var r = record.Summary;
            text.AppendLine(Invariant($"rates of {r.Count} stations: correlation {r.Correlation:0.000}; radar minus station: mean {1000 * r.Mean:+0.00;-0.00}, standard deviation {1000 * r.Spread:0.00}, RMSE {1000 * r.Rmse:0.00} mm/yr"));
            if (double.IsFinite(record.PublishedDifference))
            {
                text.AppendLine(Invariant($"rates along the line of sight differ from those in the table by {1000 * record.PublishedDifference:0.000} mm/yr at most"));
            }

            Scores(text, "z-scores of the dates", record.DateScores);
            Scores(text, "z-scores of the rates", record.RateScores);
        }

        foreach (var test in record.Tests)
        {
            var second = double.IsNaN(test.SecondFreedom) ? "" : Invariant($", {test.SecondFreedom:0.#}");
            text.AppendLine(Invariant($"{test.Name}: {test.Question}? statistic {test.Statistic:0.00}, {test.Freedom:0.#}{second} degrees of freedom, p = {test.Probability:0.000}: {(test.IsRefuted ? "refuted" : "not refuted")} at 0.05"));
            text.AppendLine($"    assumes that {test.Assumes}");
        }

        foreach (var s in used.Where(s => s.Notes.Length > 0))
        {
            text.AppendLine($"note: {s.Name}: {s.Notes}");
        }

        foreach (var s in record.Stations.Where(s => !s.IsUsed))
        {
            text.AppendLine($"left out: {s.Name}: {s.Reason}");
        }

        foreach (var line in record.Unread)
        {
            text.AppendLine($"left out: {line}");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>A line a station, with its place in degrees, in millimetres and millimetres per year.</summary>
    /// <param name="record">The validation, metres.</param>
    public static string StationsCsv(ValidationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var text = new StringBuilder(string.Join(',', ["station", "area", "longitude_deg", "latitude_deg", .. StationColumns.All.Select(c => c.Name), "reference_date", "reason", "notes"])).Append('\n');
        foreach (var s in record.Stations)
        {
            text.AppendJoin(',', [
                CsvCell.Of(s.Name), CsvCell.Of(s.Area), CsvCell.Of(s.Longitude, "0.0000000"), CsvCell.Of(s.Latitude, "0.0000000"),
                .. StationColumns.All.Select(c => CsvCell.Of(c.Of(s))), $"{s.ReferenceDate:yyyy-MM-dd}", CsvCell.Of(s.Reason), CsvCell.Of(s.Notes)]).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A line a station and common date, millimetres.</summary>
    /// <param name="record">The validation, metres.</param>
    public static string DatesCsv(ValidationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var text = new StringBuilder("station,date,station_mm,station_sigma_mm,radar_mm,radar_sigma_mm,difference_mm,z\n");
        foreach (var s in record.Stations)
        {
            foreach (var d in s.Dates)
            {
                text.AppendJoin(',', [
                    CsvCell.Of(s.Name), d.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Millimetres(d.Ground), Millimetres(d.GroundSigma), Millimetres(d.Radar), Millimetres(d.RadarSigma),
                    Millimetres(d.Radar - d.Ground), CsvCell.Of(d.ZScore)]).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Row(ValidatedStation s, int wide)
    {
        var (n, r) = (s.Statistics, s.Rates);
        var rates = r is null ? "" : $"{With(r.Radar, r.RadarSigma)} {With(r.Ground, r.GroundSigma)} {With(r.Difference, r.DifferenceSigma)}" + Invariant($" {r.ZScore,5:0.0}");
        return n is null ? s.Name.PadRight(wide) + Invariant($"  {s.Pixels,6} ") + rates : s.Name.PadRight(wide) + Invariant(
            $"  {n.Count,5} {s.Pixels,6} {1000 * n.Rmse,6:0.0} {1000 * n.Bias,6:0.0} {1000 * n.Scatter,7:0.0} {1000 * n.Expected,8:0.0} {1000 * n.Largest,6:0.0} {1000 * n.Median,6:0.0} {n.Correlation,6:0.00} {n.Slope,6:0.00} {n.ZSpread,6:0.00} {rates}");
    }

    private static string With(double value, double sigma) =>
        Invariant($"{1000 * value,8:0.0}") + (double.IsNaN(sigma) ? "        " : Invariant($" ± {1000 * sigma,-5:0.0}"));

    private static void Scores(StringBuilder text, string what, ZScores z)
    {
        if (z.Count > 0)
        {
            text.AppendLine(Invariant($"{what}: {z.Count}, mean {z.Mean:0.00}, rms {z.Spread:0.00}, {100 * z.WithinOne:0} % within 1 and {100 * z.WithinTwo:0} % within 1.96 (68 and 95 where both standard deviations are right)"));
        }
    }

    private static string Millimetres(double metres) => CsvCell.Of(1000 * metres);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
