using System.Globalization;
using System.Text;

namespace Plumb.Formats.Hdf5;

/// <summary>
/// One dataset of an HDF5 file: shape, kind, and rectangles of it read or written with HDF5's own conversion of number
/// types. Dispose it before its file.
/// </summary>
public sealed unsafe class Hdf5Dataset : IDisposable
{
    private const int LargestRank = 8;
    private const long LargestChunk = 1L << 30;
    private const long LongestText = 16 << 20;
    private readonly Hdf5File file;
    private readonly long[] shape;
    private long id;

    private Hdf5Dataset(Hdf5File file, string name, long id, long[] shape, Hdf5Kind kind, int elementSize, long[]? chunk)
    {
        this.file = file;
        this.id = id;
        this.shape = shape;
        Name = name;
        Kind = kind;
        ElementSize = elementSize;
        Chunk = chunk;
    }

    /// <summary>Its name in the file.</summary>
    public string Name { get; }

    /// <summary>Size along each dimension (unit: elements); empty for a single value.</summary>
    public IReadOnlyList<long> Shape => shape;

    /// <summary>What its elements are.</summary>
    public Hdf5Kind Kind { get; }

    /// <summary>Bytes of an element in the file.</summary>
    public int ElementSize { get; }

    /// <summary>Size of a chunk along each dimension (unit: elements); null for data in one piece.</summary>
    public IReadOnlyList<long>? Chunk { get; }

    private long Id => id > 0 ? id : throw new ObjectDisposedException(nameof(Hdf5Dataset), $"Dataset {Name} of {file.Location} is closed.");

    /// <summary>
    /// Whether values were written, and their bytes in the file can hold the shape, so that memory may be taken for it:
    /// deflate gains no more than 1032 to 1.
    /// </summary>
    public bool IsBacked
    {
        get
        {
            using var scope = Hdf5Call.Enter();
            var needed = shape.Aggregate((double)ElementSize, (product, size) => product * size);
            var stored = (double)Hdf5Native.DatasetStored(Id);
            return needed == 0 || (stored > 0 && needed <= (stored * 1032) + 4096);
        }
    }

    /// <summary>Reads a rectangle.</summary>
    /// <typeparam name="T">float, double, short, ushort, int, byte, sbyte or long; HDF5 converts (truth values become 0 and 1).</typeparam>
    /// <param name="start">First element along each dimension.</param>
    /// <param name="count">Number of elements along each dimension.</param>
    /// <param name="destination">Takes the values in the file's unit, shape <paramref name="count"/>, last dimension fastest.</param>
    /// <exception cref="ArgumentException">The rectangle reaches outside the dataset or does not fit the destination.</exception>
    /// <exception cref="RequestException">The elements are no numbers, or the file is truncated or damaged here.</exception>
    public void Read<T>(ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<T> destination)
        where T : unmanaged
    {
        if (Kind is not (Hdf5Kind.Whole or Hdf5Kind.Real or Hdf5Kind.Enumeration))
        {
            throw new RequestException($"{file.Location}: dataset {Name} holds no numbers. Check that the file is what it is taken for.");
        }

        using var scope = Hdf5Call.Enter();
        fixed (T* p = destination)
        {
            var status = Transfer(Hdf5Native.DatasetRead, start, count, destination.Length, Hdf5Types.Memory<T>(), p);
            _ = Hdf5Call.Check(status, file.Location, $"dataset {Name} could not be read");
        }
    }

    /// <summary>Reads all numbers of a small dataset.</summary>
    /// <typeparam name="T">As for <see cref="Read"/>.</typeparam>
    /// <param name="most">More elements than this are refused (unit: elements).</param>
    /// <returns>The values in the file's unit, shape of the dataset, last dimension fastest.</returns>
    /// <exception cref="RequestException">There are more, they are no numbers, or the file is damaged.</exception>
    public T[] ReadAll<T>(int most)
        where T : unmanaged
    {
        var values = new T[CountAll(most)];
        Read<T>(new long[shape.Length], shape, values);
        return values;
    }

    /// <summary>Reads all texts of a small dataset.</summary>
    /// <param name="most">More elements than this are refused (unit: elements).</param>
    /// <returns>The texts, shape of the dataset, last dimension fastest.</returns>
    /// <exception cref="RequestException">There are more, they are no texts, or the file is damaged.</exception>
    public string[] ReadTexts(int most)
    {
        var count = CountAll(most);
        if (Kind is not (Hdf5Kind.FixedText or Hdf5Kind.VariableText) || (Kind == Hdf5Kind.FixedText && (long)count * ElementSize > LongestText))
        {
            throw new RequestException($"{file.Location}: dataset {Name} holds no texts of a sensible length. Check that the file is what it is taken for.");
        }

        using var scope = Hdf5Call.Enter();
        var type = Hdf5Call.Check(Hdf5Native.DatasetType(Id), file.Location, $"dataset {Name} could not be read");
        try
        {
            return Kind == Hdf5Kind.FixedText ? FixedTexts(count, type) : VariableTexts(count, type);
        }
        finally
        {
            _ = Hdf5Native.TypeClose(type);
        }
    }

