using Plumb.Kernels;
using Plumb.TimeFunctions;

namespace Plumb.Tests.TimeFunctions;

public class ChangePointFitTests
{
    private static readonly SeriesDates Dates = new([.. Enumerable.Range(0, 72).Select(i => new DateOnly(2016, 2, 10).AddDays((12 * i) + (i % 5 == 2 ? 3 : 0)))]);

    [Theory]
    [InlineData(ChangeKind.Rate, 1, 0.0)]
    [InlineData(ChangeKind.Rate, 2, 0.0)]
    [InlineData(ChangeKind.Rate, 2, 0.2)]
    [InlineData(ChangeKind.Step, 1, 0.2)]
    [InlineData(ChangeKind.Step, 2, 0.0)]
    public void Finds_the_best_dates_that_an_exhaustive_search_in_double_precision_finds(ChangeKind kind, int changes, double missing)
    {
        var truth = kind == ChangeKind.Rate ? new[] { 0.8, 1.5 }[..changes] : [Dates.Years[30] + 0.01, Dates.Years[55] + 0.01];
        var simulated = new ChangeSeries(Dates, kind, truth, kind == ChangeKind.Rate ? [-0.25, 0.2] : [-0.02, 0.03], 0.004, 40, missing, seed: 5);
        var run = simulated.Fit(new ChangePointOptions { Kind = kind, Most = changes });
        for (var px = 0; px < 40; px++)
        {
            Assert.Equal(changes, run.Count[px]);
            var best = simulated.Exhaustive(px, kind, changes, 4);
            Assert.InRange(run.SquareSum[px], 0.8 * best.SquareSum, best.SquareSum * 1.0001);
            for (var k = 0; k < changes; k++)
            {
                // The exhaustive search knows dates only; a change of rate is then moved between them.
                Assert.InRange(run.Times[(k * 40) + px], Dates.Years[best.Knots[k]] - (kind == ChangeKind.Rate ? 0.07 : 0), Dates.Years[best.Knots[k]] + 0.07);
            }
        }
    }

    [Fact]
    public void Three_changes_are_found_and_ordered()
    {
        var simulated = new ChangeSeries(Dates, ChangeKind.Rate, [0.6, 1.2, 1.8], [-0.3, 0.4, -0.3], 0.003, 60, 0.1, seed: 8);
        var run = simulated.Fit(new ChangePointOptions { Most = 3 });
        Assert.InRange(run.Count.Count(k => k == 3), 57, 60);
        foreach (var px in Enumerable.Range(0, 60).Where(px => run.Count[px] == 3))
        {
            Assert.Equal(0.6, run.Times[px], 0.1);
            Assert.Equal(1.2, run.Times[60 + px], 0.1);
            Assert.Equal(1.8, run.Times[120 + px], 0.1);
            Assert.Equal(-0.34, run.Rates[60 + px], 0.05);
        }
    }

    [Theory]
    [InlineData(ChangeKind.Rate)]
    [InlineData(ChangeKind.Step)]
    public void Its_standard_deviations_cover_the_truth(ChangeKind kind)
    {
        const int Pixels = 500;
        var at = 1.117;
        var simulated = new ChangeSeries(Dates, kind, [at], [kind == ChangeKind.Rate ? -0.12 : -0.012], 0.004, Pixels, 0.1, seed: 31, jitter: 0.1);
        var run = simulated.Fit(new ChangePointOptions { Kind = kind, Most = 2 });
        var found = Enumerable.Range(0, Pixels).Where(px => run.Count[px] == 1).ToArray();
        Assert.InRange(found.Length, (int)(0.9 * Pixels), Pixels);
        double Share(Func<int, double> score, double limit) => found.Count(px => Math.Abs(score(px)) < limit) / (double)found.Length;
        double Time(int px) => (run.Times[px] - at - simulated.Shifts[px]) / run.TimeSigma[px];
        double Size(int px) => (run.Sizes[px] - simulated.Sizes[0]) / run.SizeSigma[px];
        double Before(int px) => (run.Rates[px] - simulated.Rate) / run.RateSigma[px];
        Assert.InRange(Share(Time, 1), kind == ChangeKind.Rate ? 0.6 : 0.5, kind == ChangeKind.Rate ? 0.76 : 1);
        Assert.InRange(Share(Time, 1.96), 0.9, kind == ChangeKind.Rate ? 0.98 : 1);
        Assert.InRange(Share(Size, 1), 0.6, 0.8);
        Assert.InRange(Share(Size, 1.96), 0.9, 0.99);
        Assert.InRange(Share(Before, 1), 0.6, 0.8);
        if (kind == ChangeKind.Rate)
        {
            Assert.InRange(Share(px => (run.Rates[Pixels + px] - simulated.Rate - simulated.Sizes[0]) / run.RateSigma[Pixels + px], 1), 0.6, 0.76);
        }
    }

    [Theory]
    [InlineData(ChangeKind.Rate, 0.0, 0.0, 0.08)]
    [InlineData(ChangeKind.Step, 0.0, 0.0, 0.08)]
    [InlineData(ChangeKind.Rate, 0.5, 0.3, 0.8)]
    [InlineData(ChangeKind.Rate, 0.5, 0.0, 0.12, 0.5)]
    [InlineData(ChangeKind.Step, 0.5, 0.0, 0.12, 0.5)]
    public void Steady_motion_is_seldom_taken_for_a_change_unless_noise_is_correlated_and_not_known_to_be(
        ChangeKind kind, double correlation, double least, double most, double told = 0)
    {
        var simulated = new ChangeSeries(Dates, kind, [], [], 0.005, 800, 0, seed: 77, correlation);
        var run = simulated.Fit(new ChangePointOptions { Kind = kind, Most = 2, NoiseCorrelation = told });
        Assert.InRange(run.Count.Count(k => k > 0) / 800.0, least, most);
    }

