using Plumb.Formats.Weather;

namespace Plumb.Formats.Tests.Weather;

public sealed class StationDelayFileTests : IDisposable
{
    private const string Tro = """
        %=TRO 0.01 COD 22:088:00000 COD 22:087:00000 22:088:00000 P MIX
        +TROP/DESCRIPTION
         SAMPLING INTERVAL              300
         SOLUTION_FIELDS_1             TROTOT STDDEV TGNTOT STDDEV TGETOT STDDEV
        -TROP/DESCRIPTION
        +TROP/STA_COORDINATES
        *SITE PT SOLN T __STA_X_____ __STA_Y_____ __STA_Z_____ SYSTEM REMRK
         LHAS  A    1 P  -106937.669  5549269.591  3139215.762 IGS14  COD
        -TROP/STA_COORDINATES
        +TROP/SOLUTION
        *SITE ____EPOCH___ TROTOT STDDEV  TGNTOT STDDEV  TGETOT STDDEV
         LHAS 22:087:80000 1523.4    1.2   0.123  0.100   0.300  0.100
         LHAS 22:087:80300 1524.4    1.4   0.123  0.100   0.300  0.100
        -TROP/SOLUTION
        %=ENDTRO
        """;

    private const string Newer = """
        %=TRO 2.00 IGS 2022:088:00000 IGS 2022:087:00000 2022:088:00000 P LHAS00CHN
        +TROP/DESCRIPTION
         TROPO PARAMETER NAMES            TGNTOT STDDEV TROTOT STDDEV
         TROPO PARAMETER UNITS             1e+03  1e+03  1e+04  1e+04
        -TROP/DESCRIPTION
        +SITE/COORDINATES
        *STATION__ PT SOLN T __DATA_START__ __DATA_END____ __STA_X_____ __STA_Y_____ __STA_Z_____ SYSTEM REMRK
         LHAS00CHN  A    1 P 2022:087:00000 2022:088:00000  -106937.669  5549269.591  3139215.762 IGS14  IGS
        -SITE/COORDINATES
        +TROP/SOLUTION
        *STATION__ ____EPOCH_____ TGNTOT STDDEV TROTOT STDDEV
         LHAS00CHN 2022:087:80000   0.12   0.10 15234.0  12.0
         LHAS00CHN 2022:087:80300   0.12   0.10   -99.0   0.0
        -TROP/SOLUTION
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("plumb-ztd-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Sinex_of_both_versions_and_tables_say_the_same()
    {
        var old = Assert.Single(StationDelayFolder.Read([Write("a.tro", Tro)]));
        Assert.Equal("LHAS", old.Name);
        Assert.Equal(29.657, old.Latitude, 1e-3);
        Assert.Equal(91.104, old.Longitude, 1e-3);
        Assert.InRange(old.Height, 3600, 3650);
        Assert.Equal([new DateTime(2022, 3, 28, 22, 13, 20, DateTimeKind.Utc), new DateTime(2022, 3, 28, 22, 18, 20, DateTimeKind.Utc)], old.Times);
        Assert.Equal([1.5234, 1.5244], old.Delays.Select(d => Math.Round(d, 9)));
        Assert.Equal(0.0012, old.Sigmas[0], 1e-9);

        var newer = Assert.Single(StationDelayFolder.Read([Write("b.tro", Newer)]));
        Assert.Equal(1.5234, Assert.Single(newer.Delays), 1e-9);
        Assert.Equal(0.0012, newer.Sigmas[0], 1e-9);
        Assert.Equal(old.Height, newer.Height, 1e-6);

        var table = Assert.Single(StationDelayFolder.Read([Write("c.csv", "station,latitude,longitude,height,time,ztd\nLHAS,29.657,91.104,3624,2022-03-28T22:18:20,1.5244\nLHAS,29.657,91.104,3624,2022-03-28 22:13:20,1.5234\nLHAS,29.657,91.104,3624,2022-03-28 23:13:20,-\n")]));
        Assert.Equal(old.Times, table.Times);
        Assert.Equal([1.5234, 1.5244], table.Delays);

        // A folder with all three: two stations, and no time twice.
        var all = StationDelayFolder.Read([folder]);
        Assert.Equal(["LHAS", "LHAS00CHN"], all.Select(s => s.Name));
        Assert.Equal(2, all[0].Times.Count);
    }

    [Theory]
    [InlineData("x.tro", "+TROP/SOLUTION\n*SITE EPOCH TROTOT STDDEV\n", "without values")]
    [InlineData("x.tro", "+TROP/SOLUTION\n*SITE EPOCH TROTOT STDDEV\n AAAA 22:087:00000 2400.0 1.0\n", "no coordinates of AAAA")]
    [InlineData("x.tro", "+TROP/SOLUTION\n*SITE EPOCH TROWET STDDEV\n AAAA 22:087:00000 2400.0 1.0\n", "names no TROTOT")]
    [InlineData("x.tro", "+TROP/SOLUTION\n*SITE EPOCH TROTOT STDDEV\n AAAA 22-087 2400.0 1.0\n", "is no time as 20:001:43200")]
    [InlineData("x.tro", "+TROP/SOLUTION\n*SITE EPOCH TROTOT STDDEV\n AAAA 22:087:00000 24x0.0 1.0\n", "is no number")]
    [InlineData("x.tro", "+TROP/SOLUTION\n*SITE EPOCH TROTOT STDDEV\n AAAA 22:087:00000 2.4 1.0\n", "none of the Earth's air")]
    [InlineData("x.tro", "+TROP/STA_COORDINATES\n*SITE PT SOLN T __STA_X_____ __STA_Y_____ __STA_Z_____\n AAAA A 1 P 30.0 100.0 50.0\n", "km from the centre of the Earth")]
    [InlineData("x.csv", "station,latitude,longitude,height,time\nA,30,100,50,2022-03-28T22:00:00\n", "no column 'ztd'")]
    [InlineData("x.csv", "station,latitude,longitude,height,time,ztd\nA,30,100,50,2022-03-28T22:00:00,2400\n", "none of the Earth's air")]
    [InlineData("x.csv", "station,latitude,longitude,height,time,ztd\nA,130,100,50,2022-03-28T22:00:00,2.4\n", "no latitude of a station")]
    [InlineData("x.csv", "station,latitude,longitude,height,time,ztd\nA,30,100,50,yesterday,2.4\n", "is no time as")]
    [InlineData("x.csv", "station,latitude,longitude,height,time,ztd\nA,30,100,50,2022-03-28T22:00:00,2.4\nA,30,100,50,2022-03-28T23:00:00,two\n", "is no number")]
    public void What_is_wrong_is_named(string name, string text, string message)
    {
        var path = Write(name, (name == "x.tro" ? "%=TRO 0.01\n" : "") + text);
        var e = Assert.Throws<RequestException>(() => StationDelayFolder.Read([path]));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Contains("x.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_for_two_places_and_a_folder_that_is_not_there_are_refused()
    {
        Write("a.csv", "station,latitude,longitude,height,time,ztd\nA,30,100,50,2022-03-28T22:00:00,2.4\n");
        Write("b.csv", "station,latitude,longitude,height,time,ztd\nA,31,100,50,2022-03-28T22:00:00,2.4\n");
        Assert.Contains("Two stations are named A", Assert.Throws<RequestException>(() => StationDelayFolder.Read([folder])).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<RequestException>(() => StationDelayFolder.Read([folder + "-no"])).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(folder, "none"));
        Assert.Contains("No delays of stations", Assert.Throws<RequestException>(() => StationDelayFolder.Read([Path.Combine(folder, "none")])).Message, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
