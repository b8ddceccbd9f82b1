namespace Plumb.Grids;

/// <summary>
/// Coordinate reference system of a grid, by a definition that PROJ understands ("EPSG:32649" where an authority code
/// exists, WKT otherwise), with axes in the order east (or longitude), north (or latitude).
/// </summary>
/// <param name="Definition">The definition; empty for radar coordinates.</param>
/// <param name="IsGeographic">Whether coordinates are degrees of longitude and latitude (otherwise metres).</param>
public sealed record Crs(string Definition, bool IsGeographic)
{
    /// <summary>Longitude and latitude on WGS 84, degrees.</summary>
    public static Crs Wgs84 { get; } = new("EPSG:4326", true);

    /// <summary>Radar coordinates (azimuth line, range sample), unit: pixels; no map position is known.</summary>
    public static Crs Radar { get; } = new("", false);

    /// <summary>Whether the grid is in radar coordinates and has no map position.</summary>
    public bool IsRadar => Definition.Length == 0;
}
