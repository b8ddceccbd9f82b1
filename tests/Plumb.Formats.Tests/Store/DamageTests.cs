using System.IO.Compression;
using Plumb.Formats.Store;

namespace Plumb.Formats.Tests.Store;

public class DamageTests
{
    private static ZarrArray<float> Written(TemporaryFolder folder, int level, int length = 40_000)
    {
        var array = ChunkStore.Create(folder["s"], Durability.ProcessOnly).CreateArray("v", new ArrayLayout<float>([length], [length], ["x"], 0f, level));
        array.WriteChunk([0], [.. Enumerable.Range(0, length).Select(i => MathF.Sin(i))]);
        return array;
    }

    private static void IsDamaged(ZarrArray<float> array)
    {
        var e = Assert.Throws<DamagedChunkException>(() => array.ReadRegion([3], [1], new float[1]));
        Assert.Equal("v", e.ArrayName);
        Assert.Equal("0", e.Chunk);
        Assert.Equal(array.ChunkFile([0]), e.ChunkFile);
        Assert.Contains(e.ChunkFile, e.Message, StringComparison.Ordinal);
        Assert.Contains("Run again", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void Every_cut_is_noticed(int level)
    {
        using var folder = new TemporaryFolder();
        var array = Written(folder, level);
        var file = array.ChunkFile([0]);
        var good = File.ReadAllBytes(file);
        foreach (var keep in new[] { 0, 1, 9, 10, 17, 18, 100, 65_530, good.Length / 2, good.Length - 9, good.Length - 8, good.Length - 4, good.Length - 1 })
        {
            File.WriteAllBytes(file, good[..Math.Min(keep, good.Length - 1)]);
            IsDamaged(array);
        }

        File.WriteAllBytes(file, [.. good, 0]);
        IsDamaged(array);
        File.WriteAllBytes(file, good);
        array.ReadChunk([0], new float[40_000]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void Every_flipped_bit_of_content_is_noticed(int level)
    {
        using var folder = new TemporaryFolder();
        var array = Written(folder, level, 500);
        var file = array.ChunkFile([0]);
        var good = File.ReadAllBytes(file);
        var values = new float[500];
        array.ReadChunk([0], values);
        for (var at = 0; at < good.Length; at++)
        {
            var bad = (byte[])good.Clone();
            bad[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(file, bad);
            var read = new float[500];
            try
            {
                array.ReadChunk([0], read);
            }
            catch (DamagedChunkException)
            {
                continue;
            }

            // Bytes 3 to 9 of the header and the unused bits of the last deflate byte say nothing about the values.
            Assert.True(at is >= 3 and <= 9 || at == good.Length - 9, $"a change of byte {at} went unnoticed");
            Assert.Equal(values, read);
        }
    }

    [Fact]
    public void Garbage_and_foreign_content_are_noticed()
    {
        using var folder = new TemporaryFolder();
        var array = Written(folder, 0);
        var file = array.ChunkFile([0]);
        var random = new Random(1);
        foreach (var length in new[] { 1, 18, 1000, 160_033 })
        {
            var garbage = new byte[length];
            random.NextBytes(garbage);
            File.WriteAllBytes(file, garbage);
            IsDamaged(array);
        }

        // A well-made gzip of another length, and one that would inflate to far more.
        foreach (var length in new[] { 159_996, 160_004, 100_000_000 })
        {
            using (var gzip = new GZipStream(File.Create(file), CompressionLevel.Optimal))
            {
                gzip.Write(new byte[length]);
            }

            IsDamaged(array);
        }
    }

    [Fact]
    public void A_gzip_by_another_writer_is_read()
    {
        using var folder = new TemporaryFolder();
        var array = Written(folder, 0);
        var values = Enumerable.Range(0, 40_000).Select(i => i * 0.5f).ToArray();
        foreach (var level in new[] { CompressionLevel.NoCompression, CompressionLevel.Fastest, CompressionLevel.SmallestSize })
        {
            using (var gzip = new GZipStream(File.Create(array.ChunkFile([0])), level))
            {
                gzip.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
            }

            var read = new float[40_000];
            Assert.True(array.ReadChunk([0], read));
            Assert.Equal(values, read);
        }
    }

    [Fact]
    public void A_failed_write_names_the_file_and_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        var array = Written(folder, 0);
        array.DeleteChunk([0]);
        Directory.CreateDirectory(array.ChunkFile([0]));
        var e = Assert.ThrowsAny<IOException>(() => array.WriteChunk([0], new float[40_000]));
        Assert.Contains(array.ChunkFile([0]), e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Location, "*" + AtomicFile.TemporaryEnding, SearchOption.AllDirectories));
    }

    [Fact]
    public void Left_over_temporary_files_are_removed_and_never_read()
    {
        using var folder = new TemporaryFolder();
        var array = Written(folder, 0);
        File.WriteAllText(Path.Join(folder["s"], "v", ".0.dead-1-1" + AtomicFile.TemporaryEnding), "half");
        array.ReadChunk([0], new float[40_000]);
        Assert.Equal(1, ChunkStore.Open(folder["s"]).RemoveLeftovers());
        Assert.Equal(0, ChunkStore.Open(folder["s"]).RemoveLeftovers());
        Assert.True(array.ChunkExists([0]));
    }
}
