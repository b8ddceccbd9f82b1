using System.Globalization;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Areas;

/// <summary>Reads areas of interest: a GeoJSON or WKT file, WKT text, or "west,south,east,north" in degrees.</summary>
public static class AreaReader
{
    private const long LargestFile = 64 << 20;

    /// <summary>Reads an area.</summary>
    /// <param name="text">A path, WKT, or four numbers in degrees: west, south, east, north.</param>
    /// <returns>The area, in degrees on WGS 84 unless the file names another system.</returns>
    /// <exception cref="RequestException">It is none of these, or holds no polygon.</exception>
    public static AreaOfInterest Read(string text) => Read(text, Path.GetFullPath);

    /// <summary>Reads an area from settings whose paths are relative to somewhere else than the current folder.</summary>
    /// <param name="text">A path, WKT, or four numbers in degrees: west, south, east, north.</param>
    /// <param name="resolve">Makes a path absolute.</param>
    /// <returns>The area, in degrees on WGS 84 unless the file names another system.</returns>
    /// <exception cref="RequestException">It is none of these, or holds no polygon.</exception>
    public static AreaOfInterest Read(string text, Func<string, string> resolve)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(resolve);
        var trimmed = text.Trim();
        var path = trimmed.Length is > 0 and < 4096 && !trimmed.Contains('\0', StringComparison.Ordinal) ? resolve(trimmed) : "";
        if (File.Exists(path))
        {
            return ReadFile(path);
        }

        if (Box(trimmed) is { } box)
        {
            return box;
        }

        if (trimmed.Contains('(', StringComparison.Ordinal))
        {
            return Wkt(trimmed, "the area");
        }

