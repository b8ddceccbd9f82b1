using System.Globalization;
using Plumb.Processing.Configuration;
using Plumb.Processing.Fits;
using Plumb.Processing.Scheduling;
using Plumb.Processing.Uncertainties;

namespace Plumb.Processing.Stages;

/// <summary>
/// How sure rate and series are: noise of the pairs propagated through the inversion, of the reference, and of the dates with the distance from the reference; beside it
/// the scatter of the dates and, where asked for, two bootstraps; and which pixels have a weak network. Switched off, it writes nothing.
/// </summary>
public sealed class UncertaintyStage : IStage
{
    private readonly FitRequest request;
    private readonly IReadOnlyList<string> before;

    /// <summary>The stage in a chain.</summary>
    /// <param name="request">Which time functions are fitted.</param>
    /// <param name="before">Names of the stages that make the series and what is fitted to it.</param>
    public UncertaintyStage(FitRequest request, params IReadOnlyList<string> before)
    {
        ArgumentNullException.ThrowIfNull(request);
        this.request = request;
        this.before = before;
    }

    /// <inheritdoc/>
    public string Name => "uncertainty";

    /// <inheritdoc/>
    public string Title => "Work out how sure the numbers are";

    /// <inheritdoc/>
    public int Version => 5;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => before;

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes =>
    [
        .. UncertaintyWorker.Maps.Select(m => m.Name), StorePaths.Weakness, StorePaths.SeriesSigma, StorePaths.PairBootstrapSigma, StorePaths.BlockBootstrapSigma,
        .. request.Arrays.Where(a => a.EndsWith("_sigma", StringComparison.Ordinal)).Select(a => StorePaths.FitSigmaFolder + a[StorePaths.FitFolder.Length..]),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [UncertaintyRecord.FileName];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Uncertainty.Enabled ? new { settings.Uncertainty, settings.Mask.MinTemporalCoherence } : new { settings.Uncertainty.Enabled };
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(units);
        File.Delete(run.PathOf(UncertaintyRecord.FileName));
        if (!run.Settings.Uncertainty.Enabled || !run.Store.Exists(StorePaths.DisplacementSigma))
        {
            return "no standard deviations beyond those of the inversion";
        }

        var job = new UncertaintyJob(run);
        run.Progress.Begin(Title, job.Chunks.Blocks.Count);
        job.Prepare();
        if (units.IsNew)
        {
            job.CreateArrays();
        }

        UnitScheduler.Run(
            job.Chunks.Blocks.Count,
            run.ThreadsFor(job.BytesPerThread),
            () => new UncertaintyWorker(job),
            (block, worker) =>
            {
                if (!units.IsFinished(block))
                {
                    worker.Work(job.Chunks.Blocks[block]);
                    units.Finish(block);
                }

                run.Progress.Advance(1);
            },
            run.Cancellation);
        var record = UncertaintyRecordBuilder.Build(job);
        record.Write(run.Folder);
        var all = record.Classes.Count > 0 ? record.Classes[0].Total : double.NaN;
        return double.IsNaN(all)
            ? "no good pixel"
            : string.Create(CultureInfo.InvariantCulture, $"rate of a typical good pixel known to {1000 * all:0.0} mm/yr (one standard deviation)");
    }
}
