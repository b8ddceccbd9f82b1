using Plumb.Formats.Areas;
using Plumb.Formats.Stations;
using Plumb.Grids;
using Plumb.Groundwater;
using Plumb.Processing.Configuration;
using Plumb.Processing.Groups;
using Plumb.Processing.Stages;
using Plumb.Validation;

namespace Plumb.Processing.Associations;

/// <summary>What settings ask to associate, read.</summary>
/// <param name="Drivers">The drivers, each in its unit.</param>
/// <param name="Areas">Polygons whose means are compared.</param>
/// <param name="Points">Points around which the mean is compared.</param>
/// <param name="Radius">Radius around a point, metres.</param>
/// <param name="Cover">Land cover whose classes are compared; null for none.</param>
/// <param name="Options">How; days.</param>
/// <param name="IsRate">Whether the rate of motion between dates is compared.</param>
public sealed record AssociationInputs(
    IReadOnlyList<PointStation> Drivers, IReadOnlyList<NamedArea> Areas, IReadOnlyList<NamedPoint> Points, double Radius, LandCover? Cover, LagOptions Options, bool IsRate)
{
    /// <summary>Reads what the settings ask for; the land cover is opened when it is wanted on a grid.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    /// <exception cref="RequestException">A file cannot be used, or a setting is wrong.</exception>
    public static AssociationInputs Read(AssociationSettings settings, Func<string, string> resolve)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(resolve);
        var mapping = CsvMapping.Parse(settings.Csv) with { Quantity = PointQuantity.Driver };
        return new AssociationInputs(
            [.. settings.Drivers.SelectMany(f => StationCsv.Read(resolve(f), mapping).Stations).OfType<PointStation>()],
            [.. settings.Areas.SelectMany(path => FeatureReader.Areas(resolve(path)))],
            [.. settings.Points.Select(p => NamedPoint.Parse(p, "A point"))],
            settings.Radius,
            settings.LandCover.Length > 0 ? LandCover.Parse(resolve(settings.LandCover), settings.Classes) : null,
            new LagOptions { LongestLag = settings.MaxLag, LongestLead = settings.MaxLead, Trend = settings.Trend, Surrogates = settings.Surrogates, Seed = settings.Seed, Sign = settings.Sign },
            settings.Rate);
    }

    /// <summary>The files that settings name, by name, size and time of change: what stands for their content.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    public static string Content(AssociationSettings settings, Func<string, string> resolve)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return NamedFiles.Content(settings.Drivers.Concat(settings.Areas).Concat(LandCover.FilesOf(settings.LandCover)), resolve);
    }

    /// <summary>The groups that are asked for, empty ones among them; all good pixels where none is.</summary>
    /// <param name="mask">Which pixels are good.</param>
    /// <exception cref="RequestException">The grid is in radar coordinates, or the land cover cannot be used.</exception>
    public IReadOnlyList<PixelGroup> Groups(Mask mask) => Areas.Count + Points.Count == 0 && Cover is null
        ? [PixelGroups.All(mask)]
        : [.. PixelGroups.OfAreas(Areas, mask), .. PixelGroups.OfPoints(Points, Radius, mask), .. Cover is null ? [] : PixelGroups.OfLandCover(Cover, mask)];
}
