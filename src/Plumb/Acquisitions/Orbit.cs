using System.Globalization;

namespace Plumb.Acquisitions;

/// <summary>
/// The flight path of one acquisition, interpolated between state vectors by the Hermite polynomial through position
/// and velocity of the four nearest ones (degree 7; Burden and Faires, Numerical Analysis, section 3.4). Immutable and
/// safe for threads.
/// </summary>
public sealed class Orbit
{
    private const int Window = 4;
    private const int MaximumIterations = 60;
    private readonly StateVector[] vectors;

    /// <summary>An orbit.</summary>
    /// <param name="vectors">State vectors in the order of their times, at least two.</param>
    /// <exception cref="ArgumentException">Fewer than two vectors, times that do not increase, or numbers that are not finite.</exception>
    public Orbit(IEnumerable<StateVector> vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        this.vectors = [.. vectors];
        if (this.vectors.Length < 2)
        {
            throw new ArgumentException($"An orbit needs at least two state vectors; got {this.vectors.Length}.", nameof(vectors));
        }

        for (var i = 0; i < this.vectors.Length; i++)
        {
            var v = this.vectors[i];
            if (!double.IsFinite(v.Time) || !double.IsFinite(v.Position.Length) || !double.IsFinite(v.Velocity.Length) || v.Velocity.Length == 0)
            {
                throw new ArgumentException($"State vector {i + 1} of an orbit has a number that is not finite or no velocity.", nameof(vectors));
            }

            if (i > 0 && !(v.Time > this.vectors[i - 1].Time))
            {
                throw new ArgumentException($"The times of an orbit's state vectors increase; vector {i + 1} does not.", nameof(vectors));
            }
        }
    }

    /// <summary>The state vectors, in the order of time.</summary>
    public IReadOnlyList<StateVector> Vectors => vectors;

    /// <summary>Time of the first state vector, seconds since midnight (UTC).</summary>
    public double Start => vectors[0].Time;

    /// <summary>Time of the last state vector, seconds since midnight (UTC).</summary>
    public double End => vectors[^1].Time;

    /// <summary>Position and velocity at a time.</summary>
    /// <param name="time">Seconds since midnight (UTC), at most one interval of the state vectors outside their span.</param>
    /// <returns>State at that time, metres and metres per second.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is farther outside.</exception>
    public StateVector At(double time)
    {
        var margin = vectors[1].Time - vectors[0].Time;
        if (!(time >= Start - margin && time <= End + margin))
        {
            throw new ArgumentOutOfRangeException(nameof(time), time, string.Create(
                CultureInfo.InvariantCulture,
                $"The orbit is known from {Start:F1} to {End:F1} s of day and cannot be continued that far."));
        }

        return Interpolate(time);
    }

    /// <summary>
    /// The moment at which a point is seen at right angles to the flight path (zero Doppler), found by the secant
    /// method on the scalar product of velocity and line of sight (Sansosti 2004, doi:10.1109/TGRS.2004.842471).
    /// </summary>
    /// <param name="point">The point, metres.</param>
    /// <param name="time">The moment, seconds since midnight (UTC); NaN when there is none.</param>
    /// <param name="guess">A first guess, seconds since midnight (UTC); NaN for the middle of the orbit.</param>
    /// <returns>Whether the moment lies within the state vectors (one interval of margin).</returns>
    public bool TryZeroDoppler(EcefVector point, out double time, double guess = double.NaN)
    {
        var margin = vectors[1].Time - vectors[0].Time;
        var (low, high) = (Start - margin, End + margin);
        var t = double.IsFinite(guess) ? Math.Clamp(guess, low, high) : 0.5 * (Start + End);
        var state = Interpolate(t);
        var value = (state.Position - point).Dot(state.Velocity);
        var next = t - (value / state.Velocity.Dot(state.Velocity));
        for (var i = 0; i < MaximumIterations; i++)
        {
            if (!(next >= low && next <= high))
            {
                break;
            }

            state = Interpolate(next);
            var nextValue = (state.Position - point).Dot(state.Velocity);
            var step = nextValue == value ? 0 : nextValue * (next - t) / (nextValue - value);
            (t, value) = (next, nextValue);
            if (Math.Abs(step) < 1e-10)
            {
                time = t - step;
                return true;
            }

            next = t - step;
        }

        time = double.NaN;
        return false;
    }

    private StateVector Interpolate(double time)
    {
        var count = Math.Min(Window, vectors.Length);
        var first = 0;
        while (first + count < vectors.Length && time - vectors[first].Time > vectors[first + count].Time - time)
        {
            first++;
        }

        var nodes = vectors.AsSpan(first, count);
        Span<double> x = stackalloc double[count];
        for (var i = 0; i < count; i++)
        {
            x[i] = nodes[i].Time - time;
        }

        Span<double> value = stackalloc double[count];
        Span<double> slope = stackalloc double[count];
        var (px, vx) = Axis(nodes, x, value, slope, 0);
        var (py, vy) = Axis(nodes, x, value, slope, 1);
        var (pz, vz) = Axis(nodes, x, value, slope, 2);
        return new StateVector(time, new EcefVector(px, py, pz), new EcefVector(vx, vy, vz));
    }

    private static (double Value, double Slope) Axis(ReadOnlySpan<StateVector> nodes, ReadOnlySpan<double> x, Span<double> value, Span<double> slope, int axis)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            var (p, v) = (nodes[i].Position, nodes[i].Velocity);
            value[i] = axis == 0 ? p.X : axis == 1 ? p.Y : p.Z;
            slope[i] = axis == 0 ? v.X : axis == 1 ? v.Y : v.Z;
        }

        return Hermite(x, value, slope);
    }

    /// <summary>Value and slope at 0 of the Hermite polynomial, by divided differences over doubled nodes.</summary>
    private static (double Value, double Slope) Hermite(ReadOnlySpan<double> x, ReadOnlySpan<double> value, ReadOnlySpan<double> slope)
    {
        var m = 2 * x.Length;
        Span<double> z = stackalloc double[m];
        Span<double> q = stackalloc double[m];
        for (var i = 0; i < m; i++)
        {
            z[i] = x[i / 2];
            q[i] = value[i / 2];
        }

        for (var order = 1; order < m; order++)
        {
            for (var i = m - 1; i >= order; i--)
            {
                q[i] = order == 1 && (i & 1) == 1 ? slope[i / 2] : (q[i] - q[i - 1]) / (z[i] - z[i - order]);
            }
        }

        var (p, dp) = (q[m - 1], 0.0);
        for (var i = m - 2; i >= 0; i--)
        {
            dp = p - (z[i] * dp);
            p = q[i] - (z[i] * p);
        }

        return (p, dp);
    }
}
