using Plumb.Acquisitions;
using Plumb.Geometry;

namespace Plumb.Tests.Geometry;

public sealed class PerpendicularBaselineTests
{
    private const double Radius = 7.07e6;
    private const double Rate = 7500.0 / Radius;

    /// <summary>An ascending pass over longitude 0, shifted across the track (positive to the right, east) and upwards, metres.</summary>
    private static Orbit Pass(double right, double up, double late = 0) => new(Enumerable.Range(-3, 7).Select(i =>
    {
        var t = 10.0 * i;
        var (s, c) = Math.SinCos(Rate * (t - late));
        var r = Radius + up;
        return new StateVector(t + 40_000, new EcefVector(r * c, right, r * s), new EcefVector(-r * Rate * s, 0, r * Rate * c));
    }));

    private static readonly GeodeticPosition RightOfTrack = GeodeticPosition.FromDegrees(4, 0, 0);

    [Theory]
    [InlineData(100, 0, 0)]
    [InlineData(0, 50, 0)]
    [InlineData(-70, 30, 0.4)]
    public void Point_and_components_agree_with_the_plane_geometry(double right, double up, double late)
    {
        var (first, second) = (Pass(0, 0), Pass(right, up, late));
        Assert.True(RadarView.TryObserve(first, RightOfTrack, out var seen));
        Assert.True(PerpendicularBaseline.TryAtPoint(first, second, RightOfTrack, out var baseline));
        var look = Math.Acos((Radius - Wgs84.ToEcef(RightOfTrack).X) / seen.SlantRange);
        var expected = (right * Math.Cos(look)) + (up * Math.Sin(look));
        Assert.Equal(expected, baseline.Perpendicular, 2);

        Assert.True(PerpendicularBaseline.TryFromOrbits(first, second, seen.Time, out var track));
        Assert.Equal(right, track.Across, 3);
        Assert.Equal(-up, track.Down, 3);
        Assert.Equal(expected, track.PerpendicularAt(seen.Time, look), 2);
        Assert.Equal((right * Math.Sin(look)) - (up * Math.Cos(look)), track.ParallelAt(seen.Time, look), 2);
    }

    [Fact]
    public void Order_changes_the_sign()
    {
        PerpendicularBaseline.TryAtPoint(Pass(0, 0), Pass(100, 0), RightOfTrack, out var forward);
        PerpendicularBaseline.TryAtPoint(Pass(100, 0), Pass(0, 0), RightOfTrack, out var backward);
        Assert.Equal(-forward.Perpendicular, backward.Perpendicular, 0.05);
    }

    [Fact]
    public void A_range_that_does_not_reach_the_ground_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PerpendicularBaseline.LookAngle(Pass(0, 0), 40_000, 1000));
    }

    [Fact]
    public void An_ascending_right_looking_pass_looks_east_and_is_seen_in_the_west()
    {
        Assert.True(RadarView.TryObserve(Pass(0, 0), RightOfTrack, out var seen));
        Assert.True(seen.Look.East < 0);
        Assert.Equal(0, seen.Look.Heading, 3);
        Assert.InRange(seen.Look.Incidence, 0.5, 0.9);
    }

    [Fact]
    public void Locating_undoes_observing()
    {
        var orbit = Pass(0, 0);
        var point = RightOfTrack with { Height = 1500 };
        Assert.True(RadarView.TryObserve(orbit, point, out var seen));
        Assert.True(RadarView.TryLocate(orbit, seen.Time, seen.SlantRange, 1500, out var found));
        Assert.Equal(point.Longitude, found.Longitude, 1e-10);
        Assert.Equal(point.Latitude, found.Latitude, 1e-10);
        Assert.False(RadarView.TryLocate(orbit, seen.Time, 1000, 0, out _));
    }
}
