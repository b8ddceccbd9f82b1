using Plumb.Acquisitions;
using Plumb.Geometry;

namespace Plumb.Corrections.Plates;

/// <summary>
/// Rotation of a tectonic plate in ITRF2014, the frame that satellites' orbits are given in, so that what lies on it moves by 1 to 8 cm a year. Names and rotations of
/// Altamimi et al. (2017), doi:10.1093/gji/ggx136, table 1.
/// </summary>
/// <param name="Name">Name, lower case with underscores; empty for a rotation that was given.</param>
/// <param name="Code">Four letters; empty for a rotation that was given.</param>
/// <param name="X">Rotation about the axis through longitude 0 at the equator, milliseconds of arc a year (unit mas/year).</param>
/// <param name="Y">Rotation about the axis through longitude 90 east at the equator, milliseconds of arc a year (unit mas/year).</param>
/// <param name="Z">Rotation about the axis through the north pole, milliseconds of arc a year (unit mas/year).</param>
/// <param name="ScatterEast">Scatter of the stations about the model to the east, millimetres a year; NaN when unknown.</param>
/// <param name="ScatterNorth">Scatter of the stations about the model to the north, millimetres a year; NaN when unknown.</param>
public sealed record PlateMotion(string Name, string Code, double X, double Y, double Z, double ScatterEast, double ScatterNorth)
{
    private const double RadiansPerMilliarcsecond = Math.PI / 180 / 3600 / 1000;

    /// <summary>The plates of the model.</summary>
    public static IReadOnlyList<PlateMotion> Itrf2014 { get; } =
    [
        new("antarctica", "ANTA", -0.248, -0.324, 0.675, 0.20, 0.16),
        new("arabia", "ARAB", 1.154, -0.136, 1.444, 0.36, 0.43),
        new("australia", "AUST", 1.510, 1.182, 1.215, 0.24, 0.20),
        new("eurasia", "EURA", -0.085, -0.531, 0.770, 0.23, 0.19),
        new("india", "INDI", 1.154, -0.005, 1.454, 0.21, 0.21),
        new("nazca", "NAZC", -0.333, -1.544, 1.623, 0.13, 0.19),
        new("north_america", "NOAM", 0.024, -0.694, -0.063, 0.23, 0.28),
        new("nubia", "NUBI", 0.099, -0.614, 0.733, 0.28, 0.36),
        new("pacific", "PCFC", -0.409, 1.047, -2.169, 0.36, 0.31),
        new("south_america", "SOAM", -0.270, -0.301, -0.140, 0.34, 0.35),
        new("somalia", "SOMA", -0.121, -0.794, 0.884, 0.32, 0.30),
    ];

    /// <summary>The plate of a name or a code; null where there is none.</summary>
    /// <param name="name">Name or code, in any case; spaces and hyphens count as underscores.</param>
    public static PlateMotion? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = name.Trim().Replace(' ', '_').Replace('-', '_');
        return Itrf2014.FirstOrDefault(p => string.Equals(p.Name, plain, StringComparison.OrdinalIgnoreCase) || string.Equals(p.Code, plain, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Velocity of a place on the plate: rotation times place, metres a year.</summary>
    /// <param name="place">The place, metres.</param>
    public EcefVector Velocity(EcefVector place) => new EcefVector(X, Y, Z).Cross(place) * RadiansPerMilliarcsecond;

    /// <summary>Velocity to the east, north and up at a place on the ellipsoid, metres a year.</summary>
    /// <param name="place">The place, radians and metres.</param>
    public (double East, double North, double Up) VelocityAt(GeodeticPosition place) => Wgs84.ToLocal(place, Velocity(Wgs84.ToEcef(place)));
}
