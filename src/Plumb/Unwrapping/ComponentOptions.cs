namespace Plumb.Unwrapping;

/// <summary>How connected components are grown.</summary>
public sealed record ComponentOptions
{
    /// <summary>
    /// Least cost of one cycle more or less on an edge over which a component grows, natural logarithm of the odds (pure number).
    /// </summary>
    public double MinMargin { get; init; } = 6;

    /// <summary>Least size of a component as a share of the pixels that have a value, 0 to 1 (pure number).</summary>
    public double MinShare { get; init; } = 0.001;

    /// <summary>Least size of a component (unit: pixels).</summary>
    public int MinPixels { get; init; } = 100;

    /// <summary>Most components that are kept (count), 1 to 255; the largest ones are.</summary>
    public int Most { get; init; } = 255;
}
