using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Plumb.Formats.Csv;
using Plumb.Formats.Store;

namespace Plumb.Formats.Features;

/// <summary>Writes tables of features as GeoJSON (RFC 7946, degrees on WGS 84) and as comma-separated text. Equal tables give equal bytes.</summary>
public static class FeatureFiles
{
    /// <summary>Seven decimals of a degree are a centimetre.</summary>
    private const int DegreeDecimals = 7;

    /// <summary>Writes GeoJSON.</summary>
    /// <param name="path">The file; an existing one is replaced when the new one is complete.</param>
    /// <param name="table">The table.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteGeoJson(string path, FeatureTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteString("name", table.Name);
            json.WriteString("title", table.Title);
            json.WriteString("description", table.Description);
            json.WriteStartArray("features");
            foreach (var feature in table.Features)
            {
                Write(json, table, feature);
                json.Flush();
                stream.WriteByte((byte)'\n');
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        Publish(path, stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <summary>Writes comma-separated text (UTF-8, LF, point as decimal mark), without the map; a value that is not there is empty.</summary>
    /// <param name="path">The file; an existing one is replaced when the new one is complete.</param>
    /// <param name="table">The table.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteCsv(string path, FeatureTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder();
        text.AppendJoin(',', table.Fields.Select(f => f.Name)).Append('\n');
        foreach (var feature in table.Features)
        {
            text.AppendJoin(',', table.Fields.Select((f, k) => Text(f, feature.Values[k]))).Append('\n');
        }

        Publish(path, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string Text(FeatureField field, FeatureValue value) =>
        field.Decimals >= 0 ? CsvCell.Of(Rounded(field, value), "0." + new string('#', field.Decimals)) : CsvCell.Of(value.Text ?? "");

    private static double Rounded(FeatureField field, FeatureValue value) => Math.Round(value.Number, field.Decimals) + 0.0;

    private static void Publish(string path, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, bytes, Durability.Synced);
    }

    private static void Write(Utf8JsonWriter json, FeatureTable table, Feature feature)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteStartObject("geometry");
        json.WriteString("type", table.Kind switch { FeatureKind.Polygon => "MultiPolygon", FeatureKind.Line => "MultiLineString", _ => "Point" });
        json.WritePropertyName("coordinates");
        if (table.Kind == FeatureKind.Point)
        {
            Place(json, feature.Parts[0][0], 0);
        }
        else
        {
            json.WriteStartArray();
            foreach (var part in feature.Parts)
            {
                Part(json, table.Kind, part);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteStartObject("properties");
        for (var k = 0; k < table.Fields.Count; k++)
        {
            var (field, value) = (table.Fields[k], feature.Values[k]);
            json.WritePropertyName(field.Name);
            if (field.Decimals < 0)
            {
                json.WriteStringValue(value.Text ?? "");
            }
            else if (double.IsFinite(value.Number))
            {
                json.WriteNumberValue(Rounded(field, value));
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Part(Utf8JsonWriter json, FeatureKind kind, IReadOnlyList<FeaturePath> part)
    {
        if (kind == FeatureKind.Line)
        {
            Way(json, part[0], isClosed: false);
            return;
        }

        json.WriteStartArray();
        foreach (var ring in part)
        {
            Way(json, ring, isClosed: true);
        }

        json.WriteEndArray();
    }

    private static void Way(Utf8JsonWriter json, FeaturePath path, bool isClosed)
    {
        json.WriteStartArray();
        for (var i = 0; i < path.Longitude.Length + (isClosed ? 1 : 0); i++)
        {
            Place(json, path, i % path.Longitude.Length);
        }

        json.WriteEndArray();
    }

    private static void Place(Utf8JsonWriter json, FeaturePath path, int corner)
    {
        json.WriteStartArray();
        json.WriteNumberValue(Math.Round(path.Longitude[corner], DegreeDecimals));
        json.WriteNumberValue(Math.Round(path.Latitude[corner], DegreeDecimals));
        json.WriteEndArray();
    }
}
