using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plumb.Formats.Store;

/// <summary>
/// A folder of arrays by the Zarr specification, version 2: one file per chunk, gzip with its checksum, so that GDAL,
/// xarray and zarrita open it. Names like "series/displacement" make groups. Safe for threads and processes.
/// </summary>
public sealed class ChunkStore
{
    private const string Dimensions = "_ARRAY_DIMENSIONS";
    private const string Consolidated = ".zmetadata";
    private const int LongestMetadata = 16 << 20;
    private static readonly string[] MetadataFiles = [".zarray", ".zattrs", ".zgroup"];
    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    private ChunkStore(string path, Durability durability)
    {
        Location = path;
        Durability = durability;
    }

    /// <summary>Full path of the store's folder.</summary>
    public string Location { get; }

    /// <summary>What a write survives.</summary>
    public Durability Durability { get; }

    /// <summary>Names of all arrays, in ordinal order.</summary>
    public IReadOnlyList<string> ArrayNames => [.. Directory.EnumerateFiles(Location, ".zarray", Everywhere)
        .Select(f => Path.GetRelativePath(Location, Path.GetDirectoryName(f)!).Replace('\\', '/'))
        .Order(StringComparer.Ordinal)];

    /// <summary>Makes a store, or opens the one that is there.</summary>
    /// <param name="path">Its folder; made where it does not exist.</param>
    /// <param name="durability">What a write survives.</param>
    /// <exception cref="RequestException">The folder holds other things, or is a file.</exception>
    public static ChunkStore Create(string path, Durability durability = Durability.Synced)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        if (File.Exists(full) || (Directory.Exists(full) && !File.Exists(Path.Join(full, ".zgroup")) && Directory.EnumerateFileSystemEntries(full).Any()))
        {
            throw new RequestException($"{full} is there and is not a store. Give another folder, or remove what is there.");
        }

