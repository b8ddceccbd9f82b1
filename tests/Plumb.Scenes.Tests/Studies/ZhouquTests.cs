using System.Globalization;
using Plumb.Cli;
using Plumb.Cli.Commands;
using Plumb.Cli.Studies;
using Plumb.Processing.Progress;
using Plumb.Processing.Studies;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Studies;

/// <summary>The Zhouqu study on smaller mountains of another seed.</summary>
public sealed class ZhouquTests
{
    [Fact]
    public void Every_slide_outside_distortion_is_found_and_decoys_are_rejected()
    {
        var folder = Directory.CreateTempSubdirectory("plumb-study-").FullName;
        try
        {
            var scene = StudyFiles.Read<Scene>("zhouqu", "scene.yaml");
            var bench = new StudyBench("zhouqu", folder, new CommandContext(
                new ProgramConsole(TextWriter.Null, TextWriter.Null, false, 80, TimeProvider.System), SilentProgress.Instance, false, false, TestContext.Current.CancellationToken));
            var outcome = new ZhouquStudy().Run(scene with { Seed = 77, Grid = scene.Grid with { Columns = 320, Rows = 280 } }, bench);
            var rows = Rows(outcome, "planted.csv");
            var heads = rows[0].ToList();
            string Of(string[] row, string head) => row[heads.IndexOf(head)];
            double Number(string[] row, string head) => double.Parse(Of(row, head), CultureInfo.InvariantCulture);
            var slides = rows.Where(r => Of(r, "kind") is "Slide").ToArray();
            Assert.True(slides.Length >= 8, $"{slides.Length} slides were planted");
            Assert.All(slides, r =>
            {
                Assert.True(Number(r, "slope_deg") > 10 && Of(r, "active_slope") == "yes", string.Join(' ', r));

                // A body moves in one direction, and each pixel's rate is told down its own slope.
                Assert.Equal(Number(r, "true_slope_rate_mm_yr"), Number(r, "slope_rate_mm_yr"), Math.Max(6.0, 0.2 * Number(r, "true_slope_rate_mm_yr")));
            });
            var decoys = rows.Where(r => Of(r, "kind") is "FlatDecoy" or "LayoverDecoy").ToArray();
            Assert.True(decoys.Length >= 4, $"{decoys.Length} decoys were planted");
            Assert.All(decoys, r => Assert.True(Of(r, "active_slope") == "no", string.Join(' ', r)));
            Assert.Contains(decoys, r => Of(r, "ascending") == "dropped, flat" || Of(r, "descending") == "dropped, flat");
            Assert.Contains(decoys, r => Of(r, "ascending") == "dropped, layover or shadow" || Of(r, "descending") == "dropped, layover or shadow");
            var table = Rows(outcome, "table.csv").ToDictionary(r => r[0]);
            Assert.True(double.Parse(table["relief, m"][3], CultureInfo.InvariantCulture) > 1000);
            foreach (var part in new[] { "front", "middle", "back" })
            {
                var row = table[$"long slide, {part}: rate along the descending line of sight, mm/yr"];
                Assert.Equal(double.Parse(row[2], CultureInfo.InvariantCulture), double.Parse(row[3], CultureInfo.InvariantCulture), 5.0);
            }

            var page = outcome.Page.ToHtml();
            Assert.Contains("Three parts of one slide", page, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(folder, "slopes", "slopes.gpkg")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void What_the_study_has_not_is_refused() => Invocation.Of("study", "zhouqu", "--mine", "x").Expect(2, "--mine is 'x'", "Leave it out");

    private static string[][] Rows(StudyOutcome outcome, string file) =>
        [.. outcome.Tables.Single(t => t.File == file).Content.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Cells)];

    private static string[] Cells(string line)
    {
        var cells = new List<string>();
        var text = new System.Text.StringBuilder();
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                cells.Add(text.ToString());
                text.Clear();
            }
            else
            {
                text.Append(c);
            }
        }

        return [.. cells, text.ToString()];
    }
}
