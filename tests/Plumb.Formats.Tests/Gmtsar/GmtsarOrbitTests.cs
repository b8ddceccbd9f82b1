using Plumb.Formats.Gmtsar;
using Plumb.Formats.Gnss;
using Plumb.Formats.Tests.Hdf5;
using Plumb.Geometry;

namespace Plumb.Formats.Tests.Gmtsar;

public sealed class GmtsarOrbitTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-led-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Stations_of_Tibet_have_the_line_of_sight_that_the_authors_had()
    {
        var orbit = GmtsarOrbit.Read(SharedData.Require("gmtsar_tibet_s1_t012/master.PRM"));
        Assert.Equal(366, orbit.Vectors.Count);
        var stations = VelocityTable.Read(SharedData.Require("gmtsar_tibet_s1_t012/Table.S4.psvelo.los"));
        Assert.Equal(48, stations.Count);
        foreach (var s in stations)
        {
            Assert.True(RadarView.TryObserve(orbit, GeodeticPosition.FromDegrees(s.Longitude, s.Latitude, s.Height), out var seen));
            Assert.Equal(s.PublishedLineOfSight, s.Along(seen.Look).Rate, 1e-4);
        }

        // psvelo's own eight columns, without a line of names.
        var plain = VelocityTable.Read(SharedData.Require("gmtsar_tibet_s1_t012/wang_shen_2019JB018774_Table.S4S5.psvelo"));
        Assert.Equal(("1375_GPS", 0.0073, -0.0018), (plain[0].Name, plain[0].East, plain[0].North));
        Assert.True(plain.Count > 2000);
    }

    [Fact]
    public void Errors_of_east_and_north_go_together_along_the_line_of_sight()
    {
        var path = Path.Combine(folder, "v.txt");
        File.WriteAllText(path, "10 50 1 2 3 4 0.5 AAAA\n");
        var s = Assert.Single(VelocityTable.Read(path));
        var look = LookVector.FromAngles(0.6, -0.2);
        var (e, n) = (look.East * 0.003, look.North * 0.004);
        Assert.Equal(Math.Sqrt((e * e) + (n * n) + (e * n)), s.Along(look).Sigma, 1e-12);
    }

    [Theory]
    [InlineData("PRM", "led_file = a.LED\nlookdir = L\n", "lookdir = L")]
    [InlineData("PRM", "x = 1\n", "no led_file")]
    [InlineData("PRM", "led_file = missing.LED\n", "missing.LED")]
    [InlineData("LED", "", "0 state vectors")]
    [InlineData("LED", "3 2020 19 0 10\n2020 19 0 1 2 3 4 5 6\n2020 19 10 1 2 3 4 5 6\n", "2 state vectors of 3")]
    [InlineData("LED", "2 2020 19 0 10\n2020 19 0 1 2 3 4 5\n", "line 2")]
    [InlineData("LED", "2 2020 19 0 10\n2020 19 10 1 2 3 4 5 6\n2020 19 10 1 2 3 4 5 6\n", "increase")]
    public void Damaged_orbits_are_refused(string ending, string text, string word)
    {
        var path = Path.Combine(folder, "a." + ending);
        File.WriteAllText(path, text);
        Assert.Contains(word, Assert.Throws<RequestException>(() => GmtsarOrbit.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "holds no station")]
    [InlineData("10 50 1\n", "line 1 has 3 columns")]
    [InlineData("10 95 1 2 3 4 0.5 AAAA\n", "no latitude")]
    [InlineData("10 50 1 x 3 4 0.5 AAAA\n", "'x'")]
    public void Damaged_tables_of_velocities_are_refused(string text, string word)
    {
        var path = Path.Combine(folder, "v.txt");
        File.WriteAllText(path, text);
        Assert.Contains(word, Assert.Throws<RequestException>(() => VelocityTable.Read(path)).Message, StringComparison.Ordinal);
    }
}
