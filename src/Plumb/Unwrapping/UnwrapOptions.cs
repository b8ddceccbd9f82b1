namespace Plumb.Unwrapping;

/// <summary>What the surface is expected to be like, which decides what whole cycles on an edge between two pixels cost (unit: natural logarithms).</summary>
public enum UnwrapCosts
{
    /// <summary>Smooth: a step costs in proportion to the square of its cycles. The better choice for subsidence bowls.</summary>
    Smooth,

    /// <summary>The ground may break (faults, collapses): a step costs in proportion to its cycles.</summary>
    Deformation,
}

/// <summary>Options of unwrapping.</summary>
public sealed record UnwrapOptions
{
    /// <summary>What the surface is expected to be like.</summary>
    public UnwrapCosts Costs { get; init; } = UnwrapCosts.Smooth;

    /// <summary>Number of independent looks behind the coherence (pure number), at least 1.</summary>
    public double Looks { get; init; } = 1;

    /// <summary>Most threads that work side by side (count); 0 for all cores. Results do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>How connected components are grown.</summary>
    public ComponentOptions Components { get; init; } = new();
}
