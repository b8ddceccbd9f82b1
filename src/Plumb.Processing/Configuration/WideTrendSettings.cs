using Plumb.Corrections;

namespace Plumb.Processing.Configuration;

/// <summary>The trend of the air in wide waves.</summary>
public sealed record WideTrendSettings
{
    /// <summary>Length from which waves count as wide, metres.</summary>
    [Setting("Standard deviation of the smoothing in space; waves that it leaves are wide, shorter ones stay as they are.", Unit = "m", Minimum = 1, Maximum = 1000000)]
    public double Smoothing { get; init; } = 1000;

    /// <summary>Chance with which a trend of air alone is kept as motion (pure number).</summary>
    [Setting("Chance with which a trend that is air alone is kept as motion. Smaller: more motion that is no larger than the air is taken off with it.", Minimum = 0.0001, Maximum = 0.49)]
    public double Chance { get; init; } = 0.01;

    /// <summary>These settings as options of the computation.</summary>
    /// <param name="length">The length, pixels.</param>
    internal WideTrendOptions Options(double length) => new() { Length = length, Chance = Chance };
}
