using System.Globalization;
using Plumb.Formats.Gnss;
using Plumb.Formats.Stations;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.Validation;

namespace Plumb.Processing.Validations;

/// <summary>The stations that settings ask for, read, and how they are to be compared.</summary>
/// <param name="Stations">The stations, metres and degrees.</param>
/// <param name="Unread">Why files or points were left out, each a sentence.</param>
/// <param name="Options">How they are compared.</param>
/// <param name="IsVertical">Whether motion is compared along the vertical.</param>
public sealed record ValidationInputs(IReadOnlyList<GroundStation> Stations, IReadOnlyList<string> Unread, StationOptions Options, bool IsVertical)
{
    /// <summary>Whether settings name anything to compare with.</summary>
    /// <param name="settings">The settings.</param>
    public static bool IsAsked(ValidationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.IsAsked;
    }

    /// <summary>Reads what the settings ask for.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    /// <exception cref="RequestException">A file cannot be used, or a setting is wrong.</exception>
    public static ValidationInputs Read(ValidationSettings settings, Func<string, string> resolve)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(resolve);
        var mapping = CsvMapping.Parse(settings.Csv);
        var places = settings.Places.Length == 0 ? StationPlaces.None : StationPlaces.Read(resolve(settings.Places));
        var (stations, unread) = (new List<GroundStation>(), new List<string>());
        foreach (var path in settings.Gnss)
        {
            var (found, left) = GnssFolder.Read(resolve(path), mapping);
            stations.AddRange(found);
            unread.AddRange(left);
        }

        foreach (var path in settings.Levelling.Concat(settings.Series))
        {
            var (found, left) = StationCsv.Read(resolve(path), mapping);
            stations.AddRange(found);
            unread.AddRange(left);
        }

        if (mapping.Quantity == PointQuantity.Driver)
        {
            throw new RequestException("validation.csv says quantity=driver: such a record does not move and cannot be compared. Give 'plumb associate' the file, or take the entry out.");
        }

        var isVertical = settings.Direction switch
        {
            MotionDirectionChoice.Vertical => true,
            MotionDirectionChoice.LineOfSight => false,
            _ => stations.Count > 0 && stations.All(s => s is PointStation { Series.Quantity: PointQuantity.Height }),
        };
        return new ValidationInputs([.. stations.Select(places.Place)], unread, OptionsOf(settings, resolve), isVertical);
    }

    /// <summary>The files that settings name, by name, size and time of change: what stands for their content.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    public static string Content(ValidationSettings settings, Func<string, string> resolve)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return NamedFiles.Content(settings.Gnss.Concat(settings.Levelling).Concat(settings.Series).Append(settings.Places).Append(settings.StepList), resolve);
    }

    private static StationOptions OptionsOf(ValidationSettings settings, Func<string, string> resolve) => new()
    {
        Radius = settings.Radius,
        WidestRadius = Math.Max(settings.Radius, settings.WidestRadius),
        WindowDays = settings.WindowDays,
        LeastDays = Math.Max(1, (int)Math.Ceiling(settings.LeastShare * settings.WindowDays)),
        LongestGap = settings.LongestGap,
        Flicker = new FlickerNoise { Horizontal = settings.FlickerHorizontal / 1000, Vertical = settings.FlickerVertical / 1000 },
        Cleaning = new CleaningOptions { Outlier = settings.Outlier },
        Steps = [.. settings.Steps.Select(Step), .. settings.StepList.Length == 0 ? [] : StepList.Read(resolve(settings.StepList))],
    };

    private static StationStep Step(string text)
    {
        var words = text.Split(',', StringSplitOptions.TrimEntries);
        return words.Length == 2 && words[0].Length > 0 && DateOnly.TryParseExact(words[1], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new StationStep(words[0], day, false, "")
            : throw new RequestException($"validation.steps holds '{text}'. Write a station and the first day after the step, such as \"LHAS,2003-09-01\".");
    }
}
