using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumb.Cli;

/// <summary>How results and errors are written for machines: names with underscores, a number that is none as null.</summary>
public static class JsonOutput
{
    private static readonly JsonSerializerOptions Indented = Options(true);
    private static readonly JsonSerializerOptions OneLine = Options(false);

    /// <summary>A value on lines of its own, for a result.</summary>
    /// <param name="value">The value; its public properties are written.</param>
    public static string Document(object value) => JsonSerializer.Serialize(value, Indented);

    /// <summary>A value on one line, for an event or an error.</summary>
    /// <param name="value">The value; its public properties are written.</param>
    public static string Line(object value) => JsonSerializer.Serialize(value, OneLine);

    private static JsonSerializerOptions Options(bool indented) => new()
    {
        WriteIndented = indented,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new FiniteDoubleConverter(), new FiniteSingleConverter(),
        },
    };

    private sealed class FiniteDoubleConverter : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }

    private sealed class FiniteSingleConverter : JsonConverter<float>
    {
        public override float Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetSingle();

        public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options)
        {
            if (float.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