    [Fact]
    public void The_life_cycle_of_a_mine_is_read()
    {
        // Rates and dates as published for a point above a longwall of the Ningdong coal base; Sentinel-1 every 24, later 12 days.
        var days = Enumerable.Range(0, 28).Select(i => 24 * i).Concat(Enumerable.Range(0, 64).Select(i => 672 + (12 * i))).ToArray();
        var dates = new SeriesDates([.. days.Select(d => new DateOnly(2015, 7, 1).AddDays(d))]);
        double[] truth = [dates.YearsAt(new DateOnly(2017, 8, 1)), dates.YearsAt(new DateOnly(2018, 8, 1))];
        var simulated = new ChangeSeries(dates, ChangeKind.Rate, truth, [-0.341, 0.323], 0.010, 100, 0.1, seed: 3, rate: -0.037);
        var run = simulated.Fit(new ChangePointOptions { Most = 2 });
        var read = 0;
        for (var px = 0; px < 100; px++)
        {
            if (run.Count[px] != 2)
            {
                continue;
            }

            read++;
            double[] Rows(float[] rows, int count) => [.. Enumerable.Range(0, count).Select(k => (double)rows[(k * 100) + px])];
            var phases = LifeCycle.Of(dates.Span, Rows(run.Times, 2), Rows(run.Rates, 3), Rows(run.RateSigma, 3));
            Assert.Equal([LifePhaseKind.Initial, LifePhaseKind.Active, LifePhaseKind.Residual], phases.Select(p => p.Kind));
            Assert.Equal(-0.378, phases[1].Rate, 0.06);
            Assert.InRange(Math.Abs(phases[1].From - truth[0]) * 365.25, 0, 45);
            Assert.InRange(Math.Abs(phases[2].From - truth[1]) * 365.25, 0, 45);
            Assert.Equal(dates.Span, phases[2].To);
        }

        Assert.InRange(read, 97, 100);
        Assert.Equal([LifePhaseKind.Steady], LifeCycle.Of(3, [], [-0.1], [0.01]).Select(p => p.Kind));
        Assert.Equal([LifePhaseKind.Steady, LifePhaseKind.Steady], LifeCycle.Of(3, [1], [-0.1, -0.12], [0.01, 0.01]).Select(p => p.Kind));
        Assert.Equal([LifePhaseKind.Active, LifePhaseKind.Residual], LifeCycle.Of(3, [1], [-0.3, -0.05], [0.01, 0.01]).Select(p => p.Kind));
    }

    [Fact]
    public void Has_the_same_bits_at_every_width_and_in_tiles_of_every_size_and_allocates_nothing()
    {
        foreach (var kind in new[] { ChangeKind.Rate, ChangeKind.Step })
        {
            var simulated = new ChangeSeries(Dates, kind, [0.9], [-0.06], 0.005, 90, 0.05, seed: 6, completeFrom: 20, completeTo: 60);
            var options = new ChangePointOptions { Kind = kind, Most = 3 };
            var whole = simulated.Fit(options);
            foreach (var (width, size) in new[] { (LaneWidth.Bits128, 90), (LaneWidth.Bits256, 7), (LaneWidth.Bits512, 1) })
            {
                var parts = simulated.Fit(options, width, size);
                Assert.Equal(whole.Times, parts.Times);
                Assert.Equal(whole.TimeSigma, parts.TimeSigma);
                Assert.Equal(whole.Rates, parts.Rates);
                Assert.Equal(whole.Weight, parts.Weight);
                Assert.Equal(0, parts.Allocated);
            }
        }
    }

    [Fact]
    public void Pixels_with_few_dates_and_requests_that_cannot_be_are_told()
    {
        var simulated = new ChangeSeries(Dates, ChangeKind.Rate, [1], [-0.1], 0.004, 8, 0, seed: 2);
        for (var i = 0; i < 72; i++)
        {
            simulated.Series[i * 8] = float.NaN;
            simulated.Series[(i * 8) + 1] = i is 3 or 40 ? i : float.NaN;
            simulated.Series[(i * 8) + 2] = i % 12 == 0 ? i : float.NaN;
        }

        var run = simulated.Fit(new ChangePointOptions());
        Assert.True(float.IsNaN(run.Count[0]));
        Assert.Equal(0, run.Count[2]);
        Assert.Equal(1, run.Count[5]);
        Assert.Throws<RequestException>(() => new ChangePointFit(new TimeModel(new ConstantTerm(), new PolynomialTerm(2)), Dates, new ChangePointOptions()));
        Assert.Throws<RequestException>(() => new ChangePointFit(TimeModel.Line, Dates, new ChangePointOptions { Most = 4 }));
        Assert.Throws<RequestException>(() => new ChangePointFit(TimeModel.Line, Dates, new ChangePointOptions { LeastDates = 1 }));
        Assert.Throws<RequestException>(() => new ChangePointFit(TimeModel.Line, new SeriesDates([.. Dates.Dates.Take(8)]), new ChangePointOptions()));
        Assert.Throws<ArgumentException>(() => simulated.Fit(new ChangePointOptions(), short_: true));
    }
}
