using System.Globalization;

namespace Plumb.Processing.Tracks;

/// <summary>Looks and references of tracks as commands and settings write them.</summary>
public static class TrackWords
{
    private static readonly (string Option, string Setting)[] Settings =
    [
        ("--keep-levels", "components.keep_levels"), ("--reference LON,LAT,RADIUS", "components.reference (\"longitude,latitude,radius\")"), ("--reference", "components.reference"),
        ("--look HEADING,INCIDENCE", "components.look (\"heading,incidence\")"), ("--look", "components.look"), ("--cell", "components.cell"), ("--sigma", "components.sigma"),
        ("--north-free", "components.north_rule: free"), ("--dem", "slopes.dem"),
    ];

    /// <summary>Heading and incidence, radians.</summary>
    /// <param name="text">Both in degrees with a comma between; "-" for the input's own.</param>
    /// <param name="name">What the text was given as, for the message.</param>
    /// <returns>Both; null for the input's own.</returns>
    /// <exception cref="RequestException">The text is neither.</exception>
    public static (double Heading, double Incidence)? LookOf(string text, string name) =>
        text == "-" ? null
        : Numbers(text) is [var heading, var incidence] && Math.Abs(heading) <= 360 && incidence is > 0 and < 90 ? (double.DegreesToRadians(heading), double.DegreesToRadians(incidence))
        : throw new RequestException($"{name} is '{text}'; give heading clockwise from north and incidence from the vertical in degrees with a comma between, such as -12,39, or '-' for the input's own.");

    /// <summary>Longitude and latitude, degrees, and radius, metres, of stable ground.</summary>
    /// <param name="text">The three with commas between.</param>
    /// <param name="name">What the text was given as, for the message.</param>
    /// <exception cref="RequestException">The text is not that.</exception>
    public static (double Longitude, double Latitude, double Radius) ReferenceOf(string text, string name) =>
        Numbers(text) is [var longitude, var latitude, var radius] && Math.Abs(latitude) <= 90 && radius > 0 ? (longitude, latitude, radius)
        : throw new RequestException($"{name} is '{text}'; give longitude and latitude in degrees and a radius in metres, such as -117.76,35.81,500.");

    /// <summary>A message that speaks of options of the commands, in the words of the settings.</summary>
    /// <param name="message">The message.</param>
    internal static string InSettings(string message) => Settings.Aggregate(message, (text, word) => text.Replace(word.Option, word.Setting, StringComparison.Ordinal));

    private static double[] Numbers(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(',', StringSplitOptions.TrimEntries).Select(p => double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToArray();
        return parts.All(double.IsFinite) ? parts : [];
    }
}
