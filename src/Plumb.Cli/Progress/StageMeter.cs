using Plumb.Processing.Progress;

namespace Plumb.Cli.Progress;

/// <summary>
/// Keeps count of the open stage and asks the writer below it to show something now and then. Units are counted without
/// a lock, so that telling of them does not slow the threads that do them; showing is one at a time.
/// </summary>
/// <param name="clock">Clock of the time left.</param>
/// <param name="every">Least time between two showings of the same stage.</param>
public abstract class StageMeter(TimeProvider clock, TimeSpan every) : IRunProgress, IDisposable
{
    private readonly Lock gate = new();
    private long done;
    private long started;
    private long nextShow;
    private bool isOpen;

    /// <summary>Title of the open stage.</summary>
    protected string Stage { get; private set; } = "";

    /// <summary>Number of units of the open stage (count); 0 where that is not known.</summary>
    protected long Units { get; private set; }

    /// <summary>Units done (count).</summary>
    protected long Done => Interlocked.Read(ref done);

    /// <summary>Time since the stage began.</summary>
    protected TimeSpan Elapsed => clock.GetElapsedTime(started);

    /// <summary>Time the rest of the stage takes at the speed so far; null where that cannot be said yet.</summary>
    protected TimeSpan? Left =>
        Units > 0 && Done > 0 && Elapsed.TotalSeconds >= 1 ? Elapsed * ((double)Math.Max(0, Units - Done) / Done) : null;

    /// <inheritdoc/>
    public void Begin(string stage, long units)
    {
        lock (gate)
        {
            Close("");
            Stage = stage;
            Units = units;
            Interlocked.Exchange(ref done, 0);
            started = clock.GetTimestamp();
            Volatile.Write(ref nextShow, After(started));
            isOpen = true;
            ShowBegin();
        }
    }

    /// <inheritdoc/>
    public void Advance(long units)
    {
        Interlocked.Add(ref done, units);
        if (clock.GetTimestamp() < Volatile.Read(ref nextShow) || !gate.TryEnter())
        {
            return;
        }

        try
        {
            var now = clock.GetTimestamp();
            if (isOpen && now >= nextShow)
            {
                Volatile.Write(ref nextShow, After(now));
                ShowAdvance();
            }
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <inheritdoc/>
    public void End(string summary)
    {
        lock (gate)
        {
            Close(summary);
        }
    }

    /// <inheritdoc/>
    public void Note(string text)
    {
        lock (gate)
        {
            ShowNote(text);
        }
    }

    /// <summary>Leaves what was shown in a state that other output can follow.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (isOpen)
            {
                isOpen = false;
                ShowBreak();
            }
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Shows that the stage begins.</summary>
    protected abstract void ShowBegin();

    /// <summary>Shows how far the stage is.</summary>
    protected abstract void ShowAdvance();

    /// <summary>Shows that the stage is done.</summary>
    /// <param name="summary">What it did; may be empty.</param>
    protected abstract void ShowEnd(string summary);

    /// <summary>Shows a line that is no stage of its own.</summary>
    /// <param name="text">The line.</param>
    protected abstract void ShowNote(string text);

    /// <summary>The open stage was broken off.</summary>
    protected abstract void ShowBreak();

    /// <summary>A span of time for people: "40 s", "4 min", "1 h 20 min".</summary>
    /// <param name="time">The span, not negative.</param>
    public static string Describe(TimeSpan time)
    {
        var seconds = (long)Math.Ceiling(time.TotalSeconds);
        var minutes = (long)Math.Round(time.TotalMinutes);
        return (seconds, minutes) switch
        {
            ( < 100, _) => $"{seconds} s",
            (_, < 100) => $"{minutes} min",
            _ => $"{minutes / 60} h {minutes % 60} min",
        };
    }

    private void Close(string summary)
    {
        if (isOpen)
        {
            isOpen = false;
            ShowEnd(summary);
        }
    }

    private long After(long timestamp) => timestamp + (long)(every.TotalSeconds * clock.TimestampFrequency);
}
