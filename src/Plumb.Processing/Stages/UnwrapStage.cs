using System.Globalization;
using Plumb.Processing.Configuration;

namespace Plumb.Processing.Stages;

/// <summary>
/// Unwraps the phase of wrapped products and writes whole cycles and connected components as layers of their own. Where the products are unwrapped it writes nothing.
/// Each image is a unit: a stopped run goes on with the next one.
/// </summary>
/// <param name="expected">Content of the expected motion; empty for none.</param>
public sealed class UnwrapStage(string expected = "") : IStage
{
    /// <inheritdoc/>
    public string Name => "unwrap";

    /// <inheritdoc/>
    public string Title => "Unwrap the interferograms";

    /// <inheritdoc/>
    public int Version => 4;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => ["import"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes =>
    [
        StorePaths.UnwrapCycles, StorePaths.UnwrapComponent, StorePaths.ForecastMotion, StorePaths.PlaneCycles, StorePaths.PlaneComponent, StorePaths.PlaneSteps, StorePaths.PlaneFindings, StorePaths.LinkedSteps, StorePaths.LinkedCoherence, .. StackTimes.Arrays,
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [UnwrapRecord.FileName];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return expected.Length == 0 ? new { settings.Unwrapping, settings.Filter } : new { settings.Unwrapping, settings.Filter, Expected = expected };
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(units);
        var stack = StackDescription.Read(run.Folder);
        if (stack.IsOffset || (!stack.IsWrapped && !run.Settings.Unwrapping.Again))
        {
            File.Delete(run.PathOf(UnwrapRecord.FileName));
            run.Progress.Begin(Title, 0);
            return stack.IsOffset ? "offsets have no cycles: nothing to unwrap" : "the products are unwrapped";
        }

        var job = new UnwrapJob(run, stack);
        run.Progress.Begin(Title, job.Work);
        var record = job.Do(units);
        job.RemoveWorkingArrays();
        var worst = record.Images.Where(i => i.Components.Count > 0).Select(i => i.Reliability).DefaultIfEmpty(double.NaN).Min();
        var bowls = record.Images.Sum(i => i.Bowls.Count);
        var taken = run.Settings.Unwrapping.Bowl == Configuration.UnwrappingBowl.None ? "" : string.Create(CultureInfo.InvariantCulture, $"; {bowls} model bowls taken off and put back");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{stack.Pairs.Count} interferograms, {record.Images.Sum(i => i.Residues)} residues in {record.Images.Count} images; the least reliable image is right at {100 * worst:0.0} % of its components' pixels, by its costs{taken}{ExpectedMotion.Note(run, stack)}");
    }
}
