using Plumb.Formats.Areas;
using Plumb.Formats.Tests.Products;
using Plumb.Grids;

namespace Plumb.Formats.Tests.Areas;

public sealed class FeatureReaderTests
{
    private const string Ring = "[[111.0,30.7],[111.02,30.7],[111.02,30.72],[111.0,30.7]]";

    [Fact]
    public void Lines_keep_their_names_and_parts_that_meet_are_joined()
    {
        var lines = Lines("""
            {"type":"FeatureCollection","features":[
              {"type":"Feature","properties":{"name":"dam"},"geometry":{"type":"LineString","coordinates":[[1,2,99],[1,2],[3,4]]}},
              {"type":"Feature","properties":{"id":7},"geometry":{"type":"MultiLineString","coordinates":[[[0,0],[1,0]],[[1,0],[2,0]],[[5,5],[6,5]]]}},
              {"type":"Feature","properties":null,"geometry":null},
              {"type":"Feature","properties":{"name":""},"geometry":{"type":"LineString","coordinates":[[8,8],[9,9]]}}]}
            """);
        Assert.Equal(["dam", "7", "7 (2)", "line 4"], lines.Select(l => l.Name));
        Assert.Equal([1.0, 3.0], lines[0].X);
        Assert.Equal([0.0, 1.0, 2.0], lines[1].X);
        Assert.Equal([5.0, 6.0], lines[2].X);
        Assert.All(lines, l => Assert.Equal(Crs.Wgs84, l.Crs));
    }

    [Fact]
    public void Lines_of_well_known_text_may_be_in_metres()
    {
        var lines = Lines("SRID=32650;MULTILINESTRING ((500000 3700000, 501000 3700000), (500000 3701000, 501000 3702000))");
        Assert.Equal(["line 1", "line 2"], lines.Select(l => l.Name));
        Assert.All(lines, l => Assert.Equal("EPSG:32650", l.Crs.Definition));
    }

    [Fact]
    public void Areas_of_one_name_are_told_apart()
    {
        string Feature(string name) => $$$"""{"type":"Feature","properties":{"NAME":"{{{name}}}"},"geometry":{"type":"Polygon","coordinates":[{{{Ring}}}]}}""";
        var areas = Areas($$"""{"type":"FeatureCollection","features":[{{Feature("P1")}},{{Feature("P1 (2)")}},{{Feature("P1")}},{{Feature("P1")}}]}""");
        Assert.Equal(["P1", "P1 (2)", "P1 (3)", "P1 (4)"], areas.Select(a => a.Name));
        Assert.All(areas, a => Assert.True(a.Area.Contains(111.015, 30.705)));
    }

    [Theory]
    [InlineData("", "neither GeoJSON nor WKT")]
    [InlineData("{", "no valid JSON")]
    [InlineData("{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]", "no valid JSON")]
    [InlineData("{\"type\":\"LineString\"}", "no GeoJSON")]
    [InlineData("{\"type\":7}", "no GeoJSON")]
    [InlineData("{\"type\":\"LineString\",\"coordinates\":null}", "no GeoJSON")]
    [InlineData("{\"type\":\"LineString\",\"coordinates\":[[1,\"2\"],[3,4]]}", "[longitude, latitude]")]
    [InlineData("{\"type\":\"LineString\",\"coordinates\":[[1,2],[1,2]]}", "two corners")]
    [InlineData("{\"type\":\"LineString\",\"coordinates\":[[1,2],[1e999,2]]}", "two corners")]
    [InlineData("{\"type\":\"Point\",\"coordinates\":[1,2]}", "LineString")]
    [InlineData("{\"type\":\"FeatureCollection\",\"features\":[]}", "holds no line")]
    [InlineData("{\"type\":\"FeatureCollection\",\"features\":[5]}", "no GeoJSON")]
    [InlineData("{\"type\":\"MultiLineString\",\"coordinates\":[[],[]]}", "two corners")]
    [InlineData("POINT (1 2)", "LINESTRING")]
    [InlineData("\u0000\u0001binary", "neither GeoJSON nor WKT")]
    [InlineData("{\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"moon\"}},\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}", "moon")]
    [InlineData("SRID=x;LINESTRING (1 2, 3 4)", "EPSG:x")]
    public void Lines_that_cannot_be_read_are_refused_by_name(string text, string reason)
    {
        var refused = Assert.Throws<RequestException>(() => Lines(text));
        Assert.Contains("features.txt", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_nesting_and_missing_files_are_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"type\":\"Feature\",\"geometry\":", 100_000));
        Assert.Throws<RequestException>(() => Lines(deep));
        Assert.Throws<RequestException>(() => Areas(deep));
        Assert.Throws<RequestException>(() => FeatureReader.Lines(Path.Combine(Path.GetTempPath(), "none", "none.geojson")));
        Assert.Throws<RequestException>(() => FeatureReader.Areas(Path.GetTempPath()));
        Assert.Throws<RequestException>(() => Areas("{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}"));
    }

    private static IReadOnlyList<NamedLine> Lines(string text)
    {
        using var folder = new ProductFolder();
        return FeatureReader.Lines(folder.Write("features.txt", text));
    }

    private static IReadOnlyList<NamedArea> Areas(string text)
    {
        using var folder = new ProductFolder();
        return FeatureReader.Areas(folder.Write("features.txt", text));
    }
}
