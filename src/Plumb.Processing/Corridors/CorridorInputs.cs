using System.Globalization;
using Plumb.Formats.Areas;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.Subsidence;

namespace Plumb.Processing.Corridors;

/// <summary>The lines that settings ask for, read, and how motion is followed along them.</summary>
/// <param name="Lines">The lines, each with a name of its own, in the system of its file (unit: degrees or metres).</param>
/// <param name="Source">The files that they are from, by name.</param>
/// <param name="Options">Widths and lengths in metres, limits.</param>
/// <param name="Days">Dates (UTC) at which displacement is wanted along the lines; shape (date).</param>
/// <param name="EvenDates">Number of dates, evenly over the series, at which it is wanted (count); 0 for none.</param>
public sealed record CorridorInputs(IReadOnlyList<NamedLine> Lines, string Source, CorridorOptions Options, IReadOnlyList<DateOnly> Days, int EvenDates)
{
    private const int MostDates = 1000;

    /// <summary>Reads what the settings ask for.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    /// <exception cref="RequestException">A file cannot be used, or a setting is wrong.</exception>
    public static CorridorInputs Read(CorridorSettings settings, Func<string, string> resolve)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(resolve);
        var (days, even) = DatesOf(settings.Dates);
        var defaults = new CorridorOptions();
        return new CorridorInputs(
            FeatureReader.Lines(settings.Lines.Select(resolve)),
            string.Join(", ", settings.Lines.Select(Path.GetFileName)),
            defaults with
            {
                Width = settings.Width,
                ProfileWidth = settings.ProfileWidth,
                Step = settings.Step,
                DifferenceLength = settings.Length,
                RateLimit = settings.Limit / 1000,
                DistortionLimit = settings.Distortion / 1000,
                LongestGap = Math.Max(6 * settings.Step, defaults.LongestGap),
            },
            days,
            even);
    }

    /// <summary>The files that settings name, by name, size and time of change: what stands for their content.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    public static string Content(CorridorSettings settings, Func<string, string> resolve)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return NamedFiles.Content(settings.Lines, resolve);
    }

    /// <summary>Indexes (from 0) of the dates of a series at which displacement is wanted.</summary>
    /// <param name="dates">The dates of the series (UTC), ascending; shape (date).</param>
    /// <exception cref="RequestException">Dates are wanted, and there is no series.</exception>
    public IReadOnlyList<int> DatesOn(IReadOnlyList<DateOnly> dates)
    {
        ArgumentNullException.ThrowIfNull(dates);
        if (Days.Count + EvenDates == 0)
        {
            return [];
        }

        if (dates.Count < 2)
        {
            throw new RequestException("The run has no series, so there is no displacement at a date. Leave the dates of the corridors out.");
        }

        var even = Enumerable.Range(1, EvenDates).Select(k => (int)Math.Round((double)k * (dates.Count - 1) / EvenDates));
        return [.. even.Concat(Days.Select(day => dates.Index().MinBy(d => Math.Abs(d.Item.DayNumber - day.DayNumber)).Index)).Distinct().Order()];
    }

    private static (IReadOnlyList<DateOnly> Days, int Even) DatesOf(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return ([], 0);
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= MostDates)
        {
            return ([], count);
        }

        return ([.. text.Split(',', StringSplitOptions.TrimEntries).Select(t => DateOnly.TryParseExact(t, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new RequestException($"The dates of the corridors hold '{t}', which is no date. Write yyyy-MM-dd, several with commas, or a number of dates."))], 0);
    }
}
