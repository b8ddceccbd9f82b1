using System.Text;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>A figure of a study's page.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Caption">What it shows; may be empty.</param>
public sealed record StudyFigure(Figure Figure, string Caption = "");

/// <summary>A table of a study's page.</summary>
/// <param name="Caption">Title of the table.</param>
/// <param name="Heads">Heads of the columns; those that start with '#' hold numbers.</param>
/// <param name="Rows">Cells as text; shape (row, column).</param>
public sealed record StudyTable(string Caption, IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>A section of a study's page: text, then tables, then wide figures, then small ones two beside each other.</summary>
/// <param name="Title">Title of the section.</param>
public sealed record StudySection(string Title)
{
    /// <summary>Paragraphs of text.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>Tables.</summary>
    public IReadOnlyList<StudyTable> Tables { get; init; } = [];

    /// <summary>Figures of the page's full width.</summary>
    public IReadOnlyList<StudyFigure> Figures { get; init; } = [];

    /// <summary>Figures of half the page's width.</summary>
    public IReadOnlyList<StudyFigure> SmallFigures { get; init; } = [];
}

/// <summary>The page of a published study: what it printed, what its method gives on a scene of known truth, and what ours gives.</summary>
/// <param name="Title">Title of the page.</param>
/// <param name="Subtitle">A line under it.</param>
/// <param name="Sections">Its sections.</param>
public sealed record StudyPage(string Title, string Subtitle, IReadOnlyList<StudySection> Sections)
{
    /// <summary>Writes the page as one HTML file that loads nothing from elsewhere; an older one is replaced.</summary>
    /// <param name="path">The file, usually study.html.</param>
    public void Write(string path) => FigureFile.Replace(path, Encoding.UTF8.GetBytes(ToHtml()));

    /// <summary>The page as HTML.</summary>
    public string ToHtml()
    {
        var page = new Page();
        page.Begin(Title, Subtitle);
        foreach (var section in Sections)
        {
            page.Markup("<section>");
            Write(page, section, "h2");
            page.Markup("</section>");
        }

        return page.End().ToString();
    }

    /// <summary>What a section holds, on a page of its own or inside another.</summary>
    internal static void Write(Page page, StudySection section, string heading)
    {
        page.Element(heading, section.Title);
        foreach (var text in section.Text)
        {
            page.Paragraph(text);
        }

        foreach (var table in section.Tables)
        {
            page.Table(table.Caption, table.Heads, table.Rows);
        }

        foreach (var figure in section.Figures)
        {
            page.Figure(figure.Figure, figure.Caption);
        }

        if (section.SmallFigures.Count > 0)
        {
            page.Markup("<div class=\"two\">");
            foreach (var figure in section.SmallFigures)
            {
                page.Figure(figure.Figure, figure.Caption);
            }

            page.Markup("</div>");
        }
    }
}
