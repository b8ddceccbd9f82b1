using System.Text.Json;
using NetTopologySuite.Geometries;
using Plumb.Grids;

namespace Plumb.Formats.Areas;

/// <summary>Reads lines and named areas: GeoJSON with Feature, LineString, MultiLineString, Polygon or MultiPolygon, or WKT text (SRID=n; before it names another system than WGS 84).</summary>
public static class FeatureReader
{
    private const long LargestFile = 64L << 20;
    private static readonly string[] NameMembers = ["name", "Name", "NAME", "id", "ID"];

    /// <summary>Reads the lines of a file, each with a name of its own. Parts of a MultiLineString that begin where the one before ends are joined.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The lines, in degrees on WGS 84 unless the file names another system.</returns>
    /// <exception cref="RequestException">It cannot be read, or holds no line.</exception>
    public static IReadOnlyList<NamedLine> Lines(string path)
    {
        var text = Load(path);
        var lines = new List<NamedLine>();
        void Add(Crs crs, string? name, IEnumerable<(double X, double Y)> corners)
        {
            var all = corners.ToArray();
            var kept = all.Where((c, i) => i == 0 || c != all[i - 1]).ToArray();
            if (kept.Length < 2 || kept.Any(c => !double.IsFinite(c.X + c.Y)))
            {
                throw new RequestException($"{path}: a line has two corners at least, each [longitude, latitude]. Export the line again.");
            }

            lines.Add(new NamedLine(Unique(name ?? $"line {lines.Count + 1}", lines.Select(l => l.Name)), crs, [.. kept.Select(c => c.X)], [.. kept.Select(c => c.Y)]));
        }

        if (text.StartsWith('{'))
        {
            Each(text, path, (crs, name, type, coordinates) =>
            {
                switch (type)
                {
                    case "LineString":
                        Add(crs, name, Way(coordinates, path));
                        break;
                    case "MultiLineString":
                        Join(coordinates.EnumerateArray().Select(c => Way(c, path).ToArray())).ForEach(c => Add(crs, name, c));
                        break;
                    default:
                        throw new RequestException($"{path}: a corridor is drawn along a LineString; got {type}. Draw the line as a line.");
                }
            });
        }
        else
        {
            var (wkt, crs) = AreaReader.SystemOf(text, path);
            foreach (var geometry in Geometries(wkt, path))
            {
                Add(crs, null, geometry is LineString line
                    ? line.Coordinates.Select(c => (c.X, c.Y))
                    : throw new RequestException($"{path}: a corridor is drawn along a LINESTRING; got {geometry.GeometryType}. Draw the line as a line."));
            }
        }

        return lines.Count > 0 ? lines : throw new RequestException($"{path} holds no line. Draw the corridor as a LineString.");
    }

    /// <summary>Reads the lines of several files, each with a name of its own among all.</summary>
    /// <param name="paths">The files.</param>
    /// <returns>The lines, in degrees on WGS 84 unless a file names another system.</returns>
    /// <exception cref="RequestException">One cannot be read, or holds no line.</exception>
    public static IReadOnlyList<NamedLine> Lines(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var lines = new List<NamedLine>();
        foreach (var line in paths.SelectMany(Lines))
        {
            lines.Add(line with { Name = Unique(line.Name, lines.Select(l => l.Name)) });
        }

        return lines;
    }

    /// <summary>Reads the named areas of several files, each with a name of its own among all.</summary>
    /// <param name="paths">The files.</param>
    /// <returns>The areas, in degrees on WGS 84 unless a file names another system.</returns>
    /// <exception cref="RequestException">One cannot be read, or holds no polygon.</exception>
    public static IReadOnlyList<NamedArea> Areas(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var areas = new List<NamedArea>();
        foreach (var area in paths.SelectMany(Areas))
        {
            areas.Add(area with { Name = Unique(area.Name, areas.Select(a => a.Name)) });
        }

        return areas;
    }

