using Plumb.Kernels;

namespace Plumb.Unwrapping.Classical;

/// <summary>What all classical methods start from: the network with weights and wrapped differences, the wrapped phase and the quality of its pixels.</summary>
internal sealed unsafe class ClassicalWork
{
    internal ClassicalWork(GridFlow flow, float* phase, float* quality, bool hasGaps, ClassicalOptions options, MemoryBudget budget, CancellationToken stop)
    {
        (Flow, HasGaps, Options, Budget, Stop) = (flow, hasGaps, options, budget, stop);
        Phase = phase;
        Quality = quality;
    }

    /// <summary>The network.</summary>
    internal GridFlow Flow { get; }

    /// <summary>Wrapped phase, radian, shape (rows, columns); NaN is no-data; becomes the unwrapped one.</summary>
    internal float* Phase { get; }

    /// <summary>Quality, 0 to 1, shape (rows, columns).</summary>
    internal float* Quality { get; }

    /// <summary>Whether some pixels have no value.</summary>
    internal bool HasGaps { get; }

    /// <summary>Options.</summary>
    internal ClassicalOptions Options { get; }

    /// <summary>Memory.</summary>
    internal MemoryBudget Budget { get; }

    /// <summary>Stops the work.</summary>
    internal CancellationToken Stop { get; }

    /// <summary>Rows of pixels.</summary>
    internal int Rows => Flow.Rows - 1;

    /// <summary>Columns of pixels.</summary>
    internal int Columns => Flow.Columns - 1;

    /// <summary>Options of parallel loops.</summary>
    internal ParallelOptions Together => new() { MaxDegreeOfParallelism = Options.ThreadCount, CancellationToken = Stop };

    /// <summary>Finds the holes and the units that wait in all nodes. Null where no pixel is missing.</summary>
    internal GridHoles? Balance()
    {
        var holes = HasGaps ? GridHoles.Find(Flow) : null;
        Parallel.For(0, Flow.Rows, Together, Flow.Balance);
        holes?.Balance();
        return holes;
    }

    /// <summary>Adds up the cycles on the edges, which leave no residue.</summary>
    internal ClassicalSum AddUp()
    {
        var (regions, pixels) = RegionIntegral.Add(Flow, Phase, Options.ThreadCount);
        return new ClassicalSum(regions, pixels, 0);
    }
}
