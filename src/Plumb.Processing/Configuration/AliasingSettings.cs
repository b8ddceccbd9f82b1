namespace Plumb.Processing.Configuration;

/// <summary>Whether and how it is judged where motion is too steep to be unwrapped.</summary>
public sealed record AliasingSettings
{
    /// <summary>Whether it is judged at all.</summary>
    [Setting("Judge where the motion between two dates is too steep to be unwrapped: more than a quarter of the wavelength from one pixel to the next.")]
    public bool Check { get; init; } = true;

    /// <summary>Least size of a step in its standard deviations (pure number).</summary>
    [Setting("A step between neighbouring pixels counts when it is at least this many of its standard deviations.", Minimum = 1, Maximum = 100)]
    public double Significance { get; init; } = 5;

    /// <summary>How many standard deviations of its own noise a pair's step is made larger by before it is held against half a cycle (pure number).</summary>
    [Setting("A pair is in doubt where its step, made larger by this many standard deviations of the noise of one of its own steps, reaches half a cycle: a flank may slip by a whole cycle there. 0 leaves noise out.", Minimum = 0, Maximum = 10)]
    public double Doubt { get; init; } = 1.5;

    /// <summary>Widest gap between steep pixels that is closed, in half widths, pixels.</summary>
    [Setting("Gaps of up to twice this width between steep pixels count as steep: the flanks of a trough are noisy.", Unit = "pixels", Minimum = 0, Maximum = 100)]
    public int CloseGaps { get; init; } = 3;
}
