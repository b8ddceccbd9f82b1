namespace Plumb.Acquisitions;

/// <summary>
/// A position or velocity in the Earth-centred, Earth-fixed frame: X through Greenwich at the equator, Z to the north
/// pole. Unit metres for positions, metres per second for velocities.
/// </summary>
/// <param name="X">Component through longitude 0 at the equator, metres (m/s for velocities).</param>
/// <param name="Y">Component through longitude 90 east at the equator, metres (m/s for velocities).</param>
/// <param name="Z">Component through the north pole, metres (m/s for velocities).</param>
public readonly record struct EcefVector(double X, double Y, double Z)
{
    /// <summary>Length, in the unit of the components (metres or m/s).</summary>
    public double Length => Math.Sqrt(Dot(this));

    /// <summary>Scalar product, product of the units of both.</summary>
    /// <param name="other">The other vector.</param>
    public double Dot(EcefVector other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    /// <summary>Vector product, product of the units of both.</summary>
    /// <param name="other">The other vector.</param>
    public EcefVector Cross(EcefVector other) =>
        new((Y * other.Z) - (Z * other.Y), (Z * other.X) - (X * other.Z), (X * other.Y) - (Y * other.X));

    /// <summary>The same direction with length 1, a pure number.</summary>
    public EcefVector Normalised() => this * (1.0 / Length);

    /// <summary>Sum.</summary>
    public static EcefVector operator +(EcefVector left, EcefVector right) => new(left.X + right.X, left.Y + right.Y, left.Z + right.Z);

    /// <summary>Difference.</summary>
    public static EcefVector operator -(EcefVector left, EcefVector right) => new(left.X - right.X, left.Y - right.Y, left.Z - right.Z);

    /// <summary>Multiple; the factor is a pure number.</summary>
    public static EcefVector operator *(EcefVector left, double factor) => new(left.X * factor, left.Y * factor, left.Z * factor);

    /// <summary>Sum, for languages without operators.</summary>
    /// <param name="left">First vector.</param>
    /// <param name="right">Second vector.</param>
    public static EcefVector Add(EcefVector left, EcefVector right) => left + right;

    /// <summary>Difference, for languages without operators.</summary>
    /// <param name="left">First vector.</param>
    /// <param name="right">Vector taken away.</param>
    public static EcefVector Subtract(EcefVector left, EcefVector right) => left - right;

    /// <summary>Multiple, for languages without operators.</summary>
    /// <param name="left">The vector.</param>
    /// <param name="factor">The factor, a pure number.</param>
    public static EcefVector Multiply(EcefVector left, double factor) => left * factor;
}

/// <summary>Where the satellite was and how it moved at one moment.</summary>
/// <param name="Time">Seconds since midnight (UTC) of the acquisition date, unit s; may exceed 86400.</param>
/// <param name="Position">Position, metres.</param>
/// <param name="Velocity">Velocity, metres per second.</param>
public readonly record struct StateVector(double Time, EcefVector Position, EcefVector Velocity);
