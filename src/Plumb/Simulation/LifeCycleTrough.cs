using Plumb.Kernels;

namespace Plumb.Simulation;

/// <summary>
/// A trough with a prescribed life cycle: W(x, y, t) = s(t) C(x) C(y) / (C(0) C(0)), with C(x) the influence of a strip of the
/// probability-integral method and s(t) the vertical displacement of the deepest point. The rate is a step function of the phases,
/// smoothed in time by a normal density; s is its integral in closed form, so that it has all derivatives. The ground moves sideways by b r
/// times the slope, towards the centre. Immutable and safe for threads.
/// </summary>
public sealed class LifeCycleTrough
{
    private const double DaysPerYear = 365.25;
    private readonly SceneTrough trough;
    private readonly (int Day, double Change)[] changes;
    private readonly double sine;
    private readonly double cosine;
    private readonly double scale;

    /// <summary>The trough of an entry of a scene.</summary>
    /// <param name="trough">The entry; lengths in metres, rates in metres per year.</param>
    /// <exception cref="RequestException">A phase has no date.</exception>
    public LifeCycleTrough(SceneTrough trough)
    {
        ArgumentNullException.ThrowIfNull(trough);
        this.trough = trough;
        (sine, cosine) = Math.SinCos(trough.Azimuth * Math.PI / 180.0);
        scale = 1.0 / (Strip(0, trough.Length) * Strip(0, trough.Width));
        changes = new (int, double)[trough.Phases.Count];
        var before = 0.0;
        for (var k = 0; k < changes.Length; k++)
        {
            var phase = trough.Phases[k];
            changes[k] = (SceneValidation.Date(phase.Start, $"trough {trough.Name}: phases[{k}].start").DayNumber, phase.Rate - before);
            before = phase.Rate;
        }
    }

    /// <summary>Vertical displacement of the deepest point since before the first phase, metres, positive upwards.</summary>
    /// <param name="date">The day (UTC).</param>
    public double Depth(DateOnly date)
    {
        var sum = 0.0;
        foreach (var (day, change) in changes)
        {
            sum += change / DaysPerYear * Ramp(date.DayNumber - day);
        }

        return sum;
    }

    /// <summary>Motion of a point at a day, relative to the ground before the first phase.</summary>
    /// <param name="east">East of the grid's centre, metres.</param>
    /// <param name="north">North of the grid's centre, metres.</param>
    /// <param name="date">The day (UTC).</param>
    /// <returns>Motion east, north and up, metres.</returns>
    public (double East, double North, double Up) Motion(double east, double north, DateOnly date)
    {
        var depth = Depth(date);
        var (e, n, u) = Shape(east, north);
        return (depth * e, depth * n, depth * u);
    }

    /// <summary>Motion east, north and up of a point for a vertical motion of 1 at the deepest point (pure numbers).</summary>
    internal (double East, double North, double Up) Shape(double east, double north)
    {
        var (de, dn) = (east - trough.East, north - trough.North);
        var (x, y) = ((de * sine) + (dn * cosine), (de * cosine) - (dn * sine));
        var (along, across) = (Strip(x, trough.Length), Strip(y, trough.Width));
        var slopeX = scale * Slope(x, trough.Length) * across;
        var slopeY = scale * along * Slope(y, trough.Width);

        // Sinking ground (negative factor) moves towards the centre, where the trough is deeper.
        var sideways = -trough.HorizontalCoefficient * trough.Radius;
        return (
            sideways * ((slopeX * sine) + (slopeY * cosine)),
            sideways * ((slopeX * cosine) - (slopeY * sine)),
            scale * along * across);
    }

    /// <summary>Rows and columns beyond which the trough moves nothing: first and last of each.</summary>
    internal (double FirstRow, double LastRow, double FirstColumn, double LastColumn) Bounds(ViewGeometry view)
    {
        var reach = InfluenceFunction.Reach * trough.Radius;
        var (x, y) = ((0.5 * trough.Length) + reach, (0.5 * trough.Width) + reach);
        var east = Math.Abs(x * sine) + Math.Abs(y * cosine);
        var north = Math.Abs(x * cosine) + Math.Abs(y * sine);
        var (top, left) = view.Pixel(trough.East - east, trough.North + north);
        var (bottom, right) = view.Pixel(trough.East + east, trough.North - north);
        return (top, bottom, left, right);
    }

    private double Strip(double position, double length) => InfluenceFunction.Strip(position, -0.5 * length, 0.5 * length, trough.Radius);

    private double Slope(double position, double length) => InfluenceFunction.StripSlope(position, -0.5 * length, 0.5 * length, trough.Radius);

    /// <summary>Integral over time of a smoothed step, days: u Phi(u / s) + s phi(u / s).</summary>
    private double Ramp(double days)
    {
        var sigma = trough.SmoothDays;
        if (sigma <= 0)
        {
            return Math.Max(0.0, days);
        }

        var z = days / sigma;
        return (days * 0.5 * ErrorFunction.Erfc(-z / Math.Sqrt(2.0))) + (sigma * Math.Exp(-0.5 * z * z) / Math.Sqrt(2.0 * Math.PI));
    }
}
