using System.Globalization;
using System.Text;
using Plumb.Grids;
using Plumb.Validation;

namespace Plumb.Processing.Studies.Ningdong;

/// <summary>One band of the study: the study's method and Plumb's chain on the same simulated scene.</summary>
/// <param name="Band">Band: C or L.</param>
/// <param name="Dates">Number of dates (count).</param>
/// <param name="Pairs">Number of interferograms (count).</param>
/// <param name="Method">The run by the study's method.</param>
/// <param name="Ours">The run by Plumb's chain.</param>
/// <param name="Published">The figures of the study.</param>
public sealed record NingdongBand(string Band, int Dates, int Pairs, NingdongRun Method, NingdongRun Ours, NingdongPublished Published)
{
    /// <summary>Root mean square error of the study against its stations, millimetres.</summary>
    public double PublishedGnss => Band == "C" ? Published.CGnssMean : Published.LGnssMean;

    /// <summary>Root mean square difference to the stations by the study's method, metres, over all stations it can use.</summary>
    public double MethodGnss => StationComparison.PooledRmse(Method.Stations);

    /// <summary>The same by the study's method at those stations alone that Plumb's chain uses, metres.</summary>
    public double MethodGnssWhereTrusted => StationComparison.PooledRmse(Method.Stations.Where(m => Ours.Stations.Any(o => o.Station == m.Station && o.IsUsed)));

    /// <summary>Root mean square difference to the stations by Plumb's chain, metres, over the stations whose pixels it trusts.</summary>
    public double OursGnss => StationComparison.PooledRmse(Ours.Stations);
}

