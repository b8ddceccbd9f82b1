using Plumb.Formats.Areas;
using Plumb.Grids;

namespace Plumb.Processing.Stages;

/// <summary>Areas as they stand in the settings.</summary>
internal static class SettingsArea
{
    /// <summary>Reads an area; a relative path starts at the settings file. Null for an empty text.</summary>
    public static AreaOfInterest? Read(string text, Func<string, string> resolve) =>
        text.Length == 0 ? null : AreaReader.Read(File.Exists(resolve(text)) ? resolve(text) : text);

    /// <summary>What an area's setting means: the content of the file it names, or itself. Goes into the keys of stages.</summary>
    public static string Content(string text, Func<string, string> resolve) =>
        text.Length > 0 && File.Exists(resolve(text)) ? File.ReadAllText(resolve(text)) : text;
}
