using System.Globalization;
using Plumb.Processing.Configuration;
using Plumb.Processing.Corrections;
using Plumb.Processing.Scheduling;

namespace Plumb.Processing.Stages;

/// <summary>
/// Takes disturbances off the series: each correction of the sequence is estimated from what the ones before it leave and writes a layer of its own; the corrected
/// series is the displacement minus all of them, with a rate of its own. With an empty sequence nothing is written.
/// </summary>
public sealed class CorrectStage : IStage
{
    private readonly string before;
    private readonly bool isFinished;
    private readonly string modelFiles;

    /// <summary>The corrections of a chain.</summary>
    /// <param name="before">Name of the stage that makes series and rate.</param>
    /// <param name="isFinished">Whether the run began with a finished series.</param>
    /// <param name="modelFiles">The files that corrections read, by name, size and time; empty for none.</param>
    public CorrectStage(string before, bool isFinished, string modelFiles) => (this.before, this.isFinished, this.modelFiles) = (before, isFinished, modelFiles);

    /// <inheritdoc/>
    public string Name => "correct";

    /// <inheritdoc/>
    public string Title => "Take disturbances off the series";

    /// <inheritdoc/>
    public int Version => 5;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => [before];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes =>
    [
        StorePaths.CorrectedDisplacement, StorePaths.CorrectedRate, StorePaths.CorrectedRateSigma,
        .. CorrectionCatalogue.All.SelectMany(c => c.Writes),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [CorrectionRecord.FileName];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var corrections = settings.Corrections;
        var sequence = CorrectionCatalogue.Of(corrections, isFinished);
        return sequence.Count == 0
            ? new { corrections.Sequence }
            : new
            {
                corrections.Sequence,
                corrections.SteadySpreads,
                corrections.SteadyScatter,
                corrections.SteadyCoherence,
                corrections.SteadyMargin,
                Files = modelFiles,
                Each = sequence.Select(c => c.SettingsUsed(corrections)).ToArray(),
                settings.Rate,
            };
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(units);
        File.Delete(run.PathOf(CorrectionRecord.FileName));
        var sequence = CorrectionCatalogue.Of(run.Settings.Corrections, isFinished, StackDescription.Read(run.Folder).Observation);
        if (sequence.Count == 0)
        {
            return StackDescription.Read(run.Folder).IsOffset ? "no corrections: those that are made without being asked for are for phase" : "no corrections";
        }

        using var scene = new CorrectionScene(run);
        run.Progress.Begin(Title, ((2L * sequence.Count) + 1) * scene.Chunks.Blocks.Count);
        foreach (var correction in sequence)
        {
            scene.Add(correction, CorrectionCatalogue.IsAutomatic(run.Settings.Corrections));
        }

        var skipped = string.Concat(scene.Skipped.Select(s => $"; no {s.Name}: {s.Reason.Split(". ")[0].TrimEnd('.')}"));
        if (scene.Applied.Count == 0)
        {
            new CorrectionEvidence(scene).Record(scene).Write(run.Folder);
            return $"no corrections{skipped}";
        }

        var job = new CorrectJob(scene);
        if (units.IsNew)
        {
            job.CreateArrays();
        }

        UnitScheduler.Run(
            scene.Chunks.Blocks.Count,
            run.ThreadsFor(job.BytesPerThread),
            () => new CorrectWorker(job),
            (block, worker) =>
            {
                // Blocks that were written before a stop are looked at again for the evidence.
                var isNew = !units.IsFinished(block);
                worker.Correct(scene.Chunks.Blocks[block], isNew);
                if (isNew)
                {
                    units.Finish(block);
                }

                run.Progress.Advance(1);
            },
            run.Cancellation);
        var record = job.Evidence.Record(scene);
        record.Write(run.Folder);
        var (first, last) = (record.Corrections[0].Scatter.Before, record.Corrections[^1].Scatter.After);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(", ", scene.Applied.Select(c => c.Correction.Name))}: scatter of the dates over steady ground {first * 1000:0.0} mm before, {last * 1000:0.0} mm after{skipped}");
    }
}