/// <summary>The comparison as text and as comma-separated values.</summary>
public static class NingdongTable
{
    /// <summary>Table for people; millimetres and millimetres per year along the line of sight, negative away from the satellite.</summary>
    /// <param name="bands">The bands.</param>
    public static string Text(IReadOnlyList<NingdongBand> bands)
    {
        ArgumentNullException.ThrowIfNull(bands);
        var text = new StringBuilder("""
            Ningdong, simulated scene: the study's figures are of its own data and cannot agree in detail; compare the last two with the truth.
            mm and mm/yr along the line of sight, negative away from the satellite, at the point of each mine that truly sinks most.
            Truth, stacked: what stacking would give of the true motion without any error. Its weights are the squares of the pairs' lengths: a few long pairs
            over quiet times outweigh the short ones over the active phase, and pairs that are unwrapped too small add to that.
            * the run does not trust the point: too steep, incoherent, or for another reason; not counted in its errors.

            """);
        foreach (var band in bands)
        {
            text.AppendLine().AppendLine(Invariant($"{band.Band} band, {band.Dates} images, {band.Pairs} interferograms"));
            Rates(text, band);
            Totals(text, band);
            Stations(text, band);
            Life(text, band);
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>The rows of the mines with a header line; millimetres and millimetres per year along the line of sight, negative away from the satellite.</summary>
    /// <param name="bands">The bands.</param>
    public static string Csv(IReadOnlyList<NingdongBand> bands)
    {
        ArgumentNullException.ThrowIfNull(bands);
        var text = new StringBuilder("band,mine,row,column,published_stacking_mm_yr,published_sbas_mm_yr,true_mm_yr,true_stacked_mm_yr,method_stacking_mm_yr,method_sbas_mm_yr,ours_mm_yr,published_total_mm,true_total_mm,method_total_mm,ours_total_mm,ours_not_trusted\n");
        foreach (var band in bands)
        {
            foreach (var (m, o) in band.Method.Mines.Zip(band.Ours.Mines))
            {
                var (rate, total) = Printed(band, m.Mine);
                text.Append(Invariant($"{band.Band},{m.Mine},{m.Row},{m.Column},{At(rate, 0)},{At(rate, 1)},{Mm(m.TrueRate)},{Mm(m.StackedTruth)},{Mm(m.StackedRate)},{Mm(m.Rate)},{Mm(o.Rate)},{At(total, 1)},{Mm(m.TrueTotal)},{Mm(m.Total)},{Mm(o.Total)},{Cell(o.Reasons)}\n"));
            }
        }

        return text.ToString();
    }

    /// <summary>The stations with a header line; root mean square differences in millimetres, empty where a run does not use the station.</summary>
    /// <param name="bands">The bands.</param>
    public static string StationCsv(IReadOnlyList<NingdongBand> bands)
    {
        ArgumentNullException.ThrowIfNull(bands);
        var text = new StringBuilder("band,mine,station,method_rms_mm,ours_rms_mm,ours_not_used\n");
        foreach (var band in bands)
        {
            foreach (var (m, o) in band.Method.Stations.Zip(band.Ours.Stations))
            {
                text.Append(Invariant($"{band.Band},{m.Area},{m.Station},{Cell(m.Rmse)},{Cell(o.Rmse)},\"{o.Reason}\"\n"));
            }
        }

        return text.ToString();
    }

    /// <summary>The phases of the life cycle with a header line; millimetres per year along the line of sight, negative away from the satellite.</summary>
    /// <param name="bands">The bands.</param>
    public static string LifeCsv(IReadOnlyList<NingdongBand> bands)
    {
        ArgumentNullException.ThrowIfNull(bands);
        var text = new StringBuilder("band,phase,published_mm_yr,true_mm_yr,method_mm_yr,ours_mm_yr,ours_not_trusted\n");
        foreach (var band in bands)
        {
            foreach (var (m, o) in band.Method.Phases.Zip(band.Ours.Phases))
            {
                text.Append(Invariant($"{band.Band},{m.Name},{Mm(m.Published)},{Mm(m.True)},{Mm(m.Found)},{Mm(o.Found)},{Cell(o.Reasons)}\n"));
            }
        }

        return text.ToString();
    }

    // Several reasons are joined by commas.
    private static string Cell(MaskReasons reasons) => reasons == MaskReasons.None ? "" : $"\"{reasons.Describe()}\"";

    private static string Cell(double metres) => double.IsNaN(metres) ? "" : Tenths(metres);

    private static void Rates(StringBuilder text, NingdongBand band)
    {
        text.AppendLine("  largest rate           published: stacking   SBAS |  truth, stacked | study's method: stacking   SBAS |   ours");
        foreach (var (m, o) in band.Method.Mines.Zip(band.Ours.Mines))
        {
            var rate = Printed(band, m.Mine).Rate;
            text.AppendLine(Invariant($"    {m.Mine,-16} {At(rate, 0),22} {At(rate, 1),6} | {Mm(m.TrueRate),6} {Mm(m.StackedTruth),8} | {Mm(m.StackedRate),24} {Mm(m.Rate),6} | {Mm(o.Rate),6}{Star(o.Reasons)}"));
        }

        text.AppendLine(Invariant($"    error (RMS) of trusted points                       | {"",6} {Error(band, m => m.StackedTruth, m => m.TrueRate),8} | {Error(band, m => m.StackedRate, m => m.TrueRate),24} {Error(band, m => m.Rate, m => m.TrueRate),6} | {OurError(band, m => m.Rate, m => m.TrueRate),6}"));
    }

    private static void Totals(StringBuilder text, NingdongBand band)
    {
        text.AppendLine("  largest total          published: SBAS            |  truth | study's method: SBAS            |   ours");
        foreach (var (m, o) in band.Method.Mines.Zip(band.Ours.Mines))
        {
            text.AppendLine(Invariant($"    {m.Mine,-16} {At(Printed(band, m.Mine).Total, 1),29} | {Mm(m.TrueTotal),6} | {Mm(m.Total),31} | {Mm(o.Total),6}{Star(o.Reasons)}"));
        }

        text.AppendLine(Invariant($"    error (RMS) of trusted points                  | {"",6} | {Error(band, m => m.Total, m => m.TrueTotal),31} | {OurError(band, m => m.Total, m => m.TrueTotal),6}"));
    }

    private static void Stations(StringBuilder text, NingdongBand band)
    {
        if (band.Method.Stations.Count == 0)
        {
            return;
        }

        text.AppendLine("  RMS difference to GNSS, mm      published | study's method: all, those that ours trusts |   ours");
        foreach (var area in band.Method.Stations.Select(s => s.Area).Distinct())
        {
            var ours = band.Ours.Stations.Where(s => s.Area == area).ToList();
            var method = band.Method.Stations.Where(s => s.Area == area).ToList();
            var printed = band.Published.Mines.FirstOrDefault(m => m.Name == area) is { } mine ? (band.Band == "C" ? mine.CGnss : mine.LGnss) : 0;
            text.AppendLine(Invariant($"    {area,-16} {(printed > 0 ? printed.ToString("0.0", CultureInfo.InvariantCulture) : "-"),22} | {Tenths(StationComparison.PooledRmse(method)),20} {Tenths(StationComparison.PooledRmse(method.Where(m => ours.Any(o => o.Station == m.Station && o.IsUsed)))),22} | {Tenths(StationComparison.PooledRmse(ours)),6}   {ours.Count(o => o.IsUsed)} of {ours.Count} stations"));
        }

        text.AppendLine(Invariant($"    {"all",-16} {band.PublishedGnss,22:0.0} | {Tenths(band.MethodGnss),20} {Tenths(band.MethodGnssWhereTrusted),22} | {Tenths(band.OursGnss),6}"));
        foreach (var left in band.Ours.Stations.Where(s => !s.IsUsed))
        {
            text.AppendLine($"      {left.Station} is not used by ours: {left.Reason}");
        }

        text.AppendLine(Invariant($"    ours marks {band.Ours.FlaggedPixels} pixels as too steep to be measured"));
        text.AppendLine(Invariant(
            $"    ours is wrong by more than {band.PublishedGnss:0.0} mm over its dates (RMS) at {band.Ours.WrongPixels} pixels, of which it trusts {band.Ours.WrongUnmarked} of {band.Ours.TrustedPixels}; at {band.Ours.WrongUntold} of these the error is also more than twice its standard deviation"));
    }

    private static void Life(StringBuilder text, NingdongBand band)
    {
        if (band.Method.Phases.Count == 0)
        {
            return;
        }

        text.AppendLine("  life cycle at Maliantai, mm/yr  published |  truth | study's method |   ours");
        foreach (var (m, o) in band.Method.Phases.Zip(band.Ours.Phases))
        {
            text.AppendLine(Invariant($"    {m.Name,-16} {Mm(m.Published),22} | {Mm(m.True),6} | {Mm(m.Found),14} | {Mm(o.Found),6}{Star(o.Reasons)}"));
        }
    }

    private static (IReadOnlyList<double> Rate, IReadOnlyList<double> Total) Printed(NingdongBand band, string mine) =>
        band.Published.Mines.FirstOrDefault(m => m.Name == mine) is not { } row ? ([], [])
        : band.Band == "C" ? (row.CRate, row.CTotal) : (row.LRate, row.LTotal);

    private static string Error(NingdongBand band, Func<MinePeak, double> found, Func<MinePeak, double> truth) =>
        Root(band.Method.Mines.Where(m => band.Ours.Mines.Any(o => o.Mine == m.Mine && o.Reasons == MaskReasons.None)), found, truth);

    private static string OurError(NingdongBand band, Func<MinePeak, double> found, Func<MinePeak, double> truth) =>
        Root(band.Ours.Mines.Where(m => m.Reasons == MaskReasons.None), found, truth);

    private static string Root(IEnumerable<MinePeak> mines, Func<MinePeak, double> found, Func<MinePeak, double> truth)
    {
        var errors = mines.Select(m => found(m) - truth(m)).ToList();
        return errors.Count == 0 ? "-" : Tenths(Math.Sqrt(errors.Average(e => e * e)));
    }

    private static string At(IReadOnlyList<double> values, int index) => values.Count > index ? values[index].ToString("0", CultureInfo.InvariantCulture) : "-";

    private static string Mm(double metres) => double.IsNaN(metres) ? "-" : (1000 * metres).ToString("0", CultureInfo.InvariantCulture);

    private static string Tenths(double metres) => double.IsNaN(metres) ? "-" : (1000 * metres).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Star(MaskReasons reasons) => reasons == MaskReasons.None ? "" : "*";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
