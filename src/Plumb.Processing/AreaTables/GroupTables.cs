using System.Globalization;
using Plumb.Formats.Features;
using Plumb.Processing.Groups;

namespace Plumb.Processing.AreaTables;

/// <summary>Means of groups as CSV: a line a group, and a line a group and date; motions in mm and mm/yr.</summary>
public static class GroupTables
{
    /// <summary>Writes group_means.csv and group_series.csv; nothing without groups.</summary>
    /// <param name="folder">The folder; it is created.</param>
    /// <param name="groups">The groups, each with the name of its run.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string folder, IReadOnlyList<(string Run, GroupMean Mean)> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        if (groups.Count == 0)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        FeatureField[] means =
        [
            FeatureField.OfText("group"), FeatureField.OfText("run"), FeatureField.OfText("kind"), new("pixels", 0), new("area_m2", 0), new("rate_mm_yr", 3), new("rate_sigma_mm_yr", 3), new("displacement_mm", 2),
            new("displacement_sigma_mm", 2),
        ];
        FeatureFiles.WriteCsv(Path.Combine(folder, "group_means.csv"), new FeatureTable("group_means", "Mean motion of groups", "", FeatureKind.Polygon, means, [.. groups.Select(g => new Feature(
            [],
            [
                g.Mean.Name, g.Run, g.Mean.Kind == GroupKind.LandCover ? "land cover" : "area", g.Mean.Pixels, g.Mean.Area, 1000 * g.Mean.Rate, 1000 * g.Mean.RateSigma, Last(g.Mean.Displacement), Last(g.Mean.DisplacementSigma),
            ]))]));
        FeatureField[] series = [FeatureField.OfText("group"), FeatureField.OfText("run"), FeatureField.OfText("date"), new("displacement_mm", 3), new("displacement_sigma_mm", 3)];
        FeatureFiles.WriteCsv(Path.Combine(folder, "group_series.csv"), new FeatureTable("group_series", "Mean displacement of groups", "", FeatureKind.Polygon, series, [.. groups.SelectMany(g => g.Mean.Dates.Select((date, d) => new Feature(
            [], [g.Mean.Name, g.Run, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), 1000 * g.Mean.Displacement[d], 1000 * g.Mean.DisplacementSigma[d]])))]));
    }

    private static double Last(IReadOnlyList<double> values) => values.Count == 0 ? double.NaN : 1000 * values[^1];
}
