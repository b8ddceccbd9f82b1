using Plumb.Grids;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>How good the measurement is: coherence, scatter, masks, reference.</summary>
internal static class ReportQuality
{
    private const int HistogramLimit = 200_000;

    public static void Write(Page page, ReportModel model, ReportNumbers numbers)
    {
        page.Markup("<section aria-labelledby=\"quality\">").Markup("<h2 id=\"quality\">How good the measurement is</h2>");
        WriteMaps(page, model);
        if (double.IsFinite(model.ResidualRms))
        {
            var millimetres = model.ResidualRms * model.Measurement.Sensor.Wavelength / (4 * Math.PI);
            page.Paragraph($"Residual: the image pairs and the series made of them differ by {Words.Number(model.ResidualRms, 2)} rad in a typical good pixel, that is {Words.Millimetres(millimetres)} mm.");
        }

        ReportClosure.Write(page, model);
        ReportCorrections.Write(page, model);
        ReportUncertainty.Write(page, model);
        WriteMasks(page, model, numbers);
        WriteReference(page, model);
        page.Markup("</section>");
    }

    private static void WriteMaps(Page page, ReportModel model)
    {
        var references = ReportMotion.References(model);
        page.Markup("<div class=\"two\">");
        if (model.TemporalCoherence is { } coherence)
        {
            page.Figure(
                new MapFigure(coherence, new MapOptions { Title = "Temporal coherence", Subtitle = "All pixels, masked ones too", References = references, Width = 480, PixelLimit = 420 }),
                "How well the image pairs of a pixel agree: 1 is perfect, below about 0.7 the series cannot be trusted.");
        }

        if (model.RateSigma is { } sigma)
        {
            page.Figure(
                new MapFigure(sigma, new MapOptions { Mask = model.Mask, Title = "Standard deviation of the rate", Subtitle = "Good pixels only", References = references, Width = 480, PixelLimit = 420 }),
                model.Uncertainty is null ? "Two thirds of all rates lie within this much of the true one, as far as random errors go." : "Two thirds of all rates lie within this much of the true one, weather included.");
        }

        page.Markup("</div>").Markup("<div class=\"two\">");
        page.Figure(new HistogramFigure("Rate of the good pixels", Good(model.Rate, model.Mask, 1000), "mm/yr, towards the satellite +"));
        if (model.TemporalCoherence is { } values)
        {
            page.Figure(new HistogramFigure("Temporal coherence of the good pixels", Good(values, model.Mask, 1), "temporal coherence", 2));
        }

        page.Markup("</div>");
        page.Paragraph("The line is the median, the shaded band holds the middle 90 % of the pixels.", "note");
    }

    private static List<double> Good(Layer layer, Mask mask, double factor)
    {
        var stride = Math.Max(1, layer.Values.Length / HistogramLimit);
        var good = new List<double>();
        for (var i = 0; i < layer.Values.Length; i += stride)
        {
            if (mask.IsGood(i) && float.IsFinite(layer.Values[i]))
            {
                good.Add(layer.Values[i] * factor);
            }
        }

        return good;
    }

    private static void WriteMasks(Page page, ReportModel model, ReportNumbers numbers)
    {
        page.Element("h3", "Pixels left out, and why");
        var all = model.Mask.Grid.PixelCount;
        page.Paragraph($"{Words.Count(numbers.GoodPixels)} of {Words.Count(all)} pixels ({Words.Percent(numbers.GoodPixels, all)}) are good and have a rate. A pixel may be left out for several reasons at once, so the numbers below may add up to more than the rest.");
        var reasons = Enum.GetValues<MaskReasons>().Where(r => r != MaskReasons.None)
            .Select(r => (Reason: r, Count: model.Mask.Count(r))).Where(r => r.Count > 0).OrderByDescending(r => r.Count).ToArray();
        if (reasons.Length > 0)
        {
            page.Table(
                "Reasons for leaving pixels out",
                ["Reason", "#Pixels", "#Share"],
                reasons.Select(r => (IReadOnlyList<string>)[Words.Reason(r.Reason), Words.Count(r.Count), Words.Percent(r.Count, all)]));
        }
    }

    private static void WriteReference(Page page, ReportModel model)
    {
        page.Element("h3", "The reference area");
        var reference = model.Reference;
        if (reference.Areas.Count == 0)
        {
            page.Paragraph($"No reference area is recorded for this run. {reference.Origin}".TrimEnd(), "warn");
            return;
        }

        page.Paragraph($"Motion is measured against {(reference.Areas.Count == 1 ? "one area" : $"{Words.Count(reference.Areas.Count)} areas")}, taken not to move: the {reference.Statistic} of {(reference.Areas.Count == 1 ? "its" : "their")} pixels is zero at every date. "
            + (reference.Origin.Length > 0 ? reference.Origin : reference.ChosenByUser ? "The user chose it." : "It was chosen automatically, after all masks."));
        page.Table(
            "Reference areas",
            ["Place", "#Radius (pixels)", "#Pixels used", "#Mean coherence", .. reference.Areas.Count < 2 ? (string[])[] : ["#Against the others (mm/yr)", "#Share"]],
            reference.Areas.Select(a => (IReadOnlyList<string>)
            [
                Words.Place(a.Longitude, a.Latitude, a.Row, a.Column),
                Words.Number(a.Radius, 0),
                Words.Count(a.PixelCount),
                Words.Number(a.MeanCoherence, 2),
                .. reference.Areas.Count < 2 ? (string[])[] : [double.IsFinite(a.Rate) ? $"{Words.Millimetres(a.Rate)} ± {Words.Millimetres(a.RateSigma)}" : Words.Unknown, a.Weight == 0 ? "left out" : Words.Number(a.Weight, 2)],
            ]));
        if (reference.Reasons.Count > 0)
        {
            page.Paragraph("Why there:").List(reference.Reasons);
        }
    }
}
