namespace Plumb.Processing.Configuration;

/// <summary>Delay of the troposphere by weather models.</summary>
public sealed record TroposphereSettings
{
    /// <summary>Files and folders of weather.</summary>
    [Setting("Files and folders of weather: ERA5 on levels of pressure or model levels (GRIB, netCDF), zenith delays of RAiDER or OPERA (netCDF), GACOS (.ztd with .rsc, .ztd.tif). Empty: none.")]
    public IReadOnlyList<string> Weather { get; init; } = [];

    /// <summary>Time of the acquisitions, UTC, "HH:MM:SS"; empty for that of the products.</summary>
    [Setting("Time of the acquisitions in UTC as HH:MM:SS. Empty: as the products say.")]
    public string Time { get; init; } = "";

    /// <summary>How the delay goes to the satellite.</summary>
    [Setting("zenith: the delay straight up over the cosine of the incidence. slant: integrated along the look through the layers of the air, each where the line of sight passes it; needs weather on levels or at heights.")]
    public DelayPath Path { get; init; } = DelayPath.Zenith;

    /// <summary>Longest time from an acquisition to the weather before and after it (unit: hours).</summary>
    [Setting("Longest time from an acquisition to the weather before it and after it; between the two it is interpolated. Where one side lacks, the other alone is taken if it is nearer than half of this.", Unit = "h", Minimum = 0, Maximum = 24)]
    public double MaxHours { get; init; } = 6;
}

/// <summary>How a delay goes to the satellite.</summary>
public enum DelayPath
{
    /// <summary>Straight up, over the cosine of the incidence.</summary>
    Zenith,

    /// <summary>Along the look.</summary>
    Slant,
}
