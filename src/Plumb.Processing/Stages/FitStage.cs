using System.Globalization;
using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Processing.Fits;
using Plumb.Processing.Scheduling;

namespace Plumb.Processing.Stages;

/// <summary>
/// Fits time functions to the final series: rate, seasons, steps, decays, the S-curve, chosen by a criterion where it is asked for, and the dates at which the
/// motion changed. Switched off, it writes nothing.
/// </summary>
public sealed class FitStage : IStage
{
    /// <summary>Most chunks that one model for all pixels is chosen by (count).</summary>
    private const int ChoiceChunks = 64;

    private readonly FitRequest request;
    private readonly string before;

    /// <summary>The fit of a chain.</summary>
    /// <param name="request">What will be fitted.</param>
    /// <param name="before">Name of the stage that makes the series.</param>
    public FitStage(FitRequest request, string before)
    {
        ArgumentNullException.ThrowIfNull(request);
        this.request = request;
        this.before = before;
    }

    /// <inheritdoc/>
    public string Name => "fit";

    /// <inheritdoc/>
    public string Title => "Fit time functions to the series";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => [before, "correct"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => request.Arrays;

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [FitRecord.FileName];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return !settings.Fit.Enabled ? new { settings.Fit.Enabled } : new
        {
            Fit = settings.Fit with { Earthquakes = "" },
            settings.Rate.TimeAxis,
            request.EarthquakeText,
            Good = settings.Fit.Select == ModelScope.Scene ? settings.Mask.MinTemporalCoherence : 0,
        };
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(units);
        if (units.IsNew)
        {
            File.Delete(run.PathOf(FitRecord.FileName));
            foreach (var stale in run.Store.ArrayNames.Where(n => n.StartsWith(StorePaths.FitFolder, StringComparison.Ordinal)))
            {
                run.Store.DeleteArray(stale);
            }
        }

        if (!run.Settings.Fit.Enabled)
        {
            return "no time functions";
        }

        var job = new FitJob(run, request);
        Choose(job);
        if (units.IsNew)
        {
            job.CreateArrays();
        }

        run.Progress.Begin(Title, job.Chunks.Blocks.Count);
        UnitScheduler.Run(
            job.Chunks.Blocks.Count,
            run.ThreadsFor(job.BytesPerThread),
            () => new FitWorker(job),
            (block, worker) =>
            {
                if (!units.IsFinished(block))
                {
                    worker.Fit(job.Chunks.Blocks[block]);
                    units.Finish(block);
                }

                run.Progress.Advance(1);
            },
            run.Cancellation);
        var record = job.Record();
        record.Write(run.Folder);
        var most = record.Models.MaxBy(m => m.Share)!;
        return record.Chosen is not null
            ? most.Title
            : string.Create(CultureInfo.InvariantCulture, $"{record.Models.Count} models tried in each pixel; most often ({100 * most.Share:0} %): {most.Title}");
    }

    /// <summary>Chooses one model for all, by chunks spread over the scene and the pixels whose temporal coherence makes them good.</summary>
    private static void Choose(FitJob job)
    {
        if (job.Plan.Settings.Select == ModelScope.None)
        {
            job.Chosen = 0;
        }

        if (job.Plan.Settings.Select != ModelScope.Scene)
        {
            return;
        }

        var (run, grid) = (job.Run, job.Chunks.Grid);
        var coherence = run.Store.Exists(StorePaths.TemporalCoherence) ? MapArrays.Read(run.Store, grid, StorePaths.TemporalCoherence) : null;
        var all = job.Chunks.ChunksOf(grid.Whole).ToArray();
        var stride = (all.Length + ChoiceChunks - 1) / ChoiceChunks;
        var chunks = all.Where((_, k) => k % stride == 0).ToArray();
        var sums = new double[chunks.Length][];
        run.Progress.Begin("Choose the model", chunks.Length);
        UnitScheduler.Run(
            chunks.Length,
            run.ThreadsFor(job.BytesPerThread),
            () => new FitWorker(job),
            (k, worker) =>
            {
                var (row, column, tile) = chunks[k];
                sums[k] = worker.Criteria(row, column, px => IsGood(job, tile, px, coherence));
                run.Progress.Advance(1);
            },
            run.Cancellation);
        job.Criteria = [.. Enumerable.Range(0, job.Models.Count).Select(m => sums.Sum(s => s[m]))];
        job.Chosen = job.Criteria.Index().MinBy(c => c.Item).Index;
    }

    private static bool IsGood(FitJob job, Tile tile, int pixel, float[]? coherence)
    {
        var (row, column) = (pixel / job.Chunks.ChunkColumns, pixel % job.Chunks.ChunkColumns);
        return row < tile.Rows && column < tile.Columns
            && (coherence is null || coherence[((tile.Row + row) * job.Chunks.Grid.Columns) + tile.Column + column] >= job.Run.Settings.Mask.MinTemporalCoherence);
    }
}
