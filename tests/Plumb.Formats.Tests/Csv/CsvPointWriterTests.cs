using System.Globalization;
using Plumb.Formats.Csv;
using Plumb.Formats.Points;
using Plumb.Formats.Tests.Gdal;

namespace Plumb.Formats.Tests.Csv;

public sealed class CsvPointWriterTests : IDisposable
{
    private readonly TestFolder folder = new();

    internal static PointTable Table(bool series) =>
        new("Small mine", "area A and 2024-01-01", [new(2024, 1, 1), new(2024, 1, 13), new(2024, 1, 25)], series);

    internal static MeasuredPoint Point(long id) =>
        new(id, -99.1332 + (id * 0.001), 19.4326, (int)id, 7, -0.123456789, 0.00081, 0.9, double.NaN);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Lines_hold_units_in_the_header_and_millimetres()
    {
        var path = folder.File("points.csv");
        using (var writer = CsvPointWriter.Create(path, Table(series: true), comments: true))
        {
            writer.Write(Point(1), [0f, float.NaN, -0.0105f]);
            Assert.False(File.Exists(path));
            writer.Complete();
        }

        Assert.Equal(
            "# Small mine. Rate in mm/yr and displacement in mm along the line of sight, positive towards the satellite, relative to area A and 2024-01-01. Empty where there is no value.\n" +
            "id,longitude_deg,latitude_deg,row,column,rate_mm_yr,rate_sigma_mm_yr,temporal_coherence,height_m,displacement_mm,d20240101_mm,d20240113_mm,d20240125_mm\n" +
            "1,-99.1322000,19.4326000,1,7,-123.4568,0.81,0.9,,-10.5,0,,-10.5\n",
            File.ReadAllText(path));
    }

    [Fact]
    public void Without_series_and_comments_there_is_a_header_and_a_line_per_point()
    {
        var path = folder.File("points.csv");
        using (var writer = CsvPointWriter.Create(path, Table(series: false)))
        {
            for (var id = 1; id <= 3000; id++)
            {
                writer.Write(Point(id), [0f, 0f, id * 1e-3f]);
            }

            writer.Complete();
        }

        var lines = File.ReadAllLines(path);
        Assert.Equal(3001, lines.Length);
        Assert.StartsWith("id,", lines[0], StringComparison.Ordinal);
        Assert.All(lines.Skip(1), (line, i) => Assert.Equal(i + 1.0, double.Parse(line.Split(',')[9], CultureInfo.InvariantCulture), 3));
    }

    [Fact]
    public void Numbers_do_not_follow_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            using var writer = CsvPointWriter.Create(folder.File("points.csv"), Table(series: false));
            writer.Write(Point(1), [0f, 0f, 0f]);
            writer.Complete();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Contains("-123.4568", File.ReadAllText(folder.File("points.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_series_or_an_unfinished_file_leaves_nothing()
    {
        using (var writer = CsvPointWriter.Create(folder.File("points.csv"), Table(series: true)))
        {
            Assert.Throws<ArgumentException>(() => writer.Write(Point(1), [0f]));
        }

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_full_disk_is_reported_and_leaves_no_file()
    {
        using var disk = new TinyDisk(64);
        var path = Path.Combine(disk.Path, "points.csv");
        var error = Assert.Throws<IOException>(() =>
        {
            using var writer = CsvPointWriter.Create(path, Table(series: true));
            for (var id = 1; id <= 5000; id++)
            {
                writer.Write(Point(id), [0f, 0f, 0f]);
            }

            writer.Complete();
        });
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(disk.Path));
    }
}
