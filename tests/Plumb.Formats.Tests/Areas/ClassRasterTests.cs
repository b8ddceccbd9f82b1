using Plumb.Formats.Areas;
using Plumb.Formats.Gdal;
using Plumb.Formats.Tests.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Tests.Areas;

public sealed class ClassRasterTests : IDisposable
{
    private static readonly Crs Utm = CrsReader.Parse("EPSG:32650");
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(RasterType.Byte)]
    [InlineData(RasterType.Signed16)]
    [InlineData(RasterType.Unsigned16)]
    public void Each_pixel_takes_the_class_at_its_centre_whatever_the_grids_are(RasterType type)
    {
        var cover = new Grid(Crs.Wgs84, 117.0, 33.62, 0.004, -0.003, 30, 25);
        var codes = Enumerable.Range(0, 750).Select(i => (short)((i * 7 % 11) + 1)).ToArray();
        codes[12] = 0;
        var path = Write("cover.tif", cover, type, codes);
        var grid = new Grid(Utm, 501_000, 3_719_000, 90, -70, 150, 110);
        var map = ClassRaster.OnGrid(path, grid);
        Assert.Empty(map.Names);
        using var transform = new CoordinateTransform(Utm, Crs.Wgs84);
        var (inside, random) = (0, new Random(3));
        for (var k = 0; k < 3000; k++)
        {
            var (row, column) = (random.Next(grid.Rows), random.Next(grid.Columns));
            var (x, y) = grid.CentreOf(row, column);
            var (longitude, latitude) = transform.Apply(x, y);
            var (r, c) = ((int)Math.Floor((33.62 - latitude) / 0.003), (int)Math.Floor((longitude - 117.0) / 0.004));
            var expected = r >= 0 && c >= 0 && r < 25 && c < 30 && codes[(r * 30) + c] != 0 ? codes[(r * 30) + c] : ClassMap.None;
            Assert.Equal(expected, map.Codes[(row * grid.Columns) + column]);
            inside += expected != ClassMap.None ? 1 : 0;
        }

        Assert.InRange(inside, 500, 2900);
    }

    [Fact]
    public void Names_come_from_categories_or_the_table_of_attributes()
    {
        var grid = new Grid(Utm, 500_000, 3_720_000, 30, -30, 4, 3);
        var path = Write("named.tif", grid, RasterType.Byte, [0, 1, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
        File.WriteAllText(path + ".aux.xml", """
            <PAMDataset><PAMRasterBand band="1"><CategoryNames><Category></Category><Category>rural</Category><Category>urban</Category></CategoryNames></PAMRasterBand></PAMDataset>
            """);
        var names = ClassRaster.OnGrid(path, grid).Names;
        Assert.Equal([(1, "rural"), (2, "urban")], names.OrderBy(n => n.Key).Select(n => (n.Key, n.Value)));

        path = Write("table.tif", grid, RasterType.Byte, [0, 10, 20, 10, 10, 10, 20, 20, 20, 20, 20, 20]);
        File.WriteAllText(path + ".aux.xml", """
            <PAMDataset><PAMRasterBand band="1"><GDALRasterAttributeTable>
            <FieldDefn index="0"><Name>Value</Name><Type>0</Type><Usage>5</Usage></FieldDefn>
            <FieldDefn index="1"><Name>Class</Name><Type>2</Type><Usage>2</Usage></FieldDefn>
            <Row index="0"><F>10</F><F>forest</F></Row><Row index="1"><F>20</F><F>built-up</F></Row>
            </GDALRasterAttributeTable></PAMRasterBand></PAMDataset>
            """);
        names = ClassRaster.OnGrid(path, grid).Names;
        Assert.Equal([(10, "forest"), (20, "built-up")], names.OrderBy(n => n.Key).Select(n => (n.Key, n.Value)));
        File.WriteAllText(path + ".aux.xml", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><PAMDataset>&e;</PAMDataset>");
        Assert.Empty(ClassRaster.OnGrid(path, grid).Names);
    }

    [Fact]
    public void Files_that_hold_no_classes_of_the_place_are_refused()
    {
        var grid = new Grid(Utm, 500_000, 3_720_000, 30, -30, 4, 3);
        string Refused(string path, Grid on) => Assert.Throws<RequestException>(() => ClassRaster.OnGrid(path, on)).Message;
        Assert.Contains("does not exist", Refused(folder.File("none.tif"), grid), StringComparison.Ordinal);
        File.WriteAllText(folder.File("text.tif"), "1=rural");
        Assert.Contains("cannot be opened as a raster", Refused(folder.File("text.tif"), grid), StringComparison.Ordinal);
        var real = folder.File("real.tif");
        using (var writer = RasterWriter.Create(real, grid, new RasterOptions()))
        {
            writer.Write(1, grid.Whole, new float[12]);
            writer.Complete();
        }

        Assert.Contains("whole numbers", Refused(real, grid), StringComparison.Ordinal);
        var good = Write("good.tif", grid, RasterType.Byte, [.. Enumerable.Repeat((short)1, 12)]);
        Assert.Contains("right region", Refused(good, new Grid(Utm, 800_000, 3_720_000, 30, -30, 4, 3)), StringComparison.Ordinal);
        Assert.Contains("radar coordinates", Refused(good, Grid.Radar(4, 3)), StringComparison.Ordinal);
        var empty = Write("empty.tif", grid, RasterType.Byte, new short[12]);
        Assert.Contains("no class anywhere", Refused(empty, grid), StringComparison.Ordinal);
        var placeless = Write("placeless.tif", Grid.Radar(4, 3), RasterType.Byte, [.. Enumerable.Repeat((short)1, 12)]);
        Assert.Contains("no place on a map", Refused(placeless, grid), StringComparison.Ordinal);
        var bytes = File.ReadAllBytes(Write("cut.tif", new Grid(Utm, 500_000, 3_720_000, 30, -30, 600, 600), RasterType.Byte, [.. Enumerable.Range(0, 360_000).Select(i => (short)(i * 31 % 251 + 1))]));
        File.WriteAllBytes(folder.File("half.tif"), bytes[..(bytes.Length / 2)]);
        Assert.NotEmpty(Refused(folder.File("half.tif"), new Grid(Utm, 500_000, 3_720_000, 30, -30, 600, 600)));
    }

    private string Write(string name, Grid grid, RasterType type, short[] codes)
    {
        var path = folder.File(name);
        using var writer = RasterWriter.Create(path, grid, new RasterOptions { Type = type, NoData = 0, AverageOverviews = false });
        switch (type)
        {
            case RasterType.Byte:
                writer.Write(1, grid.Whole, Array.ConvertAll(codes, c => (byte)c).AsSpan());
                break;
            case RasterType.Unsigned16:
                writer.Write(1, grid.Whole, Array.ConvertAll(codes, c => (ushort)c).AsSpan());
                break;
            default:
                writer.Write(1, grid.Whole, codes.AsSpan());
                break;
        }

        writer.Complete();
        return path;
    }
}
