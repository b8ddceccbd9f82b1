namespace Plumb.Corrections.Delays;

/// <summary>Height above the geoid from geopotential (Mahoney 2001, after the World Geodetic System 1984's gravity formula).</summary>
public static class Geopotential
{
    private const double MajorAxis = 6_378_137;
    private const double GravityAtEquator = 9.7803253359;
    private const double Somigliana = 0.00193185265241;
    private const double SquaredEccentricity = 0.00669437999014;
    private const double Flattening = 0.003352810664747;
    private const double GravityRatio = 0.003449786506841;

    /// <summary>Height, metres: z = R W / (g R - W) with gravity g and effective radius R of the latitude.</summary>
    /// <param name="geopotential">Geopotential W, square metres per square second (m^2/s^2).</param>
    /// <param name="latitude">Latitude, degrees.</param>
    public static double Height(double geopotential, double latitude)
    {
        var (gravity, radius) = At(latitude);
        return radius * geopotential / ((gravity * radius) - geopotential);
    }

    /// <summary>Geopotential, square metres per square second (m^2/s^2), the inverse of <see cref="Height"/>.</summary>
    /// <param name="height">Height, metres.</param>
    /// <param name="latitude">Latitude, degrees.</param>
    public static double Of(double height, double latitude)
    {
        var (gravity, radius) = At(latitude);
        return gravity * radius * height / (radius + height);
    }

    /// <summary>Gravity, metres per square second (m/s^2): that of the latitude, falling with the square of the distance.</summary>
    /// <param name="height">Height, metres.</param>
    /// <param name="latitude">Latitude, degrees.</param>
    public static double Gravity(double height, double latitude)
    {
        var (gravity, radius) = At(latitude);
        var share = radius / (radius + height);
        return gravity * share * share;
    }

    private static (double Gravity, double Radius) At(double latitude)
    {
        var sine = Math.Sin(latitude * Math.PI / 180);
        var square = sine * sine;
        var gravity = GravityAtEquator * (1 + (Somigliana * square)) / Math.Sqrt(1 - (SquaredEccentricity * square));
        return (gravity, MajorAxis / (1 + Flattening + GravityRatio - (2 * Flattening * square)));
    }
}
