namespace Plumb.Processing.Configuration;

/// <summary>Delay of the troposphere by GNSS stations.</summary>
public sealed record StationDelaySettings
{
    /// <summary>Files and folders of delays of stations.</summary>
    [Setting("Files and folders of zenith total delays of GNSS stations: SINEX_TRO of the International GNSS Service (.tro, .zpd), tables (.csv) with station, latitude, longitude, height, time, ztd and sigma; packed with gzip or not. Empty: none.")]
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Time of the acquisitions, UTC, "HH:MM:SS"; empty for that of the products.</summary>
    [Setting("Time of the acquisitions in UTC as HH:MM:SS. Empty: as the products say.")]
    public string Time { get; init; } = "";

    /// <summary>Longest time from an acquisition to the values before and after it (unit: hours).</summary>
    [Setting("Longest time from an acquisition to the values of a station before it and after it; between the two it is interpolated. Where one side lacks, the other alone is taken if it is nearer than half of this.", Unit = "h", Minimum = 0, Maximum = 24)]
    public double MaxHours { get; init; } = 2;

    /// <summary>Distance from the scene up to which stations are used, metres.</summary>
    [Setting("Distance from the edges of the scene up to which stations are used.", Unit = "m", Minimum = 0, Maximum = 1000000)]
    public double Reach { get; init; } = 100000;
}
