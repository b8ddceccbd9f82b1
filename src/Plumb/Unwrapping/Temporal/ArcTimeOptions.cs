namespace Plumb.Unwrapping.Temporal;

/// <summary>How the phase differences of neighbouring pixels are unwrapped in time before the interferograms are unwrapped in space (no unit).</summary>
public enum ArcTimeMethod
{
    /// <summary>
    /// After Hooper (2010, Fringe, ESA SP-677): the differences of the steps between dates are smoothed in time, and what is expected of each step with its
    /// variance becomes part of the costs of its flow.
    /// </summary>
    Smooth,

    /// <summary>
    /// After Pepe and Lanari (2006, doi:10.1109/TGRS.2006.873207), the extended minimum cost flow: the differences of all pairs are unwrapped over the network of the
    /// dates by a flow, and where that flow is cheap the flow in space pays a thousandfold to change it.
    /// </summary>
    Flow,
}

/// <summary>Options of unwrapping the differences of neighbouring pixels in time.</summary>
public sealed record ArcTimeOptions
{
    /// <summary>The method.</summary>
    public ArcTimeMethod Method { get; init; } = ArcTimeMethod.Smooth;

    /// <summary>Standard deviation of the Gaussian in time by which steps are averaged, days; 0 for twice the usual time between dates. Of the smooth method.</summary>
    public double WindowDays { get; init; }

    /// <summary>Largest cost of the flow in time at which an arc is reliable, as a share of its pairs, 0 to 1 (pure number). Of the flow method.</summary>
    public double LargestCostShare { get; init; } = 0.05;

    /// <summary>Dearest share of reliable to other arcs in the flow in space (pure number), 1000 as published. Of the flow method.</summary>
    internal int Reliable { get; init; } = 1000;
}
