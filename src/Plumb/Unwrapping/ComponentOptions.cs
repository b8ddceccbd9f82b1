namespace Plumb.Unwrapping;

/// <summary>How connected components are grown.</summary>
public sealed record ComponentOptions
{
    /// <summary>
    /// Least cost of one cycle more or less on an edge over which a component grows, natural logarithm of the odds (pure number).
    /// </summary>
    public double MinMargin { get; init; } = 1;

    /// <summary>Least size of a component as a share of the pixels that have a value, 0 to 1 (pure number).</summary>
    public double MinShare { get; init; } = 0.001;

    /// <summary>Least size of a component (unit: pixels).</summary>
    public int MinPixels { get; init; } = 100;

    /// <summary>Most components that are kept (count), 1 to 255; the largest ones are.</summary>
    public int Most { get; init; } = 255;

    /// <summary>The sets that are kept as components, by falling size and rising number.</summary>
    internal unsafe (int Set, long Size)[] Keep(long* size, int count, long pixels)
    {
        var least = Math.Max(MinPixels, (long)Math.Ceiling(MinShare * pixels));
        var large = new List<(int Set, long Size)>();
        for (var set = 0; set < count; set++)
        {
            if (size[set] >= least)
            {
                large.Add((set, size[set]));
            }
        }

        return [.. large.OrderByDescending(s => s.Size).Take(Math.Clamp(Most, 1, 255))];
    }
}
