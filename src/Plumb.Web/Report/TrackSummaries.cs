using Plumb.Formats.GeoTiff;
using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Processing.Stages;
using Plumb.Processing.Tracks;

namespace Plumb.Web.Report;

/// <summary>The run held against one other track: rates in metres per year on their common grid, shape (rows, columns).</summary>
/// <param name="Record">The figures.</param>
/// <param name="First">Rate of the run, metres per year.</param>
/// <param name="Second">Rate of the other track, metres per year.</param>
/// <param name="Difference">The run less the other track, metres per year.</param>
public sealed record ComparisonSummary(TrackComparisonRecord Record, Layer First, Layer Second, Layer Difference);

/// <summary>What a run and other tracks gave together.</summary>
/// <param name="Record">The figures (mm/yr).</param>
/// <param name="Layers">Maps of the components, metres per year and pure numbers, shape (rows, columns); empty where they are not told apart.</param>
/// <param name="Store">The store with the joint series (metres; shape (date, row, column)); null without series.</param>
/// <param name="Comparisons">The run against each other track.</param>
public sealed record ComponentsSummary(ComponentsRecord Record, IReadOnlyList<Layer> Layers, ChunkStore? Store, IReadOnlyList<ComparisonSummary> Comparisons)
{
    /// <summary>Reads what a run wrote; null where it wrote nothing.</summary>
    internal static ComponentsSummary? Read(string folder)
    {
        if (ComponentsRecord.Read(folder) is not { } record)
        {
            return null;
        }

        var own = Path.Combine(folder, ComponentsRecord.FolderName);
        Layer Of(string part, string name) => LayerGeoTiff.Read(Path.Combine(own, part, "maps", name + ".tif"));
        return new ComponentsSummary(
            record,
            record.Decomposition is null ? [] : TrackMaps.Read(own),
            record.Dates.Count > 0 ? ChunkStore.Open(Path.Combine(own, "store")) : null,
            [.. record.Comparisons.Select(c => new ComparisonSummary(c.Record, Of(c.Folder, "first_rate"), Of(c.Folder, "second_rate"), Of(c.Folder, "rate_difference")))]);
    }
}

/// <summary>How slopes are seen and which move.</summary>
/// <param name="Record">The figures (mm/yr, degrees).</param>
/// <param name="Layers">The maps: rates in metres per year, classes as codes; shape (rows, columns).</param>
public sealed record SlopesSummary(SlopesRecord Record, IReadOnlyList<Layer> Layers)
{
    /// <summary>Reads what a run wrote; null where it wrote nothing.</summary>
    internal static SlopesSummary? Read(string folder)
    {
        var own = Path.Combine(folder, SlopesStage.FolderName);
        return File.Exists(Path.Combine(own, SlopesRecord.FileName)) ? new SlopesSummary(ResultJson.Read<SlopesRecord>(own, SlopesRecord.FileName), TrackMaps.Read(own)) : null;
    }
}

/// <summary>Maps in the folder of a stage.</summary>
internal static class TrackMaps
{
    /// <summary>All layers of the maps, by name.</summary>
    public static IReadOnlyList<Layer> Read(string folder) =>
        [.. Directory.GetFiles(Path.Combine(folder, "maps"), "*.tif").Order(StringComparer.Ordinal).Select(LayerGeoTiff.Read)];
}
