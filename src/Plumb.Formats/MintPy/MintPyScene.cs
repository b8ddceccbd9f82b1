using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Formats.Products;
using Plumb.Grids;

namespace Plumb.Formats.MintPy;

/// <summary>What MintPy's programs need to know about a scene besides the numbers. It is written as attributes of each file.</summary>
public sealed record MintPyScene
{
    private const double EarthRadius = 6_371_000;

    /// <summary>The grid; radar coordinates (pixels) give MintPy's radar files.</summary>
    public required Grid Grid { get; init; }

    /// <summary>The instrument with its wavelength, metres.</summary>
    public required Sensor Sensor { get; init; }

    /// <summary>The dates (UTC), ascending; the first and last bound the file.</summary>
    public required IReadOnlyList<DateOnly> Dates { get; init; }

    /// <summary>Date (UTC) that displacement is relative to.</summary>
    public required DateOnly ReferenceDate { get; init; }

    /// <summary>Row and column (pixels) that displacement is relative to; null when it is an area's mean, which MintPy has no word for.</summary>
    public (int Row, int Column)? ReferencePixel { get; init; }

    /// <summary>Direction of flight.</summary>
    public PassDirection Pass { get; init; }

    /// <summary>Heading at the scene's centre, radians clockwise from north; NaN when unknown.</summary>
    public double Heading { get; init; } = double.NaN;

    /// <summary>Looks, pure numbers.</summary>
    public Looks Looks { get; init; } = Looks.Unknown;

    /// <summary>Slant range to the first sample, metres; NaN when unknown.</summary>
    public double SlantRangeNear { get; init; } = double.NaN;

    /// <summary>Height of the satellite above the ground, metres; NaN when unknown.</summary>
    public double SatelliteHeight { get; init; } = double.NaN;

    /// <summary>Ground size of a pixel of the radar grid in range and azimuth, metres; NaN when unknown or on a map grid.</summary>
    public (double Range, double Azimuth) PixelSize { get; init; } = (double.NaN, double.NaN);

    /// <summary>Time of the scene centre, UTC, as a span since midnight; null when unknown.</summary>
    public TimeSpan? TimeOfDay { get; init; }

    /// <summary>Relative orbit (track) number; 0 when unknown.</summary>
    public int Track { get; init; }

    /// <summary>What made the interferograms, in MintPy's words: "hyp3", "gamma", "isce", "roipac", "aria", "gmtsar", "snap".</summary>
    public string Processor { get; init; } = "hyp3";

    /// <summary>The attributes of one file, sorted by name.</summary>
    /// <param name="fileType">MintPy's FILE_TYPE.</param>
    /// <param name="unit">MintPy's UNIT: "m", "m/year", "radian", "1".</param>
    public IReadOnlyDictionary<string, string> Attributes(string fileType, string unit)
    {
        var text = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["ANTENNA_SIDE"] = "-1",
            ["DATA_TYPE"] = fileType == "mask" ? "bool" : "float32",
            ["EARTH_RADIUS"] = Text(EarthRadius),
            ["END_DATE"] = Text(Dates[^1]),
            ["FILE_TYPE"] = fileType,
            ["LENGTH"] = Text(Grid.Rows),
            ["ORBIT_DIRECTION"] = Pass == PassDirection.Descending ? "DESCENDING" : "ASCENDING",
            ["PLATFORM"] = Sensor.Name == Sensor.Sentinel1.Name ? "Sen" : Sensor.Name,
            ["PROCESSOR"] = Processor,
            ["REF_DATE"] = Text(ReferenceDate),
            ["START_DATE"] = Text(Dates[0]),
            ["UNIT"] = unit,
            ["WAVELENGTH"] = Text(Sensor.Wavelength),
            ["WIDTH"] = Text(Grid.Columns),
        };
        Add(text, "HEADING", double.RadiansToDegrees(Heading));
        Add(text, "STARTING_RANGE", SlantRangeNear);
        Add(text, "HEIGHT", SatelliteHeight);
        Add(text, "RANGE_PIXEL_SIZE", PixelSize.Range);
        Add(text, "AZIMUTH_PIXEL_SIZE", PixelSize.Azimuth);
        Add(text, "NCORRLOOKS", Looks.Effective);
        Add(text, "ALOOKS", Looks.Azimuth > 0 ? Looks.Azimuth : double.NaN);
        Add(text, "RLOOKS", Looks.Range > 0 ? Looks.Range : double.NaN);
        Add(text, "CENTER_LINE_UTC", TimeOfDay?.TotalSeconds ?? double.NaN);
        Add(text, "relative_orbit", Track > 0 ? Track : double.NaN);
        AddGrid(text);
        return text;
    }

    internal static string Text(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static void Add(SortedDictionary<string, string> text, string key, double number)
    {
        if (double.IsFinite(number))
        {
            text[key] = Text(number);
        }
    }

    private void AddGrid(SortedDictionary<string, string> text)
    {
        if (ReferencePixel is { } pixel)
        {
            (text["REF_Y"], text["REF_X"]) = (Text(pixel.Row), Text(pixel.Column));
        }

        if (Grid.Crs.IsRadar)
        {
            return;
        }

        (text["X_FIRST"], text["Y_FIRST"]) = (Text(Grid.OriginX), Text(Grid.OriginY));
        (text["X_STEP"], text["Y_STEP"]) = (Text(Grid.StepX), Text(Grid.StepY));
        text["X_UNIT"] = text["Y_UNIT"] = Grid.Crs.IsGeographic ? "degrees" : "meters";
        var code = Grid.Crs.Definition.StartsWith("EPSG:", StringComparison.OrdinalIgnoreCase) &&
            int.TryParse(Grid.Crs.Definition.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var epsg) ? epsg : 0;
        if (code > 0)
        {
            text["EPSG"] = Text(code);
        }

        if (code / 100 is 326 or 327 && code % 100 is >= 1 and <= 60)
        {
            text["UTM_ZONE"] = string.Create(CultureInfo.InvariantCulture, $"{code % 100}{(code / 100 == 326 ? 'N' : 'S')}");
        }

        if (Grid.Crs.IsGeographic)
        {
            AddCorners(text);
        }
    }

    private void AddCorners(SortedDictionary<string, string> text)
    {
        // Near range first, first line first: west to east and south to north on an ascending, right-looking pass.
        var ascending = Pass != PassDirection.Descending;
        var (firstLatitude, lastLatitude) = ascending ? (Grid.EndY, Grid.OriginY) : (Grid.OriginY, Grid.EndY);
        var (near, far) = ascending ? (Grid.OriginX, Grid.EndX) : (Grid.EndX, Grid.OriginX);
        text["LAT_REF1"] = text["LAT_REF2"] = Text(firstLatitude);
        text["LAT_REF3"] = text["LAT_REF4"] = Text(lastLatitude);
        text["LON_REF1"] = text["LON_REF3"] = Text(near);
        text["LON_REF2"] = text["LON_REF4"] = Text(far);
        if (ReferencePixel is { } pixel)
        {
            var (x, y) = Grid.CentreOf(pixel.Row, pixel.Column);
            (text["REF_LAT"], text["REF_LON"]) = (Text(y), Text(x));
        }
    }
}
