using System.Text.RegularExpressions;
using Plumb.Grids;

namespace Plumb.Formats.Gdal;

/// <summary>Reads and writes definitions of coordinate reference systems. Safe for threads.</summary>
public static partial class CrsReader
{
    /// <summary>A coordinate reference system from what a user or a product writes.</summary>
    /// <param name="definition">"EPSG:n" (or another authority), WKT, PROJJSON or a PROJ string; never a file or an address.</param>
    /// <returns>The system, its definition as "EPSG:n" where such a code exists and as WKT otherwise; unit of coordinates degrees or metres.</returns>
    /// <exception cref="RequestException">The definition is not understood, or its unit is neither degrees nor metres.</exception>
    public static Crs Parse(string definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var text = definition.Trim();
        if (!Definition().IsMatch(text))
        {
            throw new RequestException($"'{(text.Length > 60 ? text[..60] + "..." : text)}' is not a coordinate reference system. Give EPSG:n (EPSG:32649 for UTM zone 49 north), WKT or a PROJ string.");
        }

        using var reference = SpatialReference.From(text);
        return reference.ToCrs(text.Length > 60 ? text[..60] + "..." : text);
    }

    /// <summary>The system as WKT 2 (ISO 19162:2019), one line; empty for radar coordinates.</summary>
    /// <param name="crs">The system.</param>
    /// <exception cref="RequestException">The definition is not understood.</exception>
    public static string ToWkt(Crs crs)
    {
        ArgumentNullException.ThrowIfNull(crs);
        if (crs.IsRadar)
        {
            return "";
        }

        using var reference = SpatialReference.From(crs.Definition);
        return reference.Wkt();
    }

    [GeneratedRegex(@"^(?:(?:EPSG|ESRI|IGNF|OGC|IAU_?\d*|CRS):[A-Za-z0-9+:]+|urn:ogc:def:crs:[A-Za-z0-9:.,_-]+|\+(?:proj|init)=.*|[A-Z]+\s*\[.*\]|\{.*\}|WGS84|NAD27|NAD83)$", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Definition();
}
