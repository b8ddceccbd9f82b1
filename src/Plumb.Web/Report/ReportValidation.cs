using Plumb.Grids;
using Plumb.Processing.Validations;
using Plumb.Validation;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>Radar against measurements on the ground: the table, how the differences compare with their standard deviations, tests, and a plot for each station.</summary>
internal static class ReportValidation
{
    private const int MostPlots = 60;

    public static void Write(Page page, ReportModel model)
    {
        if (model.Validation is { } record)
        {
            page.Markup("<section aria-labelledby=\"validation\">").Markup("<h2 id=\"validation\">Radar against measurements on the ground</h2>");
            WriteBody(page, record);
            page.Markup("</section>");
        }
    }

    /// <summary>Everything below the heading.</summary>
    public static void WriteBody(Page page, ValidationRecord record)
    {
        var used = record.Stations.Where(s => s.IsUsed).ToArray();
        page.Paragraph($"{Words.Count(used.Length)} of {Words.Count(record.Stations.Count, "station", "stations")} could be compared, {record.DirectionName}. "
            + (record.Radius > 0 ? $"The radar is the mean of the good pixels within {Words.Number(record.Radius, 0)} m. " : "The radar is the nearest good pixel. ")
            + (record.WindowDays > 1 ? $"Daily positions are averaged over {record.WindowDays} days around each acquisition. " : "")
            + (record.Reference.Length > 0
                ? $"All motion is relative to station {record.Reference}."
                : "The radar's motion is relative to its reference area, that of a station to the station's own frame; a motion of either is in the differences."));
        if (used.Length > 0)
        {
            page.Paragraph((double.IsNaN(record.PooledRmse) ? "" : $"The root mean square of all differences is {Words.Millimetres(record.PooledRmse)} mm. ")
                + $"The rates of {Words.Count(record.Summary.Count, "station", "stations")} have a correlation of {Words.Number(record.Summary.Correlation, 3)} with the radar's; radar minus station is {Words.Millimetres(record.Summary.Mean, 2)} mm/yr in the mean, with a standard deviation of {Words.Millimetres(record.Summary.Spread, 2)} mm/yr.");
            WriteTables(page, used);
            WriteRates(page, record, used);
            WriteScores(page, record, used);
            WriteTests(page, record);
        }

        WriteLeftOut(page, record);
        WritePlots(page, record, used);
    }

    private static void WriteTables(Page page, ValidatedStation[] used)
    {
        if (used.Any(s => s.Statistics is not null))
        {
            WriteDates(page, used);
        }

        page.Table(
            "Rates over the common dates (mm/yr)",
            ["Station", "#Radar ± sigma", "#Station ± sigma", "#Difference ± sigma", "#Difference in sigmas"],
            used.Where(s => s.Rates is not null).Select(s => (IReadOnlyList<string>)
            [
                s.Name, PlusMinus(s.Rates!.Radar, s.Rates.RadarSigma), PlusMinus(s.Rates.Ground, s.Rates.GroundSigma), PlusMinus(s.Rates.Difference, s.Rates.DifferenceSigma), Words.Number(s.Rates.ZScore, 1),
            ]));
    }

    private static void WriteRates(Page page, ValidationRecord record, ValidatedStation[] used)
    {
        static double Shown(double metres) => 1000 * metres;
        var pairs = used.Where(s => s.Rates is not null).Select(s => new RatePair(s.Name, Shown(s.Rates!.Ground), Shown(s.Rates.GroundSigma), Shown(s.Rates.Radar), Shown(s.Rates.RadarSigma))).ToArray();
        if (pairs.Length > 1)
        {
            page.Figure(
                new RatesFigure("Rates of radar and stations", pairs, "station, mm/yr", "radar, mm/yr"),
                $"Bars are one standard deviation, the dashed line is where both are equal. Correlation {Words.Number(record.Summary.Correlation, 3)}, root mean square difference {Words.Millimetres(record.Summary.Rmse, 2)} mm/yr.");
        }
    }

    private static void WriteDates(Page page, ValidatedStation[] used)
    {
        page.Table(
            "Radar minus station at the common dates (mm)",
            ["Station", "Area", "#Dates", "#RMS", "#Mean", "#Scatter", "#Expected RMS", "#Largest", "#Median size", "#Correlation", "#Slope"],
            used.Where(s => s.Statistics is not null).Select(s => (IReadOnlyList<string>)
            [
                s.Name, s.Area, Words.Count(s.Statistics!.Count), Words.Millimetres(s.Statistics.Rmse), Words.Millimetres(s.Statistics.Bias), Words.Millimetres(s.Statistics.Scatter),
                Words.Millimetres(s.Statistics.Expected), Words.Millimetres(s.Statistics.Largest), Words.Millimetres(s.Statistics.Median), Words.Number(s.Statistics.Correlation, 2), Words.Number(s.Statistics.Slope, 2),
            ]));
        page.Paragraph("‘Expected RMS’ is what the standard deviations of both sides lead to expect. ‘Scatter’ is what is left when the mean, mostly the error of both at the reference date, is taken off.", "note");
    }

