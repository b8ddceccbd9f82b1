namespace Plumb.Tests;

/// <summary>Counts what an operation allocates.</summary>
internal static class Allocation
{
    private const int Runs = 4;

    /// <summary>Bytes that an operation allocates on this thread once everything it uses has been used: the least of a few runs, for the first ones load types.</summary>
    public static long Of(Action operation)
    {
        var least = long.MaxValue;
        for (var run = 0; run < Runs && least > 0; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            operation();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
