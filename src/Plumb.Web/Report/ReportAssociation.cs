namespace Plumb.Web.Report;

/// <summary>What motion follows: lags, course of group and driver, maps of the season.</summary>
internal static class ReportAssociation
{
    private const int MostPlots = 12;
    private const int MostMaps = 6;

    public static void Write(Page page, ReportModel model)
    {
        if (model.Association is not { } summary)
        {
            return;
        }

        page.Markup("<section aria-labelledby=\"association\">").Markup("<h2 id=\"association\">What motion follows</h2>");
        AssociationPage.WriteLags(page, summary.Record, MostPlots);
        AssociationPage.WriteMaps(page, [.. summary.Maps.Take(MostMaps)], "h3");
        page.Paragraph("All lags and maps are in the folder 'association' (CSV, GeoTIFF).", "note");
        page.Markup("</section>");
    }
}
