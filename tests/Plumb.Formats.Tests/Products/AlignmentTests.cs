using Plumb.Formats.Gdal;
using Plumb.Formats.Products;
using Plumb.Grids;

namespace Plumb.Formats.Tests.Products;

public sealed class AlignmentTests
{
    /// <summary>A raster in memory, a smooth function of the map position.</summary>
    private sealed class Made(Grid grid, Func<double, double, float> value) : IRasterSource
    {
        public string Path => "made";

        public Grid Grid => grid;

        public IRasterReader Open() => new Reader(grid, value);

        private sealed class Reader(Grid grid, Func<double, double, float> value) : IRasterReader
        {
            public void Read(Tile tile, Span<float> values)
            {
                for (var i = 0; i < tile.PixelCount; i++)
                {
                    var (x, y) = grid.CentreOf(tile.Row + (i / tile.Columns), tile.Column + (i % tile.Columns));
                    values[i] = value(x, y);
                }
            }

            public void Dispose()
            {
            }
        }
    }

    private static float Field(double x, double y) => (float)(20 + ((x - 501_000) / 900) + ((y - 3_399_000) / 700));

    [Fact]
    public void The_same_grid_is_passed_through()
    {
        var source = new Made(ProductFolder.Utm, Field);
        Assert.Same(source, AlignedSource.Align(source, ProductFolder.Utm, ResamplingKind.Phase));
        Assert.Equal("same grid", AlignedSource.Describe(ProductFolder.Utm, ProductFolder.Utm));
    }

    [Theory]
    [InlineData(3, -2)]
    [InlineData(-40, 5)]
    [InlineData(0, 39)]
    public void A_whole_pixel_offset_copies_values_exactly(int rows, int columns)
    {
        var u = ProductFolder.Utm;
        var other = new Grid(u.Crs, u.OriginX + (columns * u.StepX), u.OriginY + (rows * u.StepY), u.StepX, u.StepY, u.Columns + 7, u.Rows + 3);
        var aligned = AlignedSource.Align(new Made(other, Field), u, ResamplingKind.Phase);
        Assert.Equal($"offset ({rows}, {columns})", AlignedSource.Describe(other, u));
        var values = ProductFolder.ReadAll(aligned);
        for (var i = 0; i < values.Length; i++)
        {
            var (r, c) = (i / u.Columns, i % u.Columns);
            var inside = r >= rows && r < rows + other.Rows && c >= columns && c < columns + other.Columns;
            var (x, y) = u.CentreOf(r, c);
            Assert.Equal(inside ? Field(x, y) : float.NaN, values[i]);
        }
    }

    [Theory]
    [InlineData(ResamplingKind.Bilinear)]
    [InlineData(ResamplingKind.Phase)]
    public void Another_zone_is_resampled_to_the_right_place_in_any_tiling(ResamplingKind kind)
    {
        // The same ground in zone 50, whose coordinates are far off and turned by more than a degree.
        var u = ProductFolder.Utm;
        var zone = new Crs("EPSG:32650", false);
        using var transform = new CoordinateTransform(u.Crs, zone);
        using var back = new CoordinateTransform(zone, u.Crs);
        var (x0, y0) = transform.Apply(u.OriginX, u.OriginY);
        var source = new Made(new Grid(zone, Math.Floor(x0) - 1000, Math.Floor(y0) + 1000, 70, -70, 90, 80), (x, y) =>
        {
            var (e, n) = back.Apply(x, y);
            return Field(e, n);
        });
        var aligned = AlignedSource.Align(source, u, kind);
        Assert.Equal("resampled from EPSG:32650", AlignedSource.Describe(source.Grid, u));
        var whole = ProductFolder.ReadAll(aligned);
        for (var i = 0; i < whole.Length; i++)
        {
            var (x, y) = u.CentreOf(i / u.Columns, i % u.Columns);
            Assert.Equal(Field(x, y), whole[i], 0.002f);
        }

        var tiled = new float[whole.Length];
        using var reader = aligned.Open();
        foreach (var tile in Tile.Cover(u.Rows, u.Columns, 7, 11))
        {
            var part = new float[tile.PixelCount];
            reader.Read(tile, part);
            for (var i = 0; i < part.Length; i++)
            {
                tiled[((tile.Row + (i / tile.Columns)) * u.Columns) + tile.Column + (i % tile.Columns)] = part[i];
            }
        }

        Assert.Equal(whole, tiled);
    }

    [Fact]
    public void Half_a_pixel_is_resampled_and_not_rounded()
    {
        var u = ProductFolder.Utm;
        var other = new Grid(u.Crs, u.OriginX + 40, u.OriginY, u.StepX, u.StepY, u.Columns, u.Rows);
        var values = ProductFolder.ReadAll(AlignedSource.Align(new Made(other, Field), u, ResamplingKind.Bilinear));
        var (x, y) = u.CentreOf(10, 10);
        Assert.Equal(Field(x, y), values[(10 * u.Columns) + 10], 0.001f);
    }

    [Fact]
    public void Radar_coordinates_are_not_aligned_to_a_map()
    {
        var radar = new Made(Grid.Radar(40, 30), Field);
        Assert.Throws<RequestException>(() => AlignedSource.Align(radar, ProductFolder.Utm, ResamplingKind.Phase));
        Assert.Throws<RequestException>(() => AlignedSource.Align(radar, Grid.Radar(41, 30), ResamplingKind.Phase));
        Assert.Same(radar, AlignedSource.Align(radar, Grid.Radar(40, 30), ResamplingKind.Phase));
    }
}
