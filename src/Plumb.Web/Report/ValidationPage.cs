using System.Text;
using Plumb.Processing.Validations;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>A validation as one HTML file that loads nothing from elsewhere. Safe for threads.</summary>
public static class ValidationPage
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "validation.html";

    /// <summary>Writes the page; an older one is replaced.</summary>
    /// <param name="record">The validation, metres.</param>
    /// <param name="title">What was compared.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(ValidationRecord record, string title, string path)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(title);
        var page = new Page();
        page.Begin(title, "Radar against measurements on the ground").Markup("<section>");
        ReportValidation.WriteBody(page, record);
        FigureFile.Replace(path, Encoding.UTF8.GetBytes(page.Markup("</section>").End().ToString()));
    }
}
