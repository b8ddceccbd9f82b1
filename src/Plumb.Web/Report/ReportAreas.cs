using Plumb.Grids;
using Plumb.Processing.AreaTables;
using Plumb.Processing.Groups;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>Mines, concessions, districts and classes of land cover: what each does at most and in the mean.</summary>
internal static class ReportAreas
{
    private const int MostMarks = 40;
    private const int MostSeries = 8;

    public static void Write(Page page, ReportModel model)
    {
        if (model.Areas is not { } record)
        {
            return;
        }

        page.Markup("<section aria-labelledby=\"areas\">").Markup("<h2 id=\"areas\">Areas</h2>");
        page.Paragraph($"Numbers in this section are {record.Axis}." + (record.From is { } from && record.To is { } to ? $" Displacements are from {Words.Date(from)} to {Words.Date(to)}." : ""));
        if (record.Borders.Count > 0)
        {
            page.Figure(
                new MapFigure(model.Rate, new MapOptions
                {
                    Mask = model.Mask,
                    Title = "Areas on the rate along the line of sight",
                    References = ReportMotion.References(model),
                    Outlines = [.. record.Borders.SelectMany(b => b.Rings).Where(r => r.Rows.Count > 2).Select(r => new MapOutline(r.Rows, r.Columns))],
                    Marks = [.. record.Borders.Take(MostMarks).Select((b, k) => (Ring: b.Rings[0], k)).Select(b => new MapMark(Middle(b.Ring.Rows, model.Rate.Grid.Rows), Middle(b.Ring.Columns, model.Rate.Grid.Columns), Words.Ordinal(b.k)))],
                    MarksLabel = "number of the area",
                    Width = 580,
                    PixelLimit = 760,
                }));
        }

        WriteRows(page, record);
        WriteGroups(page, record);
        if (record.Empty.Count > 0)
        {
            page.Paragraph($"Without a good pixel: {string.Join(", ", record.Empty)}.", "note");
        }

        page.Paragraph("Tables and polygons are in the folder 'areas' (GeoPackage, GeoJSON, CSV); group_series.csv has the mean of each at every date.", "note");
        page.Markup("</section>");
    }

    private static void WriteRows(Page page, AreaRecord record)
    {
        if (record.Rows.Count == 0)
        {
            return;
        }

        var numbers = record.Borders.Select((b, k) => (b.Area, k)).ToDictionary(b => b.Area, b => Words.Ordinal(b.k));
        page.Table(
            "The strongest motion in each area",
            ["#No.", "Area", "By", "#With data", "#mm/yr at most", "#mm in all at most", "#km² beyond " + Words.Rounded(1000 * record.Limit) + " mm/yr", "#Of it sure", "#Volume, 1000 m³"],
            record.Rows.Select(r => (IReadOnlyList<string>)
            [
                numbers.GetValueOrDefault(r.Area, ""), r.Area, r.Method, Words.Number(100 * r.Coverage, 0) + " %", Words.PlusMinus(r.Rate, r.RateSigma, 1000, 1), Words.PlusMinus(r.Displacement, r.DisplacementSigma, 1000, 0),
                Words.Number(r.Beyond / 1e6, 2), Words.Number(r.SurelyBeyond / 1e6, 2), Words.PlusMinus(r.Volume, r.VolumeSigma, 1e-3, 0),
            ]));
        page.Paragraph("At most: the mean over the smallest extent of a basin where it is largest. Sure: beyond the limit by two standard deviations.", "note");
    }

    private static void WriteGroups(Page page, AreaRecord record)
    {
        if (record.Groups.Count == 0)
        {
            return;
        }

        page.Table(
            "Mean motion",
            ["Group", "Kind", "#Good pixels", "#km²", "#Mean, mm/yr", "#Mean, mm in all"],
            record.Groups.Select(g => (IReadOnlyList<string>)
            [
                g.Name, g.Kind == GroupKind.LandCover ? "land cover" : "area", Words.Count(g.Pixels), Words.Number(g.Area / 1e6, 2), Words.PlusMinus(g.Rate, g.RateSigma, 1000, 2),
                g.Displacement.Count == 0 ? Words.Unknown : Words.PlusMinus(g.Displacement[^1], g.DisplacementSigma[^1], 1000, 1),
            ]));
        page.Paragraph("The noise of single pixels falls with their number; what neighbours share (atmosphere, the reference) does not, and is in these standard deviations.", "note");
        var drawn = record.Groups.Where(g => g.Dates.Count > 1).Take(MostSeries).ToArray();
        if (drawn.Length > 0)
        {
            page.Markup("<div class=\"two\">");
            foreach (var group in drawn)
            {
                double[] sigma = [.. group.DisplacementSigma];
                page.Figure(new SeriesFigure(
                    group.Name, new SeriesData(group.Dates, group.Displacement, sigma.Any(double.IsFinite) ? sigma : [], group.Rate, group.RateSigma, []), record.Axis.StartsWith("vertical", StringComparison.Ordinal) ? Sign.Up : Sign.TowardsSatellite, 460, 230));
            }

            page.Markup("</div>");
        }
    }

    private static double Middle(IReadOnlyList<double> values, int size) => Math.Clamp(0.5 * (values.Min() + values.Max()), 0, size - 1);
}
