using Plumb.Grids;

namespace Plumb.Formats.Areas;

/// <summary>A line of a file.</summary>
/// <param name="Name">Its name: the property "name" of a GeoJSON feature, or "line 1" and so on.</param>
/// <param name="Crs">System of its coordinates.</param>
/// <param name="X">East coordinates (degree or metre); shape (corner).</param>
/// <param name="Y">North coordinates (degree or metre); shape (corner).</param>
public sealed record NamedLine(string Name, Crs Crs, double[] X, double[] Y);

/// <summary>A named area of a file.</summary>
/// <param name="Name">Its name: the property "name" of a GeoJSON feature, or "area 1" and so on.</param>
/// <param name="Area">The area.</param>
public sealed record NamedArea(string Name, AreaOfInterest Area);
