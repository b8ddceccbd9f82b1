using Plumb.Acquisitions;
using Plumb.Grids;

namespace Plumb.Formats.Products;

/// <summary>What a finished product holds.</summary>
public enum FinishedKind
{
    /// <summary>Displacement at every date, metres, positive towards the satellite.</summary>
    Series,

    /// <summary>Mean rate, metres per year, positive towards the satellite.</summary>
    Velocity,

    /// <summary>Temporal coherence of an inversion, pure number 0 to 1.</summary>
    TemporalCoherence,

    /// <summary>A mask, 1 where a pixel is good.</summary>
    Mask,
}

/// <summary>
/// A product that another program has already brought to displacement or rate, in Plumb's words: metres or metres per
/// year along the line of sight, positive towards the satellite. What the product does not tell is NaN, null or empty.
/// </summary>
public sealed record FinishedProduct
{
    /// <summary>What it holds.</summary>
    public required FinishedKind Kind { get; init; }

    /// <summary>Name of the product family.</summary>
    public required string Family { get; init; }

    /// <summary>The file.</summary>
    public required string Source { get; init; }

    /// <summary>The grid.</summary>
    public required Grid Grid { get; init; }

    /// <summary>The dates of a series (UTC), ascending; the first and last date behind a velocity, or empty when unknown.</summary>
    public IReadOnlyList<DateOnly> Dates { get; init; } = [];

    /// <summary>Row and column (unit: pixels of <see cref="Grid"/>) that the values are relative to; null when unknown.</summary>
    public (int Row, int Column)? ReferencePixel { get; init; }

    /// <summary>Date (UTC) that a series is relative to; null when unknown.</summary>
    public DateOnly? ReferenceDate { get; init; }

    /// <summary>Whether a velocity brings its standard deviation.</summary>
    public bool HasSigma { get; init; }

    /// <summary>The instrument with its wavelength, metres; null when unknown.</summary>
    public Sensor? Sensor { get; init; }

    /// <summary>Direction of flight.</summary>
    public PassDirection Pass { get; init; }

    /// <summary>Heading of the satellite, radians clockwise from north; NaN when unknown.</summary>
    public double Heading { get; init; } = double.NaN;

    /// <summary>Incidence angle at the scene centre, radians from the vertical; NaN when unknown.</summary>
    public double IncidenceAtCentre { get; init; } = double.NaN;

    /// <summary>Slant range to the first sample, metres; NaN when unknown.</summary>
    public double SlantRangeNear { get; init; } = double.NaN;

    /// <summary>Number of looks, pure numbers.</summary>
    public Looks Looks { get; init; } = Looks.Unknown;

    /// <summary>Relative orbit (track) number; 0 when unknown.</summary>
    public int Track { get; init; }

    /// <summary>Time of the scene centre, UTC, as a span since midnight; null when unknown.</summary>
    public TimeSpan? TimeOfDay { get; init; }

    /// <summary>Whether a run can begin with it.</summary>
    public bool IsEntry => Kind is FinishedKind.Series or FinishedKind.Velocity;

    /// <summary>Unit of its values as printed.</summary>
    public string Unit => Kind switch
    {
        FinishedKind.Series => "m",
        FinishedKind.Velocity => "m/yr",
        _ => "1",
    };
}
