using System.Text;
using Plumb.Grids;
using Plumb.Processing.Associations;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>An association as one HTML file that loads nothing from elsewhere. Safe for threads.</summary>
public static class AssociationPage
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "association.html";

    private const int MostPlots = 30;
    private static readonly DateOnly Start = new(2000, 1, 1);

    /// <summary>Writes the page; an older one is replaced.</summary>
    /// <param name="record">The association, metres and days.</param>
    /// <param name="title">What was compared.</param>
    /// <param name="path">The file.</param>
    /// <param name="maps">Maps of the season (metres, days, pure numbers), of which amplitude, crest, probability and lags are shown; null or empty for none.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(AssociationRecord record, string title, string path, IReadOnlyList<Layer>? maps = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(title);
        var page = new Page();
        page.Begin(title, "What motion follows, and after how long").Markup("<section>");
        WriteLags(page, record, MostPlots);
        WriteMaps(page.Markup("</section>"), maps ?? [], "h2");
        FigureFile.Replace(path, Encoding.UTF8.GetBytes(page.End().ToString()));
    }

    /// <summary>Names of the maps that are shown: not the standard deviations.</summary>
    internal static IEnumerable<string> Shown(AssociationRecord record) =>
        ["annual_displacement", "annual_peak_day", "annual_probability", .. record.Pairs.Select(p => p.Driver).Distinct().Select((_, k) => FormattableString.Invariant($"annual_lag_{k + 1}"))];

    /// <summary>The table of lags, and course and lags of the first pairs.</summary>
    internal static void WriteLags(Page page, AssociationRecord record, int mostPlots)
    {
        WriteTable(page, record);
        if (record.Empty.Count > 0)
        {
            page.Paragraph($"Without a good pixel: {string.Join(", ", record.Empty)}.", "note");
        }

        foreach (var pair in record.Pairs.Where(p => double.IsFinite(p.Result.BestLag)).Take(mostPlots))
        {
            page.Element("h3", $"{pair.Group} and {pair.Driver}");
            page.Markup("<div class=\"two\">");
            page.Figure(MotionOf(pair, record.IsRate), $"Points: {(record.IsRate ? "rate of motion" : "motion")} without its trend. Line: the driver without its trend, {Words.Number(pair.Result.BestLag, 0)} days later and scaled to the motion.");
            page.Figure(new LagFigure("Correlation by lag", pair.Result), "The shaded span holds the lags that are not told from the best one.");
            page.Markup("</div>");
        }
    }

    /// <summary>The maps of the season, under a heading.</summary>
    internal static void WriteMaps(Page page, IReadOnlyList<Layer> maps, string heading)
    {
        if (maps.Count == 0)
        {
            return;
        }

        page.Markup("<section>").Element(heading, "The season, pixel by pixel");
        page.Paragraph("The wave of one year along the line of sight at each good pixel that has all dates, fitted with level and trend. The probability asks how often so large a wave comes of noise with the memory that the fit leaves; where it is above 0.05 no day and no lag are shown. Motion that sets in, ends or changes its rate within the run leaves such a wave too. A lag is the time from the crest of the driver's own yearly wave to that of the ground, 0 to 365 days.");
        page.Markup("<div class=\"two\">");
        foreach (var layer in maps.Where(l => !l.Description.Name.EndsWith("sigma", StringComparison.Ordinal)))
        {
            page.Figure(new MapFigure(layer, new MapOptions { Width = 460, EmptyLabel = "no season told from chance, or no data" }), "");
        }

        page.Markup("</div></section>");
    }

    private static void WriteTable(Page page, AssociationRecord record)
    {
        page.Paragraph("A positive lag says that the ground follows the driver. Correlation is no cause: two things with the same season go together whatever joins them. The last column asks how often a driver with the same seasons and the same memory, but moved in time by chance, would have a best lag at least as good.");
        page.Table(
            "The best lag of each",
            ["Group", "Driver", "#Lag (days)", "#Its span", "#Correlation", "#Independent dates", "#Chance at that lag", "#Chance of the best lag"],
            record.Pairs.Select(p => (IReadOnlyList<string>)
            [
                p.Group, p.Driver, Words.Number(p.Result.BestLag, 0), Words.Number(p.Result.LowLag, 0) + " to " + Words.Number(p.Result.HighLag, 0), Words.Number(p.Result.Correlation, 2),
                Words.Number(p.Result.EffectiveDates, 1), Words.Number(p.Result.Probability, 3), Words.Number(p.Result.SurrogateProbability, 3),
            ]));
        var seasons = record.Pairs.Where(p => p.Season is not null).GroupBy(p => p.Group).Select(g => g.First()).ToArray();
        if (seasons.Length > 0)
        {
            page.Table(
                record.IsRate ? "Annual course of the rate (mm/yr)" : "Annual motion (mm)",
                ["Group", "#Amplitude ± sigma", "#Largest on day of the year ± sigma"],
                seasons.Select(p => (IReadOnlyList<string>)
                [
                    p.Group, Words.Millimetres(p.Season!.Amplitude) + " ± " + Words.Millimetres(p.Season.AmplitudeSigma), Words.Number(p.Season.PeakDay, 0) + " ± " + Words.Number(p.Season.PeakSigma, 0),
                ]));
        }
    }

    private static SeriesFigure MotionOf(AssociatedPair pair, bool isRate)
    {
        var days = pair.Motion.Days;
        var known = Enumerable.Range(0, days.Length).Where(k => double.IsFinite(pair.Followed[k])).ToArray();
        var curve = new SeriesCurve("driver", [.. known.Select(k => days[k] - days[0])], [.. known.Select(k => pair.Followed[k])], [.. known.Select(_ => double.NaN)], []);
        var data = new SeriesData([.. days.Select(d => Start.AddDays((int)Math.Round(d)))], pair.Motion.Values, [], double.NaN, double.NaN, []) { Curve = curve };
        return new SeriesFigure(pair.Group, data, Sign.None, 460, 230, isRate ? "mm/yr" : "mm");
    }
}
