using Plumb.Grids;

namespace Plumb.Subsidence;

/// <summary>A basin: a connected area that moves together, set apart from its surroundings. Motions are in the unit and sign of the map (metres per year of a rate, metres of a displacement).</summary>
public sealed record Basin
{
    /// <summary>Number of the basin, 1 for the one of greatest volume (unit: 1).</summary>
    public required int Id { get; init; }

    /// <summary>Row of the deepest place, pixels.</summary>
    public required int Row { get; init; }

    /// <summary>Column of the deepest place, pixels.</summary>
    public required int Column { get; init; }

    /// <summary>Motion of the deepest place, the mean over the window of least extent, metres per year or metres.</summary>
    public required double Depth { get; init; }

    /// <summary>Standard deviation of <see cref="Depth"/>, metres per year or metres.</summary>
    public required double DepthSigma { get; init; }

    /// <summary>Largest motion of a single good pixel, metres per year or metres.</summary>
    public required double Extreme { get; init; }

    /// <summary>How far the basin stands out from its surroundings, in standard deviations of that contrast (pure number).</summary>
    public required double Contrast { get; init; }

    /// <summary>Row of the centre, pixels: the mean place of the pixels that move at least half as much as the deepest, weighted by motion.</summary>
    public required double CentreRow { get; init; }

    /// <summary>Column of the centre, pixels.</summary>
    public required double CentreColumn { get; init; }

    /// <summary>Number of pixels (count), gaps inside included.</summary>
    public required long Pixels { get; init; }

    /// <summary>Area within the edge, square metres.</summary>
    public required double Area { get; init; }

    /// <summary>Standard deviation of <see cref="Area"/>, square metres: how far the edge moves when all motions change by their standard deviation, and what whole pixels leave open.</summary>
    public required double AreaSigma { get; init; }

    /// <summary>Area in which the motion is at least three of its standard deviations, square metres.</summary>
    public required double SignificantArea { get; init; }

    /// <summary>Volume, cubic metres per year of a rate or cubic metres of a displacement, in the sign of the motion; gaps inside are filled with the means around them.</summary>
    public required double Volume { get; init; }

    /// <summary>Standard deviation of <see cref="Volume"/> with the noise that pixels share, cubic metres per year or cubic metres.</summary>
    public required double VolumeSigma { get; init; }

    /// <summary>Length of the longer axis of the ellipse of equal second moments, metres.</summary>
    public required double MajorAxis { get; init; }

    /// <summary>Length of its shorter axis, metres.</summary>
    public required double MinorAxis { get; init; }

    /// <summary>Direction of its longer axis, degrees clockwise from north, 0 to 180.</summary>
    public required double Azimuth { get; init; }

    /// <summary>Share of the pixels that have no data of their own (0 to 1).</summary>
    public required double GapShare { get; init; }

    /// <summary>The rectangle of pixels that holds the basin.</summary>
    public required Tile Bounds { get; init; }
}

/// <summary>The basins of a map.</summary>
/// <param name="Labels">Number of the basin that each pixel belongs to, 0 for none; shape (rows, columns).</param>
/// <param name="Basins">The basins, of greatest volume first.</param>
/// <param name="Threshold">What the contrast had to pass, in its standard deviations (pure number).</param>
public sealed record BasinMap(int[] Labels, IReadOnlyList<Basin> Basins, double Threshold);
