using System.Globalization;
using Plumb.Validation;

namespace Plumb.Formats.Stations;

/// <summary>How years are counted.</summary>
public enum CsvCalendar
{
    /// <summary>From the birth of Christ.</summary>
    Gregorian,

    /// <summary>The Thai solar calendar: 543 more.</summary>
    Buddhist,
}

/// <summary>
/// How a table of measurements is to be read. Columns that are not named are found by the usual names; everything else has a default. Written as "date=Date,value=Head,unit=cm".
/// </summary>
public sealed record CsvMapping
{
    private static readonly string[] Keys =
    [
        "date", "date_format", "calendar", "station", "longitude", "latitude", "area", "value", "east", "north", "up", "sigma", "sigma_east", "sigma_north", "sigma_up",
        "columns", "unit", "sign", "change", "quantity", "skip",
    ];

    private readonly Dictionary<string, string> columns = [];

    /// <summary>Format of dates after .NET's pattern letters, such as dd/MM/yyyy; empty for the usual ones.</summary>
    public string DateFormat { get; init; } = "";

    /// <summary>How years are counted.</summary>
    public CsvCalendar Calendar { get; init; } = CsvCalendar.Gregorian;

    /// <summary>Columns that hold points where epochs stand in rows, with * for any letters; empty for all that are left.</summary>
    public string Columns { get; init; } = "";

    /// <summary>Unit of the values: m, cm or mm for motion, any word for a driver; empty to take it from the columns' names.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Whether values grow downwards (subsidence, depth to water), so that their sign is changed.</summary>
    public bool IsDown { get; init; }

    /// <summary>Whether each value is the change since the value before, not the sum of all.</summary>
    public bool IsChange { get; init; }

    /// <summary>What records of one component are of.</summary>
    public PointQuantity Quantity { get; init; } = PointQuantity.Height;

    /// <summary>Lines before the one that names the columns (count).</summary>
    public int Skip { get; init; }

    /// <summary>Name of the column for a purpose as the user gave it; null where it is to be found.</summary>
    /// <param name="purpose">Key of the mapping, such as "date".</param>
    public string? Column(string purpose) => columns.GetValueOrDefault(purpose);

    /// <summary>Reads a mapping.</summary>
    /// <param name="text">Pairs "key=value" with commas or semicolons between; empty for all defaults.</param>
    /// <exception cref="RequestException">A key or a value is not known.</exception>
    public static CsvMapping Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var mapping = new CsvMapping();
        foreach (var pair in text.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            var key = (at < 0 ? pair : pair[..at]).Trim();
            if (at < 0 || !Keys.Contains(key))
            {
                throw new RequestException($"The mapping of a table holds '{pair}'. Write key=value with commas between; the keys are {string.Join(", ", Keys)}.");
            }

            mapping = mapping.With(key, pair[(at + 1)..].Trim());
        }

        return mapping;
    }

    private CsvMapping With(string key, string value)
    {
        switch (key)
        {
            case "date_format":
                return this with { DateFormat = value };
            case "calendar":
                return this with { Calendar = One(key, value, ("gregorian", CsvCalendar.Gregorian), ("buddhist", CsvCalendar.Buddhist)) };
            case "columns":
                return this with { Columns = value };
            case "unit":
                return this with { Unit = value };
            case "sign":
                return this with { IsDown = One(key, value, ("up", false), ("down", true)) };
            case "change":
                return this with { IsChange = One(key, value, ("total", false), ("interval", true)) };
            case "quantity":
                return this with { Quantity = One(key, value, ("height", PointQuantity.Height), ("los", PointQuantity.LineOfSight), ("driver", PointQuantity.Driver)) };
            case "skip":
                return this with
                {
                    Skip = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) && skip < 1000
                        ? skip
                        : throw new RequestException($"The mapping of a table says skip={value}. Give the number of lines before the one that names the columns."),
                };
            default:
                columns[key] = value;
                return this;
        }
    }

    private static T One<T>(string key, string value, params (string Name, T Value)[] choices)
    {
        var index = Array.FindIndex(choices, c => c.Name.Equals(value, StringComparison.OrdinalIgnoreCase));
        return index >= 0
            ? choices[index].Value
            : throw new RequestException($"The mapping of a table says {key}={value}. Give one of {string.Join(", ", choices.Select(c => c.Name))}.");
    }
}
