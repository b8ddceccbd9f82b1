using Plumb.Acquisitions;

namespace Plumb.Formats.Products;

/// <summary>
/// What a user adds by hand where products do not tell it: a small file "plumb-product.yaml" of lines "key: value" that
/// holds for the products of its folder and those below. Only missing items are filled in; nothing is overruled.
/// </summary>
public sealed record Sidecar
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "plumb-product.yaml";

    private static readonly string[] Keys =
        ["sensor", "wavelength", "incidence", "heading", "range_looks", "azimuth_looks", "effective_looks", "utc_seconds", "observation", "positive", "sigma"];

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Name of the satellite; empty when not given.</summary>
    public string SensorName { get; init; } = "";

    /// <summary>Wavelength, metres; NaN when not given.</summary>
    public double Wavelength { get; init; } = double.NaN;

    /// <summary>Incidence at the scene centre, radians (degrees in the file); NaN when not given.</summary>
    public double Incidence { get; init; } = double.NaN;

    /// <summary>Heading, radians clockwise from north (degrees in the file); NaN when not given.</summary>
    public double Heading { get; init; } = double.NaN;

    /// <summary>Looks, pure numbers.</summary>
    public Looks Looks { get; init; } = Looks.Unknown;

    /// <summary>Time of the scene centre, UTC, as a span since midnight; null when not given.</summary>
    public TimeSpan? TimeOfDay { get; init; }

    /// <summary>How offsets are to be read; null where the products hold phase.</summary>
    public OffsetObservation? Offsets { get; init; }

    /// <summary>Reads a sidecar file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RequestException">A key is unknown or a value is not a number in its range.</exception>
    public static Sidecar Read(string path)
    {
        var text = ParameterText.Read(path, colon: true);
        if (text.Keys.FirstOrDefault(k => !Keys.Contains(k)) is { } unknown)
        {
            throw new RequestException($"{path}: '{unknown}' is not a key. The keys are {string.Join(", ", Keys)}.");
        }

        return new Sidecar
        {
            Path = path,
            Offsets = OffsetsOf(text),
            SensorName = text.Text("sensor") ?? "",
            Wavelength = Number(text, "wavelength", 0.001, 2, "metres"),
            Incidence = double.DegreesToRadians(Number(text, "incidence", 0, 90, "degrees")),
            Heading = double.DegreesToRadians(Number(text, "heading", -360, 360, "degrees")),
            Looks = new Looks(
                (int)NumberOrZero(text, "range_looks"),
                (int)NumberOrZero(text, "azimuth_looks"),
                Number(text, "effective_looks", 1, 10_000, "looks")),
            TimeOfDay = Number(text, "utc_seconds", 0, 86_399, "seconds of day") is var seconds && double.IsNaN(seconds) ? null : TimeSpan.FromSeconds(seconds),
        };
    }

    /// <summary>A product with what it lacks filled in from this file.</summary>
    /// <param name="product">The product.</param>
    public InterferogramProduct Fill(InterferogramProduct product)
    {
        ArgumentNullException.ThrowIfNull(product);
        var sensor = product.Sensor ?? (double.IsNaN(Wavelength) ? null : new Sensor(SensorName.Length > 0 ? SensorName : "unknown", Wavelength));
        var heading = double.IsNaN(product.Heading) ? Heading : product.Heading;
        var looks = new Looks(
            product.Looks.Range == 0 ? Looks.Range : product.Looks.Range,
            product.Looks.Azimuth == 0 ? Looks.Azimuth : product.Looks.Azimuth,
            double.IsNaN(product.Looks.Effective) ? Looks.Effective : product.Looks.Effective);
        return product with
        {
            Sensor = sensor,
            Heading = heading,
            IncidenceAtCentre = double.IsNaN(product.IncidenceAtCentre) ? Incidence : product.IncidenceAtCentre,
            Looks = looks,
            TimeOfDay = product.TimeOfDay ?? TimeOfDay,
            Pass = product.Pass != PassDirection.Unknown || double.IsNaN(heading) ? product.Pass
                : Math.Cos(heading) > 0 ? PassDirection.Ascending : PassDirection.Descending,
        };
    }

    private static OffsetObservation? OffsetsOf(ParameterText text)
    {
        var kind = text.Text("observation") ?? "phase";
        if (kind == "phase")
        {
            return text.Text("positive") is null && text.Text("sigma") is null
                ? null
                : throw new RequestException($"{text.Path}: positive and sigma belong to offsets. Write 'observation: offset' or 'observation: along_track_offset' too, or leave them out.");
        }

        if (kind is not ("offset" or "along_track_offset"))
        {
            throw new RequestException($"{text.Path}: observation is '{kind}'; it is phase, offset or along_track_offset.");
        }

        string[] ways = kind == "offset" ? ["towards_satellite", "away_from_satellite"] : ["along_flight", "against_flight"];
        if (!ways.Contains(text.Text("positive")))
        {
            throw new RequestException($"{text.Path}: positive is '{text.Text("positive")}'; for 'observation: {kind}' it must say what positive metres mean: {ways[0]} or {ways[1]}.");
        }

        var sigma = Number(text, "sigma", 1e-4, 100, "metres");
        return double.IsFinite(sigma)
            ? new OffsetObservation(kind == "offset" ? ObservationKind.Offset : ObservationKind.AlongTrackOffset, text.Text("positive") == ways[1], sigma)
            : throw new RequestException($"{text.Path}: sigma is missing, the standard deviation of one offset in metres. A thirtieth of a pixel is usual; the scatter of the offsets over ground that stands still tells it.");
    }

    private static double NumberOrZero(ParameterText text, string key) =>
        Number(text, key, 1, 1000, "looks") is var n && double.IsNaN(n) ? 0 : n;

    private static double Number(ParameterText text, string key, double least, double most, string unit)
    {
        if (text.Text(key) is not { } written)
        {
            return double.NaN;
        }

        var number = text.Number(key);
        return number >= least && number <= most
            ? number
            : throw new RequestException(FormattableString.Invariant($"{text.Path}: {key} is '{written}'; it is a number of {unit} from {least} to {most}."));
    }
}
