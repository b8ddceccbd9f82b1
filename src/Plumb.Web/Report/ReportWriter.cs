using System.Text;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>
/// Writes the report of a run: one HTML file that holds its style and all its figures, loads nothing, needs no scripts,
/// and can be read by people without a background in radar. The same model gives the same bytes.
/// </summary>
public static class ReportWriter
{
    /// <summary>Writes the report; the file holds either the old or the new report, whatever happens.</summary>
    /// <param name="model">What the report tells; rates are metres per year, displacements metres.</param>
    /// <param name="path">The file, usually report.html; an older one is replaced.</param>
    /// <exception cref="RequestException">The layers of the model do not lie on one grid.</exception>
    public static void Write(ReportModel model, string path) => FigureFile.Replace(path, Encoding.UTF8.GetBytes(ToHtml(model)));

    /// <summary>The report as HTML.</summary>
    /// <param name="model">What the report tells; rates are metres per year, displacements metres.</param>
    /// <exception cref="RequestException">The layers of the model do not lie on one grid.</exception>
    public static string ToHtml(ReportModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Check(model);
        var numbers = new ReportNumbers(model);
        var page = new Page();
        page.Begin(model.Title);
        ReportHeadline.Write(page, model, numbers);
        page.Markup("<main>");
        ReportMotion.Write(page, model);
        ReportFit.Write(page, model);
        ReportSubsidence.Write(page, model);
        ReportTracks.Write(page, model);
        ReportCorridors.Write(page, model);
        ReportAreas.Write(page, model);
        ReportAssociation.Write(page, model);
        ReportValidation.Write(page, model);
        ReportMethod.Write(page, model, numbers);
        ReportQuality.Write(page, model, numbers);
        ReportLimits.Write(page, model, numbers);
        ReportAppendix.Write(page, model);
        return page.End($"Plumb {model.Provenance.SoftwareVersion}").ToString();
    }

    private static void Check(ReportModel model)
    {
        var size = model.Rate.Grid.PixelCount;
        var others = new[] { model.RateSigma, model.TemporalCoherence, model.Closure?.OpenBefore, model.Closure?.OpenAfter, model.Closure?.Changed }.Concat(model.Cumulative.Select(c => c.Displacement));
        foreach (var layer in others.OfType<Plumb.Grids.Layer>())
        {
            if (layer.Grid.PixelCount != size || layer.Grid.Columns != model.Rate.Grid.Columns)
            {
                throw new RequestException($"The report cannot show layer '{layer.Description.Name}' ({layer.Grid.Rows} x {layer.Grid.Columns} pixels): the rate has {model.Rate.Grid.Rows} x {model.Rate.Grid.Columns}. Give all layers on one grid.");
            }
        }

        if (model.Mask.Grid.PixelCount != size || model.Mask.Grid.Columns != model.Rate.Grid.Columns)
        {
            throw new RequestException($"The report cannot use a mask of {model.Mask.Grid.Rows} x {model.Mask.Grid.Columns} pixels: the rate has {model.Rate.Grid.Rows} x {model.Rate.Grid.Columns}. Give both on one grid.");
        }
    }
}
