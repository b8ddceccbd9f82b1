using System.Globalization;
using System.Text.RegularExpressions;
using Plumb.Web.Figures;

namespace Plumb.Web.Tests.Figures;

public class RatesFigureTests
{
    [Fact]
    public void Places_have_points_bars_and_names_and_unknown_rates_are_left_out()
    {
        var svg = Figure([new("HERE", -5, 1, -4, 0.5), new("THERE", 3, double.NaN, 2, double.NaN), new("NOWHERE", double.NaN, 1, 2, 1)]).ToSvg("r");
        Assert.Contains("HERE", svg, StringComparison.Ordinal);
        Assert.Contains("THERE", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("NOWHERE", svg, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(svg, "<circle"));
        Assert.Contains("station, mm/yr", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_places_are_points_alone_and_none_is_an_empty_frame()
    {
        var many = Figure([.. Enumerable.Range(0, 40).Select(k => new RatePair("S" + k.ToString(CultureInfo.InvariantCulture), k, 1, k + 0.5, 1))]);
        Assert.DoesNotContain("S39", many.ToSvg("r"), StringComparison.Ordinal);
        Assert.StartsWith("40 places", many.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("<circle", Figure([]).ToSvg("r"), StringComparison.Ordinal);
    }

    private static RatesFigure Figure(RatePair[] pairs) => new("Rates", pairs, "station, mm/yr", "radar, mm/yr");
}
