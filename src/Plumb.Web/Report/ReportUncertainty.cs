using Plumb.Processing.Uncertainties;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>How sure the rates are, what makes them unsure, and where the network is weak, for readers without a background in radar.</summary>
internal static class ReportUncertainty
{
    public static void Write(Page page, ReportModel model)
    {
        if (model.Uncertainty is not { } record)
        {
            return;
        }

        page.Element("h3", "How sure the rates are");
        page.Paragraph(
            "Each rate comes with a standard deviation: in two cases of three the true rate lies within one of it, in nineteen of twenty within two. It adds up three things. "
            + "Noise of the image pairs: the ground itself changes between two images (plants, moisture), pixel by pixel. "
            + "Weather: the air slows the radar down by a different amount at each date; places far from the reference area have other weather than the reference, so they are less sure. "
            + "Noise of the reference area, which every pixel takes over.");
        WriteWeather(page, model, record);
        WriteTable(page, record);
        WriteWeakness(page, model, record);
        if (record.Notes.Count > 0)
        {
            page.List(record.Notes);
        }
    }

    private static void WriteWeather(Page page, ReportModel model, UncertaintyRecord record)
    {
        if (record.Model is not { } fitted || record.Semivariogram.Count == 0)
        {
            return;
        }

        var isMetric = double.IsFinite(model.Measurement.PixelWidth);
        page.Figure(
            new SemivariogramFigure(
                "How much two places differ at one date, by their distance", record.Semivariogram, fitted, [.. record.Dates.Select(d => d.Own)], isMetric),
            "Motion that lasts is taken off first, so what is left is weather and noise. Where the curve starts is what neighbouring pixels differ by (noise of the pairs); what it climbs by is weather.");
        var far = record.Dates.Where(d => d.Far > 0).OrderByDescending(d => d.Far).ToArray();
        if (far.Length > 0)
        {
            page.Paragraph(
                $"At a usual date two far places differ by {Words.Millimetres(far[far.Length / 2].Far)} mm because of weather; the worst date is {Words.Date(far[0].Date)} with {Words.Millimetres(far[0].Far)} mm.");
        }
    }

    private static void WriteTable(Page page, UncertaintyRecord record)
    {
        if (record.Classes.Count == 0)
        {
            return;
        }

        var isDrawn = record.Classes.Any(c => double.IsFinite(c.DrawnDates));
        string[] heads =
        [
            "Kind of pixel", "#Pixels", "#Pairs", "#Weather and reference", "#Given out", "#Scatter", .. isDrawn ? (string[])["#Drawn pairs", "#Drawn dates"] : [], "#Scatter over given out",
        ];
        page.Table(
            "Standard deviation of the rate, medians in mm/yr",
            heads,
            record.Classes.Select(c => (IReadOnlyList<string>)
            [
                c.Name, Words.Count(c.Pixels), Words.Millimetres(c.Pairs, 2), Words.Millimetres(c.Shared, 2), Words.Millimetres(c.Total, 2), Words.Millimetres(c.Scatter, 2),
                .. isDrawn ? (string[])[Words.Millimetres(c.DrawnPairs, 2), Words.Millimetres(c.DrawnDates, 2)] : [], Words.Number(c.ScatterRatio, 2),
            ]));
        page.Paragraph(
            "‘Given out’ is what maps and places show: ‘pairs’ and ‘weather and reference’ together. ‘Scatter’ is found in another way, from how far the dates of a pixel lie from its straight line. "
            + "The two should be alike where the ground moves steadily. Scatter is larger where the motion speeds up, slows down or follows the seasons, for which it is no fault; it is smaller near the end of its information, with few dates."
            + (isDrawn ? " ‘Drawn pairs’ and ‘drawn dates’ leave out and repeat pairs or dates by chance and look how far the rate moves: the first sees the noise of the pairs alone, the second what scatter sees." : ""));
        var all = record.Classes[0];
        if (all.ScatterRatio > 1.5)
        {
            page.Paragraph($"Here the scatter is {Words.Number(all.ScatterRatio, 1)} times what is given out. Either much of the ground does not move steadily, or there is a disturbance that the three things above do not tell; trust the larger number.", "warn");
        }
    }

    private static void WriteWeakness(Page page, ReportModel model, UncertaintyRecord record)
    {
        if (record.Weaknesses.Count == 0)
        {
            page.Paragraph("No pixel has a weak network: every date is held and checked by several image pairs.");
            return;
        }

        var all = model.Mask.Grid.PixelCount;
        page.Table(
            "Pixels with a weak network of image pairs",
            ["Weakness", "#Pixels", "#Share"],
            record.Weaknesses.Select(w => (IReadOnlyList<string>)[Words.Weakness((Plumb.Uncertainty.WeaknessReasons)w.Flag), Words.Count(w.Pixels), Words.Percent(w.Pixels, all)]));
        page.Paragraph("Standard deviations hold for noise. A wrong count of whole cycles in a pair that no other pair checks shows in no number: see the maps ‘weakness’ and ‘unchecked_dates’.", "note");
    }
}
