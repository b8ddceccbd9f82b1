using Plumb.Grids;

namespace Plumb.Web.Report;

/// <summary>What the measurement cannot tell, with the numbers of the run.</summary>
internal static class ReportLimits
{
    public static void Write(Page page, ReportModel model, ReportNumbers numbers)
    {
        page.Markup("<section aria-labelledby=\"limits\">").Markup("<h2 id=\"limits\">What the numbers cannot tell</h2>");
        page.Markup("<ul>");
        Item(page, "One direction only.", LineOfSight(model));
        Item(page, "Relative, not absolute.", "If the reference area itself moves, every number of this report is wrong by that motion. Motion common to the whole area (tides, tectonics) does not show.");
        Item(page, "Steep and fast motion.", Aliasing(model, numbers));
        var disconnected = model.Mask.Count(MaskReasons.Disconnected);
        Item(page, "Gaps.", model.Pairs.Count == 0
            ? "The image pairs are not known here, so neither is whether they join all dates."
            : disconnected == 0
            ? "No pixel was left out because its dates are not joined by measurements."
            : $"{Words.Count(disconnected, "pixel", "pixels")} ({Words.Percent(disconnected, model.Mask.Grid.PixelCount)}) have dates that no measurement joins. They are masked, or their join is an assumption.");
        Item(page, "Not corrected.", model.NotCorrected.Count == 0
            ? "No disturbance is recorded as left in. Weather between satellite and ground is never removed completely; it adds a few millimetres to single dates and less to rates over years."
            : "Left in the data: " + string.Join("; ", model.NotCorrected) + ".");
        Item(page, "Random errors only.", model.Uncertainty is null
            ? "Standard deviations come from the scatter of the measurements of each pixel. Errors that pixels share, such as weather or a wrong cycle count over a whole district, are not in them."
            : "Standard deviations hold noise, weather and that of the reference area. A wrong cycle count over a whole district, motion of the reference area, and motion that is taken off as weather are not in them.");
        Item(page, "Size of a pixel.", double.IsFinite(model.Measurement.PixelWidth)
            ? $"Each number is a mean over some {Words.Number(model.Measurement.PixelWidth, 0)} m by {Words.Number(model.Measurement.PixelHeight, 0)} m of ground. A single building or a narrow crack does not show."
            : "Each number is a mean over the ground of one pixel. A single building or a narrow crack does not show.");
        page.Markup("</ul></section>");
    }

    private static void Item(Page page, string head, string text) =>
        page.Markup("<li>").Element("strong", head).Markup(Figures.Markup.Escape(text)).Markup("</li>");

    private static string LineOfSight(ReportModel model)
    {
        var incidence = model.Measurement.Incidence;
        var share = double.IsFinite(incidence)
            ? $" Of vertical motion {Words.Number(100 * Math.Cos(incidence * Math.PI / 180), 0)} % show, of motion across the track up to {Words.Number(100 * Math.Sin(incidence * Math.PI / 180), 0)} %, of motion along the track (nearly north-south) almost nothing."
            : "";
        return "The satellite sees only motion towards or away from it. Sideways motion is mixed in: at the edge of a mining bowl the ground also moves towards its centre." + share + " To separate vertical and sideways motion a second orbit is needed.";
    }

    private static string Aliasing(ReportModel model, ReportNumbers numbers)
    {
        if (model.Measurement.IsOffset)
        {
            return "Offsets have no cycles, so no motion is too steep for them; but each is a mean over the window that was matched, and narrow bowls come out too shallow.";
        }

        var quarter = model.Measurement.Sensor.Wavelength / 4;
        var text = $"Between two neighbouring pixels and the two dates of a pair, more than a quarter wavelength ({Words.Millimetres(quarter)} mm) cannot be told from less: whole cycles are lost and the motion comes out too small.";
        if (!double.IsFinite(numbers.MedianDays))
        {
            return text;
        }

        var perYear = quarter / numbers.MedianDays * 365.25;
        text += $" For the typical pair of {Words.Number(numbers.MedianDays, 0)} days that is a difference of {Words.Millimetres(perYear, 0)} mm/yr from pixel to pixel, for the longest of {Words.Number(numbers.LongestDays, 0)} days {Words.Millimetres(quarter / numbers.LongestDays * 365.25, 0)} mm/yr.";
        return numbers.GoodPixels < 2 ? text
            : text + $" The steepest step between good neighbours in this run is {Words.Millimetres(numbers.SteepestStep)} mm/yr, {Words.Number(100 * numbers.SteepestStep / perYear, 0)} % of the limit of the typical pair; masked pixels at the centre of a bowl may be steeper.";
    }
}
