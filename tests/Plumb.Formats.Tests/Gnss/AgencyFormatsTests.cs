using System.IO.Compression;
using System.Text;
using Plumb.Formats.Gnss;
using Plumb.Formats.Stations;
using Plumb.Formats.Tests.Hdf5;
using Plumb.Validation;

namespace Plumb.Formats.Tests.Gnss;

public sealed class AgencyFormatsTests : IDisposable
{
    private const string PosText =
        """
        PBO Station Position Time Series. Reference Frame : IGS14
        Format Version: 1.1.0
        4-character ID: P123
        Station name  : Somewhere
        First Epoch   : 20100101 120000
        XYZ Reference position :  -1289338.0 -4721500.0  4078000.0 (IGS14)
        NEU Reference position :    36.6358 -105.9120 2400.12 (IGS14/WGS84)
        Start Field Description
        YYYYMMDD      Year, month, day for the given position epoch
        End Field Description
        *YYYYMMDD HHMMSS JJJJJ.JJJJ         X             Y             Z            Sx        Sy       Sz     Rxy   Rxz    Ryz            NLat         Elong         Height         dN        dE        dU         Sn       Se       Su      Rne    Rnu    Reu  Soln
         20100101 120000 55197.5000 -1289338.1 -4721500.1 4078000.1 0.001 0.003 0.002 0.5 -0.4 -0.8 36.6358 254.0880 2400.12 0.0010 0.0020 -0.0030 0.0011 0.0012 0.0043 0.1 0.0 0.0 rapid
         20100102 120000 55198.5000 -1289338.1 -4721500.1 4078000.1 0.001 0.003 0.002 0.5 -0.4 -0.8 36.6358 254.0880 2400.12 0.0020 0.0040 -0.0060 0.0011 0.0012 0.0043 0.1 0.0 0.0 final

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("plumb-agencies-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_three_forms_of_Lhasa_agree()
    {
        var tenv3 = Tenv3File.Read(SharedData.Require("gnss_formats_lhasa/LHAS.tenv3.gz"));
        var tenv = TenvFile.Read(SharedData.Require("gnss_formats_lhasa/LHAS.tenv.gz"));
        var jpl = JplSeriesFile.Read(SharedData.Require("gnss_formats_lhasa/LHAS.series.gz"));
        Assert.Equal(["LHAS", "LHAS", "LHAS"], [tenv3.Name, tenv.Name, jpl.Name]);
        Assert.Equal(3631, tenv.Series.Positions.Count);
        Assert.Equal(3759, jpl.Series.Positions.Count);
        Assert.Equal(91.104, tenv3.Longitude, 1e-3);
        Assert.False(tenv.HasPlace);
        var (a, b) = (tenv3.Series.Positions, tenv.Series.Positions);
        for (var k = 0; k < a.Count; k++)
        {
            Assert.Equal(a[k].Date, b[k].Date);
            Assert.Equal(a[k].East - a[0].East, b[k].East - b[0].East, 1e-4);
            Assert.Equal(a[k].North - a[0].North, b[k].North - b[0].North, 1e-4);
            Assert.Equal(a[k].Up - a[0].Up, b[k].Up - b[0].Up, 1e-4);
        }

        // Two analysis centres: alike to a millimetre or two a year horizontally.
        var (ngl, other) = (Rates(tenv3), Rates(jpl));
        Assert.Equal(0.0467, ngl.East, 0.002);
        Assert.Equal(0.0155, ngl.North, 0.002);
        Assert.Equal(ngl.East, other.East, 0.002);
        Assert.Equal(ngl.North, other.North, 0.002);
        Assert.InRange(ngl.Up, -0.006, 0.006);
    }

    private static (double East, double North, double Up) Rates(GnssStation station)
    {
        var p = station.Series.Positions;
        double Slope(Func<GnssPosition, double> of)
        {
            var (mx, my) = (p.Average(v => v.Date.DayNumber / 365.25), p.Average(of));
            return p.Sum(v => ((v.Date.DayNumber / 365.25) - mx) * (of(v) - my)) / p.Sum(v => Math.Pow((v.Date.DayNumber / 365.25) - mx, 2));
        }

        return (Slope(v => v.East), Slope(v => v.North), Slope(v => v.Up));
    }

    [Fact]
    public void Positions_of_the_plate_boundary_observatory()
    {
        var path = Path.Combine(folder, "P123.pbo.igs14.pos");
        File.WriteAllText(path, PosText);
        var station = PosFile.Read(path);
        Assert.Equal(("P123", -105.912, 36.6358), (station.Name, station.Longitude, station.Latitude));
        Assert.Equal([new(new(2010, 1, 1), 0.002, 0.001, -0.003, 0.0012, 0.0011, 0.0043), new(new(2010, 1, 2), 0.004, 0.002, -0.006, 0.0012, 0.0011, 0.0043)], station.Series.Positions);
    }

    [Fact]
    public void A_folder_of_all_forms_packed_or_not()
    {
        using (var packed = new GZipStream(File.Create(Path.Combine(folder, "P123.pos.gz")), CompressionLevel.Fastest))
        {
            packed.Write(Encoding.UTF8.GetBytes(PosText));
        }

        File.WriteAllText(Path.Combine(folder, "AAAA.tenv"), "AAAA 10JAN01 2010.0 55197 1564 5 0.001 0.002 0.003 0.0 0.001 0.001 0.003 0 0 0\n");
        File.WriteAllText(Path.Combine(folder, "bbbb.series"), "2010.0 0.001 0.002 0.003 0.001 0.001 0.003 0 0 0 315576000.00 2010 1 1 12 0 0\n");
        File.WriteAllText(Path.Combine(folder, "stations.csv"), "station,area,longitude_deg,latitude_deg\nAAAA,west,10.5,50.25\nBBBB,east,,\n");
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "not read");
        var (stations, unread) = GnssFolder.Read(folder, new CsvMapping());
        Assert.Empty(unread);
        Assert.Equal(["AAAA", "P123", "BBBB"], stations.Select(s => s.Name));
        Assert.Equal((10.5, 50.25, "west"), (stations[0].Longitude, stations[0].Latitude, stations[0].Area));
        Assert.False(stations[2].HasPlace);
        Assert.Equal("east", stations[2].Area);
        Assert.Equal("P123", Assert.Single(GnssFolder.Read(Path.Combine(folder, "P123.pos.gz"), new CsvMapping()).Stations).Name);
        Assert.Contains(".txt", Assert.Throws<RequestException>(() => GnssFolder.Read(Path.Combine(folder, "notes.txt"), new CsvMapping())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sessions_of_one_day_become_their_weighted_mean()
    {
        var path = Path.Combine(folder, "X.series");
        File.WriteAllText(path, "2010.0 0.010 0 0 0.001 0.001 0.003 0 0 0 0 2010 1 1 1 0 0\n2010.0 0.020 0 0 0.003 0.001 0.003 0 0 0 0 2010 1 1 13 0 0\n");
        var p = Assert.Single(JplSeriesFile.Read(path).Series.Positions);
        Assert.Equal(0.011, p.East, 1e-12);
        Assert.Equal(0.001 * Math.Sqrt(0.9), p.SigmaEast, 1e-12);
    }

    [Theory]
    [InlineData("a.tenv", "AAAA 10JAN01 2010.0 55197 1564 5 0.001 0.002\n", "cut off")]
    [InlineData("a.tenv", "AAAA 10JAN01 2010.0 55197 1564 5 x 0.002 0.003 0.0 0.001 0.001 0.003 0 0 0\n", "column 7 is 'x'")]
    [InlineData("a.tenv", "AAAA 10JAN01 2010.0 55197 1564 5 1 0.002 0.003 0.0 -0.001 0.001 0.003 0 0 0\n", "below zero")]
    [InlineData("a.tenv", "AAAA 10JAN01 2010.0 1e9 1564 5 1 0.002 0.003 0.0 0.001 0.001 0.003 0 0 0\n", "modified Julian")]
    [InlineData("a.series", "2010.0 0.001 0.002\n", "cut off")]
    [InlineData("a.series", "2010.0 0 0 0 0 0 0 0 0 0 0 2010 2 30 12 0 0\n", "no date")]
    [InlineData("a.series", "2010.0 0 0 NaN 0 0 0 0 0 0 0 2010 2 3 12 0 0\n", "'NaN'")]
    [InlineData("a.series", "\n\n", "holds no day")]
    [InlineData("a.pos", " 20100101 120000 55197.5000 -1 -4\n", "cut off")]
    [InlineData("a.pos", "NEU Reference position : x y\n", "no latitude")]
    [InlineData("a.pos", "nothing here\n", "holds no day")]
    [InlineData("a.tenv3", "AAAA\0", "zero bytes")]
    [InlineData("a.tenv.gz", "not packed at all", "cannot be read")]
    public void Damaged_files_are_refused_with_the_place(string name, string text, string word)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        var error = Assert.Throws<RequestException>(() => GnssFolder.Read(path, new CsvMapping()));
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cutting_a_file_anywhere_gives_whole_days_or_an_error()
    {
        var lines = string.Concat(Enumerable.Range(0, 5).Select(k => $"AAAA 10JAN0{k + 1} 2010.0 {55197 + k} 1564 5 0.00100{k} 0.002000 0.003000 0.0000 0.001000 0.001000 0.003000 0.1 0.2 0.3\n"));
        var path = Path.Combine(folder, "AAAA.tenv");
        for (var length = 0; length < lines.Length; length++)
        {
            File.WriteAllText(path, lines[..length]);
            try
            {
                var positions = TenvFile.Read(path).Series.Positions;
                Assert.All(positions, (p, k) => Assert.Equal(0.001 + (1e-6 * k), p.East, 1e-12));
            }
            catch (RequestException e)
            {
                Assert.Contains("AAAA.tenv", e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_packed_file_that_was_cut_is_refused()
    {
        using var memory = new MemoryStream();
        using (var packed = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        {
            packed.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(PosText, 20))));
        }

        var path = Path.Combine(folder, "P123.pos.gz");
        File.WriteAllBytes(path, memory.ToArray()[..(int)(memory.Length / 2)]);
        Assert.Throws<RequestException>(() => PosFile.Read(path));
    }

    [Fact]
    public void The_list_of_steps_tells_equipment_from_earthquakes()
    {
        var path = Path.Combine(folder, "steps.txt");
        File.WriteAllText(path, "LHAS  03SEP01  1  Antenna_Code_Changed\nLHAS  04DEC26  2   700.0   2500.123  9.1  usp000dbed\nOLD1  99JAN02  1 Receiver\n");
        var steps = StepList.Read(path);
        Assert.Equal([new("LHAS", new(2003, 9, 1), false, "Antenna Code Changed"), new("LHAS", new(2004, 12, 26), true, "earthquake of magnitude 9.1"), new("OLD1", new(1999, 1, 2), false, "Receiver")], steps);
        File.WriteAllText(path, "LHAS 03XXX01 1\n");
        Assert.Contains("line 1", Assert.Throws<RequestException>(() => StepList.Read(path)).Message, StringComparison.Ordinal);
    }
}
