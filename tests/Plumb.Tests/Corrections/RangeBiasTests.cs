using Plumb.Corrections;
using Plumb.Kernels;
using Plumb.Simulation;

namespace Plumb.Tests.Corrections;

public class RangeBiasTests
{
    private const int Rows = 64;
    private const int Columns = 96;

    /// <summary>Offsets that are there are found within their standard deviations, and where there is none the test says so as often as its chance promises.</summary>
    [Fact]
    public void Offsets_are_found_as_their_standard_deviations_say()
    {
        var (scaled, alarms, count) = (0.0, 0, 0);
        for (var seed = 1; seed <= 200; seed++)
        {
            var found = Of(seed, 0.004, -0.007, out var years, out var second);
            scaled += Math.Pow((found.Offset[0] - 0.004) / found.Sigma[0], 2) + Math.Pow((found.Offset[1] + 0.007) / found.Sigma[1], 2);
            count += 2;
            alarms += Of(seed + 1000, 0, 0, out years, out second).Chance < 0.05 ? 1 : 0;
        }

        Assert.InRange(scaled / count, 0.8, 1.3);
        Assert.InRange(alarms, 3, 20);
        Assert.True(Of(7, 0.02, 0.02, out _, out _).Chance < 1e-6);
    }

    [Fact]
    public void Satellites_that_do_not_alternate_or_are_too_few_are_refused()
    {
        double[] years = [.. Enumerable.Range(0, 20).Select(k => 0.033 * k)];
        var planes = Planes(1, years, new bool[20], 0, 0);
        bool[] apart = [.. years.Select((_, k) => k == 5)];
        Assert.Contains("takes 10 dates, and 3 of either", Assert.Throws<RequestException>(() => RangeBias.Estimate(planes, years, apart)).Message, StringComparison.Ordinal);
        double[] far = [.. Enumerable.Range(0, 20).Select(k => k < 10 ? 0.001 * k : 1 + (0.001 * k))];
        bool[] half = [.. far.Select(t => t > 0.5)];
        Assert.Contains("do not alternate", Assert.Throws<RequestException>(() => RangeBias.Estimate(Planes(1, far, half, 0, 0), far, half)).Message, StringComparison.Ordinal);
    }

    private static RangeBias Of(int seed, double down, double along, out double[] years, out bool[] second)
    {
        years = [.. Enumerable.Range(0, 30).Select(k => 6 * k / 365.25)];
        second = [.. years.Select((_, k) => k % 2 == 1 && k != 7)];
        return RangeBias.Estimate(Planes(seed, years, second, down, along), years, second);
    }

    /// <summary>Planes of dates: steady motion and its change of speed, noise, and the offset.</summary>
    private static Ramp Planes(int seed, double[] years, bool[] second, double down, double along)
    {
        var random = new CounterRandom(seed, 5);
        using var coarse = new CoarseSeries(years.Length, Rows, Columns, 8, new MemoryBudget(1 << 24));
        var series = new float[years.Length * Rows * Columns];
        for (var date = 0; date < years.Length; date++)
        {
            var (v, u) = (0.006 * random.Normal((ulong)(2 * date)), 0.006 * random.Normal((ulong)((2 * date) + 1)));
            (v, u) = (v + (0.03 * years[date]) - (0.02 * years[date] * years[date]) + (second[date] ? down : 0), u - (0.02 * years[date]) + (second[date] ? along : 0));
            for (var i = 0; i < Rows * Columns; i++)
            {
                series[(date * Rows * Columns) + i] = (float)((v * ((2.0 * (i / Columns) / (Rows - 1)) - 1)) + (u * ((2.0 * (i % Columns) / (Columns - 1)) - 1)));
            }
        }

        bool[] used = [.. Enumerable.Repeat(true, Rows * Columns)];
        coarse.Add(new Plumb.Grids.Tile(0, 0, Rows, Columns), series, Rows * Columns, Columns, used);
        return RampFit.Robust(RampShape.Plane, coarse, Rows, Columns);
    }
}