    /// <summary>Writes a rectangle.</summary>
    /// <typeparam name="T">float, double, short, ushort, int, byte, sbyte or long; HDF5 converts. Truth values are written from sbyte 0 and 1.</typeparam>
    /// <param name="start">First element along each dimension.</param>
    /// <param name="count">Number of elements along each dimension.</param>
    /// <param name="values">Values in the file's unit, shape <paramref name="count"/>, last dimension fastest.</param>
    /// <exception cref="ArgumentException">The rectangle reaches outside the dataset or does not fit the values.</exception>
    /// <exception cref="IOException">The values could not be written.</exception>
    public void Write<T>(ReadOnlySpan<long> start, ReadOnlySpan<long> count, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        using var scope = Hdf5Call.Enter();
        var isTruth = Kind == Hdf5Kind.Enumeration;
        if (isTruth && typeof(T) != typeof(sbyte))
        {
            throw new ArgumentException($"Truth values of {Name} are written from sbyte 0 and 1, not from {typeof(T).Name}.", nameof(values));
        }

        var memory = isTruth ? Hdf5Types.Boolean("H5T_NATIVE_SCHAR_g") : Hdf5Types.Memory<T>();
        fixed (T* p = values)
        {
            var status = Transfer(Hdf5Native.DatasetWrite, start, count, values.Length, memory, p);
            _ = isTruth ? Hdf5Native.TypeClose(memory) : 0;
            _ = Hdf5Call.CheckWrite(status, file.Location, $"dataset {Name} could not be written");
        }
    }

