using System.Globalization;
using Plumb.Processing.Configuration;
using Plumb.Processing.Scheduling;

namespace Plumb.Processing.Stages;

/// <summary>
/// From the network to a displacement series, its standard deviation, the linear rate and the quality of every pixel, in one
/// pass over the stack: each chunk column is read once, inverted in place and written.
/// </summary>
public sealed class InvertStage : IStage
{
    /// <inheritdoc/>
    public string Name => "invert";

    /// <inheritdoc/>
    public string Title => "Invert the network to series and rate";

    /// <inheritdoc/>
    public int Version => 4;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => ["reference"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => InvertMaps.Names;

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new { settings.Inversion, settings.Rate };
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(units);
        var job = new InvertJob(run);
        if (units.IsNew)
        {
            job.CreateArrays();
        }

        run.Progress.Begin(Title, job.Chunks.Blocks.Count);
        var threads = run.ThreadsFor(job.BytesPerThread);
        UnitScheduler.Run(
            job.Chunks.Blocks.Count,
            threads,
            () => new InvertWorker(job),
            (block, worker) =>
            {
                if (!units.IsFinished(block))
                {
                    worker.Invert(job.Chunks.Blocks[block]);
                    units.Finish(block);
                }

                run.Progress.Advance(1);
            },
            run.Cancellation);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{job.Inversion.Network.Dates.Count} dates from {job.Inversion.Network.Pairs.Count} interferograms{InvertPlan.Describe(run.Settings.Inversion)}");
    }
}
