using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Formats.Hdf5;
using Plumb.Formats.Products;
using Plumb.Grids;

namespace Plumb.Formats.MintPy;

/// <summary>
/// What the attributes of a MintPy file say, in Plumb's words. Unknown numbers are NaN. MintPy's X_FIRST and Y_FIRST are
/// the outer corner of the first pixel; a file without them is in radar coordinates.
/// </summary>
public sealed record MintPyHeader
{
    /// <summary>What the file holds: "ifgramStack", "geometry", "timeseries", "velocity" and so on.</summary>
    public required string FileType { get; init; }

    /// <summary>The grid; radar coordinates (pixels) without X_FIRST.</summary>
    public required Grid Grid { get; init; }

    /// <summary>The instrument with its wavelength, metres; null when unknown.</summary>
    public Sensor? Sensor { get; init; }

    /// <summary>Heading, radians clockwise from north; NaN when unknown.</summary>
    public double Heading { get; init; } = double.NaN;

    /// <summary>Direction of flight.</summary>
    public PassDirection Pass { get; init; }

    /// <summary>Looks in range and azimuth and NCORRLOOKS as the number of independent looks, pure numbers.</summary>
    public Looks Looks { get; init; } = Looks.Unknown;

    /// <summary>Slant range to the first sample, metres; NaN when unknown.</summary>
    public double SlantRangeNear { get; init; } = double.NaN;

    /// <summary>Time of the scene centre, UTC, as a span since midnight; null when unknown.</summary>
    public TimeSpan? TimeOfDay { get; init; }

    /// <summary>Relative orbit (track) number; 0 when unknown.</summary>
    public int Track { get; init; }

    /// <summary>Row and column (pixels) of the reference pixel; null when none was chosen.</summary>
    public (int Row, int Column)? ReferencePixel { get; init; }

    /// <summary>Date (UTC) that a series is relative to; null when unknown.</summary>
    public DateOnly? ReferenceDate { get; init; }

    /// <summary>Unit of the values as the file writes it, such as "m" or "m/year"; empty when it does not tell.</summary>
    public string Unit { get; init; } = "";

    /// <summary>First and last date (UTC) behind the values; null when unknown.</summary>
    public (DateOnly First, DateOnly Last)? Period { get; init; }

    /// <summary>Incidence angle at the scene centre, radians from the vertical; NaN when unknown.</summary>
    public double IncidenceAtCentre { get; init; } = double.NaN;

    /// <summary>Reads the attributes of an open file.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Null when the file says no FILE_TYPE, so that it is none of MintPy's.</returns>
    /// <exception cref="RequestException">It is MintPy's, and its size or grid is impossible.</exception>
    public static MintPyHeader? Read(Hdf5File file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var text = file.ReadAttributes();
        if (!text.TryGetValue("FILE_TYPE", out var type))
        {
            return null;
        }

        var (columns, rows) = (Whole(text, "WIDTH"), Whole(text, "LENGTH") is > 0 and var length ? length : Whole(text, "FILE_LENGTH"));
        if (columns < 1 || rows < 1)
        {
            throw new RequestException($"{file.Location} has no WIDTH and LENGTH of at least 1. It is damaged; copy it again.");
        }

        var wavelength = Number(text, "WAVELENGTH");
        var (range, azimuth) = (Whole(text, "RLOOKS"), Whole(text, "ALOOKS"));
        var seconds = Number(text, "CENTER_LINE_UTC");
        var (row, column) = (Whole(text, "REF_Y", -1), Whole(text, "REF_X", -1));
        return new MintPyHeader
        {
            FileType = type,
            Grid = GridOf(file.Location, text, columns, rows),
            Sensor = wavelength is > 0 and < 10 ? new Sensor(NameOf(text.GetValueOrDefault("PLATFORM", "unknown")), wavelength) : null,
            Heading = Math.IEEERemainder(double.DegreesToRadians(Number(text, "HEADING")), 2 * Math.PI),
            Pass = PassOf(text),
            Looks = new Looks(Math.Max(range, 0), Math.Max(azimuth, 0), Number(text, "NCORRLOOKS") is >= 1 and var looks ? looks : double.NaN),
            SlantRangeNear = Number(text, "STARTING_RANGE"),
            TimeOfDay = seconds is >= 0 and < 86400 ? TimeSpan.FromSeconds(seconds) : null,
            Track = Math.Max(0, Math.Max(Whole(text, "trackNumber"), Whole(text, "relative_orbit"))),
            ReferencePixel = row >= 0 && row < rows && column >= 0 && column < columns ? (row, column) : null,
            ReferenceDate = DateOf(text.GetValueOrDefault("REF_DATE", "")),
            Unit = text.GetValueOrDefault("UNIT", "").Trim(),
            Period = DateOf(text.GetValueOrDefault("START_DATE", "")) is { } first && DateOf(text.GetValueOrDefault("END_DATE", "")) is { } last && first <= last ? (first, last) : null,
            IncidenceAtCentre = Number(text, "incidenceAngle") is > 0 and < 90 and var incidence ? double.DegreesToRadians(incidence) : double.NaN,
        };
    }

