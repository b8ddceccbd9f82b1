using Plumb.Web.Figures;

namespace Plumb.Web.Tests.Figures;

public class TicksTests
{
    [Fact]
    public void Numbers_are_round_and_inside()
    {
        Assert.Equal(["−100", "−50", "0", "50", "100"], Ticks.Numbers(-120, 110, 5).Select(t => t.Label));
        Assert.Equal(["112.2", "112.3", "112.4"], Ticks.Numbers(112.2, 112.47, 4).Select(t => t.Label));
        Assert.Equal(["0.00000", "0.00002", "0.00004"], Ticks.Numbers(0, 5e-5, 3).Select(t => t.Label));
        Assert.Equal("0.0", Ticks.Number(-0.04, 1));
    }

    [Theory]
    [InlineData("2021-01-09", "2022-09-13", 8)]
    [InlineData("2014-10-03", "2024-10-03", 6)]
    [InlineData("2024-05-01", "2024-05-13", 5)]
    [InlineData("2024-12-28", "2025-01-09", 4)]
    [InlineData("0001-01-01", "9999-12-31", 5)]
    [InlineData("2024-05-01", "2024-05-01", 5)]
    public void Dates_are_inside_ascending_and_not_too_many(string from, string to, int count)
    {
        var (first, last) = (DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), DateOnly.Parse(to, System.Globalization.CultureInfo.InvariantCulture));
        var ticks = Ticks.Dates(first, last, count);
        Assert.All(ticks, t => Assert.InRange(t.Value, first.DayNumber, last.DayNumber));
        Assert.Equal(ticks.Select(t => t.Value).Distinct().Order(), ticks.Select(t => t.Value));
        Assert.True(ticks.Count <= Math.Max(count, 17));
    }
}
