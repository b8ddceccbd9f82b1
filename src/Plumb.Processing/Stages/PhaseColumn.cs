using Plumb.Formats.Store;
using Plumb.Kernels;

namespace Plumb.Processing.Stages;

/// <summary>
/// The unwrapped phase over one chunk in space, corrected: what was delivered plus 2 pi times the whole cycles of the closure. The one place where the two
/// come together for stages; layers are never rewritten. Where no cycles were written, which is nearly everywhere, nothing is read but the phase. For one thread.
/// </summary>
internal sealed class PhaseColumn : IDisposable
{
    private readonly StackColumn<float> phase;
    private readonly ZarrArray<short>? cycles;
    private readonly TileBuffer<short>? buffer;
    private readonly int depth;

    /// <summary>A column of the phase, or of another array of pairs, which is then read as it is.</summary>
    public PhaseColumn(RunContext run, ChunkPlan chunks, string purpose, string name = StorePaths.UnwrappedPhase)
    {
        phase = new StackColumn<float>(run, chunks, name, purpose);
        if (name == StorePaths.UnwrappedPhase && run.Store.Exists(StorePaths.Cycles))
        {
            cycles = run.Store.OpenArray<short>(StorePaths.Cycles);
            depth = cycles.Chunk[0];
            buffer = run.Budget.Lease<short>(depth * Pixels, purpose);
        }
    }

    /// <summary>Pixels of a chunk: the stride from one pair to the next.</summary>
    public int Pixels => phase.Pixels;

    /// <summary>Phases (or what the other array holds), radians, shape (pair, chunk pixels); NaN is no-data.</summary>
    public Span<float> Values => phase.Values;

    /// <summary>What a column leases, bytes.</summary>
    public static long BytesOf(RunContext run, ChunkPlan chunks) =>
        StackColumn<float>.BytesOf(run, chunks, StorePaths.UnwrappedPhase) + CycleBytes(run, chunks);

    /// <summary>What the cycles add to that, bytes.</summary>
    public static long CycleBytes(RunContext run, ChunkPlan chunks) => run.Store.Exists(StorePaths.Cycles)
        ? (long)run.Store.OpenArray<short>(StorePaths.Cycles).Chunk[0] * chunks.ChunkPixels * sizeof(short)
        : 0;

    public void Read(int row, int column)
    {
        phase.Read(row, column);
        if (cycles is null)
        {
            return;
        }

        for (var part = 0; part * depth < phase.Length; part++)
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

    /// <summary>Brings the given pairs to the front, in order, so that a subset has the layout of a whole.</summary>
    public void Compact(ReadOnlySpan<int> pairs) => phase.Compact(pairs);

    public void Dispose()
    {
        phase.Dispose();
        buffer?.Dispose();
    }
}
