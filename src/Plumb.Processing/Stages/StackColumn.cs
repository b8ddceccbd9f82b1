using Plumb.Formats.Store;
using Plumb.Kernels;

namespace Plumb.Processing.Stages;

/// <summary>
/// All pairs or dates over one chunk in space, read into one leased buffer of shape (pair or date, chunk pixels). A row
/// of the chunk follows the other; pixels beyond the grid's edge are no-data. For one thread.
/// </summary>
/// <typeparam name="T">Type of the elements.</typeparam>
internal sealed class StackColumn<T> : IDisposable
    where T : unmanaged
{
    private readonly ZarrArray<T> array;
    private readonly TileBuffer<T> buffer;
    private readonly int chunkLength;
    private readonly int depth;

    public StackColumn(RunContext run, ChunkPlan chunks, string name, string purpose)
    {
        array = run.Store.OpenArray<T>(name);
        Length = (int)array.Shape[0];
        Pixels = chunks.ChunkPixels;
        depth = array.Chunk[0];
        chunkLength = checked(depth * Pixels);
        Parts = (Length + depth - 1) / depth;
        buffer = run.Budget.Lease<T>(checked(Parts * chunkLength), purpose);
    }

    /// <summary>Number of pairs or dates.</summary>
    /// <summary>What a column of an array leases, bytes.</summary>
    public static long BytesOf(RunContext run, ChunkPlan chunks, string name)
    {
        var array = run.Store.OpenArray<T>(name);
        return (long)array.ChunkCounts[0] * array.Chunk[0] * chunks.ChunkPixels * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
    }

    public int Length { get; }

    /// <summary>Pixels of a chunk: the stride from one pair or date to the next.</summary>
    public int Pixels { get; }

    /// <summary>Number of chunks along the first axis.</summary>
    public int Parts { get; }

    /// <summary>Values, shape (pair or date, chunk pixels).</summary>
    public Span<T> Values => buffer.Span[..(Length * Pixels)];

    public void Read(int row, int column)
    {
        for (var part = 0; part < Parts; part++)
        {
            array.ReadChunk([part, row, column], buffer.Span.Slice(part * chunkLength, chunkLength));
        }
    }

    public void Write(int row, int column) => WriteTo(array, row, column);

    /// <summary>Writes the column into another array of the same shape and chunks.</summary>
    public void WriteTo(ZarrArray<T> other, int row, int column)
    {
        for (var part = 0; part < Parts; part++)
        {
            other.WriteChunk([part, row, column], buffer.Span.Slice(part * chunkLength, chunkLength));
        }
    }

    /// <summary>Brings the given pairs to the front, in order, so that a subset has the layout of a whole.</summary>
    public void Compact(ReadOnlySpan<int> pairs)
    {
        for (var k = 0; k < pairs.Length; k++)
        {
            if (pairs[k] != k)
            {
                buffer.Span.Slice(pairs[k] * Pixels, Pixels).CopyTo(buffer.Span.Slice(k * Pixels, Pixels));
            }
        }
    }

    public void Dispose() => buffer.Dispose();
}
