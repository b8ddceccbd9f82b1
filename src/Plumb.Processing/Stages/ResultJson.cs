using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Plumb.Processing.Journal;

namespace Plumb.Processing.Stages;

/// <summary>The small typed records of a result folder, as JSON that people can read.</summary>
public static class ResultJson
{
    /// <summary>How all records are written: names in lower case with underscores, NaN as "NaN".</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new GridJsonConverter() },
        TypeInfoResolver = new RecordShapes(),
    };

    /// <summary>Writes a record.</summary>
    /// <typeparam name="T">Type of the record.</typeparam>
    /// <param name="folder">The result folder.</param>
    /// <param name="name">Name of the file.</param>
    /// <param name="value">The record.</param>
    public static void Write<T>(string folder, string name, T value) =>
        TextFile.Write(Path.Combine(folder, name), JsonSerializer.Serialize(value, Options) + "\n");

    /// <summary>Reads a record.</summary>
    /// <typeparam name="T">Type of the record.</typeparam>
    /// <param name="folder">The result folder.</param>
    /// <param name="name">Name of the file.</param>
    /// <exception cref="RequestException">There is none, or it is damaged.</exception>
    public static T Read<T>(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Options) ?? throw new JsonException("empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException or NotSupportedException)
        {
            throw new RequestException($"{path} cannot be read ({e.Message}). It is written by 'plumb run'; is this a result folder?", e);
        }
    }
}

/// <summary>The shapes of the records that every run reads, worked out when the program is built; those of others are worked out as they are met.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(StackDescription))]
[JsonSerializable(typeof(NetworkRecord))]
[JsonSerializable(typeof(ReferenceRecord))]
[JsonSerializable(typeof(GridValues))]
internal sealed partial class RecordJson : JsonSerializerContext;

/// <summary>The shapes of records: those of <see cref="RecordJson"/>, and only where another is met those that are worked out then.</summary>
internal sealed class RecordShapes : IJsonTypeInfoResolver
{
    private readonly Lazy<DefaultJsonTypeInfoResolver> others = new();

    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
        ((IJsonTypeInfoResolver)RecordJson.Default).GetTypeInfo(type, options) ?? others.Value.GetTypeInfo(type, options);
}
