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
        page.Markup("<!DOCTYPE html>").Markup("<html lang=\"en\">").Markup("<head>").Markup("<meta charset=\"utf-8\"/>")
            .Markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
            .Element("title", title)
            .Markup("<style>").Markup(ReportStyle.Css).Markup("</style>").Markup("</head>").Markup("<body>")
            .Markup("<header>").Element("h1", title).Element("p", "Radar against measurements on the ground", "sub").Markup("</header>").Markup("<main>").Markup("<section>");
        ReportValidation.WriteBody(page, record);
        page.Markup("</section>").Markup("</main>").Element("footer", "Made by Plumb. This file is complete in itself: it loads nothing from elsewhere.");
        FigureFile.Replace(path, Encoding.UTF8.GetBytes(page.Markup("</body>").Markup("</html>").ToString()));
    }
}
