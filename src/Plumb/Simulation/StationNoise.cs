namespace Plumb.Simulation;

/// <summary>
/// Noise of daily station positions: white noise plus flicker noise. Flicker noise is white noise of the standard deviation
/// b (1 day)^(1/4) through the fractional integrator of order 1/2, h(0) = 1, h(i) = h(i - 1) (i - 1/2) / i (Kasdin 1995,
/// doi:10.1109/5.381848; amplitude per fourth root of a year: Williams 2003, doi:10.1007/s00190-002-0283-4). It begins at rest on the first day.
/// </summary>
/// <param name="random">Stream of the component.</param>
/// <param name="white">Standard deviation of the white noise, metres.</param>
/// <param name="flicker">Amplitude b of the flicker noise, metres per fourth root of a year.</param>
internal sealed class StationNoise(CounterRandom random, double white, double flicker)
{
    private const double DaysPerYear = 365.25;

    /// <summary>A realisation, metres; shape (day).</summary>
    internal double[] Series(int days)
    {
        var filter = new double[days];
        for (var i = 0; i < days; i++)
        {
            filter[i] = i == 0 ? 1.0 : filter[i - 1] * (i - 0.5) / i;
        }

        var step = flicker * Math.Pow(1.0 / DaysPerYear, 0.25);
        var result = new double[days];
        for (var d = 0; d < days; d++)
        {
            var (plain, impulse) = random.NormalPair((ulong)d);
            result[d] += white * plain;
            for (var later = d; later < days; later++)
            {
                result[later] += step * impulse * filter[later - d];
            }
        }

        return result;
    }
}
