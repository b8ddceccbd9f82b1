using System.Globalization;

namespace Plumb.Scenes.Tests.Studies;

/// <summary>The Ningdong study on the part of its C-band scene around one mine.</summary>
public sealed class NingdongTests
{
    [Fact]
    public void Ours_is_near_the_truth_where_the_motion_can_be_measured_and_marks_where_it_cannot()
    {
        var folder = Directory.CreateTempSubdirectory("plumb-study-").FullName;
        try
        {
            Invocation.Done("study", "ningdong", "--mine", "maliantai", "--bands", "c", "-o", folder).Expect(0, "C band, 102 images, 211 interferograms");
            var rows = File.ReadAllLines(Path.Combine(folder, "table.csv")).Select(l => l.Split(',')).ToList();
            var (heads, near, steep) = (rows[0].ToList(), rows.Single(r => r[1] == "Maliantai"), rows.Single(r => r[1] == "Meihuajing"));
            double Of(string[] row, string head) => double.Parse(row[heads.IndexOf(head)], CultureInfo.InvariantCulture);
            Assert.True(near[^1].Length > 0 || Math.Abs(Of(near, "true_total_mm") - Of(near, "ours_total_mm")) < 50, "Maliantai is short and trusted");
            Assert.Equal(Of(near, "true_mm_yr"), Of(near, "ours_mm_yr"), 12.0);
            Assert.NotEqual(Of(near, "true_mm_yr"), Of(near, "true_stacked_mm_yr"));
            Assert.True(Of(steep, "ours_total_mm") > 0.6 * Of(steep, "true_total_mm"), "the steep mine comes out too small");
            Assert.Contains("too steep", string.Join(',', steep), StringComparison.Ordinal);
            Assert.Equal(4, File.ReadAllLines(Path.Combine(folder, "life_cycle.csv")).Length);
            Assert.Contains("C,Meihuajing,MHJ1,", File.ReadAllText(Path.Combine(folder, "gnss.csv")), StringComparison.Ordinal);
            using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "table.json")));
            Assert.Equal(1, json.RootElement.GetProperty("bands").GetArrayLength());
            var ours = json.RootElement.GetProperty("bands")[0].GetProperty("ours");

            // Noise is told by its standard deviation; what neither that nor a mark tells is hidden.
            var (wrong, hidden, trusted) = (ours.GetProperty("wrong_pixels").GetInt32(), ours.GetProperty("wrong_untold").GetInt32(), ours.GetProperty("trusted_pixels").GetInt32());
            var unmarked = ours.GetProperty("wrong_unmarked").GetInt32();
            Assert.True(wrong > 50, $"{wrong} pixels are wrong: nothing to hide");
            Assert.True(trusted > 0.5 * 180 * 168 && hidden <= unmarked && unmarked <= 0.004 * trusted, $"{unmarked} of {wrong} wrong pixels are among the {trusted} that are trusted, {hidden} of them told by no sigma");
            var page = File.ReadAllText(Path.Combine(folder, "study.html"));
            Assert.Contains("series against GNSS", page, StringComparison.Ordinal);
            Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
            var table = File.ReadAllText(Path.Combine(folder, "table.txt"));
            Assert.Contains("MHJ1 is not used by ours", table, StringComparison.Ordinal);
            var all = table.Split('\n').First(l => l.StartsWith("    all ", StringComparison.Ordinal)).Split('|')[^1];
            Assert.InRange(double.Parse(all, CultureInfo.InvariantCulture), 1.0, 20.0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Unknown_names_are_refused_with_what_is_known()
    {
        Invocation.Of("study", "ningdon").Expect(2, "Did you mean 'ningdong'?");
        Invocation.Of("study", "ningdong", "--bands", "x").Expect(2, "--bands");
        Invocation.Of("study", "ningdong", "--mine", "nowhere").Expect(2, "it has");
    }
}
