using Plumb.Unwrapping.Classical;

namespace Plumb.Processing.Studies.Huaibei;

/// <summary>A method as it is tried on the cases of the Huaibei study.</summary>
/// <param name="Name">Name of the variant.</param>
/// <param name="Method">The classical method; null for the statistical costs.</param>
public sealed record HuaibeiVariant(string Name, ClassicalMethod? Method)
{
    /// <summary>What pixels are judged by.</summary>
    public PixelQuality Quality { get; init; }

    /// <summary>Most times that the weights of the Lp norm are found anew (count).</summary>
    public int Reweightings { get; init; } = new ClassicalOptions().Reweightings;

    /// <summary>Power of the norm (pure number), 0 to 2.</summary>
    public double Power { get; init; }

    /// <summary>Whether pixels that are not reached count with their wrapped phase, as a result without a mask has them.</summary>
    public bool CountsUnreached { get; init; }
}
