using System.Globalization;
using Plumb.Networks;
using Plumb.Processing.Configuration;
using Plumb.Processing.Scheduling;

namespace Plumb.Processing.Stages;

/// <summary>
/// Judges where the motion between two dates is too steep to be unwrapped, from the wrapped steps of the pairs, from lost coherence and from noise that lets a
/// flank slip by a cycle, without knowing the motion. Steps across the borders of the stack's chunks are not looked at; those beside them are.
/// </summary>
/// <param name="expected">Content of the expected motion, which is taken off before; empty for none.</param>
public sealed class AliasingStage(string expected = "") : IStage
{
    /// <inheritdoc/>
    public string Name => "aliasing";

    /// <inheritdoc/>
    public string Title => "Judge where motion is too steep";

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => ["reference"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [StorePaths.Aliasing];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return expected.Length == 0 ? settings.Aliasing : new { settings.Aliasing, Expected = expected };
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        var settings = run.Settings.Aliasing;
        if (!settings.Check)
        {
            return "not judged";
        }

        var stack = StackDescription.Read(run.Folder);
        if (stack.IsOffset)
        {
            return "offsets have no cycles: no motion is too steep";
        }

        var chunks = new ChunkPlan(stack.Grid);
        var (shares, lost, doubtful) = (new float[stack.Grid.PixelCount], new float[stack.Grid.PixelCount], new float[stack.Grid.PixelCount]);
        run.Progress.Begin(Title, chunks.Blocks.Count);
        Measure(run, stack, chunks, shares, lost, doubtful);
        SteepGround.Join(shares, lost, stack.Grid.Columns);
        SteepGround.Enclose(shares, doubtful, stack.Grid.Columns);
        var crossed = new float[shares.Length];
        var seeds = ReferenceRecord.Read(run.Folder).PixelsOn(stack.Grid).ToArray();
        SteepGround.Cross(shares, stack.Grid.Columns, seeds, crossed);
        SteepGround.Close(crossed, stack.Grid.Columns, settings.CloseGaps);
        MapArrays.Write(run.Store, stack.Grid, StorePaths.Aliasing, crossed, "1", "none", "Largest share of the steepness that can be unwrapped; 1 is the limit");
        var over = crossed.Count(c => c >= 1f);
        return over == 0
            ? string.Create(CultureInfo.InvariantCulture, $"no pixel is too steep; the steepest reaches {100 * crossed.Max():0} % of the limit")
            : string.Create(CultureInfo.InvariantCulture, $"{over} of {crossed.Length} pixels are too steep to be unwrapped");
    }

    private static void Measure(RunContext run, StackDescription stack, ChunkPlan chunks, float[] shares, float[] lost, float[] doubtful)
    {
        var network = NetworkRecord.Read(run.Folder).Network;
        var pairs = network.Pairs.Select(stack.IndexOf).ToArray();
        var steps = new MotionSteps(network, new MotionStepOptions
        {
            Looks = double.IsFinite(stack.Looks) ? Math.Max(1, stack.Looks) : 1,
            Significance = run.Settings.Aliasing.Significance,
            Doubt = run.Settings.Aliasing.Doubt,
        });
        var motion = ExpectedMotion.Open(run, stack);
        var bytes = steps.WorkingBytes(chunks.ChunkPixels) + UnwrappedColumn.BytesOf(run, chunks)
            + (stack.HasCoherence ? StackColumn<float>.BytesOf(run, chunks, StorePaths.Coherence) : 0) + (motion?.BytesOf(chunks.ChunkPixels) ?? 0);
        UnitScheduler.Run(
            chunks.Blocks.Count,
            run.ThreadsFor(bytes),
            () => new Worker(run, stack, chunks, steps, pairs, motion),
            (block, worker) =>
            {
                foreach (var (row, column, tile) in chunks.ChunksOf(chunks.Blocks[block]))
                {
                    worker.Judge(row, column, tile);
                    worker.Place(tile, shares, lost, doubtful);
                }

                run.Progress.Advance(1);
            },
            run.Cancellation);
    }

    private sealed class Worker(RunContext run, StackDescription stack, ChunkPlan chunks, MotionSteps steps, int[] pairs, ExpectedMotion? expected) : IDisposable
    {
        private const string Purpose = "Judging how steep the motion is";
        private readonly Acquisitions.DatePair[] dates = [.. pairs.Select(p => stack.Pairs[p].Pair)];
        private readonly UnwrappedColumn phase = new(run, chunks, Purpose);
        private readonly StackColumn<float>? coherence = stack.HasCoherence ? new(run, chunks, StorePaths.Coherence, Purpose) : null;
        private readonly MotionStepSpace space = new(run.Budget);
        private readonly float[] shares = new float[chunks.ChunkPixels];
        private readonly float[] lost = new float[chunks.ChunkPixels];
        private readonly float[] doubtful = new float[chunks.ChunkPixels];

        public void Judge(int row, int column, Grids.Tile tile)
        {
            phase.Read(row, column);
            phase.Compact(pairs);
            expected?.TakeOff(dates, tile, chunks.ChunkPixels, chunks.ChunkColumns, phase.Values);
            coherence?.Read(row, column);
            coherence?.Compact(pairs);
            var length = pairs.Length * chunks.ChunkPixels;
            steps.Shares(phase.Values[..length], coherence is null ? default : coherence.Values[..length], chunks.ChunkColumns, shares, lost, doubtful, space);
        }

        public void Place(Grids.Tile tile, float[] shareMap, float[] lostMap, float[] doubtMap)
        {
            for (var r = 0; r < tile.Rows; r++)
            {
                var at = ((tile.Row + r) * chunks.Grid.Columns) + tile.Column;
                shares.AsSpan(r * chunks.ChunkColumns, tile.Columns).CopyTo(shareMap.AsSpan(at));
                lost.AsSpan(r * chunks.ChunkColumns, tile.Columns).CopyTo(lostMap.AsSpan(at));
                doubtful.AsSpan(r * chunks.ChunkColumns, tile.Columns).CopyTo(doubtMap.AsSpan(at));
            }
        }

        public void Dispose()
        {
            phase.Dispose();
            coherence?.Dispose();
            space.Dispose();
        }
    }
}
