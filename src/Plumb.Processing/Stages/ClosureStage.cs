using System.Globalization;
using Plumb.Processing.Configuration;

namespace Plumb.Processing.Stages;

/// <summary>
/// Finds unwrapping errors and corrects them by whole cycles, which it writes as a layer of its own beside the phase. The stack is read two to five times, tile by
/// tile: for its regions, for their motion, for the components and the gaps between them, and for the correction itself.
/// </summary>
public sealed class ClosureStage : IStage
{
    /// <inheritdoc/>
    public string Name => "closure";

    /// <inheritdoc/>
    public string Title => "Close the loops and correct unwrapping errors";

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => ["network"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes =>
    [
        StorePaths.Cycles, StorePaths.LoopsTold, StorePaths.LoopsOpenBefore, StorePaths.LoopsOpenAfter, StorePaths.PairsChanged, StorePaths.ClosureUndecided,
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [ClosureRecord.FileName];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Closure.Method == ClosureMethod.None ? "none" : settings.Closure;
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        File.Delete(run.PathOf(ClosureRecord.FileName));
        if (run.Settings.Closure.Method == ClosureMethod.None)
        {
            run.Progress.Begin(Title, 0);
            return "switched off (closure.method: none)";
        }

        if (StackDescription.Read(run.Folder).IsOffset)
        {
            run.Progress.Begin(Title, 0);
            return "offsets have no cycles: nothing to close";
        }

        var job = new ClosureJob(run);
        run.Progress.Begin(Title, (long)job.Passes * job.Chunks.Blocks.Count);
        job.FindLevels();
        job.FindRegions();
        job.FindBridges();
        var record = job.Correct();
        record.Write(run.Folder);
        var pairs = record.Pairs.Count(p => p.Changes.Count > 0);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{record.Loops} loops; {100 * record.OpenShareBefore:0.00} % open before, {100 * record.OpenShareAfter:0.00} % after; {pairs} pairs changed at {record.PixelsChanged} pixels");
    }
}
