using Plumb.Formats.Earthquakes;
using Plumb.Formats.Tests.Store;

namespace Plumb.Formats.Tests.Earthquakes;

public class EarthquakeCsvTests
{
    private const string Usgs = """
        time,latitude,longitude,depth,mag,magType,nst,gap,dmin,rms,net,id,updated,place,type,horizontalError,depthError,magError,magNst,status,locationSource,magSource
        2019-07-06T03:19:53.040Z,35.7695,-117.5993333,8,7.1,mw,,,,,ci,ci38457511,2023-05-18T00:38:20.040Z,"17 km NNE of Ridgecrest, CA",earthquake,,,,,reviewed,ci,ci
        2019-07-04T17:33:49.000Z,35.7053333,-117.5038333,10.5,6.4,mw,,,,,ci,ci38443183,2023-04-04T05:25:15.040Z,"Ridgecrest ""first"", CA",earthquake,,,,,reviewed,ci,ci

        """;

    [Fact]
    public void The_catalogue_search_of_the_usgs_is_read()
    {
        var quakes = EarthquakeCsv.Parse(Usgs, "query.csv");
        Assert.Equal(2, quakes.Count);
        Assert.Equal(new DateTime(2019, 7, 6, 3, 19, 53, 40, DateTimeKind.Utc), quakes[0].Time);
        Assert.Equal((-117.5993333, 35.7695, 8.0, 7.1), (quakes[0].Longitude, quakes[0].Latitude, quakes[0].Depth, quakes[0].Magnitude));
        Assert.Equal("17 km NNE of Ridgecrest, CA", quakes[0].Place);
        Assert.Equal("Ridgecrest \"first\", CA", quakes[1].Place);
    }

    [Fact]
    public void Own_lists_with_few_columns_and_remarks_are_read()
    {
        var quakes = EarthquakeCsv.Parse("\uFEFF# from the mine's own net\r\nMagnitude, Lon ,lat,date\r\n3.2,118.5,36,2021-03-04\r\n# end\r\n", "own.csv");
        var quake = Assert.Single(quakes);
        Assert.Equal((118.5, 36.0, 3.2), (quake.Longitude, quake.Latitude, quake.Magnitude));
        Assert.Equal(new DateTime(2021, 3, 4, 0, 0, 0, DateTimeKind.Utc), quake.Time);
        Assert.True(double.IsNaN(quake.Depth));
        Assert.Empty(EarthquakeCsv.Parse("time,latitude,longitude,mag\n", "none.csv"));
    }

    [Theory]
    [InlineData("", "no header")]
    [InlineData("time,latitude,mag\n", "no column 'longitude'")]
    [InlineData("time,latitude,longitude,mag\nyesterday,1,2,3\n", "line 2: the time is 'yesterday'")]
    [InlineData("time,latitude,longitude,mag\n2020-01-01,95,2,3\n", "line 2: the latitude is '95'")]
    [InlineData("time,latitude,longitude,mag\n\n2020-01-01,5,2\n", "line 3: the magnitude is ''")]
    [InlineData("time,latitude,longitude,mag,depth\n2020-01-01,5,2,4,deep\n", "the depth is 'deep'")]
    public void Broken_lists_are_told_by_line(string text, string words)
    {
        var error = Assert.Throws<RequestException>(() => EarthquakeCsv.Parse(text, "x.csv"));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains("x.csv", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_read_and_missing_ones_told()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Location, "q.csv");
        File.WriteAllText(path, Usgs);
        Assert.Equal(2, EarthquakeCsv.Read(path).Count);
        Assert.Contains("cannot be read", Assert.Throws<RequestException>(() => EarthquakeCsv.Read(path + "x")).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<RequestException>(() => EarthquakeCsv.Read(folder.Location)).Message, StringComparison.Ordinal);
    }
}
