using System.IO.Compression;
using Plumb.Formats.Gnss;
using Plumb.Formats.Tests.Hdf5;
using Plumb.Validation;

namespace Plumb.Formats.Tests.Gnss;

public sealed class Tenv3Tests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-gnss-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_is_written_is_read()
    {
        var first = new DateOnly(2014, 12, 30);
        var series = new GnssSeries(Enumerable.Range(0, 40).Where(d => d != 7).Select(d => new GnssPosition(first.AddDays(d), 0.01 * d, -0.02 * d, -0.5 + (0.001 * d), 0.0015, 0.0016, 0.004)));
        var path = Path.Combine(folder, "MLT1.tenv3");
        Tenv3File.Write(path, new GnssStation("MLT1", 106.4573, 38.0962, "", series), 1300.25);
        var station = Tenv3File.Read(path, "Maliantai");
        Assert.Equal(("MLT1", "Maliantai"), (station.Name, station.Area));
        Assert.Equal(106.4573, station.Longitude, 1e-7);
        Assert.Equal(38.0962, station.Latitude, 1e-7);
        Assert.Equal(39, station.Series.Positions.Count);
        foreach (var (written, read) in series.Positions.Zip(station.Series.Positions))
        {
            Assert.Equal(written.Date, read.Date);
            Assert.Equal(written.East - series.Positions[0].East, read.East - station.Series.Positions[0].East, 2e-6);
            Assert.Equal(written.North - series.Positions[0].North, read.North - station.Series.Positions[0].North, 2e-6);
            Assert.Equal(written.Up - series.Positions[0].Up, read.Up - station.Series.Positions[0].Up, 2e-6);
            Assert.Equal((0.0015, 0.0016, 0.004), (read.SigmaEast, read.SigmaNorth, read.SigmaUp));
        }
    }

    [Fact]
    public void Lhasa_moves_as_it_does()
    {
        var packed = SharedData.Require("gnss_formats_lhasa/LHAS.tenv3.gz");
        var path = Path.Combine(folder, "LHAS.tenv3");
        using (var from = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress))
        using (var to = File.Create(path))
        {
            from.CopyTo(to);
        }

        var station = Tenv3File.Read(path, "");
        Assert.Equal("LHAS", station.Name);
        Assert.Equal(91.104, station.Longitude, 1e-3);
        Assert.Equal(29.6573, station.Latitude, 1e-3);
        var positions = station.Series.Positions;
        Assert.Equal(new DateOnly(1995, 5, 19), positions[0].Date);
        var years = (positions[^1].Date.DayNumber - positions[0].Date.DayNumber) / 365.25;
        Assert.Equal(0.046, (positions[^1].East - positions[0].East) / years, 0.004);
        Assert.Equal(0.015, (positions[^1].North - positions[0].North) / years, 0.004);
    }

    [Theory]
    [InlineData("", "holds no day")]
    [InlineData("site YYMMMDD\nMLT1 15JAN01 2015.0 57023 1825 4\n", "line 2 has 6 columns")]
    [InlineData("MLT1 15JAN01 2015.0 57023 1825 4 106.5 0 x 0 0.1 0 0.1 0 0.001 0.001 0.003 0 0 0\n", "column 9 is 'x'")]
    [InlineData("MLT1 15JAN01 2015.0 57023 1825 4 106.5 0 0.1 0 0.1 0 0.1 0 0.001 0.001 0.003 0 0 0\n", "does not tell where the station is")]
    [InlineData("MLT1 15JAN01 2015.0 1 1825 4 106.5 0 0.1 0 0.1 0 0.1 0 0.001 0.001 0.003 0 0 0 38 106 9\n", "no modified Julian day")]
    public void Files_that_are_none_are_refused_by_line(string text, string word)
    {
        var path = Path.Combine(folder, "MLT1.tenv3");
        File.WriteAllText(path, text);
        var error = Assert.Throws<RequestException>(() => Tenv3File.Read(path, ""));
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_names_areas_and_says_what_it_could_not_read()
    {
        Assert.Throws<RequestException>(() => GnssFolder.Read(Path.Combine(folder, "none")));
        Assert.Throws<RequestException>(() => GnssFolder.Read(folder));
        Tenv3File.Write(Path.Combine(folder, "MLT1.tenv3"), new GnssStation("MLT1", 106, 38, "", new GnssSeries([new(new(2015, 1, 1), 0, 0, 0, 0, 0, 0)])), 0);
        File.WriteAllText(Path.Combine(folder, "BAD1.tenv3"), "nothing\n");
        File.WriteAllText(Path.Combine(folder, "stations.csv"), "area,station\nMaliantai,MLT1\n");
        var (stations, unread) = GnssFolder.Read(folder);
        Assert.Equal("Maliantai", Assert.Single(stations).Area);
        Assert.Contains("BAD1", Assert.Single(unread), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "stations.csv"), "a,b\n");
        Assert.Throws<RequestException>(() => GnssFolder.Read(folder));
    }
}
