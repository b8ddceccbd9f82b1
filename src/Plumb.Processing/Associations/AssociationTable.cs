using System.Globalization;
using System.Text;
using Plumb.Formats.Csv;

namespace Plumb.Processing.Associations;

/// <summary>An association as text for people and as CSV; lags in days, motion in millimetres.</summary>
public static class AssociationTable
{
    /// <summary>The table.</summary>
    /// <param name="record">The association, days and metres.</param>
    public static string Text(AssociationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var (wide, wider) = (Math.Max(5, record.Pairs.Max(p => p.Group.Length)), Math.Max(6, record.Pairs.Max(p => p.Driver.Length)));
        var text = new StringBuilder();
        text.AppendLine(Invariant($"{(record.IsRate ? "rate of motion" : "motion")} against drivers, both without a polynomial of degree {record.Trend}; a positive lag: the ground follows"));
        text.AppendLine($"{"group".PadRight(wide)}  {"driver".PadRight(wider)}  dates  lag (days)     ±  its span        r   independent   p at that lag   p of best of all lags   slope");
        foreach (var p in record.Pairs)
        {
            var r = p.Result;
            var dates = r.Lags.Where(l => l.Correlation == r.Correlation).Select(l => l.Dates).FirstOrDefault();
            text.AppendLine(double.IsNaN(r.BestLag)
                ? $"{p.Group.PadRight(wide)}  {p.Driver.PadRight(wider)}  too few dates have both"
                : $"{p.Group.PadRight(wide)}  {p.Driver.PadRight(wider)}  " + Invariant($"{dates,5}  {r.BestLag,10:0}  {r.LagSigma,4:0}  {r.LowLag,4:0} to {r.HighLag,-4:0} {r.Correlation,5:0.00}   {r.EffectiveDates,11:0.0}   {Chance(r.Probability),13}   {Chance(r.SurrogateProbability),21}   {1000 * r.Slope:0.####} mm{(record.IsRate ? "/yr" : "")} per {(p.Unit.Length > 0 ? p.Unit : "unit")}"));
        }

        var seasons = record.Pairs.Where(p => p.Season is not null).GroupBy(p => p.Group).Select(g => g.First()).ToArray();
        if (seasons.Length > 0)
        {
            text.AppendLine().AppendLine("annual motion");
            foreach (var p in seasons)
            {
                text.AppendLine($"{p.Group.PadRight(wide)}  " + Invariant($"amplitude {1000 * p.Season!.Amplitude:0.0} ± {1000 * p.Season.AmplitudeSigma:0.0} mm{(record.IsRate ? "/yr" : "")}, largest on day {p.Season.PeakDay:0} ± {p.Season.PeakSigma:0}"));
            }
        }

        text.AppendLine().AppendLine("p at that lag: Student's t with as many dates as are independent; assumes that the lag was known before.");
        text.Append(record.Surrogates > 0
            ? Invariant($"p of best of all lags: share of {record.Surrogates} drivers with the same spectrum and random phases whose best lag is at least as good; assumes that the driver is a stationary linear process.")
            : "No surrogates were drawn: the choice of the best lag is not in the probability.");
        return text.ToString();
    }

    /// <summary>A line a group and driver.</summary>
    /// <param name="record">The association, days and metres.</param>
    public static string Csv(AssociationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var text = new StringBuilder("group,pixels,driver,unit,lag_days,lag_sigma_days,lag_low_days,lag_high_days,correlation,independent_dates,p_lag,p_best,slope_m_per_unit,amplitude_mm,amplitude_sigma_mm,peak_day,peak_sigma_days,driver_peak_day,season_lag_days\n");
        foreach (var p in record.Pairs)
        {
            var (r, s, d) = (p.Result, p.Season, p.DriverSeason);
            text.AppendJoin(',', [
                CsvCell.Of(p.Group), p.Pixels.ToString(CultureInfo.InvariantCulture), CsvCell.Of(p.Driver), CsvCell.Of(p.Unit), Cell(r.BestLag), Cell(r.LagSigma), Cell(r.LowLag), Cell(r.HighLag), Cell(r.Correlation), Cell(r.EffectiveDates), Cell(r.Probability),
                Cell(r.SurrogateProbability), r.Slope.ToString("R", CultureInfo.InvariantCulture), Cell(1000 * s?.Amplitude), Cell(1000 * s?.AmplitudeSigma), Cell(s?.PeakDay), Cell(s?.PeakSigma), Cell(d?.PeakDay),
                Cell(s is not null && d is not null ? s.Behind(d) : null)]).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>All lags that were tried, a line each.</summary>
    /// <param name="record">The association, days.</param>
    public static string LagsCsv(AssociationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var text = new StringBuilder("group,driver,lag_days,correlation,dates\n");
        foreach (var p in record.Pairs)
        {
            foreach (var lag in p.Result.Lags)
            {
                text.AppendJoin(',', [CsvCell.Of(p.Group), CsvCell.Of(p.Driver), Cell(lag.LagDays), Cell(lag.Correlation), lag.Dates.ToString(CultureInfo.InvariantCulture)]).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Chance(double p) => double.IsNaN(p) ? "-" : p < 0.001 ? "< 0.001" : p.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Cell(double? value) => CsvCell.Of(value ?? double.NaN);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
