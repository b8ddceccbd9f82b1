using Plumb.Corrections.Heights;

namespace Plumb.Processing.Configuration;

/// <summary>Delay that goes with height, found from the series itself.</summary>
public sealed record HeightDelaySettings
{
    /// <summary>The law.</summary>
    [Setting("linear: in proportion to height. power: a power of the height below a reference height.")]
    public HeightLaw Law { get; init; } = HeightLaw.Linear;

    /// <summary>Reference height of the power law, metres.</summary>
    [Setting("Height at which the air no longer differs between dates; of the power law.", Unit = "m", Minimum = 1000, Maximum = 20000)]
    public double ReferenceHeight { get; init; } = 7000;

    /// <summary>Exponent of the power law (pure number).</summary>
    [Setting("Exponent of the power law, 1 to 4. 0: the one that explains the dates best.", Minimum = 0, Maximum = 4)]
    public double Exponent { get; init; }

    /// <summary>Standard deviation of the windows, metres; 0 for one delay over the scene.</summary>
    [Setting("Standard deviation of the Gaussian windows within which the delay may differ from that of the scene. 0: one for the scene.", Unit = "m", Minimum = 0, Maximum = 1000000)]
    public double Window { get; init; }

    /// <summary>What becomes of the trend.</summary>
    [Setting("Trend in time of the delay with height, which looks like ground that moves steadily the more the higher it lies. judged: taken off where it is no larger than the scatter of the dates leads to expect; kept: the rate stays as it is; free: taken off.")]
    public HeightTrend Trend { get; init; } = HeightTrend.Judged;

    /// <summary>These settings as options of the computation.</summary>
    /// <param name="window">The window, pixels.</param>
    internal HeightDelayOptions Options(double window) => new()
    {
        Law = Law,
        ReferenceHeight = ReferenceHeight,
        Exponent = Exponent,
        Window = window,
        Trend = Trend,
    };
}
