using Plumb.Processing.Scheduling;
using Plumb.Unwrapping;

namespace Plumb.Processing.Stages;

/// <summary>Finds one phase a date for all pixels, chunk by chunk, and writes the steps between neighbouring dates.</summary>
internal static class StackLinking
{
    private const string Purpose = "Linking the phases of the dates";

    public static void Run(RunContext run, StackDescription stack, ChunkPlan chunks, StackLinker linker)
    {
        var steps = linker.Steps.Count;
        run.Store.CreateArray(StorePaths.LinkedSteps, StackArrays.Stack(chunks, "pair", steps, float.NaN, "radian", "phase_grows_with_range", "Wrapped phase between neighbouring dates"));
        run.Store.CreateArray(StorePaths.LinkedCoherence, StackArrays.Stack(chunks, "pair", steps, float.NaN, "1", "none", "Coherence that the steps amount to"));
        var bytes = (StackColumn<float>.BytesOf(run, chunks, PhaseLayers.Delivered(run.Store)) * (stack.HasCoherence ? 2 : 1))
            + (2 * StackColumn<float>.BytesOf(run, chunks, StorePaths.LinkedSteps));
        UnitScheduler.Run(
            chunks.Blocks.Count,
            run.ThreadsFor(bytes),
            () => new Worker(run, stack, chunks),
            (block, worker) =>
            {
                foreach (var (row, column, _) in chunks.ChunksOf(chunks.Blocks[block]))
                {
                    worker.Link(linker, row, column, run.Settings.Unwrapping.MinCoherence);
                }

                run.Progress.Advance(1);
            },
            run.Cancellation);
    }

    private sealed class Worker(RunContext run, StackDescription stack, ChunkPlan chunks) : IDisposable
    {
        private readonly StackColumn<float> phase = new(run, chunks, PhaseLayers.Delivered(run.Store), Purpose);
        private readonly StackColumn<float>? coherence = stack.HasCoherence ? new(run, chunks, StorePaths.Coherence, Purpose) : null;
        private readonly StackColumn<float> steps = new(run, chunks, StorePaths.LinkedSteps, Purpose);
        private readonly StackColumn<float> stepCoherence = new(run, chunks, StorePaths.LinkedCoherence, Purpose);

        public void Link(StackLinker linker, int row, int column, double minCoherence)
        {
            phase.Read(row, column);
            coherence?.Read(row, column);
            if (coherence is not null && minCoherence > 0)
            {
                for (var i = 0; i < phase.Values.Length; i++)
                {
                    phase.Values[i] = coherence.Values[i] >= minCoherence ? phase.Values[i] : float.NaN;
                }
            }

            linker.Link(phase.Values, coherence is null ? default : coherence.Values, phase.Pixels, steps.Values, stepCoherence.Values);
            steps.Write(row, column);
            stepCoherence.Write(row, column);
        }

        public void Dispose()
        {
            phase.Dispose();
            coherence?.Dispose();
            steps.Dispose();
            stepCoherence.Dispose();
        }
    }
}