    /// <summary>A date as MintPy writes it, yyyyMMdd or yyyyMMddTHHmm; null where the text is none.</summary>
    /// <param name="text">The text.</param>
    public static DateOnly? DateOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is 8 or 13 && DateOnly.TryParseExact(text.AsSpan(0, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }

    private static double Number(IReadOnlyDictionary<string, string> text, string key) =>
        text.TryGetValue(key, out var value) && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : double.NaN;

    private static int Whole(IReadOnlyDictionary<string, string> text, string key, int missing = 0)
    {
        var number = Number(text, key);
        return number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : missing;
    }

    private static string NameOf(string platform) => platform.StartsWith("Sen", StringComparison.OrdinalIgnoreCase) ? Sensor.Sentinel1.Name : platform;

    private static PassDirection PassOf(IReadOnlyDictionary<string, string> text) => text.GetValueOrDefault("ORBIT_DIRECTION", "").ToUpperInvariant() switch
    {
        ['A', ..] => PassDirection.Ascending,
        ['D', ..] => PassDirection.Descending,
        _ => PassDirection.Unknown,
    };

    private static Grid GridOf(string path, IReadOnlyDictionary<string, string> text, int columns, int rows)
    {
        if (!text.ContainsKey("X_FIRST") || !text.ContainsKey("Y_FIRST"))
        {
            return Grid.Radar(columns, rows);
        }

        try
        {
            return new Grid(SystemOf(path, text), Number(text, "X_FIRST"), Number(text, "Y_FIRST"), Number(text, "X_STEP"), Number(text, "Y_STEP"), columns, rows);
        }
        catch (ArgumentException e)
        {
            throw new RequestException($"{path} describes no north-up grid: {e.Message}", e);
        }
    }

    private static Crs SystemOf(string path, IReadOnlyDictionary<string, string> text)
    {
        if (Whole(text, "EPSG") is > 0 and var epsg)
        {
            return epsg == 4326 ? Crs.Wgs84 : new Crs(string.Create(CultureInfo.InvariantCulture, $"EPSG:{epsg}"), !text.GetValueOrDefault("X_UNIT", "degrees").StartsWith('m'));
        }

        var zoneText = text.GetValueOrDefault("UTM_ZONE", "").Trim().ToUpperInvariant();
        if (int.TryParse(zoneText.TrimEnd('N', 'S'), NumberStyles.None, CultureInfo.InvariantCulture, out var zone) && zone is >= 1 and <= 60)
        {
            return new Crs(string.Create(CultureInfo.InvariantCulture, $"EPSG:{(zoneText.EndsWith('S') ? 32700 : 32600) + zone}"), false);
        }

        return text.GetValueOrDefault("X_UNIT", "degrees").StartsWith('m')
            ? throw new RequestException($"{path} counts in metres but names no EPSG code or UTM_ZONE. Add one of these attributes.")
            : Crs.Wgs84;
    }
}
