namespace Plumb.Processing.Progress;

/// <summary>
/// What long work tells of itself while it runs: one stage at a time, each a number of equal units. Implementations are
/// safe for threads; <see cref="Advance"/> may be called from all of them and costs little. Nothing told here has a part in a result.
/// </summary>
public interface IRunProgress
{
    /// <summary>A stage begins; one that is still open ends without a summary.</summary>
    /// <param name="stage">Its title for people, such as "Inversion".</param>
    /// <param name="units">How many units it has (count), not negative; 0 where that is not known.</param>
    void Begin(string stage, long units);

    /// <summary>Units of the stage are done.</summary>
    /// <param name="units">How many more (count), not negative.</param>
    void Advance(long units);

    /// <summary>The stage is done.</summary>
    /// <param name="summary">What it did, in one line for people; may be empty.</param>
    void End(string summary);

    /// <summary>Something worth knowing that is no stage of its own.</summary>
    /// <param name="text">One line for people.</param>
    void Note(string text);
}

/// <summary>Progress that is told to nobody.</summary>
public sealed class SilentProgress : IRunProgress
{
    private SilentProgress()
    {
    }

    /// <summary>The one instance.</summary>
    public static SilentProgress Instance { get; } = new();

    /// <inheritdoc/>
    public void Begin(string stage, long units)
    {
    }

    /// <inheritdoc/>
    public void Advance(long units)
    {
    }

    /// <inheritdoc/>
    public void End(string summary)
    {
    }

    /// <inheritdoc/>
    public void Note(string text)
    {
    }
}
