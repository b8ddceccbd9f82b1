using Plumb.Formats.Areas;
using Plumb.Formats.Tests.Products;
using Plumb.Grids;

namespace Plumb.Formats.Tests.Areas;

public sealed class AreaReaderTests
{
    private const string Square = "[[111.0,30.7],[111.02,30.7],[111.02,30.72],[111.0,30.72],[111.0,30.7]]";

    [Theory]
    [InlineData("{\"type\":\"Polygon\",\"coordinates\":[" + Square + "]}")]
    [InlineData("{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[" + Square + "]}}")]
    [InlineData("{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":null,\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[[" + Square + "]]}}]}")]
    [InlineData("POLYGON ((111 30.7, 111.02 30.7, 111.02 30.72, 111 30.72, 111 30.7))")]
    [InlineData("MULTIPOLYGON (((111 30.7, 111.02 30.7, 111.02 30.72, 111 30.72, 111 30.7)))")]
    [InlineData("111,30.7,111.02,30.72")]
    public void Every_way_to_write_a_square_gives_the_same_square(string text)
    {
        using var folder = new ProductFolder();
        foreach (var area in (AreaOfInterest[])[AreaReader.Read(folder.Write("area.txt", text)), .. text[0] == '{' ? Array.Empty<AreaOfInterest>() : [AreaReader.Read(text)]])
        {
            Assert.Equal(Crs.Wgs84, area.Crs);
            Assert.Equal((111.0, 30.7, 111.02, 30.72), (area.West, area.South, area.East, area.North));
            Assert.True(area.Contains(111.01, 30.71));
        }
    }

    [Fact]
    public void Paths_are_taken_from_where_the_settings_lie()
    {
        using var folder = new ProductFolder();
        folder.Write("a.wkt", "POLYGON ((0 0, 1 0, 1 1, 0 0))");
        Assert.Equal(1, AreaReader.Read("a.wkt", p => Path.Combine(folder.Path, p)).East);
    }

    [Fact]
    public void Holes_and_other_systems_are_kept()
    {
        var area = AreaReader.Read("SRID=32649;POLYGON ((500000 3399000, 502000 3399000, 502000 3400000, 500000 3400000, 500000 3399000), (500800 3399400, 501200 3399400, 501200 3399600, 500800 3399400))");
        Assert.Equal("EPSG:32649", area.Crs.Definition);
        Assert.Equal(2, area.Rings.Count);
        using var folder = new ProductFolder();
        var json = folder.Write("a.geojson", "{\"type\":\"Polygon\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:32649\"}},\"coordinates\":[[[500000,3399000],[502000,3399000],[502000,3400000],[500000,3399000]]]}");
        Assert.Equal("EPSG:32649", AreaReader.Read(json).Crs.Definition);
    }

    [Fact]
    public void A_geographic_area_lands_on_a_projected_grid()
    {
        var area = AreaReader.Read("111.0,30.71,111.02,30.72");
        var grid = ProductFolder.Utm;
        var inside = AreaOnGrid.Rasterise(area, grid);
        var tile = AreaOnGrid.BoundingTile(area, grid);
        Assert.Contains(true, inside);
        for (var i = 0; i < inside.Length; i++)
        {
            var (r, c) = (i / grid.Columns, i % grid.Columns);
            Assert.True(!inside[i] || tile.Contains(new Tile(r, c, 1, 1)));
        }

        Assert.Throws<RequestException>(() => AreaOnGrid.BoundingTile(AreaReader.Read("10,10,11,11"), grid));
        Assert.Throws<RequestException>(() => AreaOnGrid.Rasterise(AreaReader.Read("10,10,11,11"), grid));
        Assert.Throws<RequestException>(() => AreaOnGrid.Rasterise(area, Grid.Radar(4, 4)));
    }

    [Theory]
    [InlineData("nosuchfile.geojson")]
    [InlineData("112,30,111,31")]
    [InlineData("30.7,111.0,30.72,111.02")]
    [InlineData("POLYGON ((111 30.7, 111.02 30.7")]
    [InlineData("POINT (111 30)")]
    [InlineData("POLYGON EMPTY")]
    [InlineData("POLYGON ((0 0, 1 1, 0 0, 0 0))")]
    [InlineData("SRID=x;POLYGON ((0 0, 1 0, 1 1, 0 0))")]
    [InlineData("1,2,3,four")]
    [InlineData("")]
    public void What_is_no_area_is_refused(string text)
    {
        if (text == "POLYGON ((0 0, 1 1, 0 0, 0 0))")
        {
            // A flat ring has corners but no pixel: legal, and refused when it is put on a grid.
            Assert.Throws<RequestException>(() => AreaOnGrid.Rasterise(AreaReader.Read(text), ProductFolder.Utm));
            return;
        }

        Assert.Throws<RequestException>(() => AreaReader.Read(text));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"type\":\"Point\",\"coordinates\":[1,2]}")]
    [InlineData("{\"type\":\"Polygon\",\"coordinates\":[[[\"a\",2],[1,2],[3,4]]]}")]
    [InlineData("{\"type\":\"Polygon\",\"coordinates\":7}")]
    [InlineData("{\"type\":\"Polygon\"}")]
    [InlineData("{\"features\":[]}")]
    [InlineData("{\"type\":\"FeatureCollection\",\"features\":[]}")]
    [InlineData("{\"type\":\"Polygon\",\"coordinates\":[[[500000,3399000],[502000,3399000],[502000,3400000]]]}")]
    [InlineData("just words")]
    [InlineData("\0\0\0")]
    public void Bad_files_are_refused_by_name(string text)
    {
        using var folder = new ProductFolder();
        var file = folder.Write("area.geojson", text);
        Assert.Contains(file, Assert.Throws<RequestException>(() => AreaReader.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        using var folder = new ProductFolder();
        var file = folder.Write("deep.geojson", string.Concat(Enumerable.Repeat("{\"type\":\"Feature\",\"geometry\":", 5000)) + "{}" + new string('}', 5000));
        Assert.Throws<RequestException>(() => AreaReader.Read(file));
    }
}
