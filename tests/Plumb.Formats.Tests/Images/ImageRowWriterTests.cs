using Plumb.Formats.Gdal;
using Plumb.Formats.Images;
using Plumb.Grids;

namespace Plumb.Formats.Tests.Images;

public sealed class ImageRowWriterTests : IDisposable
{
    private static readonly Grid Map = new(new Crs("EPSG:32650", false), 500_000, 3_800_000, 80, -80, 70, 600);
    private static readonly RasterBand Band = new("phase", "rad");
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-rows-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(ImageFormat.Flat, "a.unw")]
    [InlineData(ImageFormat.Envi, "a.img")]
    [InlineData(ImageFormat.GeoTiff, "a.tif")]
    public void Rows_in_any_portions_give_the_bytes_of_the_whole(ImageFormat format, string name)
    {
        var values = Enumerable.Range(0, 600 * 70).Select(i => i % 11 == 0 ? float.NaN : i * 0.25f).ToArray();
        ImageWriter.Write(At("whole" + name), format, Map, values, Band);
        using (var writer = ImageRowWriter.Create(At(name), format, Map, false, Band))
        {
            for (var (row, count) = (0, 1); row < 600; (row, count) = (row + count, Math.Min(count + 7, 600 - row - count)))
            {
                writer.Write(values.AsSpan(row * 70, count * 70));
            }

            Assert.False(File.Exists(At(name)));
            writer.Complete();
        }

        Assert.Equal(File.ReadAllBytes(At("whole" + name)), File.ReadAllBytes(At(name)));
        using var file = ImageFile.Open(At(name), format == ImageFormat.Flat ? 70 : null);
        var part = new float[30 * 70];
        file.ReadRows(311, part);
        Assert.Equal(values.AsSpan(311 * 70, 30 * 70).ToArray(), part);
    }

    [Theory]
    [InlineData(ImageFormat.Flat)]
    [InlineData(ImageFormat.Envi)]
    [InlineData(ImageFormat.GeoTiff)]
    public void What_is_not_complete_leaves_nothing_and_the_old_file_as_it_was(ImageFormat format)
    {
        File.WriteAllText(At("b"), "old");
        using (var writer = ImageRowWriter.OfBytes(At("b"), format, Map, Band))
        {
            writer.Write(new byte[70 * 10]);
            Assert.Throws<ArgumentException>(() => writer.Write(new byte[71]));
        }

        using (var writer = ImageRowWriter.OfBytes(At("b"), format, Map, Band))
        {
            writer.Write(new byte[70 * 599]);
            Assert.Contains("599 of 600", Assert.Throws<InvalidOperationException>(writer.Complete).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => writer.Write(new byte[140]));
        }

        Assert.Equal("old", File.ReadAllText(At("b")));
        Assert.Equal([At("b")], Directory.GetFiles(folder));
    }

    private string At(string name) => Path.Combine(folder, name);
}
