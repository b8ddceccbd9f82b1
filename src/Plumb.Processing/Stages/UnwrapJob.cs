using Plumb.Acquisitions;
using Plumb.Processing.Configuration;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Temporal;

namespace Plumb.Processing.Stages;

/// <summary>The unwrapping of a stack, step by step: with the stack method phases of dates are linked first, and differences unwrapped in time where asked for; images are unwrapped; cycles and components of the pairs follow.</summary>
internal sealed class UnwrapJob
{
    private readonly RunContext run;
    private readonly StackDescription stack;
    private readonly ChunkPlan chunks;
    private readonly StackLinker? linker;
    private readonly ArcTimes? times;

    public UnwrapJob(RunContext run, StackDescription stack)
    {
        (this.run, this.stack) = (run, stack);
        chunks = new ChunkPlan(stack.Grid);
        linker = run.Settings.Unwrapping.Method == UnwrappingMethod.Stack
            ? new StackLinker([.. stack.Pairs.Select(p => p.Pair)], Math.Max(1, stack.Looks), [.. stack.Pairs.Select(p => p.PerpendicularBaseline)])
            : null;
        if (linker is not null && run.Settings.Unwrapping.Time is var time && time != UnwrappingTime.None)
        {
            times = new ArcTimes(linker, new ArcTimeOptions
            {
                Method = time == UnwrappingTime.Smooth ? ArcTimeMethod.Smooth : ArcTimeMethod.Flow,
                WindowDays = run.Settings.Unwrapping.TimeWindowDays,
            });
        }
    }

    /// <summary>Units of progress (count).</summary>
    public long Work => chunks.Blocks.Count + (linker is null ? stack.Pairs.Count : (chunks.Blocks.Count * (times is null ? 1 : 2)) + linker.Steps.Count);

    private int Images => linker?.Steps.Count ?? stack.Pairs.Count;

    /// <summary>Does what is not done and says what was found. Units: one for the linking, one an image, one for the end, one for the motion that is expected.</summary>
    public UnwrapRecord Do(UnitLog units)
    {
        var last = Images + 1;
        if (units.IsFinished(last))
        {
            return UnwrapRecord.Read(run.Folder);
        }

        if (!units.IsFinished(last + 1))
        {
            ExpectedMotion.Prepare(run, stack);
            units.Finish(last + 1);
        }

        var motion = ExpectedMotion.Open(run, stack);
        if (linker is not null && !units.IsFinished(0))
        {
            StackLinking.Run(run, stack, chunks, linker);
            if (times is not null)
            {
                StackTimes.Run(run, stack, chunks, linker, times, motion);
            }

            units.Finish(0);
        }

        var settings = run.Settings.Unwrapping;
        var coherence = stack.HasCoherence ? StorePaths.Coherence : null;
        Func<int, float[]>? expected = motion is null ? null : k => motion.Phase(DatesOf(k));
        var planes = linker is null
            ? new PlaneUnwrapping(run, chunks, PhaseLayers.Delivered(run.Store), coherence, Math.Max(1, stack.Looks), settings.MinCoherence) { Expected = expected }
            : new PlaneUnwrapping(run, chunks, StorePaths.LinkedSteps, StorePaths.LinkedCoherence, Math.Max(1, stack.Looks), null) { Times = times, Expected = expected };
        planes.Create();
        planes.Run(units, 1);
        PairCycles.Write(run, stack, chunks, linker);
        var record = new UnwrapRecord
        {
            Method = settings.Method.ToString().ToLowerInvariant() + (times is null ? "" : $", {settings.Time.ToString().ToLowerInvariant()}"),
            Looks = stack.Looks,
            Images = Enumerable.Range(0, Images).Select(k => planes.Found(k, DatesOf(k))).ToArray(),
        };
        record.Write(run.Folder);
        units.Finish(last);
        return record;
    }

    /// <summary>Removes what only the unwrapping itself needed.</summary>
    public void RemoveWorkingArrays()
    {
        foreach (var name in new[] { StorePaths.PlaneCycles, StorePaths.PlaneComponent, StorePaths.PlaneSteps, StorePaths.PlaneFindings, StorePaths.LinkedSteps, StorePaths.LinkedCoherence }.Concat(StackTimes.Arrays))
        {
            run.Store.DeleteArray(name);
        }
    }

    private DatePair DatesOf(int image) => linker is null ? stack.Pairs[image].Pair : linker.Steps[image];
}
