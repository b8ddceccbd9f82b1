using Plumb.Processing.Stages;

namespace Plumb.Processing.Tracks;

/// <summary>A run held against one other track.</summary>
/// <param name="Folder">Folder of its maps and tables inside the folder of the components.</param>
/// <param name="Record">The figures; rates in metres per year.</param>
public sealed record ComparedTrack(string Folder, TrackComparisonRecord Record);

/// <summary>What a run and the other tracks of its settings gave together, as components.json.</summary>
/// <param name="Decomposition">Vertical and east (mm/yr); null where the tracks do not tell them apart.</param>
/// <param name="Dates">Joint dates (UTC) of the series, ascending; empty without series.</param>
/// <param name="Comparisons">The run against each other track, in the order of the settings; rates in metres per year.</param>
/// <param name="Notes">What could not be made and why, each a sentence.</param>
public sealed record ComponentsRecord(DecompositionRecord? Decomposition, IReadOnlyList<DateOnly> Dates, IReadOnlyList<ComparedTrack> Comparisons, IReadOnlyList<string> Notes)
{
    /// <summary>Folder inside the result folder.</summary>
    public const string FolderName = "components";

    /// <summary>Name of the file in that folder.</summary>
    public const string FileName = "components.json";

    /// <summary>Reads the record of a run; null where there is none.</summary>
    /// <param name="folder">The result folder.</param>
    /// <exception cref="RequestException">It is damaged.</exception>
    public static ComponentsRecord? Read(string folder)
    {
        var own = Path.Combine(folder, FolderName);
        return File.Exists(Path.Combine(own, FileName)) ? ResultJson.Read<ComponentsRecord>(own, FileName) : null;
    }
}
