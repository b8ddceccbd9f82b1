namespace Plumb.Processing.Configuration;

/// <summary>Fading bias of short pairs.</summary>
public sealed record FadingSettings
{
    /// <summary>Length from which on pairs are free of bias, days; 0 for that of the longest pairs up to 60 days.</summary>
    [Setting("Length from which on pairs are taken to be free of the bias. 0: that of the longest pairs up to 60 days.", Unit = "days", Minimum = 0, Maximum = 3650)]
    public double FreeDays { get; init; }

    /// <summary>Standard deviation of the smoothing of the estimate in space, metres; 0 for none.</summary>
    [Setting("Standard deviation of the smoothing of the estimated rate in space. 0: none, every pixel on its own.", Unit = "m", Minimum = 0, Maximum = 100000)]
    public double Smoothing { get; init; } = 200;

    /// <summary>Whether the bias is taken off the series.</summary>
    [Setting("Take the bias off the series. false: only its map is made.")]
    public bool Correct { get; init; } = true;
}
