using Plumb.Acquisitions;
using Plumb.Geometry;

namespace Plumb.Corrections.Ionosphere;

/// <summary>Where the line of sight meets the shell of the ionosphere, and how obliquely.</summary>
/// <param name="Latitude">Geocentric latitude, degrees.</param>
/// <param name="Longitude">Longitude, degrees.</param>
/// <param name="Obliquity">Length of the way through the shell over the vertical one (pure number).</param>
public readonly record struct ShellPoint(double Latitude, double Longitude, double Obliquity)
{
    /// <summary>The point that a line of sight from the ground meets.</summary>
    /// <param name="latitude">Geodetic latitude of the ground, degrees.</param>
    /// <param name="longitude">Longitude of the ground, degrees.</param>
    /// <param name="look">Unit vector from the ground to the satellite (pure numbers).</param>
    /// <param name="earthRadius">Radius of the Earth as a sphere, metres.</param>
    /// <param name="shellRadius">Distance of the shell from the Earth's centre, metres.</param>
    public static ShellPoint Of(double latitude, double longitude, LookVector look, double earthRadius, double shellRadius)
    {
        var incidence = look.Incidence;
        var atShell = Math.Asin(earthRadius / shellRadius * Math.Sin(incidence));

        // The angle at the Earth's centre between ground and shell.
        var (sinAway, cosAway) = Math.SinCos(incidence - atShell);
        var (sinAzimuth, cosAzimuth) = Math.SinCos(Math.Atan2(look.East, look.North));
        var squashed = (1 - Wgs84.Flattening) * (1 - Wgs84.Flattening);
        var geocentric = Math.Atan2(squashed * Math.Sin(double.DegreesToRadians(latitude)), Math.Cos(double.DegreesToRadians(latitude)));
        var (sinLatitude, cosLatitude) = Math.SinCos(geocentric);
        var sinShell = (sinLatitude * cosAway) + (cosLatitude * sinAway * cosAzimuth);
        var turn = Math.Atan2(sinAway * sinAzimuth * cosLatitude, cosAway - (sinLatitude * sinShell));
        return new ShellPoint(double.RadiansToDegrees(Math.Asin(Math.Clamp(sinShell, -1, 1))), longitude + double.RadiansToDegrees(turn), 1 / Math.Cos(atShell));
    }
}

/// <summary>What free electrons do to the phase of a radar, to first order in the inverse square of the frequency.</summary>
public static class IonosphericDelay
{
    /// <summary>Electrons per square metre in one TECU (count per square metre).</summary>
    public const double ElectronsPerTecu = 1e16;

    /// <summary>Refractivity of free electrons, cubic metres per square second: e^2 / (8 pi^2 epsilon0 m).</summary>
    public const double Refractivity = 40.31;

    /// <summary>
    /// Displacement that the ionosphere feigns, metres, positive towards the satellite, for one TECU along the line of sight. The phase runs ahead by
    /// 40.31 TEC / f^2 while a pulse falls behind by the same, so the ground seems to be nearer (Hanssen 2001, Radar Interferometry, chapter 6).
    /// </summary>
    /// <param name="wavelength">Wavelength of the radar in vacuum, metres.</param>
    public static double MetresPerTecu(double wavelength)
    {
        var frequency = Sensor.SpeedOfLight / wavelength;
        return Refractivity * ElectronsPerTecu / (frequency * frequency);
    }
}
