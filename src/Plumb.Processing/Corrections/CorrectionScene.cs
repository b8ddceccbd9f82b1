using System.Globalization;
using System.Numerics.Tensors;
using Plumb.Corrections;
using Plumb.Grids;
using Plumb.Networks;
using Plumb.Processing.Configuration;
using Plumb.Processing.Scheduling;
using Plumb.Processing.Stages;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Corrections;

/// <summary>
/// What corrections are estimated from: the series, the steady ground, the dates; and the corrections made so far, which every pass over the series takes off.
/// </summary>
internal sealed class CorrectionScene : IDisposable
{
    private readonly List<AppliedCorrection> applied = [];
    private readonly List<CorrectionSkipped> skipped = [];

    public CorrectionScene(RunContext run)
    {
        Run = run;
        Stack = StackDescription.Read(run.Folder);
        Network = Stack.Finished is null ? NetworkRecord.Read(run.Folder).Network : null;
        Dates = Network?.Dates ?? Stack.Finished!.Dates;
        Baselines = Network is null ? [] : NetworkRecord.Read(run.Folder) is { Parts.Count: 1 } record ? record.DateBaselines : [];
        Chunks = new ChunkPlan(Stack.Grid);
        PixelSize = Results.ResultSet.PixelSizeOf(Stack.Grid) is { Width: > 0 } size ? Math.Sqrt(size.Width * size.Height) : double.NaN;
        Good = GoodPixels();
        Steady = FindSteady(MapArrays.Read(run.Store, Stack.Grid, StorePaths.Rate), MapArrays.Read(run.Store, Stack.Grid, StorePaths.RateSigma));
        Reference = ReferencePixels();
    }

    public RunContext Run { get; }

    public CorrectionSettings Settings => Run.Settings.Corrections;

    public StackDescription Stack { get; }

    /// <summary>The pairs; null for a run that began with a finished series.</summary>
    public Network? Network { get; }

    public IReadOnlyList<DateOnly> Dates { get; }

    /// <summary>Perpendicular baseline of each date relative to the first, metres, NaN when unknown; empty where the dates share none. Shape (date).</summary>
    public IReadOnlyList<double> Baselines { get; }

    public ChunkPlan Chunks { get; }

    /// <summary>Side of a pixel on the ground, metres; NaN in radar coordinates.</summary>
    public double PixelSize { get; }

    /// <summary>Pixels with a rate that no mask speaks against; shape (rows, columns).</summary>
    public bool[] Good { get; }

    /// <summary>Good pixels whose motion is steady; shape (rows, columns).</summary>
    public bool[] Steady { get; private set; }

    /// <summary>Refuses a scene without any steady ground.</summary>
    /// <exception cref="RequestException">There is none.</exception>
    public void NeedSteadyGround()
    {
        if (!Array.Exists(Steady, s => s))
        {
            throw new RequestException(
                "No pixel is steady ground to estimate it from: all are masked, disconnected or move. Raise corrections.steady_spreads, lower corrections.steady_coherence, or leave corrections.sequence empty.");
        }
    }

    /// <summary>Pixels that all motion is relative to; empty when they are not known.</summary>
    public IReadOnlyList<int> Reference { get; }

    /// <summary>The corrections so far, in order.</summary>
    public IReadOnlyList<AppliedCorrection> Applied => applied;

    /// <summary>A length in metres as pixels; in radar coordinates a pixel counts as 40 m, as those of usual multilooked products.</summary>
    public double Pixels(double metres) => metres / (double.IsNaN(PixelSize) ? 40 : PixelSize);

    /// <summary>The corrections that were not made, and why.</summary>
    public IReadOnlyList<CorrectionSkipped> Skipped => skipped;

    /// <summary>Prepares a correction from what the ones before it leave, and puts it behind them.</summary>
    /// <param name="correction">The correction.</param>
    /// <param name="mayFail">Whether one that lacks what it needs is left out; otherwise that is an error.</param>
    public void Add(ICorrection correction, bool mayFail)
    {
        var steady = Steady;
        try
        {
            var prepared = correction.Prepare(this, out var whyNot);
            if (prepared is null)
            {
                Skip(correction, whyNot, steady);
                return;
            }

            var ready = AppliedCorrection.Of(correction, prepared, this);
            if (prepared.IsJudged && !Settings.Insist && CorrectionJudge.WhyNot(this, ready) is { } reason)
            {
                ready.Dispose();
                Skip(correction, reason, steady);
                return;
            }

            applied.Add(ready);
        }
        catch (RequestException e) when (mayFail)
        {
            Skip(correction, e.Message, steady);
        }
    }

