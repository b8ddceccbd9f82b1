using System.Text.Json.Nodes;
using Plumb.Formats.Store;

namespace Plumb.Formats.Tests.Store;

public class ZarrArrayTests
{
    private static readonly string[] Names = ["pair", "y", "x"];

    private static T[] Random<T>(int length, int seed)
        where T : unmanaged
    {
        var values = new T[length];
        new Random(seed).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static void RoundTrip<T>(T fill, int level)
        where T : unmanaged
    {
        using var folder = new TemporaryFolder();
        var store = ChunkStore.Create(folder["s"], Durability.ProcessOnly);
        long[] shape = [7, 21, 33];
        var array = store.CreateArray("a/b/values", new ArrayLayout<T>(shape, [3, 8, 16], Names, fill, level));
        var values = Random<T>(7 * 21 * 33, 5);
        array.WriteRegion([0, 0, 0], [7, 21, 33], values);
        var reopened = ChunkStore.Open(folder["s"]).OpenArray<T>("a/b/values");
        var read = new T[values.Length];
        reopened.ReadRegion([0, 0, 0], [7, 21, 33], read);
        Assert.True(Bytes<T>(values).SequenceEqual(Bytes<T>(read)));
        Assert.Equal(shape, reopened.Shape);
        Assert.Equal([3, 3, 3], reopened.ChunkCounts);

        var part = new T[4 * 9 * 20];
        reopened.ReadRegion([2, 5, 11], [4, 9, 20], part);
        for (var i = 0; i < part.Length; i++)
        {
            var (p, y, x) = (i / 180, i / 20 % 9, i % 20);
            Assert.Equal(values[((((p + 2) * 21) + y + 5) * 33) + x + 11], part[i]);
        }
    }

    private static ReadOnlySpan<byte> Bytes<T>(T[] values)
        where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan());

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    public void All_types_come_back_bit_for_bit(int level)
    {
        RoundTrip(float.NaN, level);
        RoundTrip(double.NaN, level);
        RoundTrip<short>(-1, level);
        RoundTrip<ushort>(65535, level);
        RoundTrip<byte>(255, level);
        RoundTrip(int.MinValue, level);
    }

