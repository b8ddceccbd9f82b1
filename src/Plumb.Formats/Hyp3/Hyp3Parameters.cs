using System.Globalization;
using System.Text.RegularExpressions;
using Plumb.Acquisitions;
using Plumb.Formats.Products;

namespace Plumb.Formats.Hyp3;

/// <summary>
/// The parameter file of a HyP3 interferogram (NAME.txt), as documented in ASF's InSAR product guides
/// (hyp3-docs.asf.alaska.edu, guides insar_product_guide and burst_insar_product_guide). Unknown numbers are NaN.
/// </summary>
public sealed partial record Hyp3Parameters
{
    /// <summary>Date of the reference granule; null when its name does not tell.</summary>
    public DateOnly? ReferenceDate { get; init; }

    /// <summary>Date of the secondary granule; null when its name does not tell.</summary>
    public DateOnly? SecondaryDate { get; init; }

    /// <summary>Satellite of the reference granule: 'A', 'B', 'C', 'D', or '?' where the name does not tell.</summary>
    public char Satellite { get; init; } = '?';

    /// <summary>Absolute orbit of the reference granule; 0 when unknown (pure number).</summary>
    public int ReferenceOrbit { get; init; }

    /// <summary>Direction of flight.</summary>
    public PassDirection Pass { get; init; }

    /// <summary>Perpendicular baseline from the reference to the secondary granule, metres.</summary>
    public double Baseline { get; init; } = double.NaN;

    /// <summary>Time of the scene centre, UTC, as a span since midnight; null when unknown.</summary>
    public TimeSpan? TimeOfDay { get; init; }

    /// <summary>Heading, radians clockwise from north, from -pi to pi.</summary>
    public double Heading { get; init; } = double.NaN;

    /// <summary>Height of the satellite above its nadir point, metres.</summary>
    public double SpacecraftHeight { get; init; } = double.NaN;

    /// <summary>Radius of the Earth at the nadir point, metres.</summary>
    public double EarthRadius { get; init; } = double.NaN;

    /// <summary>Slant range to the nearest point, metres.</summary>
    public double SlantRangeNear { get; init; } = double.NaN;

    /// <summary>Slant range to the centre, metres.</summary>
    public double SlantRangeCentre { get; init; } = double.NaN;

    /// <summary>Looks in range, pure number; 0 when unknown.</summary>
    public int RangeLooks { get; init; }

    /// <summary>Looks in azimuth, pure number; 0 when unknown.</summary>
    public int AzimuthLooks { get; init; }

    /// <summary>Names of the numbers that the file lacks.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Incidence angle at the centre on a spherical Earth, radians: cosine rule with the slant range; NaN when unknown.</summary>
    public double IncidenceAtCentre
    {
        get
        {
            var distance = EarthRadius + SpacecraftHeight;
            var cosine = ((distance * distance) - (EarthRadius * EarthRadius) - (SlantRangeCentre * SlantRangeCentre)) / (2 * SlantRangeCentre * EarthRadius);
            return Math.Abs(cosine) <= 1 ? Math.Acos(cosine) : double.NaN;
        }
    }

    /// <summary>Relative orbit (track) of Sentinel-1, a number from 1 to 175; 0 when the satellite is not known.</summary>
    public int Track
    {
        get
        {
            var first = Satellite switch { 'A' => 73, 'B' => 27, 'C' => 172, _ => -1 };
            return first < 0 || ReferenceOrbit <= 0 ? 0 : (((ReferenceOrbit - first) % 175 + 175) % 175) + 1;
        }
    }

    /// <summary>Reads a parameter file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RequestException">It cannot be read or is not a HyP3 parameter file.</exception>
    public static Hyp3Parameters Read(string path)
    {
        var text = ParameterText.Read(path, colon: true);
        if (text.Text("Reference Granule") is not { } reference || text.Text("Secondary Granule") is not { } secondary)
        {
            throw new RequestException($"{path} is not a HyP3 parameter file: it names no 'Reference Granule' and 'Secondary Granule'. Put the product's own .txt file there.");
        }

        var heading = text.Number("Heading");
        var seconds = text.Number("UTC time");
        return new Hyp3Parameters
        {
            ReferenceDate = DateOf(reference),
            SecondaryDate = DateOf(secondary),
            Satellite = reference is ['S', '1', var satellite and >= 'A' and <= 'D', ..] ? satellite : '?',
            ReferenceOrbit = text.Whole("Reference Orbit Number"),
            Pass = text.Text("Reference Pass Direction")?.ToUpperInvariant() switch
            {
                "ASCENDING" => PassDirection.Ascending,
                "DESCENDING" => PassDirection.Descending,
                _ => PassDirection.Unknown,
            },
            Baseline = text.Number("Baseline"),
            TimeOfDay = seconds is >= 0 and < 86400 ? TimeSpan.FromSeconds(seconds) : null,
            Heading = Math.Abs(heading) <= 360 ? Math.IEEERemainder(double.DegreesToRadians(heading), 2 * Math.PI) : double.NaN,
            SpacecraftHeight = text.Number("Spacecraft height"),
            EarthRadius = text.Number("Earth radius at nadir"),
            SlantRangeNear = text.Number("Slant range near"),
            SlantRangeCentre = text.Number("Slant range center"),
            RangeLooks = Math.Max(0, text.Whole("Range looks")),
            AzimuthLooks = Math.Max(0, text.Whole("Azimuth looks")),
            Missing = [.. Needed.Where(key => !double.IsFinite(text.Number(key)))],
        };
    }

    private static readonly string[] Needed = ["Baseline", "Heading", "UTC time", "Slant range center", "Range looks", "Azimuth looks"];

    private static DateOnly? DateOf(string granule)
    {
        var match = GranuleDate().Match(granule);
        return match.Success && DateOnly.TryParseExact(match.Groups[1].ValueSpan, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }

    [GeneratedRegex(@"_(\d{8})T\d{6}", RegexOptions.CultureInvariant)]
    private static partial Regex GranuleDate();
}
