using Plumb.Formats.Areas;
using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Processing.Groups;
using Plumb.Processing.Stages;

namespace Plumb.Processing.AreaTables;

/// <summary>The areas that settings ask for, read.</summary>
/// <param name="Areas">The areas, each with a name of its own.</param>
/// <param name="Source">The files that they are from, by name; empty for none.</param>
/// <param name="Limit">Limit of the rate, metres per year, positive.</param>
/// <param name="Cover">Land cover whose classes are groups; null for none.</param>
public sealed record AreaInputs(IReadOnlyList<NamedArea> Areas, string Source, double Limit, LandCover? Cover)
{
    /// <summary>Reads what the settings ask for; the land cover is opened when it is wanted on a grid.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    /// <exception cref="RequestException">A file cannot be used, or a setting is wrong.</exception>
    public static AreaInputs Read(AreaSettings settings, Func<string, string> resolve)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(resolve);
        return new AreaInputs(
            FeatureReader.Areas(settings.Files.Select(resolve)), string.Join(", ", settings.Files.Select(Path.GetFileName)), settings.Limit / 1000, settings.LandCover.Length > 0 ? LandCover.Parse(resolve(settings.LandCover), settings.Classes) : null);
    }

    /// <summary>The areas and classes as groups, empty ones among them.</summary>
    /// <param name="mask">Which pixels are good.</param>
    /// <exception cref="RequestException">The grid is in radar coordinates, or the land cover cannot be used.</exception>
    public IReadOnlyList<PixelGroup> Groups(Mask mask) => [.. PixelGroups.OfAreas(Areas, mask), .. Cover is null ? [] : PixelGroups.OfLandCover(Cover, mask)];

    /// <summary>What is said where nothing that is asked for lies on the map.</summary>
    internal RequestException NoPixel() => new(Areas.Count > 0
        ? $"No area of {Source} holds a pixel of the results. Longitude comes before latitude; are these the right areas?"
        : $"No class of {Cover?.Path} that is named holds a good pixel of the results. Are these the codes of the file?");

    /// <summary>The files that settings name, by name, size and time of change: what stands for their content.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    public static string Content(AreaSettings settings, Func<string, string> resolve)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return NamedFiles.Content(settings.Files.Concat(LandCover.FilesOf(settings.LandCover)), resolve);
    }
}
