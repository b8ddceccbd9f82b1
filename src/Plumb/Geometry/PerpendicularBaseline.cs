using Plumb.Acquisitions;

namespace Plumb.Geometry;

/// <summary>
/// Baseline of a pair in the frame of the first orbit: along track (T), across track (C, to the right of the flight
/// direction) and towards the Earth's centre (N), with its change along the orbit, as GAMMA writes it.
/// </summary>
/// <param name="Time">Moment the components hold for, seconds since midnight (UTC).</param>
/// <param name="Across">Component C at that moment, metres.</param>
/// <param name="Down">Component N at that moment, metres.</param>
/// <param name="AcrossRate">Change of C, metres per second.</param>
/// <param name="DownRate">Change of N, metres per second.</param>
public readonly record struct TrackBaseline(double Time, double Across, double Down, double AcrossRate, double DownRate)
{
    /// <summary>Component perpendicular to the line of sight, metres: C cos(look) - N sin(look).</summary>
    /// <param name="time">Moment, seconds since midnight (UTC).</param>
    /// <param name="lookAngle">Angle at the satellite between the Earth's centre and the line of sight, radians.</param>
    public double PerpendicularAt(double time, double lookAngle)
    {
        var dt = time - Time;
        var (sin, cos) = Math.SinCos(lookAngle);
        return ((Across + (AcrossRate * dt)) * cos) - ((Down + (DownRate * dt)) * sin);
    }

    /// <summary>Component along the line of sight, metres: C sin(look) + N cos(look).</summary>
    /// <param name="time">Moment, seconds since midnight (UTC).</param>
    /// <param name="lookAngle">Angle at the satellite between the Earth's centre and the line of sight, radians.</param>
    public double ParallelAt(double time, double lookAngle)
    {
        var dt = time - Time;
        var (sin, cos) = Math.SinCos(lookAngle);
        return ((Across + (AcrossRate * dt)) * sin) + ((Down + (DownRate * dt)) * cos);
    }
}

/// <summary>Perpendicular baselines from orbits.</summary>
public static class PerpendicularBaseline
{
    /// <summary>
    /// Baseline of a pair in the frame of the first orbit, at a moment, with its rate over the following ten seconds.
    /// The second position is where the second orbit passes the first position at right angles to its own flight.
    /// </summary>
    /// <param name="first">Orbit of the first acquisition.</param>
    /// <param name="second">Orbit of the second acquisition.</param>
    /// <param name="time">Moment on the first orbit, seconds since midnight (UTC).</param>
    /// <param name="baseline">The baseline, metres and metres per second.</param>
    /// <returns>Whether the second orbit passes there within its state vectors.</returns>
    public static bool TryFromOrbits(Orbit first, Orbit second, double time, out TrackBaseline baseline)
    {
        const double HalfStep = 2.5;
        baseline = default;
        if (!TryComponents(first, second, time, out var c, out var n) ||
            !TryComponents(first, second, time - HalfStep, out var cBefore, out var nBefore) ||
            !TryComponents(first, second, time + HalfStep, out var cAfter, out var nAfter))
        {
            return false;
        }

        baseline = new TrackBaseline(time, c, n, (cAfter - cBefore) / (2 * HalfStep), (nAfter - nBefore) / (2 * HalfStep));
        return true;
    }

    /// <summary>
    /// Perpendicular baseline at a point on the ground, metres: the offset of the second position from the first, taken
    /// in the plane of zero Doppler across the line of sight; positive as in GAMMA's bperp tables.
    /// </summary>
    /// <param name="first">Orbit of the first acquisition.</param>
    /// <param name="second">Orbit of the second acquisition.</param>
    /// <param name="point">The point on the ground, radians and metres.</param>
    /// <param name="baseline">The baseline, metres; unknown when it is not seen.</param>
    /// <returns>Whether both orbits see the point.</returns>
    public static bool TryAtPoint(Orbit first, Orbit second, GeodeticPosition point, out Baseline baseline)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        baseline = Baseline.Unknown;
        var ground = Wgs84.ToEcef(point);
        if (!first.TryZeroDoppler(ground, out var t1) || !second.TryZeroDoppler(ground, out var t2))
        {
            return false;
        }

        var state = first.At(t1);
        var offset = second.At(t2).Position - state.Position;
        var sight = (ground - state.Position).Normalised();
        var across = state.Velocity.Normalised().Cross(sight);
        baseline = new Baseline(-offset.Dot(across));
        return true;
    }

    /// <summary>
    /// Look angle, radians, at the satellite between the Earth's centre and the point of the ellipsoid (or of a height
    /// above it) that is seen at the given range.
    /// </summary>
    /// <param name="orbit">The orbit.</param>
    /// <param name="time">Moment, seconds since midnight (UTC).</param>
    /// <param name="slantRange">Range, metres.</param>
    /// <param name="height">Height of the ground above the ellipsoid, metres.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not reach the ground.</exception>
    public static double LookAngle(Orbit orbit, double time, double slantRange, double height = 0)
    {
        if (!RadarView.TryLocate(orbit, time, slantRange, height, out var point))
        {
            throw new ArgumentOutOfRangeException(nameof(slantRange), slantRange, "A slant range reaches from the satellite to the ground.");
        }

        var position = orbit.At(time).Position;
        var sight = (Wgs84.ToEcef(point) - position).Normalised();
        return Math.Acos(-sight.Dot(position.Normalised()));
    }

    private static bool TryComponents(Orbit first, Orbit second, double time, out double across, out double down)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        across = down = 0;
        var state = first.At(time);
        if (!second.TryZeroDoppler(state.Position, out var other))
        {
            return false;
        }

        var offset = second.At(other).Position - state.Position;
        var n = state.Position.Normalised() * -1;
        var c = n.Cross(state.Velocity).Normalised();
        (across, down) = (offset.Dot(c), offset.Dot(n));
        return true;
    }
}
