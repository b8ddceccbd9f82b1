using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plumb.Formats.Store;

/// <summary>How the chunks of an array are coded.</summary>
internal enum ChunkCodec
{
    /// <summary>Bytes as they are, without a checksum; only read, never written.</summary>
    None,

    /// <summary>gzip: a CRC-32 and the length follow the data.</summary>
    Gzip,
}

/// <summary>The content of a .zarray file, checked: nothing in it can make a reader allocate or loop without bound.</summary>
internal sealed record ArrayMetadata(long[] Shape, int[] Chunk, string TypeName, JsonElement Fill, ChunkCodec Codec, int Level, char Separator)
{
    /// <summary>Largest chunk, bytes.</summary>
    public const int LargestChunk = 1 << 29;

    private const int LargestRank = 8;
    private const long LargestSize = 1L << 48;

    /// <summary>Elements of a whole chunk.</summary>
    public int ChunkLength { get; } = Product(Chunk);

    /// <summary>Number of chunks along each dimension.</summary>
    public int[] ChunkCounts { get; } = Counts(Shape, Chunk);

    /// <summary>Why a layout is not one the store keeps, or null.</summary>
    public static string? Refuse(IReadOnlyList<long> shape, IReadOnlyList<int> chunk, int elementSize)
    {
        if (shape.Count is < 1 or > LargestRank || chunk.Count != shape.Count)
        {
            return $"it has {shape.Count} dimensions and chunks of {chunk.Count}; 1 to {LargestRank} are possible, and both are the same";
        }

        var bytes = (long)elementSize;
        for (var d = 0; d < shape.Count; d++)
        {
            if (shape[d] is < 0 or > LargestSize || chunk[d] < 1 || (shape[d] + chunk[d] - 1) / chunk[d] > int.MaxValue)
            {
                return string.Create(CultureInfo.InvariantCulture, $"dimension {d} has size {shape[d]} and chunk size {chunk[d]}");
            }

            bytes = bytes > LargestChunk ? bytes : bytes * chunk[d];
        }

        return bytes > LargestChunk ? $"a chunk holds more than {LargestChunk >> 20} MiB" : null;
    }

    /// <summary>Reads a .zarray file.</summary>
    /// <exception cref="RequestException">The file is not a description of an array that the store can read.</exception>
    public static ArrayMetadata Parse(string file, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            Check(file, root.GetProperty("zarr_format").GetInt32() == 2, "it is not Zarr version 2");
            Check(file, root.GetProperty("order").GetString() == "C", "only arrays in C order are read");
            Check(file, !root.TryGetProperty("filters", out var filters) || filters.ValueKind == JsonValueKind.Null, "arrays with filters are not read");
            var type = root.GetProperty("dtype").GetString() ?? "";
            Check(file, ElementType.SizeOf(type) > 0, $"element type '{type}' is not one of <f4 <f8 <i2 <u2 |u1 <i4");
            var shape = root.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64()).ToArray();
            var chunk = root.GetProperty("chunks").EnumerateArray().Select(e => e.GetInt32()).ToArray();
            var why = Refuse(shape, chunk, ElementType.SizeOf(type));
            Check(file, why is null, why ?? "");
            var separator = root.TryGetProperty("dimension_separator", out var s) ? s.GetString() : ".";
            Check(file, separator is "." or "/", "its dimension separator is neither '.' nor '/'");
            var (codec, level) = ParseCodec(file, root.GetProperty("compressor"));
            return new ArrayMetadata(shape, chunk, type, root.GetProperty("fill_value").Clone(), codec, level, separator![0]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new RequestException($"{file} does not describe a Zarr array: {e.Message} Delete the array and make it anew, or give another store.", e);
        }
    }

    /// <summary>The content of the .zarray file.</summary>
    public JsonObject ToJson() => new()
    {
        ["chunks"] = new JsonArray([.. Chunk.Select(c => (JsonNode)c)]),
        ["compressor"] = Codec == ChunkCodec.None ? null : new JsonObject { ["id"] = "gzip", ["level"] = Level },
        ["dimension_separator"] = Separator.ToString(),
        ["dtype"] = TypeName,
        ["fill_value"] = JsonValue.Create(Fill),
        ["filters"] = null,
        ["order"] = "C",
        ["shape"] = new JsonArray([.. Shape.Select(s => (JsonNode)s)]),
        ["zarr_format"] = 2,
    };

    /// <summary>Name of the file of a chunk: its index along each dimension.</summary>
    public static string Key(ReadOnlySpan<int> index, char separator)
    {
        Span<char> text = stackalloc char[12 * index.Length];
        var length = 0;
        for (var d = 0; d < index.Length; d++)
        {
            if (d > 0)
            {
                text[length++] = separator;
            }

            _ = index[d].TryFormat(text[length..], out var written, default, CultureInfo.InvariantCulture);
            length += written;
        }

        return new string(text[..length]);
    }

    /// <summary>The text of a metadata file.</summary>
    public static byte[] Text(JsonNode json)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteTo(writer);
        }

        return bytes.ToArray();
    }

    private static int Product(int[] sizes)
    {
        var product = 1;
        foreach (var size in sizes)
        {
            product *= size;
        }

        return product;
    }

    private static int[] Counts(long[] shape, int[] chunk)
    {
        var counts = new int[shape.Length];
        for (var d = 0; d < counts.Length; d++)
        {
            counts[d] = (int)((shape[d] + chunk[d] - 1) / chunk[d]);
        }

        return counts;
    }

    private static (ChunkCodec Codec, int Level) ParseCodec(string file, JsonElement compressor)
    {
        if (compressor.ValueKind == JsonValueKind.Null)
        {
            return (ChunkCodec.None, 0);
        }

        var id = compressor.GetProperty("id").GetString();
        Check(file, id == "gzip", $"compressor '{id}' is not gzip");
        var level = compressor.TryGetProperty("level", out var l) ? l.GetInt32() : 1;
        Check(file, level is >= 0 and <= 9, "its gzip level is not 0 to 9");
        return (ChunkCodec.Gzip, level);
    }

    private static void Check(string file, bool holds, string why)
    {
        if (!holds)
        {
            throw new RequestException($"{file} describes an array that cannot be read: {why}. Convert it, or make it anew.");
        }
    }
}
