using Plumb.Corrections;

namespace Plumb.Tests.Corrections;

/// <summary>How much of the trend of ramps is taken for chance.</summary>
public sealed class RampDriftTests
{
    [Fact]
    public void Trend_by_chance_goes_and_a_tilt_that_stands_out_stays_and_neither_costs_much()
    {
        var (still, kept) = Errors(0);
        Assert.True(still < 0.35, $"{still} of the variance by chance is left over still ground");
        Assert.True(kept < 0.45);
        foreach (var tilt in new[] { 1.0, 2, 3, 5 })
        {
            // Never much worse than leaving the rate alone, whatever the ground does.
            Assert.InRange(Errors(tilt).Variance, 0, 1.35);
        }

        Assert.True(Errors(8).Kept > 0.95);
        Assert.InRange(Errors(8).Variance, 0.85, 1.15);
    }

    [Fact]
    public void Variance_left_is_as_large_as_the_error_whatever_the_tilt()
    {
        foreach (var tilt in new[] { 0, 1.0, 1.5, 2, 3, 6 })
        {
            var (variance, _, left) = Measured(tilt);
            Assert.InRange(variance, 0, 1.3 * left);
        }
    }

    [Fact]
    public void Few_dates_tell_nothing_and_alike_ones_count_for_fewer()
    {
        double[] years = [.. Enumerable.Range(0, 7).Select(k => 0.1 * k)];
        Assert.Equal(1, RampDrift.Of(Ramps([.. years.Select(t => t)], [.. years.Select(t => -t)]), years).Kept);
        years = [.. Enumerable.Range(0, 40).Select(k => 0.03 * k)];
        var slow = Ramps([.. years.Select(t => Math.Sin(5 * t) + t)], [.. years.Select(t => Math.Cos(5 * t))]);
        var quick = Ramps([.. years.Select((t, k) => (k % 2 == 0 ? 0.7 : -0.7) + t)], [.. years.Select((_, k) => k % 4 < 2 ? 0.7 : -0.7)]);
        Assert.True(RampDrift.Of(slow, years).ByChance.Row > 2 * RampDrift.Of(quick, years).ByChance.Row);
    }

    [Fact]
    public void Off_goes_all_but_the_share_that_is_kept()
    {
        double[] years = [.. Enumerable.Range(0, 12).Select(k => 0.1 * k)];
        var ramp = Ramps([.. years.Select((t, k) => (2 * t) + (k % 3))], [.. years.Select((t, k) => (k % 2) - t)]);
        foreach (var taken in new[] { 0, 0.4, 1 })
        {
            var off = ramp.WithoutTrend(years, taken);
            Assert.Equal(taken * RampDrift.Of(ramp, years).Rate.Row, RampDrift.Of(off, years).Rate.Row, 1e-9);
            Assert.Equal(taken * RampDrift.Of(ramp, years).Rate.Column, RampDrift.Of(off, years).Rate.Column, 1e-9);
        }
    }

    /// <summary>Error of the trend that is left, as a share of its variance by chance, and the mean share that is kept; a tilt in standard deviations of chance.</summary>
    private static (double Variance, double Kept) Errors(double tilt) => (Measured(tilt).Variance, Measured(tilt).Kept);

    private static (double Variance, double Kept, double Left) Measured(double tilt)
    {
        var (random, error, kept, left) = (new Random(7), 0.0, 0.0, 0.0);
        double[] years = [.. Enumerable.Range(0, 30).Select(k => k * 12 / 365.25)];
        var square = years.Sum(t => Math.Pow(t - years.Average(), 2));
        var chance = 0.005 / Math.Sqrt(square);
        const int tries = 600;
        for (var k = 0; k < tries; k++)
        {
            double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var drift = RampDrift.Of(
                Ramps([.. years.Select(t => (0.005 * Normal()) + (tilt * chance * t))], [.. years.Select(_ => 0.005 * Normal())]), years);
            kept += drift.Kept / tries;
            left += drift.VarianceLeft / tries;
            error += (Math.Pow((drift.Kept * drift.Rate.Row) - (tilt * chance), 2) + Math.Pow(drift.Kept * drift.Rate.Column, 2)) / (2 * chance * chance) / tries;
        }

        return (error, kept, left);
    }

    private static Ramp Ramps(double[] row, double[] column)
    {
        double[] coefficients = [.. row.Zip(column).SelectMany(p => new[] { 0, p.First, p.Second })];
        return new Ramp(RampShape.Plane, coefficients, 100, 100);
    }
}