    private static string PlusMinus(double value, double sigma) => Words.Millimetres(value) + (double.IsNaN(sigma) ? "" : " ± " + Words.Millimetres(sigma));

    private static void WriteScores(Page page, ValidationRecord record, ValidatedStation[] used)
    {
        var z = record.DateScores;
        if (z.Count == 0)
        {
            if (used.Any(s => s.Dates.Count > 0))
            {
                page.Paragraph("Neither side states standard deviations, so that differences cannot be held against them.", "note");
            }

            return;
        }

        page.Figure(
            new HistogramFigure("Differences in units of their standard deviations", used.SelectMany(s => s.Dates).Select(d => d.ZScore), "radar minus station over the standard deviation of both", 1, 520, 250, "dates"),
            $"Where both standard deviations are right, 68 % lie within 1 and 95 % within 1.96. Here it is {Words.Number(100 * z.WithinOne, 0)} % and {Words.Number(100 * z.WithinTwo, 0)} % of {Words.Count(z.Count)}; their root mean square is {Words.Number(z.Spread, 2)}. "
            + "Dates of one station share its reference date, so they are alike; fewer of them count than there are."
            + (z.Spread > 1.5 ? " The differences are larger than stated: think of motion of the frame or of the reference area, of motion that varies within the pixels, and of errors that neither side states." : ""));
    }

    private static void WriteTests(Page page, ValidationRecord record)
    {
        if (record.Tests.Count > 0)
        {
            page.Table(
                "Tests of significance, each station one value",
                ["Test", "Asked", "#Statistic", "#Freedom", "#Probability", "At one in twenty", "Assumes that"],
                record.Tests.Select(t => (IReadOnlyList<string>)
                [
                    t.Name, t.Question + "?", Words.Number(t.Statistic, 2), Words.Number(t.Freedom, 1) + (double.IsNaN(t.SecondFreedom) ? "" : ", " + Words.Number(t.SecondFreedom, 1)),
                    Words.Number(t.Probability, 3), double.IsNaN(t.Probability) ? Words.Unknown : t.IsRefuted ? "refuted" : "not refuted", t.Assumes,
                ]));
        }
    }

    private static void WriteLeftOut(Page page, ValidationRecord record)
    {
        var lines = record.Stations.Where(s => !s.IsUsed).Select(s => $"{s.Name}: {s.Reason}.").Concat(record.Unread).ToArray();
        if (lines.Length > 0)
        {
            page.Element("h3", "Left out").List(lines);
        }
    }

    private static void WritePlots(Page page, ValidationRecord record, ValidatedStation[] used)
    {
        if (!used.Any(s => s.Dates.Count > 0))
        {
            return;
        }

        page.Element("h3", "Each station");
        page.Paragraph("Points are the radar with one standard deviation, the line is the station; its shaded band holds the true motion in 19 of 20 cases.");
        page.Markup("<div class=\"two\">");
        foreach (var station in used.Take(MostPlots))
        {
            page.Figure(PlotOf(station, record.IsVertical), $"RMS {Words.Millimetres(station.Statistics!.Rmse)} mm over {Words.Count(station.Statistics.Count, "date", "dates")}, {Words.Count(station.Pixels, "pixel", "pixels")}." + (station.Notes.Length > 0 ? $" {station.Notes}." : ""));
        }

        page.Markup("</div>");
        if (used.Length > MostPlots)
        {
            page.Paragraph($"{used.Length - MostPlots} further stations are in the tables alone.", "note");
        }
    }

    /// <summary>The plot of a station: radar as points, the station as a line with its band.</summary>
    public static SeriesFigure PlotOf(ValidatedStation station, bool isVertical)
    {
        CommonDate[] all = [new(station.ReferenceDate!.Value, 0, 0, 0, 0), .. station.Dates];
        var first = all[0].Date.DayNumber;
        var curve = new SeriesCurve(
            "station",
            [.. all.Select(d => (double)(d.Date.DayNumber - first))],
            [.. all.Select(d => d.Ground)],
            [.. all.Select(d => double.IsNaN(d.GroundSigma) ? double.NaN : 1.96 * d.GroundSigma)],
            []);
        var sigmas = all.All(d => double.IsNaN(d.RadarSigma) || d.RadarSigma == 0) ? [] : all.Select(d => d.RadarSigma).ToArray();
        var data = new SeriesData([.. all.Select(d => d.Date)], [.. all.Select(d => d.Radar)], sigmas, double.NaN, double.NaN, []) { Curve = curve };
        return new SeriesFigure(station.Area.Length > 0 ? $"{station.Name}, {station.Area}" : station.Name, data, isVertical ? Sign.Up : Sign.TowardsSatellite, 460, 230);
    }
}
