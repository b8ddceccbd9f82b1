using Plumb.Formats.Store;
using Plumb.Kernels;

namespace Plumb.Processing.Stages;

/// <summary>
/// The unwrapped phase over one chunk in space, corrected: what was delivered or unwrapped plus 2 pi times the whole cycles of the closure. The one place where the two
/// come together for stages; layers are never rewritten. Where no cycles were written, which is nearly everywhere, nothing is read but the phase. For one thread.
/// </summary>
internal sealed class PhaseColumn : UnwrappedColumn
{
    private readonly ZarrArray<short>? cycles;
    private readonly TileBuffer<short>? buffer;
    private readonly int depth;

    public PhaseColumn(RunContext run, ChunkPlan chunks, string purpose)
        : base(run, chunks, purpose)
    {
        if (run.Store.Exists(StorePaths.Cycles))
        {
            cycles = run.Store.OpenArray<short>(StorePaths.Cycles);
            depth = cycles.Chunk[0];
            buffer = run.Budget.Lease<short>(depth * Pixels, purpose);
        }
    }

    /// <summary>What a column leases, bytes.</summary>
    public static new long BytesOf(RunContext run, ChunkPlan chunks) =>
        UnwrappedColumn.BytesOf(run, chunks) + CycleBytesOf(run, chunks, StorePaths.Cycles);

    /// <summary>What the cycles add to the phase as delivered, bytes.</summary>
    public static long CycleBytes(RunContext run, ChunkPlan chunks) =>
        CycleBytesOf(run, chunks, StorePaths.Cycles) + CycleBytesOf(run, chunks, StorePaths.UnwrapCycles);

    public override void Read(int row, int column)
    {
        base.Read(row, column);
        if (cycles is null)
        {
            return;
        }

        for (var part = 0; part * depth < Length; part++)
        {
            if (cycles.ChunkExists([part, row, column]))
            {
                cycles.ReadChunk([part, row, column], buffer!.Span);
                var start = part * depth * Pixels;
                var length = Math.Min(buffer.Length, Values.Length - start);
                WholeCycles.Add(Values.Slice(start, length), buffer.Span[..length]);
            }
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        buffer?.Dispose();
    }
}
