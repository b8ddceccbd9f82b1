namespace Plumb.Unwrapping.Bowls;

/// <summary>How model bowls are looked for.</summary>
public sealed record BowlOptions
{
    /// <summary>Form of the bowls.</summary>
    public BowlShape Shape { get; init; }

    /// <summary>Number of independent looks behind the coherence (pure number), at least 1.</summary>
    public double Looks { get; init; } = 1;

    /// <summary>Most bowls (count).</summary>
    public int Most { get; init; } = 12;

    /// <summary>
    /// What the mean cosine of neighbours' differences must gain over a bowl (pure number) for it to be used. Slopes of s radian a pixel that go away gain some s^2 / 2.
    /// </summary>
    public double LeastGain { get; init; } = 0.01;

    /// <summary>Most threads (count); 0 for all cores. The result does not depend on it.</summary>
    public int Threads { get; init; }
}