        var store = new ChunkStore(full, durability);
        store.MakeGroup(full);
        return store;
    }

    /// <summary>Opens a store.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="durability">What a write survives.</param>
    /// <exception cref="RequestException">There is no store of Zarr version 2 at the path.</exception>
    public static ChunkStore Open(string path, Durability durability = Durability.Synced)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        if (!File.Exists(Path.Join(full, ".zgroup")))
        {
            var what = File.Exists(Path.Join(full, "zarr.json")) ? "is a Zarr store of version 3; version 2 is read" : "holds no Zarr group (no .zgroup file)";
            throw new RequestException($"{full} {what}. Give the folder of a store.");
        }

        return new ChunkStore(full, durability);
    }

    /// <summary>Whether there is an array of a name.</summary>
    /// <param name="name">Name of the array.</param>
    public bool Exists(string name) => File.Exists(Path.Join(FolderOf(name), ".zarray"));

    /// <summary>Makes an array, or opens the one that is there with the same layout (its shape may be longer along the first dimension).</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="name">Its name: parts of letters, digits, '_', '-' and '.', joined by '/'.</param>
    /// <param name="layout">How it lies in the store.</param>
    /// <exception cref="RequestException">The name or the layout is not possible, or another array has the name.</exception>
    public ZarrArray<T> CreateArray<T>(string name, ArrayLayout<T> layout)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(layout);
        var folder = FolderOf(name);
        var type = ElementType.NameOf<T>();
        var why = ArrayMetadata.Refuse(layout.Shape, layout.Chunk, ElementType.SizeOf(type));
        why ??= layout.DimensionNames.Count == layout.Shape.Count ? null : $"it has {layout.Shape.Count} dimensions and {layout.DimensionNames.Count} names for them";
        why ??= layout.CompressionLevel is >= 0 and <= 9 ? null : $"its compression level is {layout.CompressionLevel}; 0 to 9 are possible";
        if (why is not null)
        {
            throw new RequestException($"The array '{name}' cannot be made: {why}.");
        }

        var fill = JsonElement.Parse(ElementType.FillToJson(layout.Fill).ToJsonString());
        var metadata = new ArrayMetadata([.. layout.Shape], [.. layout.Chunk], type, fill, ChunkCodec.Gzip, layout.CompressionLevel, '.');
        if (Exists(name))
        {
            return Same(OpenArray<T>(name), metadata);
        }

        for (var parent = Path.GetDirectoryName(folder)!; parent.Length >= Location.Length; parent = Path.GetDirectoryName(parent)!)
        {
            MakeGroup(parent);
        }

        var attributes = (JsonObject?)layout.Attributes?.DeepClone() ?? [];
        attributes[Dimensions] = new JsonArray([.. layout.DimensionNames.Select(n => (JsonNode)n)]);
        Directory.CreateDirectory(folder);
        WriteMetadata(folder, ".zattrs", attributes);
        WriteMetadata(folder, ".zarray", metadata.ToJson());
        return new ZarrArray<T>(this, name, folder, metadata, layout.Fill, attributes);
    }

    /// <summary>Opens an array.</summary>
    /// <typeparam name="T">Type of its elements.</typeparam>
    /// <param name="name">Its name.</param>
    /// <exception cref="RequestException">There is no such array, it has another type, or its description cannot be read.</exception>
    public ZarrArray<T> OpenArray<T>(string name)
        where T : unmanaged
    {
        var folder = FolderOf(name);
        var file = Path.Join(folder, ".zarray");
        if (!File.Exists(file))
        {
            throw new RequestException($"{Location} holds no array '{name}'. It holds: {string.Join(", ", ArrayNames)}.");
        }

        var metadata = ArrayMetadata.Parse(file, ReadMetadata(file));
        if (metadata.TypeName != ElementType.NameOf<T>())
        {
            throw new RequestException($"{file}: the elements of '{name}' are {metadata.TypeName}, not {ElementType.NameOf<T>()}.");
        }

        if (!ElementType.TryFill(metadata.Fill, out T fill))
        {
            throw new RequestException($"{file}: the fill_value {metadata.Fill.GetRawText()} is not a {metadata.TypeName}. Make the array anew.");
        }

        return new ZarrArray<T>(this, name, folder, metadata, fill, ReadAttributes(name));
    }

    /// <summary>Zarr's name of an array's element type: one of &lt;f4 &lt;f8 &lt;i2 &lt;u2 |u1 &lt;i4.</summary>
    /// <param name="name">Name of the array.</param>
    /// <exception cref="RequestException">There is no such array, or its description cannot be read.</exception>
    public string ElementTypeOf(string name)
    {
        var file = Path.Join(FolderOf(name), ".zarray");
        return File.Exists(file)
            ? ArrayMetadata.Parse(file, ReadMetadata(file)).TypeName
            : throw new RequestException($"{Location} holds no array '{name}'. It holds: {string.Join(", ", ArrayNames)}.");
    }

    /// <summary>Whether the descriptions of all arrays stand in one file, as <see cref="Consolidate"/> writes it.</summary>
    public bool IsConsolidated => File.Exists(Path.Join(Location, Consolidated));

    /// <summary>Removes an array with all its chunks. Nothing happens where there is none.</summary>
    /// <param name="name">Its name.</param>
    public void DeleteArray(string name)
    {
        var folder = FolderOf(name);
        if (!Directory.Exists(folder) || File.Exists(Path.Join(folder, ".zgroup")))
        {
            return;
        }

        // Without its description it is no array any more, so that a process killed here leaves nothing half alive.
        File.Delete(Path.Join(Location, Consolidated));
        File.Delete(Path.Join(folder, ".zarray"));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Path of the first chunk file of an array that is not there; null where the array is whole.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="RequestException">There is no such array, or its description is damaged.</exception>
    public string? FirstMissingChunk(string name)
    {
        var folder = FolderOf(name);
        var file = Path.Join(folder, ".zarray");
        if (!File.Exists(file))
        {
            return file;
        }

        var metadata = ArrayMetadata.Parse(file, ReadMetadata(file));
        var counts = metadata.ChunkCounts;
        var index = new int[counts.Length];
        for (var chunk = counts.Aggregate(1L, (product, count) => product * count); chunk > 0; chunk--)
        {
            var path = string.Concat(folder, "/", ArrayMetadata.Key(index, metadata.Separator));
            if (!File.Exists(path))
            {
                return path;
            }

            for (var d = index.Length - 1; d >= 0 && ++index[d] == counts[d]; d--)
            {
                index[d] = 0;
            }
        }

        return null;
    }

    /// <summary>Attributes of an array or group; "" is the store itself. Empty where none were written.</summary>
    /// <param name="name">Name of the array or group.</param>
    /// <exception cref="RequestException">The file is not a JSON object.</exception>
    public JsonObject ReadAttributes(string name)
    {
        var file = Path.Join(name.Length == 0 ? Location : FolderOf(name), ".zattrs");
        if (!File.Exists(file))
        {
            return [];
        }

        try
        {
            var attributes = JsonNode.Parse(ReadMetadata(file).Span) as JsonObject ?? throw new JsonException("it is not an object.");
            return attributes.Count >= 0 ? attributes : [];
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new RequestException($"{file} does not hold attributes: {e.Message} Remove it, or make the array anew.", e);
        }
    }

    /// <summary>Replaces the attributes of an array or group; "" is the store itself.</summary>
    /// <param name="name">Name of the array or group.</param>
    /// <param name="attributes">The attributes; an array keeps the names of its dimensions.</param>
    /// <exception cref="IOException">The file could not be written; the attributes are as before.</exception>
    public void WriteAttributes(string name, JsonObject attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        var copy = (JsonObject)attributes.DeepClone();
        if (ReadAttributes(name)[Dimensions] is { } dimensions)
        {
            copy[Dimensions] = dimensions.DeepClone();
        }

        WriteMetadata(name.Length == 0 ? Location : FolderOf(name), ".zattrs", copy);
    }

    /// <summary>
    /// Writes the consolidated metadata (.zmetadata), with which readers over a network open the store in one request.
    /// To be called when a set of arrays is finished; any later change of metadata removes it until it is called again.
    /// </summary>
    public void Consolidate()
    {
        var files = MetadataFiles.SelectMany(m => Directory.EnumerateFiles(Location, m, Everywhere))
            .Select(f => (Key: Path.GetRelativePath(Location, f).Replace('\\', '/'), File: f))
            .OrderBy(f => f.Key, StringComparer.Ordinal);
        var metadata = new JsonObject();
        foreach (var (key, file) in files)
        {
            metadata[key] = JsonNode.Parse(ReadMetadata(file).Span);
        }

        var bytes = ArrayMetadata.Text(new JsonObject { ["metadata"] = metadata, ["zarr_consolidated_format"] = 1 });
        AtomicFile.Write(Path.Join(Location, Consolidated), bytes, Durability);
    }

    /// <summary>
    /// Removes temporary files that killed processes left behind. To be called while nothing else writes to the store.
    /// </summary>
    /// <returns>How many there were (unit: files).</returns>
    public int RemoveLeftovers() => AtomicFile.RemoveLeftovers(Location);

    internal void WriteMetadata(string folder, string file, JsonNode json)
    {
        File.Delete(Path.Join(Location, Consolidated));
        AtomicFile.Write(Path.Join(folder, file), ArrayMetadata.Text(json), Durability);
    }

    private static ReadOnlyMemory<byte> ReadMetadata(string file)
    {
        var length = new FileInfo(file).Length;
        return length <= LongestMetadata
            ? File.ReadAllBytes(file)
            : throw new RequestException($"{file} has {length} bytes; a description of an array is shorter than {LongestMetadata}. Remove it, or give another store.");
    }

    private static ZarrArray<T> Same<T>(ZarrArray<T> present, ArrayMetadata wanted)
        where T : unmanaged
    {
        if (!present.Chunk.SequenceEqual(wanted.Chunk) || present.Shape.Count != wanted.Shape.Length ||
            present.Shape[0] < wanted.Shape[0] || !present.Shape.Skip(1).SequenceEqual(wanted.Shape.Skip(1)))
        {
            throw new RequestException(
                $"The store holds an array '{present.Name}' of shape ({string.Join(", ", present.Shape)}) in chunks of ({string.Join(", ", present.Chunk)}), " +
                $"not ({string.Join(", ", wanted.Shape)}) in ({string.Join(", ", wanted.Chunk)}). Delete it first, or write to another store.");
        }

        return present;
    }

    private void MakeGroup(string folder)
    {
        Directory.CreateDirectory(folder);
        if (File.Exists(Path.Join(folder, ".zarray")))
        {
            throw new RequestException($"{folder} is an array; an array cannot hold others. Choose another name.");
        }

        if (!File.Exists(Path.Join(folder, ".zgroup")))
        {
            WriteMetadata(folder, ".zgroup", new JsonObject { ["zarr_format"] = 2 });
        }
    }

    /// <summary>The folder of a name, which cannot leave the store.</summary>
    private string FolderOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var parts = name.Split('/');
        if (parts.Any(p => p.Length is 0 or > 100 || p[0] == '.' || !p.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')))
        {
            throw new RequestException($"'{name}' is no name for an array: parts of letters, digits, '_', '-' and '.' (not first), joined by '/'.");
        }

        return Path.Join(Location, Path.Join(parts));
    }
}
