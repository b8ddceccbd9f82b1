using Plumb.Formats.Gdal;
using Plumb.Formats.Products;
using Plumb.Grids;

namespace Plumb.Formats.Tests.Products;

public sealed class RasterMemoryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-seen-").FullName;
    private readonly string path;
    private readonly Grid grid = new(new Crs("EPSG:32650", false), 500_000, 3_700_000, 40, -40, 6, 4);

    public RasterMemoryTests()
    {
        path = Path.Combine(folder, "phase.tif");
        using var writer = RasterWriter.Create(path, grid, new RasterOptions { Bands = [new RasterBand("Phase", "radian")] });
        writer.Write(1, grid.Whole, Enumerable.Range(1, 24).Select(i => (float)i).ToArray());
        writer.Complete();
    }

    [Fact]
    public void File_that_did_not_change_is_not_opened_again()
    {
        var first = new RasterMemory([]);
        Assert.Equal(grid, first.Look(path, ValueRule.Measurement).Grid);
        Spoil();

        var second = new RasterMemory(first.Used);
        Assert.Equal(grid, second.Look(path, ValueRule.Measurement).Grid);
        Assert.Equal(first.Used, second.Used);
        Assert.Throws<RequestException>(() => new RasterMemory([]).Look(path, ValueRule.Measurement));
    }

    [Fact]
    public void Changed_file_is_opened_again()
    {
        var first = new RasterMemory([]);
        first.Look(path, ValueRule.Measurement);
        Spoil();
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(1));
        var second = new RasterMemory(first.Used);
        Assert.Throws<RequestException>(() => second.Look(path, ValueRule.Measurement));
        Assert.Empty(second.Used);
    }

    [Theory]
    [InlineData("phase.tif.aux.xml")]
    [InlineData("phase.tfw")]
    public void File_with_a_side_file_is_opened_always(string side)
    {
        var first = new RasterMemory([]);
        first.Look(path, ValueRule.Measurement);
        Spoil();
        File.WriteAllText(Path.Combine(folder, side), "");
        Assert.Throws<RequestException>(() => new RasterMemory(first.Used).Look(path, ValueRule.Measurement));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Bytes that are no GeoTIFF, as many as before, of the same time.</summary>
    private void Spoil()
    {
        var (length, time) = (new FileInfo(path).Length, File.GetLastWriteTimeUtc(path));
        File.WriteAllBytes(path, new byte[length]);
        File.SetLastWriteTimeUtc(path, time);
    }
}
