namespace Plumb.Corrections.Tides;

/// <summary>
/// Place of the Moon by the longest terms of the lunar theory ELP-2000/82 as Meeus (1998, Astronomical Algorithms, chapter 47) shortens it: some 10 seconds of arc and
/// 10 km. Longitude and latitude are of the mean ecliptic and equinox of date.
/// </summary>
internal static class MoonSeries
{
    /// <summary>Multiples of elongation D, Sun's anomaly M, Moon's anomaly M' and argument of latitude F; longitude, 1e-6 degrees (sine); distance, metres (cosine).</summary>
    private static readonly (sbyte D, sbyte M, sbyte A, sbyte F, int Longitude, int Distance)[] LongitudeTerms =
    [
        (0, 0, 1, 0, 6288774, -20905355), (2, 0, -1, 0, 1274027, -3699111), (2, 0, 0, 0, 658314, -2955968), (0, 0, 2, 0, 213618, -569925),
        (0, 1, 0, 0, -185116, 48888), (0, 0, 0, 2, -114332, -3149), (2, 0, -2, 0, 58793, 246158), (2, -1, -1, 0, 57066, -152138),
        (2, 0, 1, 0, 53322, -170733), (2, -1, 0, 0, 45758, -204586), (0, 1, -1, 0, -40923, -129620), (1, 0, 0, 0, -34720, 108743),
        (0, 1, 1, 0, -30383, 104755), (2, 0, 0, -2, 15327, 10321), (0, 0, 1, 2, -12528, 0), (0, 0, 1, -2, 10980, 79661),
        (4, 0, -1, 0, 10675, -34782), (0, 0, 3, 0, 10034, -23210), (4, 0, -2, 0, 8548, -21636), (2, 1, -1, 0, -7888, 24208),
        (2, 1, 0, 0, -6766, 30824), (1, 0, -1, 0, -5163, -8379), (1, 1, 0, 0, 4987, -16675), (2, -1, 1, 0, 4036, -12831),
        (2, 0, 2, 0, 3994, -10445), (4, 0, 0, 0, 3861, -11650), (2, 0, -3, 0, 3665, 14403), (0, 1, -2, 0, -2689, -7003),
        (2, 0, -1, 2, -2602, 0), (2, -1, -2, 0, 2390, 10056), (1, 0, 1, 0, -2348, 6322), (2, -2, 0, 0, 2236, -9884),
        (0, 1, 2, 0, -2120, 5751), (0, 2, 0, 0, -2069, 0), (2, -2, -1, 0, 2048, -4950), (2, 0, 1, -2, -1773, 4130),
        (2, 0, 0, 2, -1595, 0), (4, -1, -1, 0, 1215, -3958), (0, 0, 2, 2, -1110, 0), (3, 0, -1, 0, -892, 3258),
        (2, 1, 1, 0, -810, 2616), (4, -1, -2, 0, 759, -1897), (0, 2, -1, 0, -713, -2117), (2, 2, -1, 0, -700, 2354),
        (2, 1, -2, 0, 691, 0), (2, -1, 0, -2, 596, 0), (4, 0, 1, 0, 549, -1423), (0, 0, 4, 0, 537, -1117),
        (4, -1, 0, 0, 520, -1571), (1, 0, -2, 0, -487, -1739), (0, 0, 2, -2, -381, -4421), (0, 2, 1, 0, -323, 1165),
        (2, 0, -1, -2, 0, 8752),
    ];

