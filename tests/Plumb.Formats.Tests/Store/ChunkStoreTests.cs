using System.Text.Json.Nodes;
using Plumb.Formats.Store;

namespace Plumb.Formats.Tests.Store;

public class ChunkStoreTests
{
    private const string Good = """
        {"chunks":[2,2],"compressor":{"id":"gzip","level":0},"dtype":"<f4","fill_value":"NaN","filters":null,"order":"C","shape":[4,4],"zarr_format":2}
        """;

    private static ArrayLayout<float> Layout(params long[] shape) =>
        new(shape, [.. shape.Select(_ => 2)], [.. shape.Select((_, d) => "d" + d)], float.NaN);

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../outside")]
    [InlineData("a/../../b")]
    [InlineData("/etc")]
    [InlineData("a//b")]
    [InlineData("a\\b")]
    [InlineData(".zarray")]
    [InlineData("a/.hidden")]
    [InlineData("c:d")]
    [InlineData("nul\0byte")]
    public void Names_cannot_leave_the_store(string name)
    {
        using var folder = new TemporaryFolder();
        var store = ChunkStore.Create(folder["s"]);
        Assert.Throws<RequestException>(() => store.CreateArray(name, Layout(4)));
        Assert.Throws<RequestException>(() => store.OpenArray<float>(name));
        Assert.Throws<RequestException>(() => store.Exists(name));
        Assert.Equal(["s"], Directory.GetFileSystemEntries(folder.Location).Select(f => Path.GetFileName(f)!));
    }

