using Plumb.Groundwater;

namespace Plumb.Tests.Groundwater;

/// <summary>The wave of one year in many records, against that of one.</summary>
public sealed class AnnualFitTests
{
    private static readonly double[] Days = [.. Enumerable.Range(0, 63).Select(k => 5680.0 + (25 * k) + (k % 3))];

    [Fact]
    public void It_is_the_wave_that_one_record_has()
    {
        var random = new Random(4);
        var (fit, residual) = (AnnualFit.For(Days)!, new double[Days.Length]);
        for (var trial = 0; trial < 20; trial++)
        {
            var (amplitude, peak) = (0.02 * random.NextDouble(), 366 * random.NextDouble());
            var memory = 0.0;
            float[] values = [.. Days.Select(d => (float)(0.3 - (2e-5 * d) + (amplitude * Math.Cos(2 * Math.PI * (d + 1 - peak) / 365.25)) + (memory = (0.5 * memory) + (0.003 * (random.NextDouble() - 0.5)))))];
            var (wave, oracle) = (fit.Of(values, residual), AnnualCourse.Of(new TimeSeries(Days, [.. values.Select(v => (double)v)]))!);
            Assert.Equal(oracle.Amplitude, wave.Amplitude, 1e-9);
            Assert.Equal(oracle.AmplitudeSigma, wave.AmplitudeSigma, 1e-9);
            Assert.Equal(oracle.PeakDay, wave.PeakDay, 1e-5);
            Assert.Equal(oracle.PeakSigma, wave.PeakSigma, 1e-5);
        }
    }

    [Fact]
    public void Its_probability_is_as_often_small_as_it_says_and_tiny_where_there_is_a_season()
    {
        var random = new Random(9);
        var (fit, residual) = (AnnualFit.For(Days)!, new double[Days.Length]);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double Chance(double amplitude) => fit.Of([.. Days.Select(d => (float)(Normal() + (amplitude * Math.Sin(2 * Math.PI * d / 365.25))))], residual).Probability;
        Assert.InRange(Enumerable.Range(0, 4000).Count(_ => Chance(0) < 0.05) / 4000.0, 0.02, 0.06);
        Assert.True(Chance(2) < 1e-4);
    }

    [Fact]
    public void A_short_record_has_no_wave()
    {
        Assert.Null(AnnualFit.For([0, 50, 100, 150, 200, 250, 300, 350, 360]));
        Assert.Null(AnnualFit.For([0, 200, 400, 600]));
    }

    [Fact]
    public void One_day_of_every_year_tells_no_wave()
    {
        double[] days = [.. Enumerable.Range(0, 20).Select(k => (double)(new DateOnly(1990 + k, 1, 1).DayNumber - new DateOnly(2000, 1, 1).DayNumber))];
        Assert.Null(AnnualFit.For(days));
        Assert.Null(AnnualCourse.Of(new TimeSeries(days, [.. days.Select(d => 0.001 * d)])));
    }
}