    /// <summary>
    /// Reads the series of every chunk, takes the corrections so far off and shows it: (block, tile, series of shape (date, chunk pixels)). Called from several threads,
    /// each chunk once, the chunks of a block one after the other.
    /// </summary>
    public void Pass(Func<Tile, bool> wanted, Action<int, Tile, CorrectionBuffers> visit) => UnitScheduler.Run(
        Chunks.Blocks.Count,
        Run.ThreadsFor(CorrectionBuffers.BytesOf(Run, Chunks, applied)),
        () => new CorrectionBuffers(Run, Chunks, applied),
        (block, buffers) =>
        {
            foreach (var (row, column, tile) in Chunks.ChunksOf(Chunks.Blocks[block]))
            {
                if (wanted(tile))
                {
                    buffers.Read(row, column);
                    buffers.TakeOff(tile, (_, _) => { });
                    visit(block, tile, buffers);
                }
            }

            Run.Progress.Advance(1);
        },
        Run.Cancellation);

    /// <summary>Prepares a correction without putting it behind the others; null, and why, where it cannot be made.</summary>
    public PreparedCorrection? TryPrepare(ICorrection correction, out string whyNot)
    {
        try
        {
            return correction.Prepare(this, out whyNot);
        }
        catch (RequestException e)
        {
            whyNot = e.Message;
            return null;
        }
    }

    /// <summary>
    /// Finds the steady ground again, by the rates of the series with the corrections so far and one more taken off. What disturbs high ground more than low looks like unsteady
    /// motion until then.
    /// </summary>
    /// <param name="next">The correction that is taken off beside those that were added.</param>
    public void RenewSteady(PreparedCorrection next)
    {
        var (pixels, columns) = (Chunks.ChunkPixels, Stack.Grid.Columns);
        var line = new LinearRate(DecimalYears.Since(Dates, Run.Settings.Rate.TimeAxis));
        var (rate, sigma) = (new float[Steady.Length], new float[Steady.Length]);
        Pass(_ => true, (_, tile, buffers) =>
        {
            next.Evaluate(tile, buffers.Series, buffers.Layer, []);
            TensorPrimitives.Subtract(buffers.Series, buffers.Layer, buffers.Series);
            var (chunkRate, chunkSigma) = (new float[pixels], new float[pixels]);
            line.Fit(buffers.Series, pixels, chunkRate, chunkSigma);
            for (var r = 0; r < tile.Rows; r++)
            {
                var (from, to) = (r * Chunks.ChunkColumns, ((tile.Row + r) * columns) + tile.Column);
                chunkRate.AsSpan(from, tile.Columns).CopyTo(rate.AsSpan(to));
                chunkSigma.AsSpan(from, tile.Columns).CopyTo(sigma.AsSpan(to));
            }
        });
        Steady = FindSteady(rate, sigma);
        NeedSteadyGround();
    }

    public void Dispose()
    {
        foreach (var one in applied)
        {
            one.Dispose();
        }
    }

    /// <summary>What a correction that is not made has found steady with itself taken off is no longer so.</summary>
    private void Skip(ICorrection correction, string reason, bool[] steadyBefore)
    {
        Steady = steadyBefore;
        skipped.Add(new CorrectionSkipped(correction.Name, reason));
    }

    private bool[] GoodPixels()
    {
        var name = Network is null ? StorePaths.ImportMask : StorePaths.InversionMask;
        var own = MapArrays.ReadMask(Run.Store, Stack.Grid, name);
        var imported = MapArrays.ReadMask(Run.Store, Stack.Grid, StorePaths.ImportMask);
        var coherence = Run.Store.Exists(StorePaths.TemporalCoherence) ? MapArrays.Read(Run.Store, Stack.Grid, StorePaths.TemporalCoherence) : null;
        var good = new bool[own.Reasons.Length];
        for (var i = 0; i < good.Length; i++)
        {
            // Outside the area of interest the ground is as good; only what cannot be trusted is left out.
            good[i] = ((own.Reasons[i] | imported.Reasons[i]) & ~MaskReasons.OutsideArea) == MaskReasons.None &&
                (coherence is null || coherence[i] >= Settings.SteadyCoherence);
        }

        return good;
    }

    private bool[] FindSteady(float[] rate, float[] sigma) => SteadyGround.Find(
        rate, sigma, Good, Stack.Grid.Rows, Stack.Grid.Columns,
        new SteadyGroundOptions(Settings.SteadySpreads, Settings.SteadyScatter, Pixels(Settings.SteadyMargin)));

    private List<int> ReferencePixels()
    {
        var pixels = new SortedSet<int>(ReferenceRecord.Read(Run.Folder).PixelsOn(Stack.Grid));

        // A single reference pixel may itself be masked; it is the reference all the same.
        var good = pixels.Where(p => Good[p]).ToList();
        return good.Count > 0 ? good : [.. pixels];
    }

    /// <summary>How much of the scene is steady, for people.</summary>
    public string SteadyWords() => string.Create(
        CultureInfo.InvariantCulture, $"{100.0 * Steady.Count(s => s) / Math.Max(1, Good.Count(g => g)):0} % of the good pixels are steady ground");
}
