using Plumb.Geometry;
using Plumb.Grids;
using Plumb.Validation;

namespace Plumb.Tests.Validation;

public class StationComparisonTests
{
    private static readonly DateOnly First = new(2020, 1, 1);
    private static readonly LookVector Look = LookVector.FromAngles(0.6, -0.2);

    private static GnssStation Station(Func<int, (double East, double North, double Up)> motion, int days = 200, Func<int, bool>? isThere = null) =>
        new("TEST", 106, 38, "mine", new GnssSeries(Enumerable.Range(0, days).Where(isThere ?? (_ => true)).Select(d =>
        {
            var (e, n, u) = motion(d);
            return new GnssPosition(First.AddDays(d), e, n, u, 0.002, 0.003, 0.006);
        })));

    private static RadarSeries Radar(Func<int, double> displacement, int every = 12, int count = 15) => new(
        [.. Enumerable.Range(0, count).Select(k => First.AddDays(5 + (k * every)))],
        [.. Enumerable.Range(0, count).Select(k => displacement(5 + (k * every)))],
        [.. Enumerable.Range(0, count).Select(_ => 0.004)],
        Look);

    [Fact]
    public void The_same_motion_differs_by_nothing_and_the_projection_is_the_look_vectors()
    {
        static (double, double, double) Motion(int d) => (1e-4 * d, -2e-4 * d, -1e-3 * d);
        var comparison = StationComparison.Of(Station(Motion), Radar(d => Look.Project(1e-4 * d, -2e-4 * d, -1e-3 * d) + 0.5), new());
        Assert.True(comparison.IsUsed);
        Assert.Equal(14, comparison.Dates.Count);
        Assert.Equal(First.AddDays(5), comparison.ReferenceDate);
        Assert.Equal(0, comparison.Rmse, 1e-12);
        Assert.Equal(Look.Project(1e-4 * 168, -2e-4 * 168, -1e-3 * 168), comparison.Dates[^1].Ground, 1e-12);
    }

    [Fact]
    public void Root_mean_square_bias_and_scatter()
    {
        var comparison = StationComparison.Of(Station(_ => (0, 0, 0)), Radar(d => d == 5 ? 0 : 0.01 + (d % 24 == 5 ? 0.002 : -0.002)), new() { Flicker = FlickerNoise.None });
        Assert.Equal(0.01, comparison.Bias, 1e-12);
        Assert.Equal(0.002, comparison.Scatter, 1e-12);
        Assert.Equal(Math.Sqrt(1e-4 + 4e-6), comparison.Rmse, 1e-12);
        var mean = Math.Sqrt(Math.Pow(Look.East * 0.002, 2) + Math.Pow(Look.North * 0.003, 2) + Math.Pow(Look.Up * 0.006, 2)) / Math.Sqrt(7);
        Assert.Equal(Math.Sqrt((2 * mean * mean) + (2 * 0.004 * 0.004)), comparison.Expected, 1e-9);
        Assert.Equal(comparison.Rmse, StationComparison.PooledRmse([comparison, StationComparison.Unused(Station(_ => default), "no pixel")]), 1e-12);
    }

    [Fact]
    public void A_week_is_averaged_and_a_gap_has_no_value()
    {
        var station = Station(d => (0, 0, d % 2 == 0 ? 0.01 : -0.01), isThere: d => d is < 60 or > 90);
        var (value, sigma) = station.Series.LineOfSight(First.AddDays(40), 7, 4, Look);
        Assert.Equal(Look.Up * -0.01 / 7, value, 1e-12);
        Assert.True(sigma > 0);
        Assert.True(double.IsNaN(station.Series.LineOfSight(First.AddDays(75), 7, 4, Look).Value));
        Assert.False(double.IsNaN(station.Series.LineOfSight(First.AddDays(59), 7, 4, Look).Value));
        Assert.True(double.IsNaN(station.Series.LineOfSight(First.AddDays(60), 7, 4, Look).Value));
        Assert.False(double.IsNaN(station.Series.LineOfSight(First.AddDays(60), 7, 3, Look).Value));
    }

    [Fact]
    public void A_station_with_too_few_common_dates_says_so()
    {
        var comparison = StationComparison.Of(Station(_ => default, isThere: d => d < 40), Radar(_ => 0), new());
        Assert.False(comparison.IsUsed);
        Assert.Contains("3 dates", comparison.Reason, StringComparison.Ordinal);
        Assert.True(double.IsNaN(comparison.Rmse));
    }

    [Fact]
    public void Records_that_cannot_be_are_refused()
    {
        Assert.Throws<RequestException>(() => new GnssSeries([new(First, 0, 0, 0, 0, 0, 0), new(First, 0, 0, 0, 0, 0, 0)]));
        Assert.Throws<RequestException>(() => new GnssSeries([new(First, double.NaN, 0, 0, 0, 0, 0)]));
        Assert.Throws<RequestException>(() => new GnssSeries([new(First, 0, 0, 0, -1, 0, 0)]));
    }

    [Fact]
    public void Pixels_within_the_radius_or_else_the_nearest_good_one()
    {
        var grid = new Grid(new Crs("EPSG:32650", false), 0, 1000, 40, -40, 25, 25);
        var mask = new Mask(grid);
        var around = StationPixels.Around(mask, (40, 40), 10.25, 12.1, 46, 150);
        Assert.Equal([(10, 12), (11, 12), (10, 13), (10, 11)], around.Pixels);
        Assert.False(around.IsSubstitute);
        foreach (var (row, column) in around.Pixels)
        {
            mask.Add((row * 25) + column, MaskReasons.LowCoherence);
        }

        var nearest = StationPixels.Around(mask, (40, 40), 10.25, 12.1, 46, 150);
        Assert.Equal([(11, 13)], nearest.Pixels);
        Assert.True(nearest.IsSubstitute);
        Assert.Equal(40 * Math.Sqrt((0.75 * 0.75) + (0.9 * 0.9)), nearest.Distance, 1e-9);
        Assert.Empty(StationPixels.Around(mask, (40, 40), 60, 12, 46, 150).Pixels);
    }
}