    /// <summary>Reads the named areas of a GeoJSON file, one for each feature, each with a name of its own.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The areas, in degrees on WGS 84 unless the file names another system.</returns>
    /// <exception cref="RequestException">It cannot be read, or holds no polygon.</exception>
    public static IReadOnlyList<NamedArea> Areas(string path)
    {
        var text = Load(path);
        if (!text.StartsWith('{'))
        {
            return [new NamedArea("area 1", AreaReader.Read(path))];
        }

        var areas = new List<NamedArea>();
        Each(text, path, (crs, name, type, coordinates) =>
        {
            Ring ToRing(JsonElement ring)
            {
                var corners = Way(ring, path).ToArray();
                return AreaReader.MakeRing([.. corners.Select(c => c.X)], [.. corners.Select(c => c.Y)], crs, path);
            }

            var rings = type switch
            {
                "Polygon" => coordinates.EnumerateArray().Select(ToRing),
                "MultiPolygon" => coordinates.EnumerateArray().SelectMany(p => p.EnumerateArray().Select(ToRing)),
                _ => throw new RequestException($"{path}: a table is made for Polygon or MultiPolygon; got {type}. Draw the areas as polygons."),
            };
            areas.Add(new NamedArea(Unique(name ?? $"area {areas.Count + 1}", areas.Select(a => a.Name)), new AreaOfInterest(crs, [.. rings])));
        });
        return areas.Count > 0 ? areas : throw new RequestException($"{path} holds no polygon. Draw the areas as polygons.");
    }

    private static string Load(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                throw new RequestException($"{path} is larger than 64 MiB. Simplify it.");
            }

            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"{path} cannot be read: {e.Message} Name a GeoJSON file, or one with WKT text.", e);
        }
    }

    private static void Each(string text, string path, Action<Crs, string?, string, JsonElement> visit)
    {
        using var document = GeoJsonArea.Parse(text, path, "it");
        try
        {
            var crs = GeoJsonArea.System(document.RootElement, path);
            Visit(document.RootElement, null, (name, type, coordinates) => visit(crs, name, type, coordinates));
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            throw new RequestException($"{path} is no GeoJSON: {e.Message} Export it as GeoJSON again.", e);
        }
    }

    private static void Visit(JsonElement element, string? name, Action<string?, string, JsonElement> visit)
    {
        var type = element.GetProperty("type").GetString() ?? "";
        switch (type)
        {
            case "FeatureCollection":
                foreach (var feature in element.GetProperty("features").EnumerateArray())
                {
                    Visit(feature, null, visit);
                }

                break;
            case "Feature":
                if (element.GetProperty("geometry").ValueKind == JsonValueKind.Object)
                {
                    Visit(element.GetProperty("geometry"), NameOf(element), visit);
                }

                break;
            default:
                visit(name, type, element.GetProperty("coordinates"));
                break;
        }
    }

    // Tables tell features by name, so the second "P1" is called "P1 (2)".
    private static string Unique(string name, IEnumerable<string> known)
    {
        var taken = known.ToHashSet();
        return taken.Contains(name) ? Enumerable.Range(2, taken.Count).Select(k => $"{name} ({k})").First(n => !taken.Contains(n)) : name;
    }

    private static string? NameOf(JsonElement feature)
    {
        if (feature.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in NameMembers)
            {
                if (properties.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number && value.ToString() is { Length: > 0 } name)
                {
                    return name;
                }
            }
        }

        return null;
    }

    private static IEnumerable<(double X, double Y)> Way(JsonElement coordinates, string path)
    {
        foreach (var corner in coordinates.EnumerateArray())
        {
            if (corner.ValueKind != JsonValueKind.Array || corner.GetArrayLength() < 2 || corner[0].ValueKind != JsonValueKind.Number || corner[1].ValueKind != JsonValueKind.Number)
            {
                throw new RequestException($"{path}: a corner is [longitude, latitude]. Export it as GeoJSON again.");
            }

            yield return (corner[0].GetDouble(), corner[1].GetDouble());
        }
    }

    private static List<(double X, double Y)[]> Join(IEnumerable<(double X, double Y)[]> parts)
    {
        var joined = new List<(double X, double Y)[]>();
        foreach (var part in parts)
        {
            if (joined.Count > 0 && part.Length > 0 && joined[^1][^1] == part[0])
            {
                joined[^1] = [.. joined[^1], .. part[1..]];
            }
            else
            {
                joined.Add(part);
            }
        }

        return joined;
    }

    private static IEnumerable<NetTopologySuite.Geometries.Geometry> Geometries(string text, string path)
    {
        var geometry = AreaReader.Geometry(text, reason => $"{path} is neither GeoJSON nor WKT: {reason} Write LINESTRING (west south, ...) with longitude before latitude.");
        return Enumerable.Range(0, geometry.NumGeometries).Select(geometry.GetGeometryN);
    }
}
