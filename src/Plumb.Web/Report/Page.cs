using System.Text;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>Builds the HTML of a page. Every text passes through escaping; only figures go in as markup.</summary>
internal sealed class Page
{
    private readonly StringBuilder html = new();
    private int figures;

    /// <summary>Adds markup of our own making.</summary>
    public Page Markup(string markup)
    {
        html.Append(markup).Append('\n');
        return this;
    }

    /// <summary>Begins a document that loads nothing from elsewhere, up to its body.</summary>
    public Page Begin(string title) =>
        Markup("<!DOCTYPE html>").Markup("<html lang=\"en\">").Markup("<head>").Markup("<meta charset=\"utf-8\"/>")
            .Markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
            .Element("title", title)
            .Markup("<style>").Markup(ReportStyle.Css).Markup("</style>").Markup("</head>").Markup("<body>");

    /// <summary>Begins a document with a headline and a line under it, up to its main part.</summary>
    public Page Begin(string title, string subtitle) =>
        Begin(title).Markup("<header>").Element("h1", title).Element("p", subtitle, "sub").Markup("</header>").Markup("<main>");

    /// <summary>Ends the main part and the document.</summary>
    /// <param name="maker">What made it.</param>
    public Page End(string maker = "Plumb") =>
        Markup("</main>").Element("footer", $"Made by {maker}. This file is complete in itself: it loads nothing from elsewhere.").Markup("</body>").Markup("</html>");

    /// <summary>Adds an element that holds a text.</summary>
    public Page Element(string tag, string text, string style = "")
    {
        html.Append('<').Append(tag);
        if (style.Length > 0)
        {
            html.Append(" class=\"").Append(style).Append('"');
        }

        html.Append('>').Append(Figures.Markup.Escape(text)).Append("</").Append(tag).Append(">\n");
        return this;
    }

    /// <summary>Adds a paragraph.</summary>
    public Page Paragraph(string text, string style = "") => Element("p", text, style);

    /// <summary>Adds a list with a dot before each item.</summary>
    public Page List(IEnumerable<string> items)
    {
        Markup("<ul>");
        foreach (var item in items)
        {
            Element("li", item);
        }

        return Markup("</ul>");
    }

    /// <summary>Adds a figure with a caption; its words for people who cannot see it are inside.</summary>
    public Page Figure(Figure figure, string caption = "")
    {
        figures++;
        Markup("<figure>").Markup(figure.ToSvg("f" + figures.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        if (caption.Length > 0)
        {
            Element("figcaption", caption);
        }

        return Markup("</figure>");
    }

    /// <summary>Adds a table; columns whose head starts with '#' hold numbers and are set to the right.</summary>
    public Page Table(string caption, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        Markup("<div class=\"scroll\" tabindex=\"0\"><table>").Element("caption", caption).Markup("<thead><tr>");
        foreach (var head in heads)
        {
            var isNumber = head.StartsWith('#');
            html.Append("<th scope=\"col\"").Append(isNumber ? " class=\"n\">" : ">")
                .Append(Figures.Markup.Escape(isNumber ? head[1..] : head)).Append("</th>");
        }

        Markup("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Count; i++)
            {
                var number = heads[i].StartsWith('#') ? " class=\"n\"" : "";
                var (open, close) = i == 0 ? ($"<th scope=\"row\"{number}>", "</th>") : ($"<td{number}>", "</td>");
                html.Append(open).Append(Figures.Markup.Escape(row[i])).Append(close);
            }

            html.Append("</tr>\n");
        }

        return Markup("</tbody></table></div>");
    }

    /// <summary>Adds names with their meanings.</summary>
    public Page Definitions(IEnumerable<(string Name, string Meaning)> entries)
    {
        Markup("<dl>");
        foreach (var (name, meaning) in entries)
        {
            Markup("<div>").Element("dt", name).Element("dd", meaning).Markup("</div>");
        }

        return Markup("</dl>");
    }

    /// <summary>The markup so far.</summary>
    public override string ToString() => html.ToString();
}
