namespace Plumb.Processing.Scheduling;

/// <summary>
/// Runs independent, idempotent units of work on a number of threads. The first failure stops the hand-out of further
/// units; those under way end first, so that what they computed stays.
/// </summary>
public static class UnitScheduler
{
    /// <summary>Runs units 0 .. count - 1, each once, where threads keep nothing between units.</summary>
    /// <param name="count">Number of units (count).</param>
    /// <param name="threads">Number of threads, at least 1 (count).</param>
    /// <param name="run">Runs one unit.</param>
    /// <param name="cancellation">Stops the hand-out of further units.</param>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static void Run(int count, int threads, Action<int> run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        Run(count, threads, () => Nothing.Kept, (unit, _) => run(unit), cancellation);
    }

    /// <summary>Runs units 0 .. count - 1, each once.</summary>
    /// <typeparam name="TState">What one thread keeps between units (buffers).</typeparam>
    /// <param name="count">Number of units (count).</param>
    /// <param name="threads">Number of threads, at least 1 (count).</param>
    /// <param name="createState">Makes the state of one thread.</param>
    /// <param name="run">Runs one unit.</param>
    /// <param name="cancellation">Stops the hand-out of further units.</param>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static void Run<TState>(int count, int threads, Func<TState> createState, Action<int, TState> run, CancellationToken cancellation)
        where TState : IDisposable
    {
        ArgumentNullException.ThrowIfNull(createState);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var next = -1;
        Exception? failure = null;
        void Work()
        {
            try
            {
                using var state = createState();
                while (Volatile.Read(ref failure) is null && !cancellation.IsCancellationRequested)
                {
                    var unit = Interlocked.Increment(ref next);
                    if (unit >= count)
                    {
                        return;
                    }

                    run(unit, state);
                }
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, e, null);
            }
        }

        var others = Enumerable.Range(1, Math.Max(0, Math.Min(threads, count) - 1)).Select(_ => new Thread(Work)).ToArray();
        foreach (var thread in others)
        {
            thread.Start();
        }

        Work();
        foreach (var thread in others)
        {
            thread.Join();
        }

        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }

        cancellation.ThrowIfCancellationRequested();
    }

    private sealed class Nothing : IDisposable
    {
        public static Nothing Kept { get; } = new();

        public void Dispose()
        {
        }
    }
}
