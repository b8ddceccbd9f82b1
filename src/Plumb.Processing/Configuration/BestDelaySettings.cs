namespace Plumb.Processing.Configuration;

/// <summary>The best of several delays at each date.</summary>
public sealed record BestDelaySettings
{
    /// <summary>Names of the corrections it chooses from.</summary>
    [Setting("Corrections it chooses from: troposphere, station_delay, height. One that cannot be made is left out and said.")]
    public IReadOnlyList<string> Of { get; init; } = ["troposphere", "height"];
}