    [Fact]
    public void Fill_values_survive_reopening()
    {
        using var folder = new TemporaryFolder();
        var store = ChunkStore.Create(folder["s"]);
        foreach (var fill in new[] { 0.0, -1.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            var name = "f" + fill.ToString(System.Globalization.CultureInfo.InvariantCulture).Replace("∞", "inf", StringComparison.Ordinal).Replace('-', 'm');
            store.CreateArray(name, new ArrayLayout<double>([3], [2], ["x"], fill));
            var values = new double[3];
            store.OpenArray<double>(name).ReadRegion([0], [3], values);
            Assert.All(values, v => Assert.Equal(fill, v));
        }
    }

    [Fact]
    public void Unwritten_chunks_are_fill_and_deleted_ones_again()
    {
        using var folder = new TemporaryFolder();
        var array = ChunkStore.Create(folder["s"]).CreateArray("v", new ArrayLayout<float>([4, 4, 4], [2, 2, 2], Names, float.NaN));
        var chunk = new float[8];
        Assert.False(array.ReadChunk([1, 0, 1], chunk));
        Assert.All(chunk, v => Assert.True(float.IsNaN(v)));
        array.WriteChunk([1, 0, 1], [1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.True(array.ChunkExists([1, 0, 1]));
        Assert.True(array.ReadChunk([1, 0, 1], chunk));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], chunk);
        array.DeleteChunk([1, 0, 1]);
        array.DeleteChunk([1, 0, 1]);
        Assert.False(array.ReadChunk([1, 0, 1], chunk));
    }

    [Fact]
    public void An_edge_chunk_is_whole_on_disk_and_padded_with_fill()
    {
        using var folder = new TemporaryFolder();
        var array = ChunkStore.Create(folder["s"]).CreateArray("v", new ArrayLayout<short>([3, 5], [2, 4], ["y", "x"], -7));
        array.WriteChunk([1, 1], [9]);
        var whole = new short[8];
        Assert.True(array.ReadChunk([1, 1], whole));
        Assert.Equal<short>([9, -7, -7, -7, -7, -7, -7, -7], whole);
        array.WriteChunk([1, 1], [1, 2, 3, 4, 5, 6, 7, 8]);
        array.ReadChunk([1, 1], whole);
        Assert.Equal<short>([1, -7, -7, -7, -7, -7, -7, -7], whole);
        var clipped = new short[1];
        array.ReadChunk([1, 1], clipped);
        Assert.Equal(1, clipped[0]);
        Assert.Throws<ArgumentException>(() => array.WriteChunk([1, 1], [1, 2]));
        Assert.Throws<ArgumentException>(() => array.ReadChunk([1, 1], new short[2]));
    }

    [Fact]
    public void Growing_and_appending_keep_what_is_there()
    {
        using var folder = new TemporaryFolder();
        var store = ChunkStore.Create(folder["s"]);
        var array = store.CreateArray("v", new ArrayLayout<int>([5, 3], [4, 2], ["pair", "x"], -1));
        array.WriteRegion([0, 0], [5, 3], [.. Enumerable.Range(0, 15)]);
        array.Resize([8, 3]);
        Assert.Equal([2, 2], array.ChunkCounts);
        array.UpdateRegion([5, 0], [2, 3], [.. Enumerable.Range(15, 6)]);
        var read = new int[24];
        store.OpenArray<int>("v").ReadRegion([0, 0], [8, 3], read);
        Assert.Equal([.. Enumerable.Range(0, 21), -1, -1, -1], read);
        Assert.Throws<ArgumentException>(() => array.Resize([4, 3]));
        Assert.Throws<ArgumentException>(() => array.Resize([9, 4]));
        Assert.Throws<ArgumentException>(() => array.Resize([9]));
        Assert.Throws<ArgumentException>(() => array.Resize([long.MaxValue, 3]));
    }

    [Fact]
    public void Far_indices_work_without_the_space_between()
    {
        using var folder = new TemporaryFolder();
        var array = ChunkStore.Create(folder["s"]).CreateArray("v", new ArrayLayout<float>([1L << 40, 70_000, 70_000], [1 << 10, 4, 4], Names, 0f));
        long[] at = [(1L << 40) - 3, 69_998, 69_999];
        array.UpdateRegion(at, [1, 1, 1], [4.5f]);
        var box = new float[2 * 2];
        array.ReadRegion([(1L << 40) - 4, 69_998, 69_998], [2, 1, 2], box);
        Assert.Equal([0, 0, 0, 4.5f], box);
    }

    [Fact]
    public void Regions_that_do_not_fit_are_refused()
    {
        using var folder = new TemporaryFolder();
        var array = ChunkStore.Create(folder["s"]).CreateArray("v", new ArrayLayout<float>([4, 6], [2, 4], ["y", "x"], 0f));
        Assert.Throws<ArgumentException>(() => array.ReadRegion([0, 0], [5, 6], new float[30]));
        Assert.Throws<ArgumentException>(() => array.ReadRegion([-1, 0], [2, 6], new float[12]));
        Assert.Throws<ArgumentException>(() => array.ReadRegion([long.MaxValue, 0], [2, 6], new float[12]));
        Assert.Throws<ArgumentException>(() => array.ReadRegion([0, 0], [2, 6], new float[11]));
        Assert.Throws<ArgumentException>(() => array.ReadRegion([0], [2], new float[2]));
        Assert.Throws<ArgumentException>(() => array.WriteRegion([0, 0], [2, 3], new float[6]));
        Assert.Throws<ArgumentException>(() => array.WriteRegion([1, 0], [2, 4], new float[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => array.ReadChunk([2, 0], new float[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => array.ReadChunk([0, -1], new float[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => array.ReadChunk([0], new float[8]));
        array.ReadRegion([0, 0], [0, 6], []);
    }

    [Fact]
    public void Many_threads_write_different_chunks()
    {
        using var folder = new TemporaryFolder();
        var array = ChunkStore.Create(folder["s"], Durability.ProcessOnly).CreateArray("v", new ArrayLayout<int>([64, 64], [4, 4], ["y", "x"], -1));
        Parallel.For(0, 256, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var chunk = new int[16];
            chunk.AsSpan().Fill(i);
            array.WriteChunk([i / 16, i % 16], chunk);
        });
        var all = new int[64 * 64];
        array.ReadRegion([0, 0], [64, 64], all);
        for (var i = 0; i < all.Length; i++)
        {
            Assert.Equal((i / 64 / 4 * 16) + (i % 64 / 4), all[i]);
        }

        Assert.Empty(Directory.GetFiles(folder.Location, "*" + AtomicFile.TemporaryEnding, SearchOption.AllDirectories));
    }

    [Fact]
    public void The_same_values_make_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var values = Random<float>(100 * 300, 11);
        foreach (var name in new[] { "one", "two" })
        {
            var store = ChunkStore.Create(folder[name]);
            store.CreateArray("v", new ArrayLayout<float>([100, 300], [100, 300], ["y", "x"], float.NaN, 0, new JsonObject { ["unit"] = "metre" }))
                .WriteChunk([0, 0], values);
            store.Consolidate();
        }

        foreach (var file in new[] { "v/0.0", "v/.zarray", "v/.zattrs", ".zmetadata", ".zgroup" })
        {
            Assert.Equal(File.ReadAllBytes(folder["one/" + file]), File.ReadAllBytes(folder["two/" + file]));
        }
    }

    [Fact]
    public void Stored_chunks_are_plain_gzip_for_others()
    {
        using var folder = new TemporaryFolder();
        var array = ChunkStore.Create(folder["s"]).CreateArray("v", new ArrayLayout<byte>([200_000], [200_000], ["x"], 0));
        var values = Random<byte>(200_000, 2);
        array.WriteChunk([0], values);
        using var gzip = new System.IO.Compression.GZipStream(File.OpenRead(array.ChunkFile([0])), System.IO.Compression.CompressionMode.Decompress);
        var read = new byte[200_001];
        Assert.Equal(200_000, gzip.ReadAtLeast(read, 200_001, throwOnEndOfStream: false));
        Assert.True(values.AsSpan().SequenceEqual(read.AsSpan(0, 200_000)));
    }
}
