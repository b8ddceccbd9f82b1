using System.Text.Json.Serialization;

namespace Plumb.Processing.Journal;

/// <summary>How the journal's files are written and read. Made when the program is built, so that a short run does not begin with making it.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StageRecord))]
internal sealed partial class JournalJson : JsonSerializerContext;

/// <summary>How the hashes of the input files are written and read.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Dictionary<string, InputEntry>))]
[JsonSerializable(typeof(SortedDictionary<string, InputEntry>))]
internal sealed partial class InputJson : JsonSerializerContext;

/// <summary>What is remembered of one input file.</summary>
/// <param name="Size">Its size, bytes.</param>
/// <param name="Changed">When it was changed last, 100 ns since year 1, UTC.</param>
/// <param name="Hash">SHA-256 of its content, hexadecimal.</param>
internal sealed record InputEntry(long Size, long Changed, string Hash);
