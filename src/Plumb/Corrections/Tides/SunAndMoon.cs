using Plumb.Acquisitions;

namespace Plumb.Corrections.Tides;

/// <summary>
/// Places of Sun and Moon in the frame that turns with the Earth, for tides: the Moon to some 10 seconds of arc and 10 km, the Sun to some 30 seconds of arc
/// (Meeus 1998, chapters 25 and 47); nutation, motion of the pole and UT1 - UTC are left out. Their tides are right to 0.2 mm.
/// </summary>
/// <param name="Sun">Place of the Sun, metres.</param>
/// <param name="Moon">Place of the Moon, metres.</param>
public readonly record struct SunAndMoon(EcefVector Sun, EcefVector Moon)
{
    private const double AstronomicalUnit = 149_597_870_700;

    /// <summary>The places at a time, metres.</summary>
    /// <param name="utc">The time, UTC.</param>
    public static SunAndMoon At(DateTime utc)
    {
        var t = EarthTime.Centuries(utc);
        var (moonLongitude, moonLatitude, moonDistance) = MoonSeries.At(t);
        var (sunLongitude, sunDistance) = SunAt(t);
        var obliquity = double.DegreesToRadians(23.4392911 - (t * 0.0130042));
        var sidereal = EarthTime.SiderealAngle(utc);
        return new SunAndMoon(Fixed(sunLongitude, 0, sunDistance, obliquity, sidereal), Fixed(moonLongitude, moonLatitude, moonDistance, obliquity, sidereal));
    }

    /// <summary>Longitude, degrees in the mean equinox of date, and distance, metres.</summary>
    private static (double Longitude, double Distance) SunAt(double t)
    {
        var mean = 280.46646 + (t * (36000.76983 + (t * 0.0003032)));
        var anomaly = 357.52911 + (t * (35999.05029 - (t * 0.0001537)));
        var eccentricity = 0.016708634 - (t * (0.000042037 + (t * 0.0000001267)));
        var m = double.DegreesToRadians(Math.IEEERemainder(anomaly, 360));
        var centre = ((1.914602 - (t * (0.004817 + (t * 0.000014)))) * Math.Sin(m)) + ((0.019993 - (t * 0.000101)) * Math.Sin(2 * m)) + (0.000289 * Math.Sin(3 * m));
        var distance = 1.000001018 * (1 - (eccentricity * eccentricity)) / (1 + (eccentricity * Math.Cos(m + double.DegreesToRadians(centre))));
        return (mean + centre, distance * AstronomicalUnit);
    }

    private static EcefVector Fixed(double longitude, double latitude, double distance, double obliquity, double sidereal)
    {
        var (sinLongitude, cosLongitude) = Math.SinCos(double.DegreesToRadians(Math.IEEERemainder(longitude, 360)));
        var (sinLatitude, cosLatitude) = Math.SinCos(double.DegreesToRadians(latitude));
        var (sinTilt, cosTilt) = Math.SinCos(obliquity);
        var (x, y, z) = (cosLatitude * cosLongitude, (cosTilt * cosLatitude * sinLongitude) - (sinTilt * sinLatitude), (sinTilt * cosLatitude * sinLongitude) + (cosTilt * sinLatitude));
        var (sinTurn, cosTurn) = Math.SinCos(sidereal);
        return new EcefVector((cosTurn * x) + (sinTurn * y), (cosTurn * y) - (sinTurn * x), z) * distance;
    }
}
