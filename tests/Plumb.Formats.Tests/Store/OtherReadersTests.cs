using System.Globalization;
using System.Text.Json.Nodes;
using Plumb.Formats.Store;
using Plumb.Formats.Tests.Hdf5;

namespace Plumb.Formats.Tests.Store;

/// <summary>What others make of a store: GDAL's own tools and zarrita.</summary>
public class OtherReadersTests
{
    private const int Dates = 5;
    private const int Rows = 11;
    private const int Columns = 13;

    private static float[] Values { get; } = [.. Enumerable.Range(0, Dates * Rows * Columns).Select(i => i % 17 == 3 ? float.NaN : i * 0.25f)];

    private static void Make(string path)
    {
        var store = ChunkStore.Create(path, Durability.ProcessOnly);
        var unit = new JsonObject { ["unit"] = "metre" };
        foreach (var (name, level) in new[] { ("series/displacement", 0), ("series/deflated", 6) })
        {
            store.CreateArray(name, new ArrayLayout<float>([Dates, Rows, Columns], [2, 4, 5], ["date", "y", "x"], float.NaN, level, unit))
                .WriteRegion([0, 0, 0], [Dates, Rows, Columns], Values);
        }

        // One chunk of four is written, the others are the fill value.
        store.CreateArray("mask", new ArrayLayout<ushort>([4, 6], [2, 3], ["y", "x"], 7)).WriteChunk([1, 0], [1, 2, 3, 4, 5, 65535]);
        store.CreateArray("short", new ArrayLayout<short>([4], [3], ["x"], -1)).WriteRegion([0], [4], [-3, 2, 1, 32767]);
        store.CreateArray("int", new ArrayLayout<int>([4], [3], ["x"], -1)).WriteRegion([0], [4], [-3, 2, 1, int.MaxValue]);
        store.CreateArray("byte", new ArrayLayout<byte>([4], [3], ["x"], 0)).WriteRegion([0], [4], [0, 2, 1, 255]);
        store.CreateArray("double", new ArrayLayout<double>([4], [3], ["x"], double.NaN)).WriteRegion([0], [4], [0.1, -1e300, 1, double.NaN]);
        store.Consolidate();
    }

    private static readonly ushort[] Mask = [7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 1, 2, 3, 7, 7, 7, 4, 5, 65535, 7, 7, 7];

    [Fact]
    public void Zarrita_reads_every_array()
    {
        var folder = Scripts();
        Assert.SkipUnless(Directory.Exists(Path.Join(folder, "node_modules", "zarrita")), $"zarrita is not installed: run 'npm ci' in {folder}.");
        using var temporary = new TemporaryFolder();
        Make(temporary["s"]);
        var said = JsonNode.Parse(Python.Start("node", ["check.mjs", temporary["s"]], folder))!;
        float[] Read(string name) => [.. said[name]!["values"]!.AsArray().Select(v => v!.GetValueKind() == System.Text.Json.JsonValueKind.String ? float.NaN : (float)v.GetValue<double>())];
        Assert.Equal(Values, Read("/series/displacement"));
        Assert.Equal(Values, Read("/series/deflated"));
        Assert.Equal(Mask.Select(v => (float)v), Read("/mask"));
        Assert.Equal([-3, 2, 1, 32767], Read("/short"));
        Assert.Equal([-3, 2, 1, int.MaxValue], Read("/int"));
        Assert.Equal([0, 2, 1, 255], Read("/byte"));
        Assert.Equal(-1e300, said["/double"]!["values"]![1]!.GetValue<double>());
        Assert.Equal("metre", (string?)said["/series/displacement"]!["unit"]);
    }

    [Fact]
    public void Gdal_reads_every_array()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/gdalmdiminfo"), "GDAL's tools are not installed here.");
        using var temporary = new TemporaryFolder();
        Make(temporary["s"]);
        var info = JsonNode.Parse(Python.Start("/usr/bin/gdalmdiminfo", ["-detailed", "-limit", "1000", temporary["s"]], temporary.Location))!;
        var displacement = info["groups"]!["series"]!["arrays"]!["displacement"]!;
        Assert.Equal("Float32", (string?)displacement["datatype"]);
        Assert.Equal([Dates, Rows, Columns], displacement["dimension_size"]!.AsArray().Select(v => v!.GetValue<int>()));
        Assert.Equal([2, 4, 5], displacement["block_size"]!.AsArray().Select(v => v!.GetValue<int>()));
        Assert.Equal(Mask.Select(v => (int)v), Flat(info["arrays"]!["mask"]!["values"]!).Select(v => (int)v));
        Assert.Equal([-3, 2, 1, 32767], Flat(info["arrays"]!["short"]!["values"]!));
        foreach (var name in new[] { "displacement", "deflated" })
        {
            Assert.Equal(Values[(2 * Rows * Columns)..(3 * Rows * Columns)], Slice(temporary, name));
        }
    }

    private static float[] Slice(TemporaryFolder temporary, string name)
    {
        var source = $"ZARR:\"{temporary["s"]}\":/series/{name}:2";
        Python.Start("/usr/bin/gdal_translate", ["-q", "-of", "ENVI", source, temporary[name]], temporary.Location);
        var bytes = File.ReadAllBytes(temporary[name]);
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }

    private static IEnumerable<double> Flat(JsonNode node) => node is JsonArray array
        ? array.SelectMany(e => Flat(e!))
        : [double.Parse(node.ToString(), CultureInfo.InvariantCulture)];

    private static string Scripts()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Join(folder, "Plumb.slnx")))
            {
                return Path.Join(folder, "tests", "Plumb.Formats.Tests", "Store", "zarrita");
            }
        }

        return "";
    }
}
