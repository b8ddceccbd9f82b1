namespace Plumb.Geometry;

/// <summary>
/// Unit vector from the ground to the satellite. The line-of-sight displacement of a ground motion is its scalar product
/// with this vector, positive towards the satellite. Components are pure numbers.
/// </summary>
/// <param name="East">Component to the east, pure number.</param>
/// <param name="North">Component to the north, pure number.</param>
/// <param name="Up">Component upwards, pure number.</param>
public readonly record struct LookVector(double East, double North, double Up)
{
    /// <summary>Angle between the vertical and the line of sight, radians.</summary>
    public double Incidence => Math.Atan2(Math.Sqrt((East * East) + (North * North)), Up);

    /// <summary>Heading of a right-looking satellite with this look vector, radians clockwise from north, from -pi to pi.</summary>
    public double Heading => Math.Atan2(North, -East);

    /// <summary>
    /// Look vector of a right-looking radar: (-sin i cos h, sin i sin h, cos i).
    /// </summary>
    /// <param name="incidence">Incidence i, radians from the vertical.</param>
    /// <param name="heading">Heading h, radians clockwise from north.</param>
    public static LookVector FromAngles(double incidence, double heading)
    {
        var (sinIncidence, cosIncidence) = Math.SinCos(incidence);
        var (sinHeading, cosHeading) = Math.SinCos(heading);
        return new LookVector(-sinIncidence * cosHeading, sinIncidence * sinHeading, cosIncidence);
    }

    /// <summary>
    /// Look vector from GAMMA's and HyP3's angles: elevation above the horizontal and orientation counter-clockwise from
    /// east, both of the direction from the ground to the satellite.
    /// </summary>
    /// <param name="elevation">Elevation (lv_theta), radians above the horizontal.</param>
    /// <param name="orientation">Orientation (lv_phi), radians counter-clockwise from east.</param>
    public static LookVector FromElevation(double elevation, double orientation) =>
        FromAngles((0.5 * Math.PI) - elevation, Math.PI - orientation);

    /// <summary>Line-of-sight displacement of a motion, metres, positive towards the satellite.</summary>
    /// <param name="east">Motion to the east, metres.</param>
    /// <param name="north">Motion to the north, metres.</param>
    /// <param name="up">Motion upwards, metres.</param>
    public double Project(double east, double north, double up) => (East * east) + (North * north) + (Up * up);
}
