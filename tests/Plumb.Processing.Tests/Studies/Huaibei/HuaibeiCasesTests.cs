using Plumb.Processing.Studies.Huaibei;
using Plumb.Simulation;
using Plumb.Unwrapping.Classical;

namespace Plumb.Processing.Tests.Studies.Huaibei;

public class HuaibeiCasesTests
{
    private static readonly IReadOnlyList<HuaibeiRow> Rows = HuaibeiCases.Run(6, PixelQuality.Coherence, TestContext.Current.CancellationToken);

    [Fact]
    public void In_the_clear_case_no_method_has_a_wrong_pixel()
    {
        Assert.Equal(6, Rows.Count(r => r.Case == BasinCase.Clear));
        Assert.All(Rows.Where(r => r.Case == BasinCase.Clear), r =>
        {
            Assert.Equal((0, 0, 1), (r.WrongPercent, r.Unreached, r.WithinRange));
            Assert.InRange(r.MeanSquare, 0, 1e-9);
        });
    }

    [Fact]
    public void Where_fringes_are_interrupted_the_flows_lead_and_quality_comes_last()
    {
        var wrong = Rows.Where(r => r.Case == BasinCase.Interrupted).ToDictionary(r => r.Method, r => r.WrongPercent);
        Assert.InRange(wrong["statistical"], 0, wrong["mcf"]);
        Assert.All(new[] { "mcf", "minimum_discontinuity", "lp", "branch_cuts" }, m => Assert.InRange(wrong[m], 0, 1));
        Assert.True(wrong["quality"] > wrong["branch_cuts"]);
    }

    [Fact]
    public void Where_fringes_are_confused_quality_is_far_off_and_cuts_leave_pixels_out()
    {
        var rows = Rows.Where(r => r.Case == BasinCase.Confused).ToDictionary(r => r.Method);
        Assert.All(rows.Values.Where(r => r.Method != "quality"), r => Assert.True(r.MeanSquare < rows["quality"].MeanSquare));
        Assert.True(rows["statistical"].WrongPercent < rows["mcf"].WrongPercent);
        Assert.True(rows["branch_cuts"].Unreached > 100);
    }
}
