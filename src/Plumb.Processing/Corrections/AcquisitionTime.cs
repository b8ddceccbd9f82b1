using System.Globalization;

namespace Plumb.Processing.Corrections;

/// <summary>The moment of each date: the time of day that a setting names, or that of the products.</summary>
internal static class AcquisitionTime
{
    /// <summary>The time of day that a setting names; null where it is empty.</summary>
    /// <param name="text">The text of the setting.</param>
    /// <param name="setting">Name of the setting.</param>
    /// <exception cref="RequestException">It is none.</exception>
    public static TimeSpan? Parse(string text, string setting)
    {
        if (text.Length == 0)
        {
            return null;
        }

        return TimeSpan.TryParseExact(text, ["hh\\:mm\\:ss", "hh\\:mm"], CultureInfo.InvariantCulture, out var time) && time < TimeSpan.FromDays(1)
            ? time
            : throw new RequestException($"{setting}: '{text}' is no time of day as 22:45:07.");
    }

    /// <summary>The moments of all dates, UTC; shape (date).</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="text">The text of the setting.</param>
    /// <param name="setting">Name of the setting.</param>
    /// <exception cref="RequestException">No time of day is known.</exception>
    public static DateTime[] Of(CorrectionScene scene, string text, string setting)
    {
        var time = Parse(text, setting) ?? scene.Stack.TimeOfDay
            ?? throw new RequestException($"The products name no time of day, and what is to be taken off changes within hours. Set {setting} to the time of the acquisitions in UTC (HH:MM:SS).");
        return [.. scene.Dates.Select(d => d.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) + time)];
    }
}
