namespace Plumb.Processing.Configuration;

/// <summary>Tides of the solid earth.</summary>
public sealed record SolidTidesSettings
{
    /// <summary>Time of the acquisitions, UTC, "HH:MM:SS"; empty for that of the products.</summary>
    [Setting("Time of the acquisitions in UTC as HH:MM:SS. Empty: as the products say.")]
    public string Time { get; init; } = "";
}
