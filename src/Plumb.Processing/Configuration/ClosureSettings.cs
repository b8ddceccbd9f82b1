namespace Plumb.Processing.Configuration;

/// <summary>How unwrapping errors are corrected.</summary>
public enum ClosureMethod
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By the closure of loops of pairs.</summary>
    Closure,

    /// <summary>By joining the connected components of each pair.</summary>
    Bridging,

    /// <summary>By closure, then what is left by joining components.</summary>
    Both,
}

/// <summary>How unwrapping errors are found and corrected.</summary>
public sealed record ClosureSettings
{
    /// <summary>By what errors are corrected.</summary>
    [Setting("By what unwrapping errors are corrected: none, closure (of loops of pairs), bridging (of the products' connected components), both. The phase itself is kept; whole cycles are written beside it.", Paper = "Yunjun et al. 2019, doi:10.1016/j.cageo.2019.104331")]
    public ClosureMethod Method { get; init; } = ClosureMethod.Closure;

    /// <summary>Least size of a region with one and the same errors, pixels.</summary>
    [Setting("Least size of a region with one and the same set of errors. Noise makes smaller ones.", Unit = "pixels", Minimum = 1, Maximum = 1e9)]
    public int MinRegion { get; init; } = 30;

    /// <summary>By how much the next best explanation must be dearer, in pairs (count).</summary>
    [Setting("By how much the next best explanation of open loops must be dearer for a pair to be corrected, in pairs of middling coherence. Higher corrects less.", Minimum = 0.01, Maximum = 100)]
    public double MinMargin { get; init; } = 0.75;

    /// <summary>What a break with a region's own motion costs, in pairs (count).</summary>
    [Setting("What it costs if a correction makes a region jump by a cycle against its surroundings from one date to the next, in pairs. Decides where the loops leave several explanations. 0: loops alone.", Minimum = 0, Maximum = 100)]
    public double Continuity { get; init; } = 2;

    /// <summary>Widest gap between a region and its surroundings, pixels.</summary>
    [Setting("Widest gap across which a region or component is compared with its surroundings.", Unit = "pixels", Minimum = 1, Maximum = 64)]
    public int MaxGap { get; init; } = 12;
}
