using Plumb.Formats.GeoPackage;
using Plumb.Formats.Points;
using Plumb.Formats.Tests.Csv;
using Plumb.Formats.Tests.Gdal;

namespace Plumb.Formats.Tests.GeoPackage;

public sealed class GeoPackagePointWriterTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Ogr_reads_points_units_and_index()
    {
        var path = Save("points.gpkg", 1000, series: true);
        var text = NativeTool.Run("ogrinfo", "-fid", "17", path, "points");
        Assert.Contains("Feature Count: 1000", text, StringComparison.Ordinal);
        Assert.Contains("FID Column = id", text, StringComparison.Ordinal);
        Assert.Contains("rate_mm_yr (Real) = -123.4568", text, StringComparison.Ordinal);
        Assert.Contains("height_m (Real) = (null)", text, StringComparison.Ordinal);
        Assert.Contains("displacement_mm (Real) = 17", text, StringComparison.Ordinal);
        Assert.Contains("d20240113 (Real) = (null)", text, StringComparison.Ordinal);
        Assert.Contains("POINT (-99.1162 19.4326)", text, StringComparison.Ordinal);
        Assert.Contains("positive towards the satellite, relative to area A", text, StringComparison.Ordinal);
        var index = NativeTool.Run("ogrinfo", "-sql", "SELECT COUNT(*) AS boxes FROM rtree_points_geom", path);
        Assert.Contains("boxes (Integer) = 1000", index, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Equal_points_give_equal_bytes()
    {
        var first = File.ReadAllBytes(Save("a.gpkg", 500, series: true));
        Thread.Sleep(20);
        Assert.Equal(first, File.ReadAllBytes(Save("b.gpkg", 500, series: true)));
    }

    [Fact]
    public void An_empty_table_is_a_file_too()
    {
        var path = Save("none.gpkg", 0, series: false);
        Assert.Contains("Feature Count: 0", NativeTool.Run("ogrinfo", "-so", path, "points"), StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_does_not_grow_with_the_number_of_points()
    {
        Save("warm.gpkg", 1000, series: true);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Save("many.gpkg", 20_000, series: true);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_point_without_a_position_a_point_twice_and_too_many_dates_are_refused()
    {
        using (var writer = GeoPackagePointWriter.Create(folder.File("p.gpkg"), CsvPointWriterTests.Table(series: false)))
        {
            Assert.Throws<RequestException>(() => writer.Write(CsvPointWriterTests.Point(1) with { Longitude = double.NaN }, [0f, 0f, 0f]));
            writer.Write(CsvPointWriterTests.Point(1), [0f, 0f, 0f]);
            Assert.Throws<IOException>(() => writer.Write(CsvPointWriterTests.Point(1), [0f, 0f, 0f]));
        }

        var dates = Enumerable.Range(0, 2000).Select(i => new DateOnly(2015, 1, 1).AddDays(i)).ToArray();
        Assert.Throws<RequestException>(() => GeoPackagePointWriter.Create(folder.File("p.gpkg"), new PointTable("t", "r", [.. dates], true)));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_full_disk_is_reported_and_leaves_no_file()
    {
        using var disk = new TinyDisk(256);
        var path = Path.Combine(disk.Path, "points.gpkg");
        var error = Assert.Throws<IOException>(() => Fill(path, 20_000, series: true));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(disk.Path));
    }

    private static void Fill(string path, int count, bool series)
    {
        using var writer = GeoPackagePointWriter.Create(path, CsvPointWriterTests.Table(series));
        for (var id = 1; id <= count; id++)
        {
            writer.Write(CsvPointWriterTests.Point(id), [0f, float.NaN, id * 1e-3f]);
        }

        writer.Complete();
    }

    private string Save(string name, int count, bool series)
    {
        Fill(folder.File(name), count, series);
        return folder.File(name);
    }
}
