using System.Collections.Immutable;
using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Tests.Gdal;

public sealed class RasterRoundTripTests : IDisposable
{
    private static readonly Grid Utm = new(new Crs("EPSG:32649", false), 550_000, 3_452_000, 40, -40, 700, 530);

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    internal static float[] Values(Grid grid, int seed = 1)
    {
        var random = new Random(seed);
        var values = new float[grid.PixelCount];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = i % 7 == 3 ? float.NaN : (float)(random.NextDouble() - 0.5) * 0.1f;
        }

        return values;
    }

    [Theory]
    [InlineData(RasterLayout.Tiled)]
    [InlineData(RasterLayout.CloudOptimised)]
    public void Tiles_written_in_pieces_come_back_bit_for_bit(RasterLayout layout)
    {
        var path = folder.File("rate.tif");
        var values = Values(Utm);
        var options = new RasterOptions
        {
            Layout = layout,
            TileSize = 128,
            Bands = [new RasterBand("Rate", "m/year")],
            Metadata = ImmutableSortedDictionary<string, string>.Empty.Add("SIGN", "towards the satellite"),
        };
        using (var writer = RasterWriter.Create(path, Utm, options))
        {
            foreach (var tile in Tile.Cover(Utm.Rows, Utm.Columns, 100, 300))
            {
                writer.Write(1, tile, Cut(values, Utm, tile));
            }

            Assert.False(File.Exists(path));
            writer.Complete();
        }

        Assert.Equal([path], Directory.GetFiles(folder.Path));
        using var dataset = GdalDataset.Open(path);
        Assert.Equal(Utm, dataset.Grid);
        Assert.Equal("EPSG:32649", dataset.Grid.Crs.Definition);
        Assert.Equal(RasterType.Real32, dataset.Type(1));
        Assert.Equal(double.NaN, dataset.NoData(1));
        Assert.Equal("m/year", dataset.UnitOf(1));
        Assert.Equal("Rate", dataset.Description(1));
        Assert.Equal("towards the satellite", dataset.Metadata()["SIGN"]);
        Assert.Equal((128, 128), dataset.BlockSize(1));
        Assert.Equal(layout == RasterLayout.CloudOptimised, dataset.Metadata("IMAGE_STRUCTURE").ContainsKey("LAYOUT"));
        var back = new float[values.Length];
        dataset.Read(1, Utm.Whole, back);
        Assert.Equal(values, back);
        var part = new Tile(17, 33, 201, 77);
        var some = new float[part.PixelCount];
        dataset.Read(1, part, some);
        Assert.Equal(Cut(values, Utm, part), some);
    }

    [Fact]
    public void Memory_and_streams_make_cogs_with_the_same_pixels_and_equal_bytes_for_any_number_of_threads()
    {
        var values = Values(Utm);
        var options = new RasterOptions { TileSize = 128 };
        GdalLibrary.Configure(1);
        CogWriter.Write(folder.File("a.tif"), Utm, values, options);
        GdalLibrary.Configure(3);
        CogWriter.Write(folder.File("b.tif"), Utm, values, options);
        GdalLibrary.Configure(1);
        Assert.Equal(File.ReadAllBytes(folder.File("a.tif")), File.ReadAllBytes(folder.File("b.tif")));
        using var dataset = GdalDataset.Open(folder.File("a.tif"));
        Assert.Equal("COG", dataset.Metadata("IMAGE_STRUCTURE")["LAYOUT"]);
        Assert.True(dataset.OverviewCount(1) > 0);
    }

    [Fact]
    public void Whole_numbers_flags_and_complex_numbers_round_trip()
    {
        var grid = Grid.Radar(33, 17);
        var n = (int)grid.PixelCount;
        var shorts = Enumerable.Range(0, n).Select(i => (short)(i - 200)).ToArray();
        var flags = Enumerable.Range(0, n).Select(i => (ushort)(i * 100)).ToArray();
        var bytes = Enumerable.Range(0, n).Select(i => (byte)i).ToArray();
        var pairs = Enumerable.Range(0, 2 * n).Select(i => i * 0.5f).ToArray();
        Save("s.tif", RasterType.Signed16, w => w.Write(1, grid.Whole, shorts));
        Save("u.tif", RasterType.Unsigned16, w => w.Write(1, grid.Whole, flags));
        Save("b.tif", RasterType.Byte, w => w.Write(1, grid.Whole, bytes));
        Save("c.tif", RasterType.ComplexReal32, w => w.WriteComplex(1, grid.Whole, pairs));

        var (s, u, b, c, f) = (new short[n], new ushort[n], new byte[n], new float[2 * n], new float[n]);
        Open("s.tif", d => d.Read(1, grid.Whole, s));
        Open("u.tif", d => d.Read(1, grid.Whole, u));
        Open("b.tif", d => d.Read(1, grid.Whole, b));
        Open("c.tif", d => d.ReadComplex(1, grid.Whole, c));
        Open("s.tif", d => d.Read(1, grid.Whole, f));
        Assert.Equal(shorts, s);
        Assert.Equal(flags, u);
        Assert.Equal(bytes, b);
        Assert.Equal(pairs, c);
        Assert.Equal(shorts.Select(v => (float)v), f);
        Open("s.tif", d => Assert.True(d.Grid.Crs.IsRadar));
        Open("c.tif", d => Assert.Throws<RequestException>(() => d.Read(1, grid.Whole, f)));
        Open("u.tif", d => Assert.Throws<RequestException>(() => d.Read(1, grid.Whole, s)));

        void Save(string name, RasterType type, Action<RasterWriter> write)
        {
            using var writer = RasterWriter.Create(folder.File(name), grid, new RasterOptions { Type = type, NoData = null });
            write(writer);
            writer.Complete();
        }

        void Open(string name, Action<GdalDataset> read)
        {
            using var dataset = GdalDataset.Open(folder.File(name));
            read(dataset);
        }
    }

    [Fact]
    public void A_declared_no_data_value_becomes_nan_unless_it_is_kept()
    {
        var grid = new Grid(Crs.Wgs84, -99.2, 19.6, 0.001, -0.001, 4, 3);
        float[] values = [0, 1, 2, 3, 0, 5, 6, 7, 8, 9, 10, 0];
        using (var writer = RasterWriter.Create(folder.File("z.tif"), grid, new RasterOptions { NoData = 0, PixelIsPoint = true }))
        {
            writer.Write(1, grid.Whole, values);
            writer.Complete();
        }

        using var dataset = GdalDataset.Open(folder.File("z.tif"));
        var back = new float[12];
        dataset.Read(1, grid.Whole, back);
        Assert.Equal(values.Select(v => v == 0 ? float.NaN : v), back);
        dataset.Read(1, grid.Whole, back, keepNoData: true);
        Assert.Equal(values, back);
        Assert.Equal("Point", dataset.Metadata()["AREA_OR_POINT"]);
        Assert.Equal(grid.OriginX, dataset.Grid.OriginX, 9);
        Assert.Equal(grid.OriginY, dataset.Grid.OriginY, 9);
    }

    [Fact]
    public void A_writer_that_is_not_completed_leaves_nothing_and_keeps_the_old_file()
    {
        var path = folder.File("old.tif");
        File.WriteAllText(path, "old");
        using (var writer = RasterWriter.Create(path, Utm, new RasterOptions()))
        {
            writer.Write(1, new Tile(0, 0, 1, 700), new float[700]);
        }

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    internal static float[] Cut(float[] values, Grid grid, Tile tile)
    {
        var cut = new float[tile.PixelCount];
        for (var row = 0; row < tile.Rows; row++)
        {
            values.AsSpan(((tile.Row + row) * grid.Columns) + tile.Column, tile.Columns).CopyTo(cut.AsSpan(row * tile.Columns));
        }

        return cut;
    }
}
