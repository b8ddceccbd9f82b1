using Plumb.Acquisitions;

namespace Plumb.Geometry;

/// <summary>How one point on the ground is seen.</summary>
/// <param name="Time">Moment of zero Doppler, seconds since midnight (UTC).</param>
/// <param name="SlantRange">Distance from the satellite, metres.</param>
/// <param name="Look">Unit vector from the ground to the satellite.</param>
public readonly record struct Observation(double Time, double SlantRange, LookVector Look);

/// <summary>How an orbit sees the ground: range-Doppler equations on the WGS 84 ellipsoid (Curlander 1982, doi:10.1109/JOE.1982.1145541).</summary>
public static class RadarView
{
    /// <summary>How a point is seen.</summary>
    /// <param name="orbit">The orbit.</param>
    /// <param name="point">The point, radians and metres.</param>
    /// <param name="observation">Time, range and look vector.</param>
    /// <param name="guess">A first guess of the time, seconds since midnight (UTC); NaN for none.</param>
    /// <returns>Whether the orbit sees the point within the span of its state vectors.</returns>
    public static bool TryObserve(Orbit orbit, GeodeticPosition point, out Observation observation, double guess = double.NaN)
    {
        ArgumentNullException.ThrowIfNull(orbit);
        observation = default;
        var ground = Wgs84.ToEcef(point);
        if (!orbit.TryZeroDoppler(ground, out var time, guess))
        {
            return false;
        }

        var sight = orbit.At(time).Position - ground;
        var range = sight.Length;
        var (east, north, up) = Wgs84.ToLocal(point, sight);
        observation = new Observation(time, range, new LookVector(east / range, north / range, up / range));
        return true;
    }

    /// <summary>
    /// The point at a height that a right-looking radar sees at a moment and range: the look angle in the plane of zero
    /// Doppler is varied by the secant method until the height is met.
    /// </summary>
    /// <param name="orbit">The orbit.</param>
    /// <param name="time">Moment, seconds since midnight (UTC), at most one interval outside the state vectors.</param>
    /// <param name="slantRange">Slant range, metres.</param>
    /// <param name="height">Height above the ellipsoid, metres.</param>
    /// <param name="point">The point, radians and metres.</param>
    /// <returns>Whether the range reaches the ground.</returns>
    public static bool TryLocate(Orbit orbit, double time, double slantRange, double height, out GeodeticPosition point)
    {
        ArgumentNullException.ThrowIfNull(orbit);
        var state = orbit.At(time);
        var forward = state.Velocity.Normalised();
        var nadir = state.Position.Normalised() * -1;
        var right = nadir.Cross(forward).Normalised();
        var down = forward.Cross(right);
        GeodeticPosition At(double angle)
        {
            var (sin, cos) = Math.SinCos(angle);
            return Wgs84.FromEcef(state.Position + (((down * cos) + (right * sin)) * slantRange));
        }

        point = default;
        var (distance, radius) = (state.Position.Length, Wgs84.RadiusTowards(state.Position) + height);
        var cosine = ((distance * distance) + (slantRange * slantRange) - (radius * radius)) / (2 * distance * slantRange);
        if (!(Math.Abs(cosine) < 1))
        {
            return false;
        }

        var before = Math.Acos(cosine);
        var angle = before + 1e-4;
        var off = At(before).Height - height;
        for (var i = 0; i < 30; i++)
        {
            point = At(angle);
            var now = point.Height - height;
            if (Math.Abs(now) < 1e-5)
            {
                return true;
            }

            (before, angle, off) = (angle, angle - (now * (angle - before) / (now - off)), now);
        }

        return false;
    }

    /// <summary>
    /// Incidence, heading and slant range for points row by row. A point the orbit does not see, or whose height is
    /// NaN, is NaN in all outputs.
    /// </summary>
    /// <param name="orbit">The orbit.</param>
    /// <param name="longitude">Longitudes, degrees, one per point.</param>
    /// <param name="latitude">Latitudes, degrees, one per point.</param>
    /// <param name="height">Heights above the ellipsoid, metres, one per point; NaN is no-data.</param>
    /// <param name="incidence">Receives the incidence, radians from the vertical; shape as the points.</param>
    /// <param name="heading">Receives the heading, radians clockwise from north; shape as the points.</param>
    /// <param name="slantRange">Receives the slant range, metres; shape as the points, or empty when not wanted.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Angles(
        Orbit orbit,
        ReadOnlySpan<double> longitude,
        ReadOnlySpan<double> latitude,
        ReadOnlySpan<float> height,
        Span<float> incidence,
        Span<float> heading,
        Span<float> slantRange)
    {
        ArgumentNullException.ThrowIfNull(orbit);
        if (latitude.Length != longitude.Length || height.Length != longitude.Length || incidence.Length != longitude.Length ||
            heading.Length != longitude.Length || (slantRange.Length != 0 && slantRange.Length != longitude.Length))
        {
            throw new ArgumentException("Longitudes, latitudes, heights and results have one value per point.", nameof(latitude));
        }

        var guess = double.NaN;
        for (var i = 0; i < longitude.Length; i++)
        {
            var seen = TryObserve(orbit, GeodeticPosition.FromDegrees(longitude[i], latitude[i], height[i]), out var o, guess);
            incidence[i] = seen ? (float)o.Look.Incidence : float.NaN;
            heading[i] = seen ? (float)o.Look.Heading : float.NaN;
            if (slantRange.Length != 0)
            {
                slantRange[i] = seen ? (float)o.SlantRange : float.NaN;
            }

            guess = seen ? o.Time : double.NaN;
        }
    }
}
