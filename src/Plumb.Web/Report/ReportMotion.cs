using System.Globalization;
using Plumb.Grids;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>Maps of motion and the places that move most, each with its series.</summary>
internal static class ReportMotion
{
    public static void Write(Page page, ReportModel model)
    {
        var scale = ColourScale.For([model.Rate], model.Mask);
        var references = References(model);
        page.Markup("<section aria-labelledby=\"motion\">").Markup("<h2 id=\"motion\">How fast the ground moves</h2>");
        page.Paragraph("Red ground moves away from the satellite: it sinks, or shifts sideways. Blue ground moves towards it. Pale ground keeps still against the reference area (square). Grey pixels could not be measured reliably.");
        page.Figure(new MapFigure(model.Rate, new MapOptions
        {
            Mask = model.Mask,
            Scale = scale,
            Title = "Rate of motion along the line of sight",
            References = references,
            Marks = [.. Labelled(model).Select(p => new MapMark(p.Place.Row, p.Place.Column, p.Label))],
            Width = 580,
            PixelLimit = 760,
        }), Labelled(model).Count == 0 ? "" : "Numbers mark the places that sink fastest, letters those that rise fastest; see the table below.");
        if (model.Cumulative.Count > 0)
        {
            var first = model.Dates.Count > 0 ? " since " + Words.Date(model.Dates.Min(d => d.Date)) : "";
            page.Element("h3", "How the motion adds up");
            page.Figure(
                new MultiplesFigure("Displacement" + first, [.. model.Cumulative.Select(c => (Words.Date(c.Date), c.Displacement))], model.Mask, references, 600),
                "All maps share one scale. The square is the reference area.");
        }

        page.Markup("</section>");
        WritePlaces(page, model, scale);
    }

    /// <summary>The reference areas as map marks.</summary>
    public static IReadOnlyList<ReferenceMark> References(ReportModel model) =>
        [.. model.Reference.Areas.Select(a => new ReferenceMark(a.Row, a.Column, a.Radius))];

    private static List<(string Label, ReportPlace Place)> Labelled(ReportModel model) =>
    [
        .. model.Sinking.Select((p, k) => ((k + 1).ToString(CultureInfo.InvariantCulture), p)),
        .. model.Rising.Select((p, k) => (Letter(k), p)),
    ];

    private static string Letter(int k) => k < 26 ? ((char)('A' + k)).ToString() : Letter((k / 26) - 1) + Letter(k % 26);

    private static void WritePlaces(Page page, ReportModel model, ColourScale scale)
    {
        page.Markup("<section aria-labelledby=\"places\">").Markup("<h2 id=\"places\">Where it moves most</h2>");
        var all = Labelled(model);
        if (all.Count == 0)
        {
            page.Paragraph(model.RateSigma is null
                ? "The rates came without standard deviations, so no place can be told from the noise; see the map."
                : "No place stands out from the noise: nowhere is the rate larger than three times its standard deviation at a pixel and around it.").Markup("</section>");
            return;
        }

        page.Paragraph("Each place is the fastest point of its surroundings; nearby points of the same bowl are not listed again.");
        WriteTable(page, "Places that sink fastest", all[..model.Sinking.Count]);
        WriteTable(page, "Places that rise fastest", all[model.Sinking.Count..]);
        page.Paragraph("Confidence is high where the rate is at least 6 times its standard deviation, the temporal coherence at least 0.85 and no gap crosses the series; medium from 4 times and 0.7; low otherwise.", "note");
        var radius = WindowRadius(model);
        var overview = LocatorFigure.Overview(model.Rate, model.Mask, scale);
        foreach (var (label, place) in all)
        {
            var mark = new MapMark(place.Row, place.Column, label);
            WritePlace(page, place, label, new LocatorFigure(model.Rate, model.Mask, scale, mark, radius, overview));
        }

        page.Markup("</section>");
    }

    private static int WindowRadius(ReportModel model)
    {
        var side = Math.Max(model.Rate.Grid.Rows, model.Rate.Grid.Columns);
        return Math.Clamp(side / 10, 8, 75);
    }

    private static void WriteTable(Page page, string caption, IReadOnlyList<(string Label, ReportPlace Place)> places)
    {
        if (places.Count == 0)
        {
            return;
        }

        page.Table(
            caption,
            ["Place", "#Rate ± sigma (mm/yr)", "#Total (mm)", "Confidence", "#Latitude", "#Longitude", "#Temporal coherence"],
            places.Select(p => (IReadOnlyList<string>)
            [
                p.Label,
                Words.Millimetres(p.Place.Rate) + " ± " + Words.Millimetres(p.Place.Sigma),
                Words.Millimetres(ReportNumbers.TotalOf(p.Place.Series), 0),
                Words.Confidence(p.Place),
                Coordinate(p.Place.Latitude),
                Coordinate(p.Place.Longitude),
                Words.Number(p.Place.TemporalCoherence, 2),
            ]));
    }

    private static string Coordinate(double degrees) => double.IsFinite(degrees) ? Ticks.Number(degrees, 5) + "°" : Words.Unknown;

    private static void WritePlace(Page page, ReportPlace place, string label, LocatorFigure locator)
    {
        page.Markup("<article class=\"place\">").Element("h3", $"Place {label}: {Words.Place(place.Longitude, place.Latitude, place.Row, place.Column)}");
        var total = ReportNumbers.TotalOf(place.Series);
        page.Paragraph(
            $"{Words.Millimetres(place.Rate)} ± {Words.Millimetres(place.Sigma)} mm/yr, {(place.Rate < 0 ? "away from" : "towards")} the satellite; "
            + (double.IsFinite(total) ? $"{Words.Millimetres(total, 0)} mm in all; " : "") + $"confidence {Words.Confidence(place)}."
            + (place.Series.Gaps.Count > 0 ? $" {Words.Count(place.Series.Gaps.Count, "gap", "gaps")} in the series: no image pair joins what lies before and after." : ""));
        page.Markup("<div class=\"pair\">");
        if (place.Series.Dates.Count > 0)
        {
            page.Figure(new SeriesFigure("Displacement of place " + label, place.Series, Sign.TowardsSatellite, 560, 260));
        }

        page.Figure(locator);
        page.Markup("</div></article>");
    }
}
