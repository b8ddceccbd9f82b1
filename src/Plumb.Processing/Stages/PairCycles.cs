using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Scheduling;
using Plumb.Unwrapping;

namespace Plumb.Processing.Stages;

/// <summary>Brings the unwrapped images into the layers of the pairs, chunk by chunk: as they are, or as sums of steps between dates.</summary>
internal sealed class PairCycles : IDisposable
{
    private const string Purpose = "Writing the cycles of the pairs";
    private const int BlockPixels = ChunkPlan.BlockSide * ChunkPlan.BlockSide;
    private readonly RunContext run;
    private readonly ChunkPlan chunks;
    private readonly StackLinker? linker;
    private readonly int images;
    private readonly StackColumn<short> cycles;
    private readonly StackColumn<byte> components;
    private readonly StackColumn<float>? phase;
    private readonly StackColumn<float>? coherence;
    private readonly TileBuffer<short>? planeCycles;
    private readonly TileBuffer<float>? planeSteps;
    private readonly TileBuffer<byte> planeComponents;
    private readonly int[] componentCounts;
    private readonly float[] steps;
    private readonly byte[] stepComponents;

    private PairCycles(RunContext run, StackDescription stack, ChunkPlan chunks, StackLinker? linker)
    {
        (this.run, this.chunks, this.linker) = (run, chunks, linker);
        images = linker?.Steps.Count ?? stack.Pairs.Count;
        cycles = new StackColumn<short>(run, chunks, StorePaths.UnwrapCycles, Purpose);
        components = new StackColumn<byte>(run, chunks, StorePaths.UnwrapComponent, Purpose);
        planeCycles = linker is null ? run.Budget.Lease<short>(checked(images * BlockPixels), Purpose) : null;
        planeSteps = linker is null ? null : run.Budget.Lease<float>(checked(images * BlockPixels), Purpose);
        planeComponents = run.Budget.Lease<byte>(images * BlockPixels, Purpose);
        steps = new float[linker is null ? 0 : images * chunks.ChunkPixels];
        stepComponents = new byte[linker is null ? 0 : images * chunks.ChunkPixels];
        componentCounts = new int[images];
        if (linker is not null)
        {
            phase = new StackColumn<float>(run, chunks, PhaseLayers.Delivered(run.Store), Purpose);
            coherence = stack.HasCoherence && run.Settings.Unwrapping.MinCoherence > 0 ? new StackColumn<float>(run, chunks, StorePaths.Coherence, Purpose) : null;
            var findings = run.Store.OpenArray<double>(StorePaths.PlaneFindings);
            var row = new double[findings.ChunkLength];
            for (var k = 0; k < images; k++)
            {
                findings.ReadChunk([k, 0, 0], row);
                componentCounts[k] = (int)row[3];
            }
        }
    }

    /// <summary>Writes the layers of all pairs.</summary>
    public static void Write(RunContext run, StackDescription stack, ChunkPlan chunks, StackLinker? linker)
    {
        var pairs = stack.Pairs.Count;
        run.Store.CreateArray(StorePaths.UnwrapCycles, StackArrays.Stack(
            chunks, "pair", pairs, WholeCycles.LeftOut, "count", "none", "Whole cycles that unwrapping adds to the phase; -32768 where left out", compression: 1));
        run.Store.CreateArray<byte>(StorePaths.UnwrapComponent, StackArrays.Stack<byte>(chunks, "pair", pairs, 0, "count", "none", "Connected component of the unwrapping", compression: 1));
        var images = linker?.Steps.Count ?? pairs;
        var bytes = (5L * images * BlockPixels) + (5L * images * chunks.ChunkPixels) + (16L * (pairs + ChunkPlan.Depth) * chunks.ChunkPixels);
        UnitScheduler.Run(
            chunks.Blocks.Count,
            run.ThreadsFor(bytes),
            () => new PairCycles(run, stack, chunks, linker),
            (block, worker) =>
            {
                worker.WriteBlock(chunks.Blocks[block]);
                run.Progress.Advance(1);
            },
            run.Cancellation);
    }

