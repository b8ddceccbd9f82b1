using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Formats.Products;

namespace Plumb.Formats.Gamma;

/// <summary>A GAMMA image parameter file (SLC or MLI .par): what one acquisition's image is. Unknown numbers are NaN.</summary>
public sealed record GammaImage
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Date of the acquisition.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The instrument with its wavelength, metres.</summary>
    public required Sensor Sensor { get; init; }

    /// <summary>The flight path.</summary>
    public required Orbit Orbit { get; init; }

    /// <summary>Time of the first line, seconds since midnight (UTC).</summary>
    public double StartTime { get; init; } = double.NaN;

    /// <summary>Time of the middle, seconds since midnight (UTC).</summary>
    public double CentreTime { get; init; } = double.NaN;

    /// <summary>Time from line to line, seconds.</summary>
    public double LineTime { get; init; } = double.NaN;

    /// <summary>Number of samples in range, unit pixels.</summary>
    public int RangeSamples { get; init; }

    /// <summary>Number of lines in azimuth, unit pixels.</summary>
    public int AzimuthLines { get; init; }

    /// <summary>Looks in range, pure number.</summary>
    public int RangeLooks { get; init; }

    /// <summary>Looks in azimuth, pure number.</summary>
    public int AzimuthLooks { get; init; }

    /// <summary>Slant range to the first sample, metres.</summary>
    public double NearRange { get; init; } = double.NaN;

    /// <summary>Slant range to the centre, metres.</summary>
    public double CentreRange { get; init; } = double.NaN;

    /// <summary>Distance from sample to sample in slant range, metres.</summary>
    public double RangeSpacing { get; init; } = double.NaN;

    /// <summary>Heading, radians clockwise from north.</summary>
    public double Heading { get; init; } = double.NaN;

    /// <summary>Incidence angle at the centre, radians.</summary>
    public double Incidence { get; init; } = double.NaN;

    /// <summary>Sampling over resolution in range, pure number: sampling rate / bandwidth of the chirp; NaN when unknown.</summary>
    public double RangeOversampling { get; init; } = double.NaN;

    /// <summary>Sampling over resolution in azimuth, pure number: PRF / processed bandwidth; NaN when unknown.</summary>
    public double AzimuthOversampling { get; init; } = double.NaN;

    /// <summary>
    /// Number of independent looks, pure number: for Sentinel-1 by <see cref="EffectiveLooks"/>, for others the looks over the
    /// oversampling that the file tells; NaN when unknown.
    /// </summary>
    public Looks Looks
    {
        get
        {
            var effective = Sensor.Name.StartsWith("S1", StringComparison.Ordinal)
                ? EffectiveLooks.Sentinel1(RangeLooks, AzimuthLooks)
                : Math.Max(1, RangeLooks / Math.Max(1, RangeOversampling)) * Math.Max(1, AzimuthLooks / Math.Max(1, AzimuthOversampling));
            return RangeLooks > 0 && AzimuthLooks > 0 ? new Looks(RangeLooks, AzimuthLooks, effective) : Looks.Unknown;
        }
    }

    /// <summary>Direction of flight, from the heading.</summary>
    public PassDirection Pass => double.IsNaN(Heading) ? PassDirection.Unknown : Math.Cos(Heading) > 0 ? PassDirection.Ascending : PassDirection.Descending;

    /// <summary>Line of a moment, unit pixels, fractional.</summary>
    /// <param name="time">Moment, seconds since midnight (UTC).</param>
    public double LineAt(double time) => (time - StartTime) / LineTime;

    /// <summary>Sample of a slant range, unit pixels, fractional.</summary>
    /// <param name="slantRange">Slant range, metres.</param>
    public double SampleAt(double slantRange) => (slantRange - NearRange) / RangeSpacing;

    /// <summary>Reads an image parameter file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RequestException">It cannot be read, is of another kind or lacks what is needed.</exception>
    public static GammaImage Read(string path)
    {
        var text = ParameterText.Read(path, colon: true);
        var date = text.Numbers("date");
        if (date.Length < 3 || !DateOnly.TryParseExact(
            string.Create(CultureInfo.InvariantCulture, $"{date[0]:0000}{date[1]:00}{date[2]:00}"), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            throw new RequestException($"{path} is not a GAMMA image parameter file: it has no 'date: year month day'. Put the SLC or MLI .par file there.");
        }

        var frequency = text.Required("radar_frequency");
        if (!(frequency > 0))
        {
            throw new RequestException($"{path}: radar_frequency is {frequency.ToString(CultureInfo.InvariantCulture)}, which is no frequency. Copy the file again.");
        }

        return new GammaImage
        {
            Path = path,
            Date = day,
            Sensor = Sensor.FromFrequency(text.Text("sensor") ?? "unknown", frequency),
            Orbit = ReadOrbit(text),
            StartTime = text.Number("start_time"),
            CentreTime = text.Number("center_time"),
            LineTime = text.Number("azimuth_line_time"),
            RangeSamples = text.Whole("range_samples"),
            AzimuthLines = text.Whole("azimuth_lines"),
            RangeLooks = Math.Max(0, text.Whole("range_looks")),
            AzimuthLooks = Math.Max(0, text.Whole("azimuth_looks")),
            NearRange = text.Number("near_range_slc"),
            CentreRange = text.Number("center_range_slc"),
            RangeSpacing = text.Number("range_pixel_spacing"),
            Heading = double.DegreesToRadians(text.Number("heading")),
            Incidence = double.DegreesToRadians(text.Number("incidence_angle")),
            RangeOversampling = text.Number("adc_sampling_rate") / text.Number("chirp_bandwidth"),
            AzimuthOversampling = text.Number("prf") / text.Number("azimuth_proc_bandwidth"),
        };
    }

    private static Orbit ReadOrbit(ParameterText text)
    {
        const int MostVectors = 10_000;
        var count = text.Whole("number_of_state_vectors");
        var start = text.Required("time_of_first_state_vector");
        var step = text.Required("state_vector_interval");
        if (count < 2 || count > MostVectors || !(step > 0))
        {
            throw new RequestException($"{text.Path} has {count} state vectors every {step.ToString(CultureInfo.InvariantCulture)} s, which is no orbit. Copy the file again.");
        }

        var vectors = new List<StateVector>();
        for (var i = 1; i <= count; i++)
        {
            var p = text.Numbers(string.Create(CultureInfo.InvariantCulture, $"state_vector_position_{i}"));
            var v = text.Numbers(string.Create(CultureInfo.InvariantCulture, $"state_vector_velocity_{i}"));
            if (p.Length < 3 || v.Length < 3 || v is [0, 0, 0, ..])
            {
                throw new RequestException($"{text.Path} promises {count} state vectors, but number {i} is missing or damaged. Copy the file again.");
            }

            vectors.Add(new StateVector(start + ((i - 1) * step), new EcefVector(p[0], p[1], p[2]), new EcefVector(v[0], v[1], v[2])));
        }

        return new Orbit(vectors);
    }
}
