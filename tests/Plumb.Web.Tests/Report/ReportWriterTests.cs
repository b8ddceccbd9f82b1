using System.Text.RegularExpressions;
using System.Xml.Linq;
using Plumb.Acquisitions;
using Plumb.Grids;
using Plumb.Web.Report;

namespace Plumb.Web.Tests.Report;

public class ReportWriterTests
{
    private const string Hostile = "<script>alert('x')</script>\"&]]>\u0001 https://evil.example/";

    [Fact]
    public void Report_of_a_mine_says_what_moved_where_and_how_sure()
    {
        var html = ReportWriter.ToHtml(ReportModels.Mine(new SyntheticMine()));
        KeepForLooking("report", html);
        var text = TextOf(html);
        Assert.Matches("The fastest sinking place \\(place 1, at 35\\.33\\d\\d° N, 112\\.32\\d\\d° E\\) moves 11\\d mm per year away from the satellite", text);
        Assert.Matches("The fastest rising place .place A, .* moves (19|2\\d) mm per year towards the satellite", text);
        Assert.Contains("1.26 times the number given", text, StringComparison.Ordinal);
        Assert.Contains("quarter wavelength (13.9 mm)", text, StringComparison.Ordinal);
        Assert.Contains("37° off the vertical", text, StringComparison.Ordinal);
        Assert.Contains("Spans that no image pair observes", text, StringComparison.Ordinal);
        Assert.Contains("2022-01-28", text, StringComparison.Ordinal);
        Assert.Contains("b3f1c0a94e6d7f12", text, StringComparison.Ordinal);
        Assert.Contains("Highest mean coherence (0.91)", text, StringComparison.Ordinal);
        Assert.Contains("Water.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        AssertStandsAlone(html);
    }

    [Fact]
    public void Check_of_the_pairs_against_each_other_is_told_with_what_was_corrected_and_what_is_left()
    {
        var mine = new SyntheticMine();
        var model = ReportModels.Mine(mine);
        Assert.Contains("This was not checked", TextOf(ReportWriter.ToHtml(model)), StringComparison.Ordinal);
        var closure = ReportModels.Closure(mine, model.Pairs);
        var html = ReportWriter.ToHtml(model with { Closure = closure });
        KeepForLooking("report-closure", html);
        var text = TextOf(html);
        Assert.Contains("2.1 % of them failed. 1 of", text, StringComparison.Ordinal);
        Assert.Contains("image pairs were corrected, at 10 % of the pixels in all; under 0.1 % of the checks fail now", text, StringComparison.Ordinal);
        Assert.Contains("at under 0.1 % because several corrections would do as well", text, StringComparison.Ordinal);
        Assert.Contains("−1: 6 000, +1: 5", text.Replace('\u202F', ' '), StringComparison.Ordinal);
        Assert.Contains("cannot test them", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        AssertStandsAlone(html);
        var bare = closure with { Record = closure.Record with { Loops = 0, Pixels = 0 } };
        Assert.Contains("Errors of whole half waves would not show", TextOf(ReportWriter.ToHtml(model with { Closure = bare })), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_without_a_good_pixel_says_so_and_gives_the_reasons()
    {
        var html = ReportWriter.ToHtml(ReportModels.Empty());
        KeepForLooking("report-empty", html);
        var text = TextOf(html);
        Assert.Contains("No pixel of the area could be measured reliably", text, StringComparison.Ordinal);
        Assert.Contains("The ground changes too much between images", text, StringComparison.Ordinal);
        Assert.Contains("No reference area is recorded", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        AssertStandsAlone(html);
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        var model = ReportModels.Empty() with
        {
            Title = Hostile,
            AreaName = Hostile,
            Warnings = [Hostile],
            NotCorrected = [Hostile],
            CorrectionsMade = [Hostile],
            Measurement = new(new Sensor(Hostile, 0.05), PassDirection.Ascending, 30, 10, Hostile, 20, 20),
            Settings = [new(Hostile, Hostile, Hostile, false, Hostile)],
            Reference = new([new(1, 1, 1, 0, 0, 1, 0.9)], Hostile, true, [Hostile]),
            Provenance = new(Hostile, Hostile, Hostile, [(Hostile, Hostile)]),
        };
        var html = ReportWriter.ToHtml(model);
        AssertStandsAlone(html);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("alert('x')", TextOf(html), StringComparison.Ordinal);
    }

    [Fact]
    public void Large_layers_are_reduced_and_the_file_stays_small()
    {
        var html = ReportWriter.ToHtml(ReportModels.Mine(new SyntheticMine(1100, 900)));
        Assert.InRange(html.Length, 100_000, 8_000_000);
        AssertStandsAlone(html);
    }

    [Fact]
    public void Same_model_gives_the_same_bytes_and_replaces_the_old_file()
    {
        var folder = Directory.CreateTempSubdirectory("plumb-report");
        try
        {
            var path = Path.Combine(folder.FullName, "new", "report.html");
            ReportWriter.Write(ReportModels.Empty(), path);
            var once = File.ReadAllBytes(path);
            File.WriteAllText(path, "old");
            ReportWriter.Write(ReportModels.Empty(), path);
            Assert.Equal(once, File.ReadAllBytes(path));
            Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Fact]
    public void A_layer_on_another_grid_is_refused_by_name()
    {
        var model = ReportModels.Empty();
        var other = new Layer(new("temporal_coherence", "", Unit.One, Sign.None), Grid.Radar(7, 7), new float[49]);
        var error = Assert.Throws<RequestException>(() => ReportWriter.ToHtml(model with { TemporalCoherence = other }));
        Assert.Contains("temporal_coherence", error.Message, StringComparison.Ordinal);
        Assert.Throws<RequestException>(() => ReportWriter.ToHtml(model with { Mask = new Mask(Grid.Radar(30, 40)) }));
    }

    /// <summary>Well-formed, unique identifiers, nothing loaded, no scripts, headings in order, tables with heads, figures with words.</summary>
    private static void AssertStandsAlone(string html)
    {
        var page = XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        var ids = page.Descendants().Attributes("id").Select(a => a.Value).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(page.Descendants().Attributes().Where(a => a.Name.LocalName is "href" or "src"), a => Assert.Matches("^(#|data:image/png;base64,)", a.Value));
        Assert.All(page.Descendants().Attributes("href").Where(a => a.Value[0] == '#'), a => Assert.Contains(a.Value[1..], ids));
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "script" or "link" or "iframe" or "object" or "img");
        Assert.DoesNotMatch("url\\((?!#)|@import", html);
        Assert.All(page.Descendants("table"), t => Assert.Contains(t.Descendants("th"), h => h.Attribute("scope")?.Value == "col"));
        Assert.All(page.Descendants().Where(e => e.Name.LocalName == "svg"), s => Assert.Equal("img", s.Attribute("role")?.Value));
        Assert.Single(page.Descendants("h1"));
        var tags = page.Descendants().Select(e => e.Name.LocalName).Where(n => n is "h1" or "h2" or "h3").ToArray();
        Assert.All(Enumerable.Range(1, tags.Length - 1), i => Assert.True(tags[i][1] - tags[i - 1][1] <= 1));
    }

    private static string TextOf(string html)
    {
        var page = XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        page.Descendants("style").Remove();
        return Regex.Replace(page.Root!.Value, "\\s+", " ");
    }

    private static void KeepForLooking(string name, string html)
    {
        if (Environment.GetEnvironmentVariable("PLUMB_GALLERY") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, name + ".html"), html);
        }
    }
}
