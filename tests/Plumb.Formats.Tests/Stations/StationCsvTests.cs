using Plumb.Formats.Stations;
using Plumb.Formats.Tests.Hdf5;
using Plumb.Validation;

namespace Plumb.Formats.Tests.Stations;

public sealed class StationCsvTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-tables-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private IReadOnlyList<GroundStation> Read(string text, string mapping = "") => StationCsv.Read(File(text), CsvMapping.Parse(mapping)).Stations;

    private string File(string text)
    {
        var path = Path.Combine(folder, "points.csv");
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    [Fact]
    public void Long_by_epochs_and_by_points_are_the_same_points()
    {
        var long3 = Read("station,date,height_mm,longitude,latitude\nA1,2020-03-27,1000.0,110.1,39.2\nB2,2020-03-27,500,110.2,39.3\nA1,2020-07-25,990,110.1,39.2\nB2,2020-07-25,,110.2,39.3\n");
        var epochs = Read("date,A1,B2\n2020-03-27,100.0,50\n2020-07-25,99.0,-\n", "unit=cm");
        var points = Read("BMCode,2020-03-27,2020-07-25\nA1,1.000,0.990\nB2,0.5,\n", "unit=m");
        foreach (var stations in (IReadOnlyList<GroundStation>[])[long3, epochs, points])
        {
            Assert.Equal(["A1", "B2"], stations.Select(s => s.Name));
            var series = ((PointStation)stations[0]).Series;
            Assert.Equal([new DateOnly(2020, 3, 27), new DateOnly(2020, 7, 25)], series.Dates);
            Assert.Equal(-0.010, series.Values[1] - series.Values[0], 1e-12);
            Assert.Single(((PointStation)stations[1]).Series.Dates);
        }

        Assert.Equal((110.1, 39.2), (long3[0].Longitude, long3[0].Latitude));
        Assert.False(epochs[0].HasPlace);
    }

    [Fact]
    public void Positions_of_a_table_with_its_own_names()
    {
        var station = Assert.IsType<GnssStation>(Assert.Single(Read(
            "day;dE;dN;dU;sE\n01/02/2020;1.5;-2;3;0.1\n02/02/2020;2.5;-3;4;0.1\n", "date=day,date_format=dd/MM/yyyy,east=dE,north=dN,up=dU,sigma_east=sE,unit=mm,sign=down")));
        Assert.Equal("points", station.Name);
        Assert.Equal(new GnssPosition(new(2020, 2, 2), 0.0025, -0.003, -0.004, 0.0001, 0, 0), station.Series.Positions[1]);
    }

    [Fact]
    public void Changes_are_added_up_over_the_longest_run_without_a_gap()
    {
        var (stations, notes) = StationCsv.Read(File("Month,Day,Year,Date,Land_A\n1,1,1990,1/1/1990,\n1,1,1991,1/1/1991,0\n1,1,1992,1/1/1992,-2\n1,1,1993,1/1/1993,-3\n1,1,1994,1/1/1994,\n1,1,1995,1/1/1995,-1\n"), CsvMapping.Parse("columns=Land_*,unit=cm,change=interval"));
        var series = ((PointStation)Assert.Single(stations)).Series;
        Assert.Equal([new DateOnly(1991, 1, 1), new DateOnly(1992, 1, 1), new DateOnly(1993, 1, 1)], series.Dates);
        Assert.Equal(-0.05, series.Values[^1], 1e-12);
        Assert.Contains("1 of 4 changes", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Bangkok_levels_sank_by_centimetres_a_year_around_1980_and_by_less_after_2000()
    {
        var path = SharedData.Require("bangkok_levelling_groundwater/LCBKK005_Leveling.csv");
        var series = ((PointStation)Assert.Single(StationCsv.Read(path, CsvMapping.Parse("columns=Land_*,unit=cm,change=interval")).Stations)).Series;
        double Rate(int from, int to)
        {
            double At(int year) => series.Values[series.Dates.ToList().IndexOf(new DateOnly(year, 1, 1))];
            return (At(to) - At(from)) / (to - from);
        }

        Assert.InRange(Rate(1978, 1985), -0.11, -0.05);
        Assert.InRange(Rate(2007, 2012), -0.02, 0.005);

        // The sheet of all benchmarks: a line a point, years for columns, halves written as 1978_5.
        var all = StationCsv.Read(SharedData.Require("bangkok_levelling_groundwater/levelling_benchmarks_all.csv"), CsvMapping.Parse("unit=cm,sign=down")).Stations;
        Assert.InRange(all.Count, 2300, 2508);
        var point = (PointStation)all.First(s => s.Name == "B.P.3");
        Assert.Equal(new DateOnly(1990, 1, 1), point.Series.Dates[0]);
        Assert.Equal(-0.3206, point.Series.Values[^1], 1e-9);
    }

    [Fact]
    public void Bangkok_wells_have_Thai_dates_and_heads_that_recover()
    {
        var path = SharedData.Require("bangkok_levelling_groundwater/LCBKK003_groundwater.csv");
        var wells = StationCsv.Read(path, CsvMapping.Parse("skip=3,date=วันที่,date_format=dd/MM/yyyy HH:mm,calendar=buddhist,sign=down,quantity=driver,unit=m")).Stations.Cast<PointStation>().ToArray();
        Assert.Equal(["NB27", "BK2", "PD17", "NL34"], wells.Select(w => w.Name));
        Assert.Equal(new DateOnly(1986, 11, 1), wells[0].Series.Dates[0]);
        Assert.Equal(-30.5, wells[0].Series.Values[0]);
        Assert.Equal("m", wells[0].Series.Unit);
        Assert.DoesNotContain(new DateOnly(1987, 1, 1), wells[1].Series.Dates);
    }

    [Fact]
    public void Places_come_from_a_table_of_their_own()
    {
        var path = Path.Combine(folder, "places.csv");
        System.IO.File.WriteAllText(path, "WellNest_Name,Lat,Long,\nA1,13.7,100.5,\n");
        var placed = StationPlaces.Read(path).Place(Read("date,A1\n2020-01-01,1\n", "unit=cm")[0]);
        Assert.Equal((100.5, 13.7), (placed.Longitude, placed.Latitude));
        System.IO.File.WriteAllText(path, "a,b\n1,2\n");
        Assert.Throws<RequestException>(() => StationPlaces.Read(path));
    }

    [Theory]
    [InlineData("", "", "names columns")]
    [InlineData("a\n1\n", "", "names columns")]
    [InlineData("x,y\n1,2\n", "", "no column 'date'")]
    [InlineData("date,value\n2020-01-01,1\n", "", "does not tell the unit")]
    [InlineData("date,value\n2020-01-01,1\n", "unit=feet", "'feet'")]
    [InlineData("date,value\n31.12.2020,1\n", "unit=mm", "points.csv:2: '31.12.2020' is no date")]
    [InlineData("date,value\n2020-01-01,1,5\n2020-01-02,1x\n", "unit=mm", "points.csv:3: '1x'")]
    [InlineData("date,value\n2020-01-01,1\n2020-01-01,2\n", "unit=mm", "two values of 2020-01-01")]
    [InlineData("date,value\n2020-01-01,\n", "unit=mm", "holds no value")]
    [InlineData("date,value\n2020-01-01,1\n", "date=when,unit=mm", "no column 'when'")]
    [InlineData("date,A\n2020-01-01,1\n", "columns=Land_*,unit=mm", "'Land_*'")]
    [InlineData("station,date,value,lat\nA,2020-01-01,1,999\n", "unit=mm", "999 is no latitude")]
    public void Tables_that_cannot_be_read_are_refused_with_the_place(string text, string mapping, string word)
    {
        var error = Assert.Throws<RequestException>(() => Read(text, mapping));
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dat=x", "the keys are")]
    [InlineData("unit", "'unit'")]
    [InlineData("sign=left", "up, down")]
    [InlineData("skip=-1", "skip=-1")]
    public void Mappings_with_unknown_words_are_refused(string mapping, string word) =>
        Assert.Contains(word, Assert.Throws<RequestException>(() => CsvMapping.Parse(mapping)).Message, StringComparison.Ordinal);

    [Fact]
    public void Random_bytes_never_do_more_than_refuse()
    {
        var random = new Random(4);
        const string Alphabet = "date,value;\"2020-01-01\n13.5-é\t#";
        for (var k = 0; k < 400; k++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(200)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            try
            {
                Assert.NotEmpty(Read(text, "unit=mm"));
            }
            catch (RequestException e)
            {
                Assert.Contains("points.csv", e.Message, StringComparison.Ordinal);
            }
        }
    }
}
