using Plumb.Formats.Store;
using Plumb.Kernels;

namespace Plumb.Processing.Stages;

/// <summary>
/// The unwrapped phase over one chunk in space, before the closure: the phase as delivered plus 2 pi times the whole cycles of Plumb's own unwrapping where there
/// are any. Pixels that the unwrapping left out are no-data. For one thread.
/// </summary>
internal class UnwrappedColumn : StackColumn<float>
{
    private readonly ZarrArray<short>? cycles;
    private readonly TileBuffer<short>? buffer;

    public UnwrappedColumn(RunContext run, ChunkPlan chunks, string purpose)
        : base(run, chunks, PhaseLayers.Delivered(run.Store), purpose)
    {
        if (run.Store.Exists(StorePaths.UnwrapCycles))
        {
            cycles = run.Store.OpenArray<short>(StorePaths.UnwrapCycles);
            buffer = run.Budget.Lease<short>(cycles.Chunk[0] * Pixels, purpose);
        }
    }

    /// <summary>What a column leases, bytes.</summary>
    public static long BytesOf(RunContext run, ChunkPlan chunks) => BytesOf(run, chunks, PhaseLayers.Delivered(run.Store)) + CycleBytesOf(run, chunks, StorePaths.UnwrapCycles);

    /// <summary>What an array of whole cycles adds to a column, bytes; 0 where there is none.</summary>
    public static long CycleBytesOf(RunContext run, ChunkPlan chunks, string name) =>
        run.Store.Exists(name) ? (long)run.Store.OpenArray<short>(name).Chunk[0] * chunks.ChunkPixels * sizeof(short) : 0;

    public override void Read(int row, int column)
    {
        base.Read(row, column);
        if (cycles is null)
        {
            return;
        }

        var depth = cycles.Chunk[0];
        for (var part = 0; part * depth < Length; part++)
        {
            cycles.ReadChunk([part, row, column], buffer!.Span);
            var start = part * depth * Pixels;
            var length = Math.Min(buffer.Length, Values.Length - start);
            WholeCycles.Unwrap(Values.Slice(start, length), buffer.Span[..length]);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        buffer?.Dispose();
    }
}
