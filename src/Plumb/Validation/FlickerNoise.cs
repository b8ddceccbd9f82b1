using System.Collections.Concurrent;
using Plumb.Geometry;

namespace Plumb.Validation;

/// <summary>
/// Flicker noise of daily GNSS positions, whose power falls as 1 / frequency, so that two days far apart differ by more than two close ones. Amplitudes in metres per
/// fourth root of a year (Williams et al. 2004, doi:10.1029/2003JB002741). What two means over a window differ by is worked out from the fractional integrator of
/// order 1/2, h(0) = 1, h(i) = h(i - 1) (i - 1/2) / i (Kasdin 1995, doi:10.1109/5.381848). Safe for threads.
/// </summary>
public sealed class FlickerNoise
{
    private const double DaysPerYear = 365.25;
    private const int Memory = 8192;
    private static readonly double[] Impulse = Integrator();
    private readonly ConcurrentDictionary<(int Window, int Lag), double> known = new();

    /// <summary>Amplitude in east and in north, metres per fourth root of a year.</summary>
    public double Horizontal { get; init; } = 0.002;

    /// <summary>Amplitude in height, metres per fourth root of a year.</summary>
    public double Vertical { get; init; } = 0.006;

    /// <summary>No flicker noise.</summary>
    public static FlickerNoise None { get; } = new() { Horizontal = 0, Vertical = 0 };

    /// <summary>Amplitude along a line of sight, components taken as independent, metres per fourth root of a year.</summary>
    /// <param name="look">The line of sight.</param>
    public double Along(LookVector look) =>
        Math.Sqrt((((look.East * look.East) + (look.North * look.North)) * Horizontal * Horizontal) + (look.Up * look.Up * Vertical * Vertical));

    /// <summary>Variance of the difference of two window means, square metres: sum over days of (g(j + lag) - g(j))^2 times the variance of a day's impulse, g the box-filtered integrator.</summary>
    /// <param name="amplitude">Amplitude, metres per fourth root of a year.</param>
    /// <param name="windowDays">Length of the window, days.</param>
    /// <param name="lagDays">Days between the two, 0 or more.</param>
    public double Difference(double amplitude, int windowDays, int lagDays)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowDays, 1);
        var lag = Math.Abs(lagDays);
        return amplitude == 0 || lag == 0 ? 0
            : amplitude * amplitude * Math.Sqrt(1 / DaysPerYear) * known.GetOrAdd((windowDays, lag), key => Structure(key.Window, key.Lag));
    }

    private static double Structure(int window, int lag)
    {
        var sum = 0.0;
        for (var j = -lag - window; j < Memory; j++)
        {
            var difference = Filtered(j + lag, window) - Filtered(j, window);
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>Mean of the integrator over the window that ends at a day; zero before the impulse.</summary>
    private static double Filtered(int day, int window)
    {
        var sum = 0.0;
        for (var k = Math.Max(0, day - window + 1); k <= day; k++)
        {
            sum += k < Impulse.Length ? Impulse[k] : 1 / Math.Sqrt(Math.PI * k);
        }

        return sum / window;
    }

    private static double[] Integrator()
    {
        var h = new double[2 * Memory];
        h[0] = 1;
        for (var i = 1; i < h.Length; i++)
        {
            h[i] = h[i - 1] * (i - 0.5) / i;
        }

        return h;
    }
}
