using System.Runtime.InteropServices;

namespace Plumb.Cli;

/// <summary>
/// Ctrl-C and the signals that ask a process to end: the first one stops the work at its next safe point, the second
/// ends the process at once. Both leave a run that goes on when it is started again.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly TextWriter error;
    private readonly PosixSignalRegistration[] registrations;
    private int presses;

    /// <summary>Listens to the signals of this process until disposed.</summary>
    /// <param name="error">Where the first signal is answered.</param>
    public StopSignals(TextWriter error)
    {
        this.error = error;
        registrations = [Listen(PosixSignal.SIGINT), Listen(PosixSignal.SIGTERM)];
    }

    /// <summary>Is cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Takes a signal; true when the process goes on to stop by itself, false when it is to end at once.</summary>
    public bool Take()
    {
        if (Interlocked.Increment(ref presses) > 1)
        {
            return false;
        }

        error.WriteLine();
        error.WriteLine("plumb: stopping at the next safe point; once more ends at once.");
        source.Cancel();
        return true;
    }

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        source.Dispose();
    }

    private PosixSignalRegistration Listen(PosixSignal signal) =>
        PosixSignalRegistration.Create(signal, context => context.Cancel = Take());
}