    /// <summary>Writes all texts of a dataset of texts of one length.</summary>
    /// <param name="values">The texts, shape of the dataset; longer ones than the dataset holds are refused.</param>
    /// <exception cref="ArgumentException">The number of texts is wrong, or one is too long.</exception>
    /// <exception cref="IOException">The texts could not be written.</exception>
    public void WriteTexts(IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var field = new byte[values.Count * ElementSize];
        for (var i = 0; i < values.Count; i++)
        {
            if (!Encoding.UTF8.TryGetBytes(values[i], field.AsSpan(i * ElementSize, ElementSize), out _))
            {
                throw new ArgumentException($"'{values[i]}' is longer than the {ElementSize} bytes of {Name}.", nameof(values));
            }
        }

        using var scope = Hdf5Call.Enter();
        var type = Hdf5Native.DatasetType(Id);
        fixed (byte* p = field)
        {
            var status = Transfer(Hdf5Native.DatasetWrite, new long[shape.Length], shape, values.Count, type, p);
            _ = Hdf5Native.TypeClose(type);
            _ = Hdf5Call.CheckWrite(status, file.Location, $"dataset {Name} could not be written");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (id > 0)
        {
            using var scope = Hdf5Call.Enter();
            _ = Hdf5Native.ObjectClose(id);
            id = 0;
        }
    }

    internal static Hdf5Dataset Of(Hdf5File file, string name, long id)
    {
        var type = Hdf5Native.DatasetType(id);
        var space = Hdf5Native.DatasetSpace(id);
        var list = Hdf5Native.DatasetList(id);
        try
        {
            var failed = $"dataset {name} could not be described";
            _ = Hdf5Call.Check(Math.Min(type, Math.Min(space, list)), file.Location, failed);
            var rank = (int)Hdf5Call.Check(Hdf5Native.SpaceRank(space), file.Location, failed);
            var size = Hdf5Native.TypeSize(type);
            var sizes = stackalloc ulong[LargestRank];
            if (rank <= LargestRank)
            {
                _ = Hdf5Call.Check(rank == 0 ? 0 : Hdf5Native.SpaceShape(space, sizes, null), file.Location, failed);
            }

            var shape = new ReadOnlySpan<ulong>(sizes, Math.Min(rank, LargestRank)).ToArray();
            if (rank > LargestRank || size is 0 or > int.MaxValue || shape.Any(s => s > long.MaxValue / 16))
            {
                throw new RequestException($"{file.Location}: dataset {name} has an impossible size. The file is damaged; copy it again.");
            }

            var chunk = ChunkOf(file, name, list, rank, (long)size);
            return new Hdf5Dataset(file, name, id, Array.ConvertAll(shape, s => (long)s), Hdf5Types.KindOf(type), (int)size, chunk);
        }
        catch (RequestException)
        {
            _ = Hdf5Native.ObjectClose(id);
            throw;
        }
        finally
        {
            _ = list >= 0 ? Hdf5Native.ListClose(list) : 0;
            _ = space >= 0 ? Hdf5Native.SpaceClose(space) : 0;
            _ = type >= 0 ? Hdf5Native.TypeClose(type) : 0;
        }
    }

    /// <summary>Size of a chunk; refused where reading one would take more memory than any sensible file asks for.</summary>
    private static long[]? ChunkOf(Hdf5File file, string name, long list, int rank, long elementSize)
    {
        if (Hdf5Native.ListLayout(list) != 2)
        {
            return null;
        }

        var sizes = stackalloc ulong[LargestRank];
        _ = Hdf5Call.Check(Hdf5Native.ListChunk(list, rank, sizes), file.Location, $"dataset {name} could not be described");
        var chunk = new long[rank];
        var bytes = (double)elementSize;
        for (var d = 0; d < rank; d++)
        {
            chunk[d] = (long)sizes[d];
            bytes *= sizes[d];
        }

        return bytes <= LargestChunk
            ? chunk
            : throw new RequestException(string.Create(
                CultureInfo.InvariantCulture,
                $"{file.Location}: a chunk of dataset {name} would take {bytes / (1 << 20):F0} MiB. The file is damaged, or needs smaller chunks (h5repack)."));
    }

    private int CountAll(int most)
    {
        var count = shape.Aggregate(1.0, (product, size) => product * size);
        return count <= most
            ? (int)count
            : throw new RequestException($"{file.Location}: dataset {Name} has shape ({string.Join(", ", shape)}); at most {most} values are expected. Check that the file is what it is taken for.");
    }

    private string[] FixedTexts(int count, long type)
    {
        var field = new byte[count * ElementSize];
        fixed (byte* p = field)
        {
            var status = Transfer(Hdf5Native.DatasetRead, new long[shape.Length], shape, count, type, p);
            _ = Hdf5Call.Check(status, file.Location, $"dataset {Name} could not be read");
        }

        return [.. Enumerable.Range(0, count).Select(i => Hdf5Types.Text(field.AsSpan(i * ElementSize, ElementSize)))];
    }

    private string[] VariableTexts(int count, long type)
    {
        var memory = Hdf5Types.VariableText(Hdf5Native.TypeEncoding(type));
        var space = Hdf5Native.DatasetSpace(Id);
        try
        {
            var pointers = new nint[count];
            fixed (nint* p = pointers)
            {
                var status = Transfer(Hdf5Native.DatasetRead, new long[shape.Length], shape, count, memory, p);
                _ = Hdf5Call.Check(status, file.Location, $"dataset {Name} could not be read");
                var texts = Array.ConvertAll(pointers, Hdf5Types.Text);
                _ = Hdf5Native.Reclaim(memory, space, 0, p);
                return texts;
            }
        }
        finally
        {
            _ = Hdf5Native.SpaceClose(space);
            _ = Hdf5Native.TypeClose(memory);
        }
    }

    private int Transfer(
        delegate* unmanaged<long, long, long, long, long, void*, int> call, ReadOnlySpan<long> start, ReadOnlySpan<long> count, int length, long memory, void* data)
    {
        var starts = stackalloc ulong[LargestRank];
        var counts = stackalloc ulong[LargestRank];
        var product = 1.0;
        var fits = start.Length == shape.Length && count.Length == shape.Length;
        for (var d = 0; fits && d < shape.Length; d++)
        {
            fits = start[d] >= 0 && count[d] >= 0 && start[d] <= shape[d] - count[d];
            (starts[d], counts[d]) = ((ulong)start[d], (ulong)count[d]);
            product *= count[d];
        }

        if (!fits || product != length)
        {
            throw new ArgumentException(
                $"Start ({string.Join(", ", start.ToArray())}), count ({string.Join(", ", count.ToArray())}) does not fit dataset {Name} of shape ({string.Join(", ", shape)}) or {length} values.");
        }

        if (length == 0)
        {
            return 0;
        }

        if (shape.Length == 0)
        {
            return call(Id, memory, 0, 0, 0, data);
        }

        var inMemory = Hdf5Native.SpaceSimple(shape.Length, counts, null);
        var inFile = Hdf5Native.DatasetSpace(Id);
        var status = Hdf5Native.SpaceSelect(inFile, 0, starts, null, counts, null);
        status = status < 0 ? status : call(Id, memory, inMemory, inFile, 0, data);
        _ = Hdf5Native.SpaceClose(inFile);
        _ = Hdf5Native.SpaceClose(inMemory);
        return status;
    }
}
