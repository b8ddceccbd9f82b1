using Plumb.Acquisitions;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Scheduling;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Temporal;

namespace Plumb.Processing.Stages;

/// <summary>Unwraps the differences of neighbouring pixels in time, chunk by chunk with a row and a column of the next, and writes what is expected of each step.</summary>
internal static class StackTimes
{
    private const string Purpose = "Unwrapping differences of neighbours in time";

    /// <summary>The arrays: across, down, spread across, spread down; shape (step, row, column).</summary>
    public static readonly IReadOnlyList<string> Arrays = [StorePaths.ArcAcross, StorePaths.ArcDown, StorePaths.ArcAcrossSpread, StorePaths.ArcDownSpread];

    public static void Run(RunContext run, StackDescription stack, ChunkPlan chunks, StackLinker linker, ArcTimes times, ExpectedMotion? motion)
    {
        var steps = linker.Steps.Count;
        foreach (var name in Arrays)
        {
            run.Store.CreateArray(name, StackArrays.Stack(chunks, "pair", steps, float.NaN, name == StorePaths.ArcAcross || name == StorePaths.ArcDown ? "radian" : "1", "none", "What other times say of the differences of neighbours"));
        }

        UnitScheduler.Run(
            chunks.Blocks.Count,
            run.ThreadsFor(Worker.BytesOf(chunks, steps, stack.Pairs.Count, times) + (motion?.BytesOf((chunks.ChunkRows + 1) * (chunks.ChunkColumns + 1)) ?? 0)),
            () => new Worker(run, stack, chunks, linker.Steps, times, motion),
            (block, worker) =>
            {
                foreach (var (_, _, tile) in chunks.ChunksOf(chunks.Blocks[block]))
                {
                    worker.Do(tile);
                }

                run.Progress.Advance(1);
            },
            run.Cancellation);
    }

    private sealed class Worker : IDisposable
    {
        private readonly RunContext run;
        private readonly Grid grid;
        private readonly ArcTimes times;
        private readonly ExpectedMotion? motion;
        private readonly IReadOnlyList<DatePair> stepDates;
        private readonly DatePair[] pairDates;
        private readonly int count;
        private readonly int pairs;
        private readonly TileBuffer<float> steps;
        private readonly TileBuffer<float> coherence;
        private readonly TileBuffer<float>? phases;
        private readonly TileBuffer<float> expected;
        private readonly TileBuffer<float> spread;
        private readonly TileBuffer<float> cut;

        public Worker(RunContext run, StackDescription stack, ChunkPlan chunks, IReadOnlyList<DatePair> steps, ArcTimes times, ExpectedMotion? motion)
        {
            (this.run, grid, this.times, this.motion, stepDates, pairDates) = (run, chunks.Grid, times, motion, steps, [.. stack.Pairs.Select(p => p.Pair)]);
            (count, pairs) = (steps.Count, pairDates.Length);
            var pixels = (chunks.ChunkRows + 1) * (chunks.ChunkColumns + 1);
            this.steps = run.Budget.Lease<float>(count * pixels, Purpose);
            coherence = run.Budget.Lease<float>(count * pixels, Purpose);
            phases = times.NeedsPairs ? run.Budget.Lease<float>(pairs * pixels, Purpose) : null;
            expected = run.Budget.Lease<float>(2 * count * pixels, Purpose);
            spread = run.Budget.Lease<float>(2 * count * pixels, Purpose);
            cut = run.Budget.Lease<float>(count * pixels, Purpose);
        }

        public static long BytesOf(ChunkPlan chunks, int steps, int pairs, ArcTimes times) =>
            sizeof(float) * ((7L * steps) + (times.NeedsPairs ? pairs : 0)) * (chunks.ChunkRows + 1) * (chunks.ChunkColumns + 1);

        public void Do(Tile tile)
        {
            var with = new Tile(tile.Row, tile.Column, tile.Rows + 1, tile.Columns + 1).Intersect(grid.Whole);
            Read(StorePaths.LinkedSteps, count, with, steps);
            Read(StorePaths.LinkedCoherence, count, with, coherence);
            if (phases is not null)
            {
                Read(PhaseLayers.Delivered(run.Store), pairs, with, phases);
            }

            TakeOff(stepDates, with, steps);
            TakeOff(pairDates, with, phases);
            var length = 2 * count * tile.Rows * with.Columns;
            times.Run(with.Columns, with.Rows, tile.Rows, steps.Span, coherence.Span, phases is null ? default : phases.Span, expected.Span[..length], spread.Span[..length]);
            for (var direction = 0; direction < 2; direction++)
            {
                Write(Arrays[direction], expected, direction, tile, with.Columns);
                Write(Arrays[2 + direction], spread, direction, tile, with.Columns);
            }
        }

        public void Dispose()
        {
            steps.Dispose();
            coherence.Dispose();
            phases?.Dispose();
            expected.Dispose();
            spread.Dispose();
            cut.Dispose();
        }

        /// <summary>Differences are judged beside what is expected: where that is steep, they wrap only without it.</summary>
        private void TakeOff(IReadOnlyList<DatePair> of, Tile tile, TileBuffer<float>? phase)
        {
            if (motion is null || phase is null)
            {
                return;
            }

            var values = phase.Span[..(of.Count * tile.PixelCount)];
            motion.TakeOff(of, tile, tile.PixelCount, tile.Columns, values);
            foreach (ref var value in values)
            {
                value = (float)Math.IEEERemainder(value, 2 * Math.PI);
            }
        }

        private void Read(string name, int images, Tile tile, TileBuffer<float> buffer) =>
            run.Store.OpenArray<float>(name).ReadRegion([0, tile.Row, tile.Column], [images, tile.Rows, tile.Columns], buffer.Span[..(images * tile.PixelCount)]);

        private void Write(string name, TileBuffer<float> values, int direction, Tile tile, int columns)
        {
            for (var k = 0; k < count; k++)
            {
                for (var r = 0; r < tile.Rows; r++)
                {
                    values.Span.Slice(((((direction * count) + k) * tile.Rows) + r) * columns, tile.Columns).CopyTo(cut.Span[((k * tile.PixelCount) + (r * tile.Columns))..]);
                }
            }

            run.Store.OpenArray<float>(name).WriteRegion([0, tile.Row, tile.Column], [count, tile.Rows, tile.Columns], cut.Span[..(count * tile.PixelCount)]);
        }
    }
}
