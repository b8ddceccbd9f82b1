using System.Globalization;
using System.Text.Json.Nodes;

namespace Plumb.Formats.Store;

/// <summary>
/// One array of a chunk store, in C order (last dimension fastest). Elements never written have the fill value (NaN,
/// no-data, for floating types). Any number of threads and processes may read, and write different chunks, at once;
/// <see cref="Resize"/> and <see cref="UpdateRegion"/> are for one writer at a time.
/// </summary>
/// <typeparam name="T">Type of the elements; their unit and sign are in <see cref="Attributes"/>.</typeparam>
public sealed class ZarrArray<T>
    where T : unmanaged
{
    private readonly ChunkFiles files;
    private readonly ChunkStore store;
    private ArrayMetadata metadata;

    internal ZarrArray(ChunkStore store, string name, string folder, ArrayMetadata metadata, T fill, JsonObject attributes)
    {
        this.store = store;
        this.metadata = metadata;
        files = new ChunkFiles(name, folder, store.Durability);
        Name = name;
        Fill = fill;
        Attributes = attributes;
        ChunkCounts = metadata.ChunkCounts;
    }

    /// <summary>Name of the array in its store, "series/displacement".</summary>
    public string Name { get; }

    /// <summary>Value of elements that were never written, in the array's unit.</summary>
    public T Fill { get; }

    /// <summary>Size along each dimension (unit: elements).</summary>
    public IReadOnlyList<long> Shape => metadata.Shape;

    /// <summary>Size of a chunk along each dimension (unit: elements).</summary>
    public IReadOnlyList<int> Chunk => metadata.Chunk;

    /// <summary>Number of chunks along each dimension.</summary>
    public IReadOnlyList<int> ChunkCounts { get; private set; }

    /// <summary>Elements in a whole chunk (unit: elements).</summary>
    public int ChunkLength => metadata.ChunkLength;

    /// <summary>What the values are: unit, sign, names of the dimensions. Changing it changes nothing on disk.</summary>
    public JsonObject Attributes { get; }

    /// <summary>Path of the file of a chunk, whether it exists or not.</summary>
    /// <param name="index">Index of the chunk along each dimension.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such chunk.</exception>
    public string ChunkFile(ReadOnlySpan<int> index) => files.PathOf(Key(index));

    /// <summary>Whether a chunk was ever written.</summary>
    /// <param name="index">Index of the chunk along each dimension.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such chunk.</exception>
    public bool ChunkExists(ReadOnlySpan<int> index) => File.Exists(ChunkFile(index));

    /// <summary>Deletes a chunk: its elements have the fill value again. Nothing happens where it does not exist.</summary>
    /// <param name="index">Index of the chunk along each dimension.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such chunk.</exception>
    public void DeleteChunk(ReadOnlySpan<int> index) => File.Delete(ChunkFile(index));

    /// <summary>Writes one chunk whole: under a temporary name, synced, renamed.</summary>
    /// <param name="index">Index of the chunk along each dimension.</param>
    /// <param name="values">Values in the array's unit, shape of a whole chunk or, at the end of the array, of the part inside it.</param>
    /// <exception cref="ArgumentException">The number of values is neither.</exception>
    /// <exception cref="IOException">The file could not be written; names it. Nothing is left behind.</exception>
    public void WriteChunk(ReadOnlySpan<int> index, ReadOnlySpan<T> values)
    {
        var key = Key(index);
        Span<int> inside = stackalloc int[index.Length];
        var clipped = ClippedSize(index, inside);
        if (values.Length == ChunkLength && clipped == ChunkLength)
        {
            files.Write(key, values, metadata);
            return;
        }

        if (values.Length != ChunkLength && values.Length != clipped)
        {
            throw new ArgumentException($"Chunk {key} of '{Name}' takes {ChunkLength} values, or {clipped} inside the array; got {values.Length}.", nameof(values));
        }

        Span<int> zero = stackalloc int[index.Length];
        zero.Clear();
        var outerShape = values.Length == ChunkLength ? metadata.Chunk : inside;
        var box = new Box(stackalloc long[Box.StateLength(index.Length)], inside, metadata.Chunk, zero, outerShape, zero);
        files.WriteBox(key, values, box, metadata, Fill, keepRest: false);
    }

    /// <summary>Reads one chunk.</summary>
    /// <param name="index">Index of the chunk along each dimension.</param>
    /// <param name="destination">Takes the values in the array's unit; shape of a whole chunk or, at the end of the array, of the part inside it.</param>
    /// <returns>Whether the chunk exists; where not, the destination holds the fill value.</returns>
    /// <exception cref="ArgumentException">The length of the destination is neither.</exception>
    /// <exception cref="DamagedChunkException">The bytes are not what was written; the destination's content is undefined.</exception>
    public bool ReadChunk(ReadOnlySpan<int> index, Span<T> destination)
    {
        var key = Key(index);
        Span<int> inside = stackalloc int[index.Length];
        var clipped = ClippedSize(index, inside);
        if (destination.Length != ChunkLength && destination.Length != clipped)
        {
            throw new ArgumentException($"Chunk {key} of '{Name}' has {ChunkLength} values, or {clipped} inside the array; got room for {destination.Length}.", nameof(destination));
        }

        Span<int> zero = stackalloc int[index.Length];
        zero.Clear();
        ReadOnlySpan<int> size = destination.Length == ChunkLength ? metadata.Chunk : inside;
        return files.ReadBox(key, destination, new Box(stackalloc long[Box.StateLength(index.Length)], size, metadata.Chunk, zero, size, zero), metadata, Fill);
    }

    /// <summary>Reads any region, reading each chunk that it touches once.</summary>
    /// <param name="start">First element along each dimension.</param>
    /// <param name="count">Number of elements along each dimension.</param>
    /// <param name="destination">Takes the values in the array's unit, shape <paramref name="count"/>, last dimension fastest.</param>
    /// <exception cref="ArgumentException">The region reaches outside the array or does not fit the destination.</exception>
    /// <exception cref="DamagedChunkException">A chunk's bytes are not what was written; the destination's content is undefined.</exception>
    public void ReadRegion(ReadOnlySpan<long> start, ReadOnlySpan<int> count, Span<T> destination)
    {
        if (CheckRegion(start, count, destination.Length) == 0)
        {
            return;
        }

        var walk = new RegionWalk(stackalloc int[RegionWalk.StateLength(count.Length)], start, count, metadata);
        Span<long> state = stackalloc long[Box.StateLength(count.Length)];
        do
        {
            files.ReadBox(Key(walk.Index), destination, walk.Box(state, metadata.Chunk, count), metadata, Fill);
        }
        while (walk.Next());
    }

    /// <summary>Writes a region made of whole chunks: it starts at a chunk's start and ends at a chunk's end or the array's.</summary>
    /// <param name="start">First element along each dimension.</param>
    /// <param name="count">Number of elements along each dimension.</param>
    /// <param name="values">Values in the array's unit, shape <paramref name="count"/>, last dimension fastest.</param>
    /// <exception cref="ArgumentException">The region cuts a chunk, reaches outside the array or does not fit the values.</exception>
    /// <exception cref="IOException">A file could not be written; names it. Chunks before it are whole.</exception>
    public void WriteRegion(ReadOnlySpan<long> start, ReadOnlySpan<int> count, ReadOnlySpan<T> values)
    {
        for (var d = 0; d < Math.Min(Math.Min(start.Length, count.Length), Shape.Count); d++)
        {
            if (start[d] % Chunk[d] != 0 || (count[d] % Chunk[d] != 0 && start[d] + count[d] != Shape[d]))
            {
                throw new ArgumentException(
                    $"The region of '{Name}' cuts chunks along dimension {d} (start {start[d]}, count {count[d]}, chunk {Chunk[d]}). " +
                    "Align it, or use UpdateRegion from one writer.", nameof(start));
            }
        }

        WriteBoxes(start, count, values, keepRest: false);
    }

    /// <summary>
    /// Writes any region; a chunk that is covered only in part is read, changed and written again, so that no other
    /// writer may touch these chunks meanwhile. For appending along the first dimension.
    /// </summary>
    /// <param name="start">First element along each dimension.</param>
    /// <param name="count">Number of elements along each dimension.</param>
    /// <param name="values">Values in the array's unit, shape <paramref name="count"/>, last dimension fastest.</param>
    /// <exception cref="ArgumentException">The region reaches outside the array or does not fit the values.</exception>
    /// <exception cref="DamagedChunkException">A chunk to be changed is damaged.</exception>
    /// <exception cref="IOException">A file could not be written; names it. Chunks before it are whole.</exception>
    public void UpdateRegion(ReadOnlySpan<long> start, ReadOnlySpan<int> count, ReadOnlySpan<T> values) =>
        WriteBoxes(start, count, values, keepRest: true);

    /// <summary>Makes the array longer along its first dimension; new elements have the fill value. No chunk is touched.</summary>
    /// <param name="newShape">The new size along each dimension (unit: elements); all but the first as before.</param>
    /// <exception cref="ArgumentException">Another dimension changes, or the first shrinks.</exception>
    /// <exception cref="IOException">The description could not be written; the array is as before.</exception>
    public void Resize(ReadOnlySpan<long> newShape)
    {
        if (newShape.Length != Shape.Count || newShape[0] < Shape[0] || !newShape[1..].SequenceEqual(metadata.Shape.AsSpan(1)))
        {
            throw new ArgumentException(
                $"'{Name}' of shape ({string.Join(", ", Shape)}) can only grow along its first dimension; got ({string.Join(", ", newShape.ToArray())}).", nameof(newShape));
        }

        var resized = metadata with { Shape = newShape.ToArray() };
        if (ArrayMetadata.Refuse(resized.Shape, resized.Chunk, ElementType.SizeOf(resized.TypeName)) is { } why)
        {
            throw new ArgumentException($"'{Name}' cannot have that size: {why}.", nameof(newShape));
        }

        store.WriteMetadata(files.Folder, ".zarray", resized.ToJson());
        metadata = resized;
        ChunkCounts = resized.ChunkCounts;
    }

    private void WriteBoxes(ReadOnlySpan<long> start, ReadOnlySpan<int> count, ReadOnlySpan<T> values, bool keepRest)
    {
        if (CheckRegion(start, count, values.Length) == 0)
        {
            return;
        }

        var walk = new RegionWalk(stackalloc int[RegionWalk.StateLength(count.Length)], start, count, metadata);
        Span<long> state = stackalloc long[Box.StateLength(count.Length)];
        Span<int> inside = stackalloc int[count.Length];
        do
        {
            var covered = walk.BoxLength == ClippedSize(walk.Index, inside);
            files.WriteBox(Key(walk.Index), values, walk.Box(state, metadata.Chunk, count), metadata, Fill, keepRest && !covered);
        }
        while (walk.Next());
    }

    /// <summary>Size of the part of a chunk that lies inside the array; returns its number of elements.</summary>
    private int ClippedSize(ReadOnlySpan<int> index, Span<int> size)
    {
        var product = 1;
        for (var d = 0; d < index.Length; d++)
        {
            size[d] = (int)Math.Min(metadata.Chunk[d], metadata.Shape[d] - ((long)index[d] * metadata.Chunk[d]));
            product *= size[d];
        }

        return product;
    }

    private long CheckRegion(ReadOnlySpan<long> start, ReadOnlySpan<int> count, int length)
    {
        if (start.Length != Shape.Count || count.Length != Shape.Count)
        {
            throw new ArgumentException($"'{Name}' has {Shape.Count} dimensions; got a region of {start.Length} and {count.Length}.", nameof(start));
        }

        var product = 1L;
        for (var d = 0; d < count.Length; d++)
        {
            if (start[d] < 0 || count[d] < 0 || start[d] > Shape[d] - count[d])
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The region of '{Name}' reaches outside it along dimension {d}: start {start[d]}, count {count[d]}, size {Shape[d]}."), nameof(start));
            }

            product = Math.Min(product * count[d], 1L << 32);
        }

        return product == length ? product : throw new ArgumentException($"The region of '{Name}' does not fit {length} values.", nameof(count));
    }

    private string Key(ReadOnlySpan<int> index)
    {
        if (index.Length != Shape.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), $"'{Name}' has {Shape.Count} dimensions; got a chunk index of {index.Length}.");
        }

        for (var d = 0; d < index.Length; d++)
        {
            if ((uint)index[d] >= (uint)ChunkCounts[d])
            {
                throw new ArgumentOutOfRangeException(nameof(index), index[d], $"'{Name}' has {ChunkCounts[d]} chunks along dimension {d}.");
            }
        }

        return ArrayMetadata.Key(index, metadata.Separator);
    }
}
