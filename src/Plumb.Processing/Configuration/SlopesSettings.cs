using Plumb.Subsidence;

namespace Plumb.Processing.Configuration;

/// <summary>How the slopes are seen and which of them move.</summary>
public sealed record SlopesSettings
{
    private static readonly ActiveAreaOptions Usual = new();

    /// <summary>Whether slopes are looked at.</summary>
    [Setting("Say how this run's track, and those of components.with, see the slopes (layover, shadow, sensitivity), how fast these move down, and which are active: the folder slopes. Needs heights.")]
    public bool Enabled { get; init; }

    /// <summary>Heights as a GeoTIFF, metres; empty for those of the products.</summary>
    [Setting("Heights as a GeoTIFF in metres, relative to this file. Empty: those of the products.")]
    public string Dem { get; init; } = "";

    /// <summary>Rate along the line of sight, either way, above which a point is active, millimetres per year.</summary>
    [Setting("Rate along the line of sight, either way, above which a point is active.", Unit = "mm/yr", Minimum = 0.001, Maximum = 100000)]
    public double RateLimit { get; init; } = 1000 * Usual.RateLimit;

    /// <summary>Longest edge between neighbouring active points of one area, metres.</summary>
    [Setting("Longest edge between neighbouring active points of one area; three cells at least.", Unit = "m", Minimum = 0.1, Maximum = 100000)]
    public double ClusterRadius { get; init; } = Usual.ClusterRadius;

    /// <summary>Least number of points of an area (count).</summary>
    [Setting("Least number of points of an area.", Minimum = 1, Maximum = 1000000)]
    public int LeastPoints { get; init; } = Usual.LeastPoints;

    /// <summary>Least mean slope of an area, degrees.</summary>
    [Setting("Least mean slope of an area.", Unit = "degrees", Minimum = 0, Maximum = 90)]
    public double LeastSlope { get; init; } = Usual.LeastSlope;

    /// <summary>Radius of the window in which outliers and lone points are dropped, metres.</summary>
    [Setting("Radius of the window in which outliers and lone points are dropped; two cells at least.", Unit = "m", Minimum = 0, Maximum = 100000)]
    public double DenoiseRadius { get; init; } = Usual.DenoiseRadius;

    /// <summary>Least share of motion down the slope that a line of sight must see to count (pure number).</summary>
    [Setting("Least share of motion down the slope that a line of sight must see to count.", Minimum = 0.01, Maximum = 0.99)]
    public double LeastSensitivity { get; init; } = 0.2;

    /// <summary>The rules by which areas are active: metres, metres per year, degrees.</summary>
    internal ActiveAreaOptions Areas => new()
    {
        RateLimit = RateLimit / 1000,
        ClusterRadius = ClusterRadius,
        LeastPoints = LeastPoints,
        LeastSlope = LeastSlope,
        DenoiseRadius = DenoiseRadius,
    };
}
