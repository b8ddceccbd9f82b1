using System.Text.Json;
using System.Text.Json.Serialization;
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
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), Options) ?? throw new JsonException("empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException or NotSupportedException)
        {
            throw new RequestException($"{path} cannot be read ({e.Message}). It is written by 'plumb run'; is this a result folder?", e);
        }
    }
}