    [Theory]
    [InlineData("\"shape\":[4,4]", "\"shape\":[-4,4]")]
    [InlineData("\"shape\":[4,4]", "\"shape\":[9223372036854775807,4]")]
    [InlineData("\"shape\":[4,4]", "\"shape\":[1e300,4]")]
    [InlineData("\"shape\":[4,4]", "\"shape\":[4.5,4]")]
    [InlineData("\"shape\":[4,4]", "\"shape\":\"4,4\"")]
    [InlineData("\"shape\":[4,4]", "\"shape\":[4]")]
    [InlineData("\"shape\":[4,4]", "\"shape\":[]")]
    [InlineData("\"shape\":[4,4]", "\"shape\":[4,null]")]
    [InlineData("\"shape\":[4,4]", "\"form\":[4,4]")]
    [InlineData("\"chunks\":[2,2]", "\"chunks\":[0,2]")]
    [InlineData("\"chunks\":[2,2]", "\"chunks\":[-2,2]")]
    [InlineData("\"chunks\":[2,2]", "\"chunks\":[2147483647,2147483647]")]
    [InlineData("\"chunks\":[2,2]", "\"chunks\":[99999999999,2]")]
    [InlineData("\"<f4\"", "\">f4\"")]
    [InlineData("\"<f4\"", "[[\"a\",\"<f4\"]]")]
    [InlineData("\"<f4\"", "4")]
    [InlineData("\"<f4\"", "\"<f8\"")]
    [InlineData("\"NaN\"", "\"nothing\"")]
    [InlineData("\"NaN\"", "[0]")]
    [InlineData("\"filters\":null", "\"filters\":[{\"id\":\"delta\"}]")]
    [InlineData("\"order\":\"C\"", "\"order\":\"F\"")]
    [InlineData("\"order\":\"C\"", "\"order\":[]")]
    [InlineData("\"zarr_format\":2", "\"zarr_format\":3")]
    [InlineData("\"zarr_format\":2", "\"zarr_format\":2,\"dimension_separator\":\"/../\"")]
    [InlineData("\"zarr_format\":2}", "\"zarr_format\":2")]
    [InlineData("\"id\":\"gzip\"", "\"id\":\"blosc\"")]
    [InlineData("\"level\":0", "\"level\":99")]
    [InlineData("{\"id\":\"gzip\",\"level\":0}", "17")]
    [InlineData("{\"chunks\"", "[{\"chunks\"")]
    public void Hostile_descriptions_are_refused(string text, string replacement)
    {
        using var folder = new TemporaryFolder();
        var store = ChunkStore.Create(folder["s"]);
        Directory.CreateDirectory(folder["s/v"]);
        File.WriteAllText(folder["s/v/.zarray"], Good);
        store.OpenArray<float>("v").ReadRegion([0, 0], [4, 4], new float[16]);
        var hostile = Good.Replace(text, replacement, StringComparison.Ordinal);
        Assert.NotEqual(Good, hostile);
        File.WriteAllText(folder["s/v/.zarray"], hostile);
        var e = Assert.Throws<RequestException>(() => store.OpenArray<float>("v"));
        Assert.Contains(folder["s/v/.zarray"], e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chunk_file_that_is_short_asks_for_no_memory()
    {
        using var folder = new TemporaryFolder();
        var store = ChunkStore.Create(folder["s"]);
        Directory.CreateDirectory(folder["s/v"]);
        File.WriteAllText(folder["s/v/.zarray"], Good.Replace("\"chunks\":[2,2]", "\"chunks\":[8000,8000]", StringComparison.Ordinal));
        File.WriteAllBytes(folder["s/v/0.0"], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        var array = store.OpenArray<float>("v");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DamagedChunkException>(() => array.ReadRegion([0, 0], [1, 1], new float[1]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("[1,2]")]
    [InlineData("{\"unit\":")]
    [InlineData("{\"a\":1,\"a\":2}")]
    public void Hostile_attributes_are_refused(string text)
    {
        using var folder = new TemporaryFolder();
        var store = ChunkStore.Create(folder["s"]);
        store.CreateArray("v", Layout(4));
        File.WriteAllText(folder["s/v/.zattrs"], text);
        Assert.Throws<RequestException>(() => store.OpenArray<float>("v"));
    }

    [Fact]
    public void Impossible_layouts_are_refused()
    {
        using var folder = new TemporaryFolder();
        var store = ChunkStore.Create(folder["s"]);
        Assert.Throws<RequestException>(() => store.CreateArray("v", Layout(4) with { Chunk = [0] }));
        Assert.Throws<RequestException>(() => store.CreateArray("v", Layout(4) with { Chunk = [1 << 30] }));
        Assert.Throws<RequestException>(() => store.CreateArray("v", Layout(4) with { DimensionNames = [] }));
        Assert.Throws<RequestException>(() => store.CreateArray("v", Layout(4) with { CompressionLevel = 10 }));
        Assert.Throws<RequestException>(() => store.CreateArray("v", Layout(-1)));
        Assert.Throws<RequestException>(() => store.CreateArray("v", Layout(1, 1, 1, 1, 1, 1, 1, 1, 1)));
        Assert.Throws<NotSupportedException>(() => store.CreateArray("v", new ArrayLayout<long>([4], [2], ["x"], 0)));
        Assert.Empty(store.ArrayNames);
    }

    [Fact]
    public void Folders_that_are_no_store_are_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<RequestException>(() => ChunkStore.Open(folder["absent"]));
        File.WriteAllText(folder["file"], "x");
        Assert.Throws<RequestException>(() => ChunkStore.Create(folder["file"]));
        Assert.Throws<RequestException>(() => ChunkStore.Create(folder.Location));
        Directory.CreateDirectory(folder["three"]);
        File.WriteAllText(folder["three/zarr.json"], "{}");
        Assert.Contains("version 3", Assert.Throws<RequestException>(() => ChunkStore.Open(folder["three"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_groups_and_attributes_are_kept()
    {
        using var folder = new TemporaryFolder();
        var store = ChunkStore.Create(folder["s"]);
        store.CreateArray("series/displacement", Layout(4, 4) with { Attributes = new JsonObject { ["unit"] = "metre", ["sign"] = "towards the satellite" } });
        store.CreateArray("rate", Layout(4, 4));
        Assert.Equal(["rate", "series/displacement"], ChunkStore.Open(folder["s"]).ArrayNames);
        Assert.True(File.Exists(folder["s/series/.zgroup"]));
        Assert.True(store.Exists("rate"));
        Assert.False(store.Exists("series"));
        var read = ChunkStore.Open(folder["s"]).OpenArray<float>("series/displacement");
        Assert.Equal("metre", (string?)read.Attributes["unit"]);
        store.WriteAttributes("series/displacement", new JsonObject { ["unit"] = "millimetre" });
        read = store.OpenArray<float>("series/displacement");
        Assert.Equal("millimetre", (string?)read.Attributes["unit"]);
        Assert.Equal("d1", (string?)read.Attributes["_ARRAY_DIMENSIONS"]![1]);
        store.WriteAttributes("", new JsonObject { ["title"] = "all" });
        Assert.Equal("all", (string?)store.ReadAttributes("")["title"]);
        Assert.Throws<RequestException>(() => store.CreateArray("rate/below", Layout(4)));
        Assert.Throws<RequestException>(() => store.OpenArray<double>("rate"));
        Assert.Equal("<f4", store.ElementTypeOf("rate"));
        Assert.Contains("rate", Assert.Throws<RequestException>(() => store.OpenArray<float>("none")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Making_an_array_again_opens_it_and_another_layout_is_refused()
    {
        using var folder = new TemporaryFolder();
        var store = ChunkStore.Create(folder["s"]);
        store.CreateArray("v", Layout(4, 4)).WriteChunk([0, 0], [1, 2, 3, 4]);
        var chunk = new float[4];
        Assert.True(ChunkStore.Create(folder["s"]).CreateArray("v", Layout(4, 4)).ReadChunk([0, 0], chunk));
        Assert.Throws<RequestException>(() => store.CreateArray("v", Layout(4, 5)));
        Assert.Throws<RequestException>(() => store.CreateArray("v", Layout(4)));
        store.DeleteArray("v");
        store.DeleteArray("v");
        Assert.False(store.CreateArray("v", Layout(4, 5)).ReadChunk([0, 0], chunk));
    }

    [Fact]
    public void Consolidated_metadata_never_goes_stale()
    {
        using var folder = new TemporaryFolder();
        var store = ChunkStore.Create(folder["s"]);
        var array = store.CreateArray("g/v", Layout(4, 4));
        store.Consolidate();
        var keys = JsonNode.Parse(File.ReadAllText(folder["s/.zmetadata"]))!["metadata"]!.AsObject().Select(p => p.Key);
        Assert.Equal([".zgroup", "g/.zgroup", "g/v/.zarray", "g/v/.zattrs"], keys);
        array.Resize([6, 4]);
        Assert.False(File.Exists(folder["s/.zmetadata"]));
    }
}