        throw new RequestException($"The area '{Short(trimmed)}' is neither a file that exists, nor WKT, nor four numbers \"west,south,east,north\" in degrees. Give one of these.");
    }

    /// <summary>An area in another system: its edges are divided into 32 parts each, so that straight lines stay where they were.</summary>
    /// <param name="area">The area.</param>
    /// <param name="crs">The system wanted.</param>
    /// <exception cref="RequestException">A corner lies where the system does not hold.</exception>
    public static AreaOfInterest Project(AreaOfInterest area, Crs crs)
    {
        ArgumentNullException.ThrowIfNull(area);
        ArgumentNullException.ThrowIfNull(crs);
        if (area.Crs == crs)
        {
            return area;
        }

        const int Parts = 32;
        using var transform = new CoordinateTransform(area.Crs, crs);
        var rings = new List<Ring>();
        foreach (var ring in area.Rings)
        {
            var n = ring.X.Length;
            var (x, y) = (new double[n * Parts], new double[n * Parts]);
            for (var i = 0; i < x.Length; i++)
            {
                var (a, b, f) = (i / Parts, ((i / Parts) + 1) % n, i % Parts / (double)Parts);
                x[i] = ring.X[a] + (f * (ring.X[b] - ring.X[a]));
                y[i] = ring.Y[a] + (f * (ring.Y[b] - ring.Y[a]));
            }

            if (transform.Apply(x, y) > 0)
            {
                throw new RequestException($"The area reaches beyond where {crs.Definition} holds. Draw it nearer to the data.");
            }

            rings.Add(new Ring(x, y));
        }

        return new AreaOfInterest(crs, rings);
    }

    private static AreaOfInterest ReadFile(string path)
    {
        string text;
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                throw new RequestException($"{path} is larger than 64 MiB. Simplify the area.");
            }

            text = File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"{path} cannot be read: {e.Message}", e);
        }

        return text.StartsWith('{') ? GeoJsonArea.Read(text, path)
            : text.Contains('(', StringComparison.Ordinal) && !text.Contains('\0', StringComparison.Ordinal) ? Wkt(text, path)
            : Box(text) ?? throw new RequestException($"{path} is neither GeoJSON nor WKT. Give a GeoJSON file with a Polygon, or WKT text.");
    }

    private static AreaOfInterest? Box(string text)
    {
        var words = text.Split(',');
        if (words.Length != 4)
        {
            return null;
        }

        var n = new double[4];
        for (var i = 0; i < 4; i++)
        {
            if (!double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out n[i]) || !double.IsFinite(n[i]))
            {
                return null;
            }
        }

        if (!(n[0] < n[2] && n[1] < n[3]))
        {
            throw new RequestException($"The box {text} has its west not below its east, or its south not below its north. The order is west,south,east,north in degrees; an area across the 180th meridian is given as two polygons.");
        }

        CheckDegrees(n[0], n[1], text);
        CheckDegrees(n[2], n[3], text);
        return AreaOfInterest.Rectangle(Crs.Wgs84, n[0], n[1], n[2], n[3]);
    }

    private static AreaOfInterest Wkt(string text, string where)
    {
        (text, var crs) = SystemOf(text, where);
        var geometry = Geometry(text, reason => $"{where}: the WKT '{Short(text)}' cannot be read: {reason} Write POLYGON ((west south, ...)) with longitude before latitude.");
        var rings = new List<Ring>();
        for (var i = 0; i < geometry.NumGeometries; i++)
        {
            if (geometry.GetGeometryN(i) is not Polygon { IsEmpty: false } polygon)
            {
                throw new RequestException($"{where}: an area is a POLYGON or MULTIPOLYGON; got {geometry.GeometryType}.");
            }

            rings.Add(ToRing(polygon.ExteriorRing.Coordinates, crs, where));
            rings.AddRange(polygon.InteriorRings.Select(r => ToRing(r.Coordinates, crs, where)));
        }

        return rings.Count > 0
            ? new AreaOfInterest(crs, rings)
            : throw new RequestException($"{where}: the WKT holds no polygon.");
    }

    /// <summary>WKT without the "SRID=n;" before it, and the system that this names; WGS 84 without it.</summary>
    internal static (string Text, Crs Crs) SystemOf(string text, string where) =>
        text.StartsWith("SRID=", StringComparison.OrdinalIgnoreCase) && text.IndexOf(';', StringComparison.Ordinal) is > 0 and var end
            ? (text[(end + 1)..].Trim(), System("EPSG:" + text[5..end].Trim(), where))
            : (text, Crs.Wgs84);

    /// <summary>The system that a file names.</summary>
    internal static Crs System(string definition, string where)
    {
        try
        {
            return CrsReader.Parse(definition);
        }
        catch (RequestException e)
        {
            throw new RequestException($"{where}: {e.Message}", e);
        }
    }

    /// <summary>The geometry of WKT.</summary>
    /// <param name="text">The WKT.</param>
    /// <param name="message">What is said where it cannot be read, of the reason.</param>
    internal static NetTopologySuite.Geometries.Geometry Geometry(string text, Func<string, string> message)
    {
        try
        {
            return new WKTReader().Read(text);
        }
        catch (Exception e) when (e is NetTopologySuite.IO.ParseException or ArgumentException or InvalidOperationException or FormatException)
        {
            throw new RequestException(message(e.Message), e);
        }
    }

    private static Ring ToRing(Coordinate[] corners, Crs crs, string where) =>
        MakeRing([.. corners.Select(c => c.X)], [.. corners.Select(c => c.Y)], crs, where);

    /// <summary>A ring with its corners checked.</summary>
    internal static Ring MakeRing(double[] x, double[] y, Crs crs, string where)
    {
        if (crs.IsGeographic)
        {
            for (var i = 0; i < x.Length; i++)
            {
                CheckDegrees(x[i], y[i], where);
            }
        }

        try
        {
            return new Ring(x, y);
        }
        catch (ArgumentException e)
        {
            throw new RequestException($"{where}: {e.Message}", e);
        }
    }

    private static void CheckDegrees(double longitude, double latitude, string where)
    {
        if (!(Math.Abs(longitude) <= 180 && Math.Abs(latitude) <= 90))
        {
            throw new RequestException(FormattableString.Invariant($"{Short(where)}: ({longitude}, {latitude}) is no longitude and latitude in degrees. Longitude comes first; coordinates in metres need their system (SRID=n;POLYGON..., or \"crs\" in GeoJSON)."));
        }
    }

    private static string Short(string text) => text.Length > 80 ? text[..80] + "..." : text;
}
