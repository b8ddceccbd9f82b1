using Plumb.Processing.Studies;
using Plumb.Processing.Studies.Huaibei;
using Plumb.Simulation;

namespace Plumb.Processing.Tests.Studies.Huaibei;

public class HuaibeiExperimentsTests
{
    private static readonly HuaibeiPublished Published = StudyFiles.Read<HuaibeiPublished>("huaibei", "published.yaml");

    [Fact]
    public void What_the_study_does_not_state_brings_its_ranking()
    {
        var simpler = HuaibeiExperiments.Run(5, TestContext.Current.CancellationToken).Single(e => e.Name == "simpler");
        Dictionary<string, double> Of(BasinCase kind, bool isHarder) => simpler.Rows.Where(r => r.Row.Case == kind && r.IsHarder == isHarder).ToDictionary(r => r.Row.Method, r => r.Row.MeanSquare);
        foreach (var c in new[] { Of(BasinCase.Confused, false), Of(BasinCase.Confused, true) })
        {
            Assert.True(Math.Max(c["mcf"], c["minimum_discontinuity"]) < c["quality"]);
            Assert.True(Math.Max(c["mcf"], c["minimum_discontinuity"]) < Math.Min(c["lp"], c["branch_cuts"]));
        }

        var b = Of(BasinCase.Interrupted, true);
        Assert.True(Math.Max(b["mcf"], b["minimum_discontinuity"]) < b["quality"] && b["quality"] < b["lp"]);
        Assert.Equal("branch_cuts < mcf < minimum_discontinuity < quality < lp", HuaibeiTable.PublishedRanking(Published, "B"));
        Assert.Equal("mcf < minimum_discontinuity < quality < lp < branch_cuts", HuaibeiTable.PublishedRanking(Published, "C"));
    }

    [Fact]
    public void Differences_that_the_study_printed_are_whole_cycles_of_its_pixels()
    {
        Assert.Equal(18, Published.Rows.Count);
        foreach (var row in Published.Rows.Where(r => r.Case == "B" && r.Method != "new"))
        {
            var cycles = 4096 * row.Mse / (4 * Math.PI * Math.PI);
            Assert.Equal(Math.Round(cycles), cycles, 0.05);
        }
    }

    [Fact]
    public void Tables_hold_all_rows()
    {
        var rows = HuaibeiCases.Run(1, Plumb.Unwrapping.Classical.PixelQuality.Coherence, TestContext.Current.CancellationToken);
        Assert.Equal(19, HuaibeiTable.Csv(rows, Published).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var text = HuaibeiTable.Text(rows, [], Published, 1);
        Assert.Contains("case C", text, StringComparison.Ordinal);
        Assert.Contains("94.39", text, StringComparison.Ordinal);
        Assert.Equal("mcf < branch_cuts < quality < minimum_discontinuity < lp", HuaibeiTable.Ranking(rows.Where(r => r.Case == BasinCase.Clear)));
    }
}
