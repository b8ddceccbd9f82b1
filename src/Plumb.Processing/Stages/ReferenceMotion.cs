using System.Globalization;
using Plumb.Formats.Csv;
using Plumb.Processing.Configuration;
using Plumb.References;

namespace Plumb.Processing.Stages;

/// <summary>Known motion of reference areas as users write it: a rate in mm/yr, or a CSV file.</summary>
internal static class ReferenceMotion
{
    /// <summary>The motion of each area; empty for none.</summary>
    /// <exception cref="RequestException">An entry is neither, or there is not one for each area.</exception>
    public static IReadOnlyList<KnownMotion> Read(ReferenceSettings settings, IReadOnlyList<DateOnly> dates, Func<string, string> resolve)
    {
        if (settings.Motion.Count == 0)
        {
            return [];
        }

        if (settings.Areas.Count != settings.Motion.Count)
        {
            throw new RequestException($"reference.motion has {settings.Motion.Count} entries for {settings.Areas.Count} reference areas. Name the areas in reference.areas and give one motion for each, in their order; \"0\" for one that does not move.");
        }

        return [.. settings.Motion.Select(text => Rate(text) is { } rate
            ? KnownMotion.AtRate(rate / 1000, dates)
            : KnownMotion.FromRecord(MotionCsvReader.Read(Existing(text, resolve)), dates, text))];
    }

    /// <summary>What the entries mean: rates as they stand, files by their content. Goes into the key of the stage.</summary>
    public static string Content(ReferenceSettings settings, Func<string, string> resolve) =>
        string.Join('\n', settings.Motion.Select(text => Rate(text) is null && File.Exists(resolve(text)) ? File.ReadAllText(resolve(text)) : text));

    private static double? Rate(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) ? rate : null;

    private static string Existing(string text, Func<string, string> resolve) => File.Exists(resolve(text))
        ? resolve(text)
        : throw new RequestException($"reference.motion: '{text}' is neither a rate in mm/yr nor a file. Write a number, or the path of a CSV file with the columns date and displacement_mm.");
}
