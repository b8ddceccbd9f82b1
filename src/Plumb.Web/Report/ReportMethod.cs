using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>What was measured with what, and the network of image pairs.</summary>
internal static class ReportMethod
{
    public static void Write(Page page, ReportModel model, ReportNumbers numbers)
    {
        page.Markup("<section aria-labelledby=\"method\">").Markup("<h2 id=\"method\">What was measured, and with what</h2>");
        page.Paragraph("A radar satellite passes over the same ground again and again. From the difference between two of its images one sees how far each spot moved towards or away from the satellite between the two dates, to a few millimetres. Many such pairs together give the history of every spot.");
        page.Definitions(Facts(model, numbers));
        if (model.Pairs.Count > 0)
        {
            WriteNetwork(page, model);
        }

        page.Markup("</section>");
    }

    private static IEnumerable<(string Name, string Meaning)> Facts(ReportModel model, ReportNumbers numbers)
    {
        var m = model.Measurement;
        yield return ("Satellite", $"{m.Sensor.Name}, {(m.IsOffset ? "offsets in metres" : $"wavelength {Words.Number(100 * m.Sensor.Wavelength, 2)} cm")}, orbit {Words.Pass(m.Pass)}");
        if (double.IsFinite(m.Incidence))
        {
            yield return ("View", $"{Words.Number(m.Incidence, 1)}° from the vertical" + (double.IsFinite(m.Heading) ? $", flying towards {Words.Number(m.Heading, 0)}° clockwise from north, looking to its right" : ""));
        }

        yield return ("Input", m.Products);
        var dates = model.Dates.Select(d => d.Date).Order().ToArray();
        if (dates.Length > 0)
        {
            yield return ("Dates", $"{Words.Count(dates.Length)} from {Words.Date(dates[0])} to {Words.Date(dates[^1])}");
        }

        if (model.Pairs.Count > 0)
        {
            yield return ("Image pairs", $"{Words.Count(numbers.PairsUsed)} used of {Words.Count(model.Pairs.Count)}"
                + (numbers.PairsUsed > 0 ? $"; {Words.Number(numbers.ShortestDays, 0)} to {Words.Number(numbers.LongestDays, 0)} days apart, typically {Words.Number(numbers.MedianDays, 0)}" : ""));
        }

        var grid = model.Rate.Grid;
        if (double.IsFinite(m.PixelWidth) && double.IsFinite(m.PixelHeight))
        {
            yield return ("Pixel", $"{Words.Number(m.PixelWidth, 0)} m by {Words.Number(m.PixelHeight, 0)} m");
            yield return ("Area", $"{Words.Number(grid.Columns * m.PixelWidth / 1000, 1)} km by {Words.Number(grid.Rows * m.PixelHeight / 1000, 1)} km; {Words.Number(numbers.GoodPixels * m.PixelWidth * m.PixelHeight / 1e6, 1)} km² measured ({Words.Count(numbers.GoodPixels)} of {Words.Count(grid.PixelCount)} pixels)");
        }
        else
        {
            yield return ("Area", $"{Words.Count(grid.Rows)} by {Words.Count(grid.Columns)} pixels; {Words.Count(numbers.GoodPixels)} measured");
        }

        yield return ("Corrections made", model.CorrectionsMade.Count == 0 ? "none" : string.Join("; ", model.CorrectionsMade));
    }

    private static void WriteNetwork(Page page, ReportModel model)
    {
        var figure = new NetworkFigure("Network of image pairs", model.Dates, model.Pairs, 620, 370);
        page.Element("h3", "How the dates are joined");
        page.Paragraph("Each dot is a date, each line an image pair. The more lines cross a span of time, the better the motion in it is known. The height of a dot is how far the satellite flew from its first track.");
        page.Figure(figure);
        var gaps = figure.Gaps();
        var parts = model.Dates.Select(d => d.Part).Distinct().Count();
        if (gaps.Count == 0 && parts == 1)
        {
            page.Paragraph("All dates are joined by measurements: there is no gap.");
            return;
        }

        page.Paragraph(
            $"The dates fall into {Words.Count(parts, "part", "parts")}"
            + (gaps.Count > 0 ? $" with {Words.Count(gaps.Count, "gap", "gaps")} that no pair observes." : ".")
            + " What happened between the parts was not measured; where a series is carried on across, that is an assumption.", "warn");
        if (gaps.Count > 0)
        {
            page.Table(
                "Spans that no image pair observes",
                ["From", "To", "#Days"],
                gaps.Select(g => (IReadOnlyList<string>)[Words.IsoDate(g.From), Words.IsoDate(g.To), Words.Count(g.To.DayNumber - g.From.DayNumber)]));
        }
    }
}
