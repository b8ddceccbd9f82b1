using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Corrections.Tides;
using Plumb.Geometry;

namespace Plumb.Tests.Corrections.Tides;

public sealed class SolidEarthTideTests
{
    /// <summary>Latitude, longitude (degrees), time (UTC), displacement to the east, north and up (metres) by pysolid 0.3, which computes to the IERS Conventions of 2003.</summary>
    public static TheoryData<double, double, string, double, double, double> Pysolid => new()
    {
        { -29.948429978362398, -125.6942973871793, "2015-10-06T22:28:00", 0.001128, 0.007156, -0.050164 },
        { -76.7913079834419, 115.65874511687099, "1998-01-01T16:40:00", -0.001281, -0.011171, -0.164723 },
        { -22.832884124860456, -159.12038708110555, "2011-03-10T01:18:00", -0.00627, 0.046233, 0.089578 },
        { -48.50130925793751, -149.0589958718982, "2008-05-04T01:24:00", -0.006904, 0.003514, -0.161923 },
        { -73.12457799231478, -147.34331519620858, "2008-07-17T00:10:00", 0.016576, -0.019145, -0.117655 },
        { -74.95121396657184, 23.563329909508695, "2002-02-13T22:08:00", 0.001995, 0.003409, -0.138483 },
        { 22.206405674395313, 29.878885605746632, "1996-12-21T17:52:00", 0.051997, -0.002897, 0.151897 },
        { 13.107501264974772, -37.195029125719145, "2002-01-19T18:57:00", -0.006956, -0.025519, 0.134489 },
    };

    // Place, Sun, Moon and displacement of the test cases printed with the IERS Conventions' own program (chapter 7), metres.
    [Theory]
    [InlineData("2009-04-13", new[] { 4075578.385, 931852.890, 4801570.154 }, new[] { 137859926952.015, 54228127881.4350, 23509422341.6960 }, new[] { -179996231.920342, -312468450.131567, -169288918.592160 }, new[] { 0.07700420357108125891, 0.06304056321824967613, 0.05516568152597246810 })]
    [InlineData("2012-07-13", new[] { 1112189.660, -4842955.026, 3985352.284 }, new[] { -54537460436.2357, 130244288385.279, 56463429031.5996 }, new[] { 300396716.912, 243238281.451, 120548075.939 }, new[] { -0.02036831479592075833, 0.05658254776225972449, -0.07597679676871742227 })]
    [InlineData("2015-07-15", new[] { 1112200.5696, -4842957.8511, 3985345.9122 }, new[] { 100210282451.6279, 103055630398.3160, 56855096480.4475 }, new[] { 369817604.4348, 1897917.5258, 120804980.8284 }, new[] { 0.00509570869172363845, 0.0828663025983528700, -0.0636634925404189617 })]
    public void The_test_cases_of_the_Iers_are_reproduced(string date, double[] place, double[] sun, double[] moon, double[] expected)
    {
        var tide = new SolidEarthTide(Time(date), new SunAndMoon(Vector(sun), Vector(moon)));
        var found = tide.Displacement(Vector(place));
        Assert.Equal(expected[0], found.X, 1e-8);
        Assert.Equal(expected[1], found.Y, 1e-8);
        Assert.Equal(expected[2], found.Z, 1e-8);
    }

    [Theory]
    [MemberData(nameof(Pysolid))]
    public void With_its_own_Sun_and_Moon_it_is_within_a_millimetre_of_pysolid(double latitude, double longitude, string time, double east, double north, double up)
    {
        var place = GeodeticPosition.FromDegrees(longitude, latitude, 0);
        var (e, n, u) = Wgs84.ToLocal(place, new SolidEarthTide(Time(time)).Displacement(Wgs84.ToEcef(place)));
        Assert.Equal(east, e, 1e-3);
        Assert.Equal(north, n, 1e-3);
        Assert.Equal(up, u, 1e-3);
    }

    // Places of the Moon by ERFA's moon98 and of the Sun by epv00, turned into the Earth's frame with precession, nutation and sidereal time of IAU 2006; kilometres.
    [Theory]
    [InlineData("1992-04-12T00:00:00", new[] { 146975.417, -326250.353, 87659.1920 }, new[] { -148245356, -562433.485, 22681769.5 })]
    [InlineData("2009-04-13T06:30:00", new[] { 204375.221, -295712.978, -172544.259 }, new[] { 18968451.4, 146890879, 23768233.1 })]
    [InlineData("2017-01-15T17:05:09", new[] { -318676.476, 202662.280, 60520.5694 }, new[] { 38117872.8, -131995591, -52711767.7 })]
    [InlineData("2023-08-01T22:45:07", new[] { 302228.833, 136567.721, -133192.872 }, new[] { -135503089, -50164055.7, 46642760.5 })]
    public void Sun_and_Moon_stand_where_the_almanac_has_them(string time, double[] moon, double[] sun)
    {
        var found = SunAndMoon.At(Time(time));
        Assert.True((found.Moon - (Vector(moon) * 1000)).Length < 60_000, $"the Moon is {(found.Moon - (Vector(moon) * 1000)).Length:0} m off");
        Assert.True((found.Sun - (Vector(sun) * 1000)).Length < 30_000_000, $"the Sun is {(found.Sun - (Vector(sun) * 1000)).Length:0} m off");
    }

    [Fact]
    public void The_tide_is_smooth_over_the_pole_and_the_date_line()
    {
        var tide = new SolidEarthTide(new DateTime(2021, 3, 4, 5, 6, 7, DateTimeKind.Utc));
        var pole = tide.Displacement(new EcefVector(0, 0, Wgs84.SemiMinorAxis));
        var beside = tide.Displacement(new EcefVector(10, -3, Wgs84.SemiMinorAxis));
        Assert.True((pole - beside).Length < 1e-6);
        var (west, east) = (GeodeticPosition.FromDegrees(-179.99999, 40, 0), GeodeticPosition.FromDegrees(179.99999, 40, 0));
        Assert.True((tide.Displacement(Wgs84.ToEcef(west)) - tide.Displacement(Wgs84.ToEcef(east))).Length < 1e-6);
    }

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static EcefVector Vector(double[] values) => new(values[0], values[1], values[2]);
}
