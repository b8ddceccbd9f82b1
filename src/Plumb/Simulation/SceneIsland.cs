namespace Plumb.Simulation;

/// <summary>
/// An island: a disc cut off by a moat without coherence in every pair, so that an unwrapper only guesses its cycles. The disc has a connected
/// component of its own, the moat none.
/// </summary>
public sealed record SceneIsland
{
    /// <summary>Centre east of the grid's centre, metres.</summary>
    public double East { get; init; }

    /// <summary>Centre north of the grid's centre, metres.</summary>
    public double North { get; init; }

    /// <summary>Radius of the disc, metres.</summary>
    public double Radius { get; init; } = 1000;

    /// <summary>Width of the moat, metres.</summary>
    public double Moat { get; init; } = 300;

    /// <summary>Coherence in the moat, 0 to 1 (pure number).</summary>
    public double MoatCoherence { get; init; } = 0.05;
}
