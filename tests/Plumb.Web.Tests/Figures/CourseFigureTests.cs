using Plumb.Web.Figures;

namespace Plumb.Web.Tests.Figures;

/// <summary>Profiles along lines, and series above bars.</summary>
public sealed class CourseFigureTests
{
    private static readonly DateOnly[] Dates = [.. Enumerable.Range(0, 24).Select(k => new DateOnly(2020, 1, 15).AddMonths(k))];

    [Fact]
    public void A_profile_names_its_curves_and_stretches_and_leaves_gaps_open()
    {
        double[] kilometres = [0, 1, 2, 3, 4, 5], values = [0, -10, double.NaN, -30, -20, 0];
        var svg = new ProfileFigure("Rate", kilometres, [new("radar", values, [1, 1, 1, 1, 1, 1]), new("truth", [0, -9, -20, -31, -20, 0], [])], [(1.5, 4.5, "coal field")], "mm/yr").ToSvg("p");
        foreach (var word in new[] { "radar", "truth", "coal field", "km along the line", "mm/yr" })
        {
            Assert.Contains(word, svg, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_without_values_still_has_axes_and_one_of_two_lengths_is_refused()
    {
        Assert.DoesNotContain("NaN", new ProfileFigure("Rate", [0, 1], [new("radar", [double.NaN, double.NaN], [])], [], "mm/yr").ToSvg("p"), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ProfileFigure("Rate", [0, 1], [new("radar", [1], [])], [], "mm/yr"));
        Assert.Throws<ArgumentException>(() => new ProfileFigure("Rate", [], [], [], "mm/yr"));
    }

    [Fact]
    public void Series_stand_above_bars_with_an_axis_of_their_own()
    {
        double[] motion = [.. Dates.Select((_, k) => k == 3 ? double.NaN : 5 * Math.Sin(k / 2.0))];
        var figure = new CourseFigure("Groups", [new("rural", Dates, motion), new("true motion", Dates, motion, IsLine: true)], "mm, up +", new CourseBars("rain, mm", Dates, [.. Dates.Select(d => 10.0 * d.Month)], 30));
        var svg = figure.ToSvg("c");
        foreach (var word in new[] { "rural", "true motion", "rain, mm", "mm, up +", "2021" })
        {
            Assert.Contains(word, svg, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.Contains("Bars: rain", figure.Description, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new CourseFigure("Groups", [new("rural", [], [])], "mm"));
    }
}