    /// <summary>The same multiples; latitude, 1e-6 degrees (sine).</summary>
    private static readonly (sbyte D, sbyte M, sbyte A, sbyte F, int Latitude)[] LatitudeTerms =
    [
        (0, 0, 0, 1, 5128122), (0, 0, 1, 1, 280602), (0, 0, 1, -1, 277693), (2, 0, 0, -1, 173237), (2, 0, -1, 1, 55413),
        (2, 0, -1, -1, 46271), (2, 0, 0, 1, 32573), (0, 0, 2, 1, 17198), (2, 0, 1, -1, 9266), (0, 0, 2, -1, 8822),
        (2, -1, 0, -1, 8216), (2, 0, -2, -1, 4324), (2, 0, 1, 1, 4200), (2, 1, 0, -1, -3359), (2, -1, -1, 1, 2463),
        (2, -1, 0, 1, 2211), (2, -1, -1, -1, 2065), (0, 1, -1, -1, -1870), (4, 0, -1, -1, 1828), (0, 1, 0, 1, -1794),
        (0, 0, 0, 3, -1749), (0, 1, -1, 1, -1565), (1, 0, 0, 1, -1491), (0, 1, 1, 1, -1475), (0, 1, 1, -1, -1410),
        (0, 1, 0, -1, -1344), (1, 0, 0, -1, -1335), (0, 0, 3, 1, 1107), (4, 0, 0, -1, 1021), (4, 0, -1, 1, 833),
        (0, 0, 1, -3, 777), (4, 0, -2, 1, 671), (2, 0, 0, -3, 607), (2, 0, 2, -1, 596), (2, -1, 1, -1, 491),
        (2, 0, -2, 1, -451), (0, 0, 3, -1, 439), (2, 0, 2, 1, 422), (2, 0, -3, -1, 421), (2, 1, -1, 1, -366),
        (2, 1, 0, 1, -351), (4, 0, 0, 1, 331), (2, -1, 1, 1, 315), (2, -2, 0, -1, 302),
    ];

    /// <summary>Longitude and latitude, degrees, and distance, metres.</summary>
    /// <param name="t">Julian centuries of terrestrial time since J2000.</param>
    public static (double Longitude, double Latitude, double Distance) At(double t)
    {
        var mean = 218.3164477 + (t * (481267.88123421 - (t * (0.0015786 - (t / 538841)))));
        var d = 297.8501921 + (t * (445267.1114034 - (t * (0.0018819 - (t / 545868)))));
        var m = 357.5291092 + (t * (35999.0502909 - (t * (0.0001536 - (t / 24490000)))));
        var a = 134.9633964 + (t * (477198.8675055 + (t * (0.0087414 + (t / 69699)))));
        var f = 93.2720950 + (t * (483202.0175233 - (t * (0.0036539 + (t / 3526000)))));

        // Terms with the Sun's anomaly shrink with the eccentricity of the Earth's orbit.
        var eccentricity = 1 - (t * (0.002516 + (t * 0.0000074)));
        double Shrunk(int times) => times switch { 0 => 1, 1 or -1 => eccentricity, _ => eccentricity * eccentricity };
        static double Radians(double degrees) => double.DegreesToRadians(Math.IEEERemainder(degrees, 360));
        static double Sine(double degrees) => Math.Sin(Radians(degrees));
        var (longitude, latitude, distance) = (0.0, 0.0, 0.0);
        foreach (var term in LongitudeTerms)
        {
            var (sin, cos) = Math.SinCos(Radians((term.D * d) + (term.M * m) + (term.A * a) + (term.F * f)));
            longitude += Shrunk(term.M) * term.Longitude * sin;
            distance += Shrunk(term.M) * term.Distance * cos;
        }

        foreach (var term in LatitudeTerms)
        {
            latitude += Shrunk(term.M) * term.Latitude * Sine((term.D * d) + (term.M * m) + (term.A * a) + (term.F * f));
        }

        // Venus, Jupiter and the flattening of the Earth.
        var (venus, jupiter, other) = (119.75 + (131.849 * t), 53.09 + (479264.290 * t), 313.45 + (481266.484 * t));
        longitude += (3958 * Sine(venus)) + (1962 * Sine(mean - f)) + (318 * Sine(jupiter));
        latitude += (-2235 * Sine(mean)) + (382 * Sine(other)) + (175 * (Sine(venus - f) + Sine(venus + f))) + (127 * Sine(mean - a)) - (115 * Sine(mean + a));
        return (mean + (longitude * 1e-6), latitude * 1e-6, 385_000_560 + distance);
    }
}
