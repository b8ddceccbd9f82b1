namespace Plumb.Web.Report;

/// <summary>Title and the first screen: what moved most, where, how sure.</summary>
internal static class ReportHeadline
{
    public static void Write(Page page, ReportModel model, ReportNumbers numbers)
    {
        page.Markup("<header>").Element("h1", model.Title);
        page.Paragraph(Subtitle(model), "sub");
        page.Markup("<nav aria-label=\"Sections\"><ul>"
            + "<li><a href=\"#motion\">Motion</a></li><li><a href=\"#places\">Places</a></li>" + (model.Fit is null ? "" : "<li><a href=\"#time\">In time</a></li>") + (model.Subsidence is null ? "" : "<li><a href=\"#basins\">Basins</a></li>") + (model.Components?.Record.Decomposition is null ? "" : "<li><a href=\"#components\">Up and east</a></li>") + (model.Components is null ? "" : "<li><a href=\"#agreement\">Other tracks</a></li>") + (model.Slopes is null ? "" : "<li><a href=\"#slopes\">Slopes</a></li>") + "<li><a href=\"#method\">What was measured</a></li>"
            + "<li><a href=\"#quality\">Quality</a></li><li><a href=\"#limits\">Limits</a></li><li><a href=\"#settings\">Settings</a></li><li><a href=\"#glossary\">Glossary</a></li></ul></nav>");
        page.Markup("<section aria-labelledby=\"short\">").Markup("<h2 id=\"short\">In short</h2>");
        foreach (var warning in model.Warnings)
        {
            page.Paragraph(warning, "warn");
        }

        if (numbers.GoodPixels == 0)
        {
            page.Paragraph("No pixel of the area could be measured reliably, so this report has no map of motion to show. The section on quality says which masks removed the pixels.", "warn");
        }
        else
        {
            WriteFacts(page, model, numbers);
            WriteSentences(page, model, numbers);
        }

        page.Markup("</section>").Markup("</header>");
    }

    private static string Subtitle(ReportModel model)
    {
        var dates = model.Dates.Select(d => d.Date).Order().ToArray();
        var span = dates.Length == 0 ? "" : $"{Words.Date(dates[0])} to {Words.Date(dates[^1])}";
        return string.Join(" · ", new[] { model.AreaName, span, model.Measurement.Sensor.Name }.Where(s => s.Length > 0));
    }

    private static void WriteFacts(Page page, ReportModel model, ReportNumbers numbers)
    {
        page.Markup("<div class=\"short\">");
        if (model.Sinking.Count > 0)
        {
            Fact(page, "sink", $"{Words.Millimetres(Math.Abs(model.Sinking[0].Rate), 0)} mm/yr", "fastest sinking", PlaceAndSure("1", model.Sinking[0]));
        }

        if (model.Rising.Count > 0)
        {
            Fact(page, "rise", $"{Words.Millimetres(model.Rising[0].Rate, 0)} mm/yr", "fastest rising", PlaceAndSure("A", model.Rising[0]));
        }

        Fact(page, "", $"{Words.Millimetres(numbers.MedianRate)} mm/yr", "typical motion", "half of the measured ground moves less");
        Fact(page, "", Words.Percent(numbers.GoodPixels, numbers.PixelsWithData), "of the ground measured", $"{Words.Count(numbers.GoodPixels)} of {Words.Count(numbers.PixelsWithData)} pixels with data");
        page.Markup("</div>");
    }

    private static string PlaceAndSure(string label, ReportPlace place) =>
        $"place {label}" + (double.IsFinite(place.Sigma) ? $", ± {Words.Millimetres(place.Sigma)} mm/yr" : "") + $", confidence {Words.Confidence(place)}";

    private static void Fact(Page page, string style, string number, string what, string detail) =>
        page.Markup($"<div class=\"{style}\">").Element("strong", number).Element("span", what).Element("small", detail).Markup("</div>");

    private static void WriteSentences(Page page, ReportModel model, ReportNumbers numbers)
    {
        if (model.RateSigma is null)
        {
            page.Paragraph("The rates came without standard deviations, so no place can be told from the noise.", "lead");
        }
        else if (model.Sinking.Count == 0)
        {
            page.Paragraph("No place moves away from the satellite faster than three times its standard deviation: no significant sinking was found.", "lead");
        }
        else
        {
            page.Paragraph(Sentence(model.Sinking[0], "1", "sinking"), "lead");
        }

        if (model.RateSigma is not null)
        {
            page.Paragraph(model.Rising.Count == 0
                ? "No place rises significantly."
                : Sentence(model.Rising[0], "A", "rising"), "lead");
        }

        var incidence = model.Measurement.Incidence;
        if (incidence is > 0 and < 80)
        {
            page.Paragraph(
                $"All numbers are motion along the line between the ground and the satellite, {Words.Number(incidence, 0)}° off the vertical. Where the ground moves straight up or down, its vertical motion is {Words.Number(1 / Math.Cos(incidence * Math.PI / 180), 2)} times the number given.");
        }

        if (double.IsFinite(numbers.MedianSigma))
        {
            page.Paragraph($"How sure: the rate of a typical pixel is known to ± {Words.Millimetres(numbers.MedianSigma)} mm/yr (one standard deviation), relative to the reference area, which is taken not to move.");
        }
    }

    private static string Sentence(ReportPlace place, string label, string motion)
    {
        var sure = double.IsFinite(place.Sigma)
            ? $", with 95 % certainty between {Words.Millimetres(Math.Max(0, Math.Abs(place.Rate) - (1.96 * place.Sigma)), 0)} and {Words.Millimetres(Math.Abs(place.Rate) + (1.96 * place.Sigma), 0)} as far as random errors go"
            : "";
        var total = ReportNumbers.TotalOf(place.Series);
        var sum = double.IsFinite(total) && place.Series.Dates.Count > 1
            ? $" From {Words.Date(place.Series.Dates[0])} to {Words.Date(place.Series.Dates[^1])} it moved {Words.Millimetres(Math.Abs(total), 0)} mm in all."
            : "";
        var way = place.Rate < 0 ? "away from" : "towards";
        return $"The fastest {motion} place (place {label}, at {Words.Place(place.Longitude, place.Latitude, place.Row, place.Column)}) moves {Words.Millimetres(Math.Abs(place.Rate), 0)} mm per year {way} the satellite{sure}.{sum}";
    }
}
