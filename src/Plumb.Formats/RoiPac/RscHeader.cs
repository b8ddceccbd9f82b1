using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Formats.Products;
using Plumb.Grids;

namespace Plumb.Formats.RoiPac;

/// <summary>A ROI_PAC header (.rsc): grid, dates and instrument of one file. Unknown numbers are NaN.</summary>
public sealed record RscHeader
{
    /// <summary>The grid; radar coordinates where the header gives no X_FIRST. X_FIRST and Y_FIRST are the outer corner of the first pixel.</summary>
    public required Grid Grid { get; init; }

    /// <summary>The dates by DATE12 (yyMMdd-yyMMdd); null where it is missing.</summary>
    public OrientedPair? Dates { get; init; }

    /// <summary>The instrument with its wavelength, metres; null when unknown.</summary>
    public Sensor? Sensor { get; init; }

    /// <summary>Perpendicular baseline, mean of the first and last line, metres, in the order of DATE12.</summary>
    public double Baseline { get; init; } = double.NaN;

    /// <summary>Heading, radians clockwise from north.</summary>
    public double Heading { get; init; } = double.NaN;

    /// <summary>Looks in range and azimuth, pure numbers.</summary>
    public Looks Looks { get; init; } = Looks.Unknown;

    /// <summary>Slant range to the first sample, metres.</summary>
    public double NearRange { get; init; } = double.NaN;

    /// <summary>Time of the scene centre, UTC, as a span since midnight; null when unknown.</summary>
    public TimeSpan? TimeOfDay { get; init; }

    /// <summary>Incidence angle at the centre of the swath on a spherical Earth, radians; NaN when unknown.</summary>
    public double Incidence { get; init; } = double.NaN;

    /// <summary>Reads a header.</summary>
    /// <param name="path">The .rsc file.</param>
    /// <exception cref="RequestException">It cannot be read or is of another kind.</exception>
    public static RscHeader Read(string path)
    {
        var text = ParameterText.Read(path, colon: false);
        var (columns, rows) = (text.Whole("WIDTH"), text.Has("FILE_LENGTH") ? text.Whole("FILE_LENGTH") : text.Whole("LENGTH"));
        if (columns < 1 || rows < 1)
        {
            throw new RequestException($"{path} is not a ROI_PAC header: it has no WIDTH and FILE_LENGTH of at least 1. Put the file's own .rsc there.");
        }

        var wavelength = text.Number("WAVELENGTH");
        var (range, azimuth) = (text.Whole("RLOOKS"), text.Whole("ALOOKS"));
        var seconds = text.Number("CENTER_LINE_UTC");
        var heading = text.Has("HEADING_DEG") ? text.Number("HEADING_DEG") : text.Number("HEADING");
        return new RscHeader
        {
            Grid = ReadGrid(path, text, columns, rows),
            Dates = Date12(text.Text("DATE12")),
            Sensor = wavelength > 0 ? new Sensor(text.Text("PLATFORM") ?? "unknown", wavelength) : null,
            Baseline = 0.5 * (text.Number("P_BASELINE_TOP_HDR") + text.Number("P_BASELINE_BOTTOM_HDR")),
            Heading = Math.IEEERemainder(double.DegreesToRadians(heading), 2 * Math.PI),
            Looks = range > 0 && azimuth > 0 ? new Looks(range, azimuth, Independent(text.Text("PLATFORM"), range, azimuth)) : Looks.Unknown,
            NearRange = text.Number("STARTING_RANGE"),
            TimeOfDay = seconds is >= 0 and < 86400 ? TimeSpan.FromSeconds(seconds) : null,
            Incidence = IncidenceOf(text, columns),
        };
    }

    private static Grid ReadGrid(string path, ParameterText text, int columns, int rows)
    {
        if (!text.Has("X_FIRST") || !text.Has("Y_FIRST"))
        {
            return Grid.Radar(columns, rows);
        }

        try
        {
            return new Grid(SystemOf(path, text), text.Required("X_FIRST"), text.Required("Y_FIRST"), text.Required("X_STEP"), text.Required("Y_STEP"), columns, rows);
        }
        catch (ArgumentException e)
        {
            throw new RequestException($"{path} describes no north-up grid: {e.Message}", e);
        }
    }

    private static Crs SystemOf(string path, ParameterText text)
    {
        if (text.Whole("EPSG") is > 0 and var epsg && epsg != 4326)
        {
            return new Crs(string.Create(CultureInfo.InvariantCulture, $"EPSG:{epsg}"), false);
        }

        var projection = text.Text("PROJECTION")?.ToUpperInvariant() ?? "";
        var zoneText = text.Text("UTM_ZONE") ?? (projection.StartsWith("UTM", StringComparison.Ordinal) ? projection[3..] : "");
        if (zoneText.Length > 0 && int.TryParse(zoneText.TrimEnd('N', 'S', 'n', 's'), NumberStyles.None, CultureInfo.InvariantCulture, out var zone) && zone is >= 1 and <= 60)
        {
            var south = zoneText[^1] is 'S' or 's';
            return new Crs(string.Create(CultureInfo.InvariantCulture, $"EPSG:{(south ? 32700 : 32600) + zone}"), false);
        }

        if (text.Text("X_UNIT") is { } unit && unit.StartsWith('m'))
        {
            throw new RequestException($"{path} counts in metres but names no UTM_ZONE. Add the line 'UTM_ZONE 49N' with the right zone.");
        }

        return Crs.Wgs84;
    }

    private static OrientedPair? Date12(string? text)
    {
        var dates = text?.Split('-', '_');
        return dates is [var first, var second] && Date(first) is { } a && Date(second) is { } b ? OrientedPair.From(a, b) : null;
    }

    private static DateOnly? Date(string text)
    {
        // Two-digit years: ERS-1 flew in 1991, nothing in these headers is older than Seasat in 1978.
        var full = text.Length == 6 ? (string.CompareOrdinal(text, "78") >= 0 ? "19" : "20") + text : text;
        return DateOnly.TryParseExact(full, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }

    /// <summary>Headers tell no oversampling; only Sentinel-1's is known from elsewhere.</summary>
    private static double Independent(string? platform, int range, int azimuth) =>
        platform is not null && (platform.StartsWith("S1", StringComparison.OrdinalIgnoreCase) || platform.StartsWith("Sen", StringComparison.OrdinalIgnoreCase))
            ? EffectiveLooks.Sentinel1(range, azimuth)
            : double.NaN;

    private static double IncidenceOf(ParameterText text, int columns)
    {
        var (radius, height) = (text.Number("EARTH_RADIUS"), text.Number("HEIGHT"));
        var (near, spacing) = (text.Number("STARTING_RANGE"), text.Number("RANGE_PIXEL_SIZE"));
        var range = text.Has("X_FIRST") ? near : near + (0.5 * columns * spacing);
        var distance = radius + height;
        var cosine = ((distance * distance) - (radius * radius) - (range * range)) / (2 * range * radius);
        return Math.Abs(cosine) <= 1 ? Math.Acos(cosine) : double.NaN;
    }
}