    public void Dispose()
    {
        cycles.Dispose();
        components.Dispose();
        phase?.Dispose();
        coherence?.Dispose();
        planeCycles?.Dispose();
        planeSteps?.Dispose();
        planeComponents.Dispose();
    }

    private void WriteBlock(Tile block)
    {
        ReadPlanes(StorePaths.PlaneComponent, planeComponents, block);
        if (linker is null)
        {
            ReadPlanes(StorePaths.PlaneCycles, planeCycles!, block);
        }
        else
        {
            ReadPlanes(StorePaths.PlaneSteps, planeSteps!, block);
        }

        foreach (var (row, column, tile) in chunks.ChunksOf(block))
        {
            if (linker is null)
            {
                Cut<short>(planeCycles!.Span, block, tile, WholeCycles.LeftOut, cycles.Values);
                Cut<byte>(planeComponents.Span, block, tile, 0, components.Values);
            }
            else
            {
                Cut<float>(planeSteps!.Span, block, tile, float.NaN, steps);
                Cut<byte>(planeComponents.Span, block, tile, 0, stepComponents);
                Add(row, column);
            }

            cycles.Write(row, column);
            components.Write(row, column);
        }
    }

    private void ReadPlanes<T>(string name, TileBuffer<T> planes, Tile block)
        where T : unmanaged
    {
        var array = run.Store.OpenArray<T>(name);
        for (var k = 0; k < images; k++)
        {
            array.ReadRegion([k, block.Row, block.Column], [1, block.Rows, block.Columns], planes.Span.Slice(k * block.PixelCount, block.PixelCount));
        }
    }

    /// <summary>The part of a block's planes that is one chunk.</summary>
    private void Cut<T>(ReadOnlySpan<T> planes, Tile block, Tile tile, T beyond, Span<T> chunk)
        where T : unmanaged
    {
        chunk.Fill(beyond);
        for (var k = 0; k < images; k++)
        {
            for (var r = 0; r < tile.Rows; r++)
            {
                var from = (k * block.PixelCount) + ((tile.Row - block.Row + r) * block.Columns) + tile.Column - block.Column;
                planes.Slice(from, tile.Columns).CopyTo(chunk[((k * chunks.ChunkPixels) + (r * chunks.ChunkColumns))..]);
            }
        }
    }

    /// <summary>The pairs of a chunk from its steps.</summary>
    private void Add(int row, int column)
    {
        phase!.Read(row, column);
        coherence?.Read(row, column);
        var pixels = chunks.ChunkPixels;
        for (var k = 0; k < phase.Length; k++)
        {
            var target = cycles.Values.Slice(k * pixels, pixels);
            linker!.CyclesOf(k, phase.Values.Slice(k * pixels, pixels), steps, pixels, WholeCycles.LeftOut, target);
            for (var i = 0; i < pixels; i++)
            {
                if (coherence is not null && !(coherence.Values[(k * pixels) + i] >= run.Settings.Unwrapping.MinCoherence))
                {
                    target[i] = WholeCycles.LeftOut;
                }

                components.Values[(k * pixels) + i] = target[i] == WholeCycles.LeftOut ? (byte)0 : ComponentOf(linker.PathOf(k), i, pixels);
            }
        }
    }

    /// <summary>
    /// Number of the component of a sum of steps: 1 where the pixel is in the largest component of each, a number of its own for each smaller component of one step,
    /// 0 where a step has none or two steps have smaller ones.
    /// </summary>
    private byte ComponentOf(ReadOnlySpan<int> path, int pixel, int stride)
    {
        var (number, before) = (1, 0);
        foreach (var entry in path)
        {
            var s = entry < 0 ? ~entry : entry;
            var own = stepComponents[(s * stride) + pixel];
            if (own == 0 || (own > 1 && number > 1) || own + before > byte.MaxValue)
            {
                return 0;
            }

            number = own > 1 ? own + before : number;
            before += Math.Max(0, componentCounts[s] - 1);
        }

        return (byte)number;
    }
}
