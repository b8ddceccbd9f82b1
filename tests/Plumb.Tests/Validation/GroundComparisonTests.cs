using Plumb.Geometry;
using Plumb.Validation;

namespace Plumb.Tests.Validation;

public class GroundComparisonTests
{
    private static readonly DateOnly First = new(2018, 3, 1);
    private static readonly LookVector Look = LookVector.FromAngles(0.65, -0.2);

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static GnssStation Station(string name, Random random, double rate, int days = 900, double white = 0.004) => new(name, 10, 50, "", new GnssSeries(
        Enumerable.Range(0, days).Select(d => new GnssPosition(
            First.AddDays(d), 0.4 * white * Normal(random), 0.4 * white * Normal(random), (rate * d / 365.25) + (white * Normal(random)), 0.4 * white, 0.4 * white, white))));

    private static RadarSeries Radar(Random random, Func<int, double> motion, double sigma = 0.003, int count = 60) => new(
        [.. Enumerable.Range(0, count).Select(k => First.AddDays(8 + (12 * k)))],
        [.. Enumerable.Range(0, count).Select(k => motion(8 + (12 * k)) + (k == 0 ? 0 : sigma * Normal(random)))],
        [.. Enumerable.Range(0, count).Select(k => k == 0 ? 0 : sigma)],
        Look);

    [Fact]
    public void Stated_sigmas_that_are_true_give_scores_of_spread_one()
    {
        var options = new StationOptions { Flicker = FlickerNoise.None };
        var all = Enumerable.Range(0, 150).Select(seed =>
        {
            var random = new Random(seed);
            return StationComparison.Of(Station("A", random, -0.02), Radar(random, d => Look.Up * -0.02 * d / 365.25), options);
        }).ToArray();
        var dates = ZScores.Of(all.SelectMany(c => c.Dates).Select(d => d.ZScore));
        var rates = ZScores.Of(all.Select(c => c.Rates!.ZScore));
        Assert.InRange(dates.Spread, 0.9, 1.1);
        Assert.InRange(dates.WithinTwo, 0.93, 0.97);
        Assert.InRange(rates.Spread, 0.85, 1.15);
        Assert.InRange(rates.Mean, -0.25, 0.25);
        Assert.True(rates.Probability > 0.01);
        Assert.Equal(-0.02 * Look.Up, all.Average(c => c.Rates!.Ground), 3e-4);
    }

    [Fact]
    public void The_rate_sigma_of_a_station_holds_its_flicker_noise()
    {
        var random = new Random(3);
        var without = StationComparison.Of(Station("A", random, 0), Radar(random, _ => 0), new() { Flicker = FlickerNoise.None });
        var with = StationComparison.Of(Station("A", new Random(3), 0), Radar(new Random(3), _ => 0), new());
        Assert.True(with.Rates!.GroundSigma > 3 * without.Rates!.GroundSigma);
        // About b_v (mm/yr^0.25) / T over two years: a millimetre or two a year.
        Assert.InRange(with.Rates.GroundSigma, 0.0007, 0.004);
    }

    [Fact]
    public void Levelling_is_met_by_the_radar_between_its_dates()
    {
        PointStation Point(params (int Day, double Height)[] surveys) =>
            new("B1", 10, 50, "", new PointSeries(PointQuantity.Height, surveys.Select(s => (First.AddDays(s.Day), s.Height, 0.001))));
        var radar = Radar(new Random(1), d => Look.Up * -1e-4 * d, sigma: 0);
        var comparison = StationComparison.Of(Point((2, 9), (14, -14e-4), (200, -200e-4), (405, -405e-4), (900, 5)), radar, new());
        Assert.True(comparison.IsUsed, comparison.Reason);
        Assert.Equal([First.AddDays(200), First.AddDays(405)], comparison.Dates.Select(d => d.Date));
        Assert.Equal(0, comparison.Rmse, 1e-12);
        Assert.Equal(Look.Up * -186e-4, comparison.Dates[0].Radar, 1e-12);
        Assert.Equal(Look.Up * 0.001 * Math.Sqrt(2), comparison.Dates[0].GroundSigma, 1e-9);
        Assert.Contains("1 surveys lie within", StationComparison.Of(Point((2, 0), (100, 0)), radar, new()).Reason, StringComparison.Ordinal);
        var sparse = radar with { Displacement = [.. radar.Displacement.Select((v, k) => k is > 10 and < 25 ? double.NaN : v)] };
        Assert.DoesNotContain(First.AddDays(200), StationComparison.Of(Point((14, 0), (200, 0), (405, 0), (500, 0)), sparse, new()).Dates.Select(d => d.Date));
    }

