using Plumb.Corrections;

namespace Plumb.Processing.Configuration;

/// <summary>What is rough in time and smooth in space.</summary>
public sealed record SpaceTimeFilterSettings
{
    /// <summary>Time constant of the smooth motion, days.</summary>
    [Setting("Standard deviation of the weights in time by which the smooth motion is fitted; what departs from it is rough in time.", Unit = "days", Minimum = 1, Maximum = 100000)]
    public double Days { get; init; } = 120;

    /// <summary>Length of the smoothing in space, metres.</summary>
    [Setting("Standard deviation of the smoothing in space of what is rough in time.", Unit = "m", Minimum = 1, Maximum = 1000000)]
    public double Smoothing { get; init; } = 1000;

    /// <summary>These settings as options of the computation.</summary>
    internal SpaceTimeFilterOptions Options() => new() { Days = Days };
}
