using Plumb.Acquisitions;

namespace Plumb.Geometry;

/// <summary>Longitude, latitude and height on the WGS 84 ellipsoid.</summary>
/// <param name="Longitude">Longitude, radians, positive east.</param>
/// <param name="Latitude">Geodetic latitude, radians, positive north.</param>
/// <param name="Height">Height above the ellipsoid, metres.</param>
public readonly record struct GeodeticPosition(double Longitude, double Latitude, double Height)
{
    /// <summary>A position from degrees.</summary>
    /// <param name="longitude">Longitude, degrees, positive east.</param>
    /// <param name="latitude">Geodetic latitude, degrees, positive north.</param>
    /// <param name="height">Height above the ellipsoid, metres.</param>
    public static GeodeticPosition FromDegrees(double longitude, double latitude, double height) =>
        new(double.DegreesToRadians(longitude), double.DegreesToRadians(latitude), height);
}

/// <summary>The WGS 84 ellipsoid: conversions between geodetic and Earth-centred coordinates.</summary>
public static class Wgs84
{
    /// <summary>Semi-major axis, metres.</summary>
    public const double SemiMajorAxis = 6378137.0;

    /// <summary>Flattening, pure number.</summary>
    public const double Flattening = 1 / 298.257223563;

    /// <summary>Semi-minor axis, metres.</summary>
    public const double SemiMinorAxis = SemiMajorAxis * (1 - Flattening);

    private const double SquaredEccentricity = Flattening * (2 - Flattening);

    /// <summary>From geodetic to Earth-centred coordinates.</summary>
    /// <param name="position">The position, radians and metres.</param>
    /// <returns>The position, metres.</returns>
    public static EcefVector ToEcef(GeodeticPosition position)
    {
        var (sinLat, cosLat) = Math.SinCos(position.Latitude);
        var (sinLon, cosLon) = Math.SinCos(position.Longitude);
        var normal = SemiMajorAxis / Math.Sqrt(1 - (SquaredEccentricity * sinLat * sinLat));
        var ring = (normal + position.Height) * cosLat;
        return new EcefVector(ring * cosLon, ring * sinLon, ((normal * (1 - SquaredEccentricity)) + position.Height) * sinLat);
    }

    /// <summary>From Earth-centred to geodetic coordinates, by Bowring's (1976) parametric latitude, iterated to 1e-15 rad.</summary>
    /// <param name="position">The position, metres, not at the centre of the Earth.</param>
    /// <returns>The position, radians and metres.</returns>
    public static GeodeticPosition FromEcef(EcefVector position)
    {
        var ring = Math.Sqrt((position.X * position.X) + (position.Y * position.Y));
        const double SecondSquaredEccentricity = SquaredEccentricity / (1 - SquaredEccentricity);
        var beta = Math.Atan2(position.Z, (1 - Flattening) * ring);
        var latitude = 0.0;
        for (var i = 0; i < 6; i++)
        {
            var (s, c) = Math.SinCos(beta);
            var next = Math.Atan2(
                position.Z + (SecondSquaredEccentricity * SemiMinorAxis * s * s * s),
                ring - (SquaredEccentricity * SemiMajorAxis * c * c * c));
            var done = Math.Abs(next - latitude) < 1e-15;
            latitude = next;
            if (done)
            {
                break;
            }

            beta = Math.Atan2((1 - Flattening) * Math.Sin(latitude), Math.Cos(latitude));
        }

        var (sinLat, cosLat) = Math.SinCos(latitude);
        var normal = SemiMajorAxis / Math.Sqrt(1 - (SquaredEccentricity * sinLat * sinLat));
        var height = (ring * cosLat) + (position.Z * sinLat) - (normal * (1 - (SquaredEccentricity * sinLat * sinLat)));
        return new GeodeticPosition(Math.Atan2(position.Y, position.X), latitude, height);
    }

    /// <summary>Distance from the Earth's centre to the ellipsoid in a given direction, metres.</summary>
    /// <param name="direction">Any point in that direction, metres.</param>
    public static double RadiusTowards(EcefVector direction)
    {
        var u = direction.Normalised();
        return 1 / Math.Sqrt((((u.X * u.X) + (u.Y * u.Y)) / (SemiMajorAxis * SemiMajorAxis)) + (u.Z * u.Z / (SemiMinorAxis * SemiMinorAxis)));
    }

    /// <summary>Components of a vector to the east, north and up at a position, in the unit of the vector (metres).</summary>
    /// <param name="position">Where, radians.</param>
    /// <param name="vector">The vector, metres.</param>
    public static (double East, double North, double Up) ToLocal(GeodeticPosition position, EcefVector vector)
    {
        var (sinLat, cosLat) = Math.SinCos(position.Latitude);
        var (sinLon, cosLon) = Math.SinCos(position.Longitude);
        return (
            (-sinLon * vector.X) + (cosLon * vector.Y),
            (-sinLat * cosLon * vector.X) - (sinLat * sinLon * vector.Y) + (cosLat * vector.Z),
            (cosLat * cosLon * vector.X) + (cosLat * sinLon * vector.Y) + (sinLat * vector.Z));
    }
}