    [Fact]
    public void A_reference_station_takes_off_what_the_frame_moves()
    {
        var random = new Random(8);
        var options = new StationOptions { Flicker = FlickerNoise.None };
        // The frame of the stations rises by 30 mm/yr against the radar's reference area.
        var (a, b) = (Station("A", random, -0.01 + 0.03), Station("B", random, 0.03));
        var (ra, rb) = (Radar(random, d => Look.Up * -0.01 * d / 365.25), Radar(random, _ => 0));
        var alone = StationComparison.Of(a, ra, options);
        Assert.Equal(-0.03 * Look.Up, alone.Rates!.Difference, 2e-3);
        var together = StationComparison.Of(a, CommonRecord.Of(a, ra, options), options, CommonRecord.Of(b, rb, options));
        Assert.Equal(0, together.Rates!.Difference, 3 * together.Rates.DifferenceSigma);
        Assert.True(together.Rates.DifferenceSigma > alone.Rates.DifferenceSigma);
        Assert.Equal(-0.01 * Look.Up, together.Rates.Ground, 2e-3);
    }

    [Fact]
    public void Statistics_are_those_of_the_textbook()
    {
        var random = new Random(9);
        var ground = Station("A", random, -0.2, white: 1e-6);
        var comparison = StationComparison.Of(ground, Radar(random, d => 1.1 * Look.Up * -0.2 * d / 365.25, sigma: 1e-6), new() { Flicker = FlickerNoise.None });
        var s = StationStatistics.Of(comparison);
        Assert.Equal(1.1, s.Slope, 1e-3);
        Assert.Equal(1, s.Correlation, 1e-6);
        Assert.Equal(59, s.Count);
        Assert.Equal(s.Largest, comparison.Dates.Max(d => Math.Abs(d.Radar - d.Ground)), 1e-15);
        var sizes = comparison.Dates.Select(d => Math.Abs(d.Radar - d.Ground)).Order().ToArray();
        Assert.Equal(sizes[29], s.Median, 1e-15);
        // A difference that grows steadily is one long excursion; one that jumps about the same mean is not.
        Assert.True(s.BiasProbability > 0.05);
        var random2 = new Random(10);
        var shifted = StationComparison.Of(ground, Radar(random2, d => (Look.Up * -0.2 * d / 365.25) + (d == 8 ? 0 : 0.01), sigma: 0.002), new() { Flicker = FlickerNoise.None });
        Assert.True(StationStatistics.Of(shifted).BiasProbability < 1e-6);
        Assert.Equal(0, StationStatistics.Of(StationComparison.Unused(ground, "no")).Count);
    }

    [Fact]
    public void Something_that_does_not_move_has_no_line_of_sight()
    {
        var well = new PointStation("W", 0, 0, "", new PointSeries(PointQuantity.Driver, [(First, 1, double.NaN)], "m"));
        Assert.Contains("no motion", Assert.Throws<RequestException>(() => well.Along(Look, FlickerNoise.None)).Message, StringComparison.Ordinal);
        Assert.Throws<RequestException>(() => new PointSeries(PointQuantity.Height, [(First, 1, 0), (First, 2, 0)]));
        Assert.Throws<RequestException>(() => new PointSeries(PointQuantity.Height, [(First, double.NaN, 0)]));
        Assert.Throws<RequestException>(() => new PointSeries(PointQuantity.Height, [(First, 1, -1)]));
    }
}
