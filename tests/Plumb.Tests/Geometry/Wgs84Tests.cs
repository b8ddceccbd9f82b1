using Plumb.Acquisitions;
using Plumb.Geometry;

namespace Plumb.Tests.Geometry;

public sealed class Wgs84Tests
{
    [Fact]
    public void Poles_and_equator_are_where_they_should_be()
    {
        var equator = Wgs84.ToEcef(GeodeticPosition.FromDegrees(0, 0, 0));
        Assert.Equal(6378137.0, equator.X, 6);
        var pole = Wgs84.ToEcef(GeodeticPosition.FromDegrees(0, 90, 10));
        Assert.Equal(6356752.314245 + 10, pole.Z, 1e-5);
        Assert.Equal(6356752.314245, Wgs84.RadiusTowards(new EcefVector(0, 0, 1)), 1e-5);
    }

    [Theory]
    [InlineData(-99.12, 19.42, 2240)]
    [InlineData(151.05, -33.96, -20)]
    [InlineData(180, 89.999, 8000)]
    [InlineData(12, 0, 700000)]
    public void Round_trip_is_exact_to_a_micrometre(double lon, double lat, double height)
    {
        var there = Wgs84.FromEcef(Wgs84.ToEcef(GeodeticPosition.FromDegrees(lon, lat, height)));
        Assert.Equal(lon, double.RadiansToDegrees(there.Longitude), 11);
        Assert.Equal(lat, double.RadiansToDegrees(there.Latitude), 11);
        Assert.Equal(height, there.Height, 6);
    }

    [Fact]
    public void Local_axes_are_east_north_up()
    {
        var here = GeodeticPosition.FromDegrees(30, 40, 0);
        var step = Wgs84.ToEcef(GeodeticPosition.FromDegrees(30, 40.0001, 5)) - Wgs84.ToEcef(here);
        var (east, north, up) = Wgs84.ToLocal(here, step);
        Assert.Equal(0, east, 6);
        Assert.InRange(north, 11.0, 11.2);
        Assert.Equal(5, up, 3);
    }
}
