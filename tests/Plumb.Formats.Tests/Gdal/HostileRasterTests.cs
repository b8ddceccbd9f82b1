using System.Buffers.Binary;
using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Tests.Gdal;

public sealed class HostileRasterTests : IDisposable
{
    private static readonly Grid Square = new(Crs.Wgs84, 10, 50, 0.001, -0.001, 256, 256);

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_absent_file_is_named() => Refused(folder.File("absent.tif"), "does not exist");

    [Fact]
    public void An_empty_file_is_refused()
    {
        File.WriteAllBytes(folder.File("empty.tif"), []);
        Refused(folder.File("empty.tif"), "cannot be opened");
    }

    [Fact]
    public void Text_of_another_product_is_refused()
    {
        File.WriteAllText(folder.File("text.tif"), "Reference Granule: S1A_IW_SLC__1SDV\nBaseline: 42.1\n");
        Refused(folder.File("text.tif"), "cannot be opened");
    }

    [Fact]
    public void A_folder_is_refused() => Refused(folder.Path, "cannot be opened");

    [Theory]
    [InlineData("/vsicurl/http://127.0.0.1:9/a.tif")]
    [InlineData("http://127.0.0.1:9/a.tif")]
    [InlineData("/vsizip/a.zip/a.tif")]
    public void Names_that_are_not_local_files_are_refused(string path) => Refused(path, "does not exist");

    [Fact]
    public void A_virtual_raster_that_points_elsewhere_is_not_followed_unless_it_is_asked_for()
    {
        Write("real.tif");
        File.WriteAllText(
            folder.File("pointing.tif"),
            $"<VRTDataset rasterXSize=\"256\" rasterYSize=\"256\"><VRTRasterBand dataType=\"Float32\" band=\"1\"><SimpleSource><SourceFilename relativeToVRT=\"0\">{folder.File("real.tif")}</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>");
        Refused(folder.File("pointing.tif"), "cannot be opened");
        using var asked = GdalDataset.Open(folder.File("pointing.tif"), "VRT");
        Assert.Equal(256, asked.Columns);
    }

    [Theory]
    [InlineData(0.03)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.999)]
    public void A_truncated_file_is_refused_when_opened_or_when_read_and_named(double kept)
    {
        var whole = File.ReadAllBytes(Write("whole.tif"));
        var path = folder.File("cut.tif");
        File.WriteAllBytes(path, whole[..(int)(whole.Length * kept)]);
        var error = Assert.Throws<RequestException>(() =>
        {
            using var dataset = GdalDataset.Open(path);
            dataset.Read(1, Square.Whole, new float[Square.PixelCount]);
        });
        Assert.Contains("cut.tif", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_promises_more_than_the_file_can_hold_is_refused()
    {
        var bytes = File.ReadAllBytes(Write("small.tif"));
        SetTag(bytes, 256, 2_000_000);
        SetTag(bytes, 257, 2_000_000);
        File.WriteAllBytes(folder.File("huge.tif"), bytes);
        var error = Assert.Throws<RequestException>(() => GdalDataset.Open(folder.File("huge.tif")));
        Assert.Contains("huge.tif", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_damage_never_gives_another_exception()
    {
        var whole = File.ReadAllBytes(Write("whole.tif"));
        var random = new Random(7);
        var refused = 0;
        for (var round = 0; round < 200; round++)
        {
            var bytes = (byte[])whole.Clone();
            for (var i = 0; i < 12; i++)
            {
                bytes[round % 2 == 0 ? random.Next(600) : random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var path = folder.File("damaged.tif");
            File.WriteAllBytes(path, bytes);
            try
            {
                using var dataset = GdalDataset.Open(path);
                _ = dataset.Grid;
                if (dataset.BandCount > 0 && !dataset.Type(1).IsComplex())
                {
                    var tile = new Tile(0, 0, Math.Min(dataset.Rows, 256), Math.Min(dataset.Columns, 256));
                    dataset.Read(1, tile, new float[tile.PixelCount]);
                }
            }
            catch (RequestException)
            {
                refused++;
            }
        }

        Assert.True(refused > 50, $"only {refused} of 200 damaged files were refused");
    }

    [Theory]
    [InlineData(0, 0, 257, 1)]
    [InlineData(-1, 0, 1, 1)]
    [InlineData(int.MaxValue, 0, 1, 1)]
    [InlineData(0, 255, 1, 2)]
    public void A_tile_outside_the_raster_is_refused(int row, int column, int rows, int columns)
    {
        using var dataset = GdalDataset.Open(Write("square.tif"));
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.Read(1, new Tile(row, column, rows, columns), new float[rows * columns]));
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.Read(2, Square.Whole, new float[Square.PixelCount]));
        Assert.Throws<ArgumentException>(() => dataset.Read(1, Square.Whole, new float[5]));
    }

    [Fact]
    public void A_library_that_is_not_gdal_is_named_with_the_variable()
    {
        var error = Assert.Throws<RequestException>(() => GdalLibrary.Find(folder.File("libgdal.so.99")));
        Assert.Contains(GdalLibrary.PathVariable, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("3.", GdalLibrary.Version, StringComparison.Ordinal);
    }

    private static void Refused(string path, string why)
    {
        var error = Assert.Throws<RequestException>(() => GdalDataset.Open(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    private static void SetTag(byte[] tiff, int tag, uint value)
    {
        var directory = (int)BinaryPrimitives.ReadUInt32LittleEndian(tiff.AsSpan(4));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(tiff.AsSpan(directory));
        for (var i = 0; i < count; i++)
        {
            var entry = tiff.AsSpan(directory + 2 + (12 * i), 12);
            if (BinaryPrimitives.ReadUInt16LittleEndian(entry) == tag)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], 4);
                BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], value);
                return;
            }
        }

        Assert.Fail($"tag {tag} is absent");
    }

    private string Write(string name)
    {
        CogWriter.Write(folder.File(name), Square, RasterRoundTripTests.Values(Square), new RasterOptions { TileSize = 128 });
        return folder.File(name);
    }
}
