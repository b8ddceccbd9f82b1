using System.Runtime.CompilerServices;

namespace Plumb.Unwrapping;

/// <summary>Which unit a search carries: a surplus of positive cycles, or one of negative.</summary>
internal interface IUnit
{
    /// <summary>1 or -1.</summary>
    static abstract int Sign { get; }
}

/// <summary>A positive unit.</summary>
internal readonly struct PositiveUnit : IUnit
{
    /// <inheritdoc/>
    public static int Sign => 1;
}

/// <summary>A negative unit: what is taken from a deficit is a positive unit given to it.</summary>
internal readonly struct NegativeUnit : IUnit
{
    /// <inheritdoc/>
    public static int Sign => -1;
}

/// <summary>
/// What one cycle more on an arc costs, from its weight w and its centred slope t = 2 w (j - o), both in units of the slope. For one cycle less
/// the slope is given with the other sign. Never decreasing in t, so that costs are convex.
/// </summary>
internal interface IArcCost
{
    /// <summary>Cost of the next cycle.</summary>
    static abstract int Next(int weight, int slope);
}

/// <summary>The quadratic w (j - o)^2: surfaces are smooth.</summary>
internal readonly struct SmoothCost : IArcCost
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(int weight, int slope) => weight + slope;
}

/// <summary>
/// A quadratic near its least value that goes on with the slope it has at half a cycle: the ground may break, and then the
/// size of the step costs no more than in proportion. Convex hull of the shelf of Chen and Zebker's deformation mode.
/// </summary>
internal readonly struct DeformationCost : IArcCost
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(int weight, int slope) => Math.Clamp(weight + slope, -weight, weight);
}

/// <summary>Whether the raster has holes: the search is compiled without them where it has none.</summary>
internal interface IHoles
{
    /// <summary>Whether there are holes.</summary>
    static abstract bool Any { get; }
}

/// <summary>No pixel is left out inside the image.</summary>
internal readonly struct NoHoles : IHoles
{
    /// <inheritdoc/>
    public static bool Any => false;
}

/// <summary>Pixels are left out inside the image.</summary>
internal readonly struct WithHoles : IHoles
{
    /// <inheritdoc/>
    public static bool Any => true;
}
