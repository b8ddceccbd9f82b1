using Plumb.Acquisitions;
using Plumb.Grids;

namespace Plumb.Formats.Products;

/// <summary>How many pixels of the full-resolution image were averaged into one, pure numbers.</summary>
/// <param name="Range">Looks in range, pure number; 0 when unknown.</param>
/// <param name="Azimuth">Looks in azimuth, pure number; 0 when unknown.</param>
/// <param name="Effective">
/// Number of independent looks, pure number: range looks x azimuth looks reduced by the oversampling of the sensor
/// (see <see cref="EffectiveLooks"/>); NaN when unknown.
/// </param>
public readonly record struct Looks(int Range, int Azimuth, double Effective)
{
    /// <summary>Looks nobody told us: 0 x 0, effective number NaN (pure numbers).</summary>
    public static Looks Unknown { get; } = new(0, 0, double.NaN);
}

/// <summary>
/// One interferogram as a product family delivers it, in Plumb's words: earlier date first, radians that grow with
/// range. Values that the product does not tell are NaN or null and are named among the inspection's problems.
/// </summary>
public sealed record InterferogramProduct
{
    /// <summary>The two dates, earlier first.</summary>
    public required DatePair Pair { get; init; }

    /// <summary>Name of the product family, such as "HyP3 INSAR_GAMMA".</summary>
    public required string Family { get; init; }

    /// <summary>The file or folder people know the product by.</summary>
    public required string Source { get; init; }

    /// <summary>Phase, radians, sign as <see cref="Sign.PhaseGrowsWithRange"/>: unwrapped, unless <see cref="IsWrapped"/>; NaN is no-data.</summary>
    public required IRasterSource Unwrapped { get; init; }

    /// <summary>What the numbers of <see cref="Unwrapped"/> were before they became radians.</summary>
    public ObservationKind Observation { get; init; }

    /// <summary>Whether the product has no unwrapped phase, so that the phase is still wrapped.</summary>
    public bool IsWrapped { get; init; }

    /// <summary>Coherence, pure number 0 to 1, NaN is no-data; null when the product has none.</summary>
    public IRasterSource? Coherence { get; init; }

    /// <summary>Connected components of the unwrapping, counts: 0 not unwrapped reliably, 1 and up the number; NaN is no-data; null when there are none.</summary>
    public IRasterSource? Components { get; init; }

    /// <summary>Grid of the phase.</summary>
    public Grid Grid => Unwrapped.Grid;

    /// <summary>The instrument with its wavelength; null when unknown.</summary>
    public Sensor? Sensor { get; init; }

    /// <summary>Perpendicular baseline, metres.</summary>
    public Baseline Baseline { get; init; } = Baseline.Unknown;

    /// <summary>Incidence angle at the scene centre, radians from the vertical; NaN when unknown.</summary>
    public double IncidenceAtCentre { get; init; } = double.NaN;

    /// <summary>Heading of the satellite, radians clockwise from north; NaN when unknown.</summary>
    public double Heading { get; init; } = double.NaN;

    /// <summary>Number of looks.</summary>
    public Looks Looks { get; init; } = Looks.Unknown;

    /// <summary>Direction of flight.</summary>
    public PassDirection Pass { get; init; }

    /// <summary>Relative orbit (track) number; 0 when unknown.</summary>
    public int Track { get; init; }

    /// <summary>Time of the scene centre, UTC, as a span since midnight; null when unknown.</summary>
    public TimeSpan? TimeOfDay { get; init; }

    /// <summary>Slant range to the first sample, metres; NaN when unknown.</summary>
    public double SlantRangeNear { get; init; } = double.NaN;

    /// <summary>Slant range to the scene centre, metres; NaN when unknown.</summary>
    public double SlantRangeCentre { get; init; } = double.NaN;

    /// <summary>What the importer did to reach Plumb's sign and order: "sign kept", or "dates swapped, sign changed".</summary>
    public string Converted { get; init; } = "sign kept";
}
