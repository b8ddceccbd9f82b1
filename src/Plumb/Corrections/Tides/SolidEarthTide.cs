using Plumb.Acquisitions;

namespace Plumb.Corrections.Tides;

/// <summary>
/// Tide of the solid Earth at one time by the IERS Conventions (2010), chapter 7: degrees 2 and 3 with Love numbers that depend on the latitude and have a part out of phase
/// (step 1, equations 7.5, 7.6 and 7.8 to 7.11), and the response that differs between single tides (step 2, equations 7.12 and 7.13). The part that never changes is left
/// in, as in the coordinates of ITRF. Immutable and safe for threads.
/// </summary>
public sealed class SolidEarthTide
{
    private const double EarthRadius = 6378136.6;
    private const double SunOverEarth = 332946.0482;
    private const double MoonOverEarth = 0.0123000371;
    private readonly TidalBands bands;
    private readonly TideRaiser sun;
    private readonly TideRaiser moon;

    /// <summary>The tide at a time.</summary>
    /// <param name="utc">The time, UTC.</param>
    public SolidEarthTide(DateTime utc)
        : this(utc, SunAndMoon.At(utc))
    {
    }

    /// <summary>The tide at a time with Sun and Moon at given places.</summary>
    /// <param name="utc">The time, UTC.</param>
    /// <param name="bodies">Places of Sun and Moon, metres.</param>
    public SolidEarthTide(DateTime utc, SunAndMoon bodies)
    {
        bands = new TidalBands(utc);
        sun = new TideRaiser(bodies.Sun, SunOverEarth, EarthRadius);
        moon = new TideRaiser(bodies.Moon, MoonOverEarth, EarthRadius);
    }

    /// <summary>Displacement of the ground in the frame that turns with the Earth, metres.</summary>
    /// <param name="place">Place on the ground, metres.</param>
    public EcefVector Displacement(EcefVector place)
    {
        var p = new TidePlace(place);
        var first = sun.InPhase(p) + moon.InPhase(p);
        var (radial, north, east) = bands.At(p);
        foreach (ref readonly var body in (ReadOnlySpan<TideRaiser>)[sun, moon])
        {
            var (r, n, e) = body.OutOfPhase(p);
            (radial, north, east) = (radial + r, north + n, east + e);
        }

        return first + (p.Up * radial) + (p.North * north) + (p.East * east);
    }
}

/// <summary>A place on the ground by geocentric directions (pure numbers).</summary>
internal readonly struct TidePlace
{
    public TidePlace(EcefVector place)
    {
        Up = place.Normalised();
        SinLatitude = Up.Z;
        CosLatitude = Math.Sqrt((Up.X * Up.X) + (Up.Y * Up.Y));
        (SinLongitude, CosLongitude) = CosLatitude > 0 ? (Up.Y / CosLatitude, Up.X / CosLatitude) : (0, 1);
        North = new EcefVector(-SinLatitude * CosLongitude, -SinLatitude * SinLongitude, CosLatitude);
        East = new EcefVector(-SinLongitude, CosLongitude, 0);
    }

    public EcefVector Up { get; }

    public EcefVector North { get; }

    public EcefVector East { get; }

    public double SinLatitude { get; }

    public double CosLatitude { get; }

    public double SinLongitude { get; }

    public double CosLongitude { get; }
}

/// <summary>Sun or Moon as it raises tides.</summary>
internal readonly struct TideRaiser
{
    private readonly EcefVector direction;
    private readonly double second;
    private readonly double third;

    /// <summary>A body.</summary>
    /// <param name="place">Its place, metres.</param>
    /// <param name="mass">Its mass over that of the Earth.</param>
    /// <param name="earthRadius">Radius of the Earth, metres.</param>
    public TideRaiser(EcefVector place, double mass, double earthRadius)
    {
        var ratio = earthRadius / place.Length;
        direction = place.Normalised();
        second = mass * earthRadius * ratio * ratio * ratio;
        third = second * ratio;
    }

    /// <summary>Degrees 2 and 3 in phase, metres (equations 7.5 and 7.6, Love numbers of table 7.2).</summary>
    public EcefVector InPhase(in TidePlace place)
    {
        var latitude = 0.5 * ((3 * place.SinLatitude * place.SinLatitude) - 1);
        var (h2, l2) = (0.6078 - (0.0006 * latitude), 0.0847 + (0.0002 * latitude));
        const double h3 = 0.292, l3 = 0.015;
        var c = place.Up.Dot(direction);
        var sideways = direction - (place.Up * c);
        return (place.Up * (second * h2 * 0.5 * ((3 * c * c) - 1))) + (sideways * (second * 3 * l2 * c))
            + (place.Up * (third * h3 * 0.5 * c * ((5 * c * c) - 3))) + (sideways * (third * l3 * 1.5 * ((5 * c * c) - 1)));
    }

    /// <summary>Radial, north and east part out of phase, and the part of l(1), metres (equations 7.8 to 7.11).</summary>
    public (double Radial, double North, double East) OutOfPhase(in TidePlace place)
    {
        const double DiurnalH = -0.0025, DiurnalL = -0.0007, HalfH = -0.0022, HalfL = -0.0007, DiurnalL1 = 0.0012, HalfL1 = 0.0024;
        var (sinPhi, cosPhi, sinLambda, cosLambda) = (place.SinLatitude, place.CosLatitude, place.SinLongitude, place.CosLongitude);

        // Sine and cosine of the longitude from the body, times the cosine of the body's latitude; and of the angle doubled.
        var (sin, cos) = ((direction.X * sinLambda) - (direction.Y * cosLambda), (direction.X * cosLambda) + (direction.Y * sinLambda));
        var (sin2, cos2) = (2 * sin * cos, (cos * cos) - (sin * sin));
        var cosTwoPhi = (cosPhi * cosPhi) - (sinPhi * sinPhi);
        var diurnal = 3 * second * direction.Z;
        var half = second * 1.5;
        var radial = (-DiurnalH * diurnal * sinPhi * cosPhi * sin) - (0.5 * HalfH * half * cosPhi * cosPhi * sin2);
        var north = (-DiurnalL * diurnal * cosTwoPhi * sin) + (HalfL * half * sinPhi * cosPhi * sin2);
        var east = (-DiurnalL * diurnal * sinPhi * cos) - (HalfL * half * cosPhi * cos2);
        north += (-DiurnalL1 * diurnal * sinPhi * sinPhi * cos) - (HalfL1 * half * sinPhi * cosPhi * cos2);
        east += (DiurnalL1 * diurnal * sinPhi * cosTwoPhi * sin) - (HalfL1 * half * sinPhi * sinPhi * cosPhi * sin2);
        return (radial, north, east);
    }
}
