using System.Text.Json;
using Plumb.Grids;

namespace Plumb.Formats.Areas;

/// <summary>Reads the polygons of a GeoJSON text (RFC 7946, and the older "crs" member).</summary>
internal static class GeoJsonArea
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static AreaOfInterest Read(string text, string where)
    {
        using var document = Parse(text, where, "the area");
        var root = document.RootElement;
        var crs = System(root, where);
        var rings = new List<Ring>();
        Collect(root, crs, where, rings, 0);
        return rings.Count > 0
            ? new AreaOfInterest(crs, rings)
            : throw new RequestException($"{where} holds no Polygon or MultiPolygon. Draw the area as a polygon.");
    }

    /// <summary>A text as JSON.</summary>
    internal static JsonDocument Parse(string text, string where, string what)
    {
        try
        {
            return JsonDocument.Parse(text, Options);
        }
        catch (JsonException e)
        {
            throw new RequestException($"{where} is no valid JSON: {e.Message} Export {what} as GeoJSON again.", e);
        }
    }

    internal static Crs System(JsonElement root, string where)
    {
        if (!root.TryGetProperty("crs", out var crs) || crs.ValueKind != JsonValueKind.Object)
        {
            return Crs.Wgs84;
        }

        if (!crs.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object ||
            !properties.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
        {
            throw new RequestException($"{where}: the \"crs\" member names no system. Leave it out for longitude and latitude.");
        }

        var written = name.GetString()!;
        return written.EndsWith("CRS84", StringComparison.OrdinalIgnoreCase) ? Crs.Wgs84 : AreaReader.System(written, where);
    }

    private static void Collect(JsonElement element, Crs crs, string where, List<Ring> rings, int depth)
    {
        const int DeepestNesting = 8;
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || depth > DeepestNesting)
        {
            throw new RequestException($"{where} is no GeoJSON: an object has no \"type\". Export the area as GeoJSON again.");
        }

        switch (type.GetString())
        {
            case "FeatureCollection":
                Each(element, "features", where, f => Collect(f, crs, where, rings, depth + 1));
                break;
            case "GeometryCollection":
                Each(element, "geometries", where, g => Collect(g, crs, where, rings, depth + 1));
                break;
            case "Feature":
                if (element.TryGetProperty("geometry", out var geometry) && geometry.ValueKind == JsonValueKind.Object)
                {
                    Collect(geometry, crs, where, rings, depth + 1);
                }

                break;
            case "Polygon":
                Each(element, "coordinates", where, r => rings.Add(ToRing(r, crs, where)));
                break;
            case "MultiPolygon":
                Each(element, "coordinates", where, p => Items(p, where, r => rings.Add(ToRing(r, crs, where))));
                break;
            default:
                throw new RequestException($"{where}: an area is a Polygon or MultiPolygon; got {type.GetString()}. Draw it as a polygon.");
        }
    }

    private static void Each(JsonElement element, string member, string where, Action<JsonElement> action)
    {
        if (!element.TryGetProperty(member, out var list))
        {
            throw new RequestException($"{where}: a GeoJSON object has no \"{member}\". Export the area again.");
        }

        Items(list, where, action);
    }

    private static void Items(JsonElement list, string where, Action<JsonElement> action)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw new RequestException($"{where}: a list of coordinates is expected in the GeoJSON. Export the area again.");
        }

        foreach (var item in list.EnumerateArray())
        {
            action(item);
        }
    }

    private static Ring ToRing(JsonElement corners, Crs crs, string where)
    {
        var (x, y) = (new List<double>(), new List<double>());
        Items(corners, where, corner =>
        {
            if (corner.ValueKind != JsonValueKind.Array || corner.GetArrayLength() < 2 ||
                corner[0].ValueKind != JsonValueKind.Number || corner[1].ValueKind != JsonValueKind.Number)
            {
                throw new RequestException($"{where}: a corner of a polygon is [longitude, latitude]. Export the area again.");
            }

            x.Add(corner[0].GetDouble());
            y.Add(corner[1].GetDouble());
        });
        return AreaReader.MakeRing([.. x], [.. y], crs, where);
    }
}
