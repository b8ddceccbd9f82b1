namespace Plumb.Kernels;

/// <summary>How many threads a loop may take, as options of operations state it.</summary>
public static class ThreadLimit
{
    /// <summary>Options of a parallel loop.</summary>
    /// <param name="threads">Most threads (count); 0 for all cores.</param>
    /// <param name="stop">Stops the loop.</param>
    public static ParallelOptions Of(int threads, CancellationToken stop = default) => new() { MaxDegreeOfParallelism = threads > 0 ? threads : -1, CancellationToken = stop };
}
