using Plumb.Acquisitions;

namespace Plumb.Formats.MintPy;

/// <summary>Layers of a scene in Plumb's units; the export turns them into MintPy's. Each is null when it is not known.</summary>
public sealed record MintPyGeometry
{
    /// <summary>Gives height, metres.</summary>
    public LayerRows? Height { get; init; }

    /// <summary>Gives incidence from the vertical, radians; written as degrees.</summary>
    public LayerRows? Incidence { get; init; }

    /// <summary>Gives the heading of the satellite, radians clockwise from north; written as the azimuth of the line of sight, degrees counter-clockwise from north.</summary>
    public LayerRows? Heading { get; init; }

    /// <summary>Gives slant range, metres.</summary>
    public LayerRows? SlantRange { get; init; }

    /// <summary>Gives latitude, degrees; for radar grids.</summary>
    public LayerRows? Latitude { get; init; }

    /// <summary>Gives longitude, degrees; for radar grids.</summary>
    public LayerRows? Longitude { get; init; }

    /// <summary>Gives 1 for water, 0 for land (pure numbers); MintPy counts the other way and gets it so.</summary>
    public LayerRows? Water { get; init; }

    /// <summary>Gives 1 for layover or shadow, 0 for clear (pure numbers).</summary>
    public LayerRows? LayoverShadow { get; init; }
}

/// <summary>A stack of interferograms to be written.</summary>
public sealed record MintPyInterferograms
{
    /// <summary>The pairs.</summary>
    public required IReadOnlyList<DatePair> Pairs { get; init; }

    /// <summary>Perpendicular baseline of each pair, metres; unknown ones are written as 0. Shape (pair).</summary>
    public required IReadOnlyList<Baseline> Baselines { get; init; }

    /// <summary>Whether each pair is used; MintPy's dropIfgram, whose True also means "keep". Shape (pair).</summary>
    public required IReadOnlyList<bool> IsUsed { get; init; }

    /// <summary>Gives unwrapped phase, radians with phi = -(4 pi / lambda) d; NaN becomes MintPy's 0.</summary>
    public required PairRows Phase { get; init; }

    /// <summary>Gives coherence, pure number 0 to 1; null for none.</summary>
    public PairRows? Coherence { get; init; }

    /// <summary>Gives connected components, pure numbers (0 is none); null for none.</summary>
    public PairRows? Components { get; init; }
}
