using Plumb.Web.Figures;
using Plumb.Web.Report;

namespace Plumb.Web.Tests.Report;

/// <summary>The page of a published study.</summary>
public class StudyPageTests
{
    [Fact]
    public void A_page_holds_its_text_tables_and_figures_and_loads_nothing()
    {
        var figure = new HistogramFigure("Rates", [1, 2, 2, 3], "mm/yr");
        var html = new StudyPage("A <study>", "two methods",
        [
            new StudySection("Figures & tables")
            {
                Text = ["less < more"],
                Tables = [new StudyTable("Published / ours", ["Mine", "#Rate"], [["North", "-12"]])],
                Figures = [new StudyFigure(figure, "wide")],
                SmallFigures = [new StudyFigure(figure, "left"), new StudyFigure(figure)],
            },
        ]).ToHtml();
        Assert.Contains("A &lt;study&gt;", html, StringComparison.Ordinal);
        Assert.Contains("less &lt; more", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"n\">-12</td>", html, StringComparison.Ordinal);
        Assert.Equal(3, html.Split("<figure>").Length - 1);
        Assert.Equal(2, html.Split("<figcaption>").Length - 1);
        Assert.DoesNotContain("href=", html, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", html, StringComparison.Ordinal);
    }
}
