using Plumb.Grids;

namespace Plumb.Tests.Grids;

public sealed class AreaOfInterestTests
{
    private static readonly Grid Map = new(new Crs("EPSG:32649", false), 0, 100, 10, -10, 12, 10);

    [Fact]
    public void Rasterising_agrees_with_asking_each_pixel_centre()
    {
        var random = new Random(5);
        for (var k = 0; k < 50; k++)
        {
            var x = Enumerable.Range(0, 7).Select(_ => (random.NextDouble() * 160) - 20).ToArray();
            var y = Enumerable.Range(0, 7).Select(_ => (random.NextDouble() * 140) - 20).ToArray();
            var area = new AreaOfInterest(Map.Crs, [new Ring(x, y), new Ring([30, 60, 60, 30], [30, 30, 60, 60])]);
            var inside = new bool[Map.PixelCount];
            var count = area.Rasterise(Map, inside);
            Assert.Equal(inside.Count(i => i), count);
            for (var i = 0; i < inside.Length; i++)
            {
                var (cx, cy) = Map.CentreOf(i / Map.Columns, i % Map.Columns);
                Assert.Equal(area.Contains(cx, cy), inside[i]);
            }
        }
    }

    [Fact]
    public void A_ring_in_a_ring_is_a_hole()
    {
        var area = new AreaOfInterest(Map.Crs, [new Ring([0, 100, 100, 0], [0, 0, 100, 100]), new Ring([40, 60, 60, 40, 40], [40, 40, 60, 60, 40])]);
        Assert.True(area.Contains(20, 50));
        Assert.False(area.Contains(50, 50));
        Assert.False(area.Contains(150, 50));
    }

    [Fact]
    public void Covering_tile_is_clipped_and_empty_outside()
    {
        Assert.Equal(new Tile(2, 1, 3, 2), AreaOfInterest.Rectangle(Map.Crs, 15, 55, 25, 75).CoveringTile(Map));
        Assert.Equal(Map.Whole, AreaOfInterest.Rectangle(Map.Crs, -1000, -1000, 1000, 1000).CoveringTile(Map));
        Assert.Equal(0, AreaOfInterest.Rectangle(Map.Crs, 500, 500, 600, 600).CoveringTile(Map).Rows);
    }

    [Fact]
    public void Refuses_what_is_no_area()
    {
        Assert.Throws<ArgumentException>(() => new Ring([0, 1], [0, 1]));
        Assert.Throws<ArgumentException>(() => new Ring([0, 1, double.NaN], [0, 1, 2]));
        Assert.Throws<ArgumentException>(() => new AreaOfInterest(Map.Crs, []));
        Assert.Throws<ArgumentException>(() => AreaOfInterest.Rectangle(Map.Crs, 2, 0, 1, 1));
        Assert.Throws<ArgumentException>(() => AreaOfInterest.Rectangle(Crs.Wgs84, 0, 0, 1, 1).Rasterise(Map, new bool[120]));
    }
}
