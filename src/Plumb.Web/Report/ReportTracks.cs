using Plumb.Grids;
using Plumb.Processing.Tracks;

namespace Plumb.Web.Report;

/// <summary>What other tracks add: motion up and to the east, whether the tracks agree, and slopes.</summary>
internal static class ReportTracks
{
    // Differences that are larger than stated by this factor have a cause that the standard deviations do not hold.
    private const double MuchMore = 1.5;
    private const double MuchLess = 0.7;

    public static void Write(Page page, ReportModel model)
    {
        if (model.Components is { } components)
        {
            if (components.Record.Decomposition is { } decomposition)
            {
                WriteMotion(page, components, decomposition);
            }

            WriteAgreement(page, components);
        }

        if (model.Slopes is { } slopes)
        {
            page.Markup("<section aria-labelledby=\"slopes\">").Markup("<h2 id=\"slopes\">Slopes</h2>");
            page.Paragraph(Slopes(slopes.Record));
            page.Paragraph("A radar looks down from the side. Ground behind a steep mountain is hidden from it (shadow), a slope that faces it steeply is folded onto what lies before it (layover), and on a slope that faces north or south it sees little of a slide. What is called active here moved while it was watched; a slope that is not listed may still slide, above all where it is not seen.");
            Parts(page, SlopesPage.Sections(slopes.Layers, slopes.Record));
            page.List(["Outlines, all candidates and maps are in the folder ‘slopes’ (slopes.gpkg, active_slopes.geojson, active_slopes.csv, maps)."]);
            page.Markup("</section>");
        }
    }

    private static void WriteMotion(Page page, ComponentsSummary components, DecompositionRecord record)
    {
        page.Markup("<section aria-labelledby=\"components\">").Markup("<h2 id=\"components\">Up and down, east and west</h2>");
        page.Paragraph($"One satellite track sees motion along one line alone: ground that sinks and ground that moves away sideways look the same to it. The {Words.Count(record.Tracks.Count)} tracks {string.Join(", ", record.Tracks.Select(t => t.Name))} look at this ground from different sides, and together they tell motion up and down from motion to the east and west. "
            + $"A typical standard deviation is {Words.Number(record.VerticalSigmaMillimetres, 1)} mm/yr upwards and {Words.Number(record.EastSigmaMillimetres, 1)} mm/yr to the east: the true motion lies within twice that in 19 of 20 cases.");
        page.Paragraph(Extremes(components.Layers));
        Parts(page, DecompositionPage.Sections(components.Layers, components.Record.Dates, components.Store, record, isShort: true));
        page.List(["Maps, points (components.gpkg, components.geojson, components.csv) and the joint series (store) are in the folder ‘components’."]);
        page.Markup("</section>");
    }

    private static void WriteAgreement(Page page, ComponentsSummary components)
    {
        page.Markup("<section aria-labelledby=\"agreement\">").Markup("<h2 id=\"agreement\">Do the tracks agree?</h2>");
        page.Paragraph("Each track was measured on its own, from other images on other days. Where they show the same motion, neither is likely to be far wrong.");
        foreach (var comparison in components.Comparisons)
        {
            page.Element("h3", string.Join(" and ", comparison.Record.Tracks.Select(t => t.Name)));
            page.Paragraph(Agreement(comparison.Record));
            Parts(page, ComparisonPage.Sections(comparison.Record, comparison.First, comparison.Second, comparison.Difference), "h4");
        }

        page.List(components.Record.Notes);
        page.Markup("</section>");
    }

    private static void Parts(Page page, IReadOnlyList<StudySection> sections, string heading = "h3")
    {
        foreach (var section in sections)
        {
            StudyPage.Write(page, section, heading);
        }
    }

    private static string Extremes(IReadOnlyList<Layer> layers)
    {
        float[] Named(string name) => layers.First(l => l.Description.Name == name).Values.ToArray();
        var (up, upSigma, east, eastSigma) = (Named("vertical_rate"), Named("vertical_rate_sigma"), Named("east_rate"), Named("east_rate_sigma"));
        var limit = 3 * OrderStatistics.MedianOfFinite(upSigma.Select(s => (double)s));
        int[] cells = [.. Enumerable.Range(0, up.Length).Where(i => float.IsFinite(up[i]) && upSigma[i] <= limit)];
        if (cells.Length == 0)
        {
            return "";
        }

        string Range(float[] values, float[] sigmas)
        {
            var (low, high) = (cells.MinBy(i => values[i]), cells.MaxBy(i => values[i]));
            return $"from {Words.Millimetres(values[low])} ± {Words.Millimetres(sigmas[low])} to {Words.Millimetres(values[high])} ± {Words.Millimetres(sigmas[high])} mm/yr";
        }

        return $"Rates run {Range(up, upSigma)} upwards and {Range(east, eastSigma)} to the east; cells whose standard deviation is above three times the usual are left out of this sentence.";
    }

    private static string Agreement(TrackComparisonRecord record)
    {
        var c = record.Comparison;
        var text = $"{Words.Count(c.Cells, "cell", "cells")} of {Words.Number(record.CellMetres, 0)} m are seen by both. Their rates differ by {Words.Millimetres(c.MeanDifference)} mm/yr in the mean with a standard deviation of {Words.Millimetres(c.StandardDeviation)} mm/yr, and have a correlation of {Words.Number(c.Correlation, 2)} (1 is full agreement of the pattern; where nothing moves, noise alone makes it small). ";
        if (!double.IsFinite(c.ScoreDeviation))
        {
            return text;
        }

        return text + (c.ScoreDeviation < MuchLess
            ? "The differences are smaller than the standard deviations of both lead to expect: the tracks agree."
            : c.ScoreDeviation <= MuchMore
            ? "The differences are about as large as the standard deviations of both lead to expect: the tracks agree."
            : $"The differences are {Words.Number(c.ScoreDeviation, 1)} times as large as the standard deviations of both lead to expect. {(record.Vertical ? "Ground that moves sideways too is one reason, since the comparison takes motion as up and down alone; others are" : "Ground that moves sideways is seen differently by both; other reasons are")} errors that the standard deviations do not hold, and a shift of one track against the other.");
    }

    private static string Slopes(SlopesRecord record)
    {
        var seen = record.Visibility[^1];
        string Share(double share) => Words.Number(100 * share, 0) + " %";
        return $"{(record.United == 0 ? "No slope was found active" : $"{Words.Count(record.United, "slope was", "slopes were")} found active, together {Words.Number(record.AreaSquareKilometres, 2)} km²")}. "
            + $"Of the ground, {Share(seen.Sensitive + seen.Flat)} is seen well or flat, {Share(seen.LowSensitivity)} is seen but shows little of motion down the slope, {Share(seen.Layover)} lies in layover and {Share(seen.Shadow + seen.Parallel)} in shadow or along the line of sight"
            + (record.Visibility.Count > 2 ? ", by the better of the tracks." : ".");
    }
}
