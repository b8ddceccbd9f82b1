namespace Plumb.Corrections.Tides;

/// <summary>
/// How the response of the Earth in single tides differs from the usual one: step 2 of the IERS Conventions (2010), equations 7.12 and 7.13, tables 7.3a with the lines
/// down to 0.01 mm, and 7.3b. At one time the sums over the tides are numbers; a place only turns them by its longitude.
/// </summary>
internal readonly struct TidalBands
{
    /// <summary>Multiples of s, h, p, N', ps; radial in phase and out of phase, transverse in phase and out of phase, millimetres.</summary>
    private static readonly (sbyte S, sbyte H, sbyte P, sbyte N, sbyte Ps, double RadialIn, double RadialOut, double AcrossIn, double AcrossOut)[] Diurnal =
    [
        (-3, 0, 2, 0, 0, -0.01, 0, 0, 0), (-3, 2, 0, 0, 0, -0.01, 0, 0, 0), (-2, 0, 1, -1, 0, -0.02, 0, 0, 0),
        (-2, 0, 1, 0, 0, -0.08, 0, -0.01, 0.01), (-2, 2, -1, 0, 0, -0.02, 0, 0, 0), (-1, 0, 0, -1, 0, -0.10, 0, 0, 0),
        (-1, 0, 0, 0, 0, -0.51, 0, -0.02, 0.03), (-1, 2, 0, 0, 0, 0.01, 0, 0, 0), (0, -2, 1, 0, 0, 0.01, 0, 0, 0),
        (0, 0, -1, 0, 0, 0.02, 0, 0, 0), (0, 0, 1, 0, 0, 0.06, 0, 0, 0), (0, 0, 1, 1, 0, 0.01, 0, 0, 0),
        (0, 2, -1, 0, 0, 0.01, 0, 0, 0), (1, -3, 0, 0, 1, -0.06, 0, 0, 0), (1, -2, 0, -1, 0, 0.01, 0, 0, 0),
        (1, -2, 0, 0, 0, -1.23, -0.07, 0.06, 0.01), (1, -1, 0, 0, -1, 0.02, 0, 0, 0), (1, -1, 0, 0, 1, 0.04, 0, 0, 0),
        (1, 0, 0, -1, 0, -0.22, 0.01, 0.01, 0), (1, 0, 0, 0, 0, 12.00, -0.80, -0.67, -0.03), (1, 0, 0, 1, 0, 1.73, -0.12, -0.10, 0),
        (1, 0, 0, 2, 0, -0.04, 0, 0, 0), (1, 1, 0, 0, -1, -0.50, -0.01, 0.03, 0), (1, 1, 0, 0, 1, 0.01, 0, 0, 0),
        (0, 1, 0, 1, -1, -0.01, 0, 0, 0), (1, 2, -2, 0, 0, -0.01, 0, 0, 0), (1, 2, 0, 0, 0, -0.11, 0.01, 0.01, 0),
        (2, -2, 1, 0, 0, -0.01, 0, 0, 0), (2, 0, -1, 0, 0, -0.02, 0, 0, 0),
    ];

    private static readonly (sbyte S, sbyte H, sbyte P, sbyte N, sbyte Ps, double RadialIn, double RadialOut, double AcrossIn, double AcrossOut)[] LongPeriod =
    [
        (0, 0, 0, 1, 0, 0.47, 0.16, 0.23, 0.07), (0, 2, 0, 0, 0, -0.20, -0.11, -0.12, -0.05), (1, 0, -1, 0, 0, -0.11, -0.09, -0.08, -0.04),
        (2, 0, 0, 0, 0, -0.13, -0.15, -0.11, -0.07), (2, 0, 0, 1, 0, -0.05, -0.06, -0.05, -0.03),
    ];

    private readonly double radialSin;
    private readonly double radialCos;
    private readonly double acrossSin;
    private readonly double acrossCos;
    private readonly double radialLong;
    private readonly double acrossLong;

    /// <summary>The sums at a time.</summary>
    /// <param name="utc">The time, UTC.</param>
    public TidalBands(DateTime utc)
    {
        var t = EarthTime.Centuries(utc);
        var moon = 218.31664563 + (t * (481267.88194 - (t * (0.0014663889 - (t * 0.00000185139)))));
        var tau = (utc.TimeOfDay.TotalHours * 15) + 280.4606184 + (t * (36000.7700536 + (t * (0.00038793 - (t * 0.0000000258))))) - moon;
        var s = moon + (t * (1.396971278 + (t * (0.000308889 + (t * (0.000000021 + (t * 0.000000007)))))));
        var h = 280.46645 + (t * (36000.7697489 + (t * (0.00030322222 + (t * (0.000000020 - (t * 0.00000000654)))))));
        var p = 83.35324312 + (t * (4069.01363525 - (t * (0.01032172222 + (t * (0.0000124991 - (t * 0.00000005263)))))));
        var n = 234.95544499 + (t * (1934.13626197 - (t * (0.00207561111 + (t * (0.00000213944 - (t * 0.00000001650)))))));
        var ps = 282.93734098 + (t * (1.71945766667 + (t * (0.00045688889 - (t * (0.00000001778 + (t * 0.00000000334)))))));
        foreach (var c in Diurnal)
        {
            // R sin(theta + longitude) + Q cos(theta + longitude), sorted by the sine and the cosine of the longitude.
            var (sin, cos) = Sine(tau + (c.S * s) + (c.H * h) + (c.P * p) + (c.N * n) + (c.Ps * ps));
            radialSin += (c.RadialIn * cos) - (c.RadialOut * sin);
            radialCos += (c.RadialIn * sin) + (c.RadialOut * cos);
            acrossSin += (c.AcrossIn * cos) - (c.AcrossOut * sin);
            acrossCos += (c.AcrossIn * sin) + (c.AcrossOut * cos);
        }

        foreach (var c in LongPeriod)
        {
            var (sin, cos) = Sine((c.S * s) + (c.H * h) + (c.P * p) + (c.N * n) + (c.Ps * ps));
            radialLong += (c.RadialIn * cos) + (c.RadialOut * sin);
            acrossLong += (c.AcrossIn * cos) + (c.AcrossOut * sin);
        }
    }

    /// <summary>Radial, north and east part at a place, metres.</summary>
    public (double Radial, double North, double East) At(in TidePlace place)
    {
        var (sinPhi, cosPhi) = (place.SinLatitude, place.CosLatitude);
        var radial = 2 * sinPhi * cosPhi * ((radialSin * place.SinLongitude) + (radialCos * place.CosLongitude));
        var north = ((cosPhi * cosPhi) - (sinPhi * sinPhi)) * ((acrossSin * place.SinLongitude) + (acrossCos * place.CosLongitude));
        var east = sinPhi * ((acrossSin * place.CosLongitude) - (acrossCos * place.SinLongitude));
        radial += 0.5 * ((3 * sinPhi * sinPhi) - 1) * radialLong;
        north += 2 * sinPhi * cosPhi * acrossLong;
        return (1e-3 * radial, 1e-3 * north, 1e-3 * east);
    }

    private static (double Sin, double Cos) Sine(double degrees) => Math.SinCos(double.DegreesToRadians(Math.IEEERemainder(degrees, 360)));
}
