using Plumb.Kernels;
using Plumb.TimeFunctions;

namespace Plumb.Tests.TimeFunctions;

public class TimeModelFitTests
{
    private static readonly DateOnly First = new(2018, 3, 5);

    public static TheoryData<string> Models => ["line", "season", "full", "cubic"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Agrees_with_a_double_precision_solver_with_and_without_missing_dates(string name)
    {
        var run = new RandomSeries(ModelOf(name), 57, 71, missing: 0.35, seed: 3);
        var result = run.Fit(new FitOptions());
        run.Compare(result, (_, _) => 1, fromWeights: false);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Agrees_with_weights_of_dates_and_of_pixels(string name)
    {
        var run = new RandomSeries(ModelOf(name), 64, 37, missing: 0.2, seed: 4);
        var weights = Enumerable.Range(0, 64).Select(i => i % 9 == 4 ? 0 : 0.3 + (i % 5)).ToArray();
        run.Compare(run.Fit(new FitOptions { Weights = weights }), (i, _) => weights[i], fromWeights: false);

        run.GiveSigma();
        run.Compare(run.Fit(new FitOptions { Covariance = CovarianceSource.Weights }), (i, px) => run.WeightOf(i, px), fromWeights: true);
    }

    [Fact]
    public void Has_the_same_bits_at_every_width_and_in_tiles_of_every_size_and_allocates_nothing()
    {
        // Pixels 20 to 90 have no gap, so that some blocks hold none, some all, and some both kinds.
        var run = new RandomSeries(ModelOf("full"), 45, 150, missing: 0.1, seed: 5);
        for (var at = 0; at < run.Series.Length; at++)
        {
            run.Series[at] = at % 150 is >= 20 and < 90 && float.IsNaN(run.Series[at]) ? 0.001f * (at % 150) : run.Series[at];
        }

        var whole = run.Fit(new FitOptions());
        foreach (var width in new[] { LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512 })
        {
            foreach (var size in new[] { 150, 1, 7, 64 })
            {
                var parts = run.Fit(new FitOptions(), width, size);
                Assert.Equal(whole.Coefficients, parts.Coefficients);
                Assert.Equal(whole.Sigma, parts.Sigma);
                Assert.Equal(whole.Covariance, parts.Covariance);
                Assert.Equal(whole.Rms, parts.Rms);
                Assert.Equal(whole.Residuals, parts.Residuals);
                Assert.Equal(0, parts.Allocated);
            }
        }
    }

    [Fact]
    public void The_line_is_that_of_the_rate()
    {
        var run = new RandomSeries(TimeModel.Line, 40, 33, missing: 0.3, seed: 6);
        var result = run.Fit(new FitOptions());
        var (rate, sigma) = (new float[33], new float[33]);
        new LinearRate(run.Dates.Years).Fit(run.Series, 33, rate, sigma);
        for (var px = 0; px < 33; px++)
        {
            Assert.Equal(rate[px], result.Coefficients[33 + px], 1e-6);
            Assert.Equal(sigma[px], result.Sigma[33 + px], 1e-6);
        }
    }

    [Fact]
    public void Pixels_whose_dates_do_not_tell_the_terms_apart_have_no_number()
    {
        var dates = new SeriesDates([.. Enumerable.Range(0, 12).Select(i => First.AddDays(30 * i))]);
        var model = new TimeModel(new ConstantTerm(), new PolynomialTerm(1), new StepTerm(First.AddDays(200)));
        var fit = new TimeModelFit(model, dates);
        var series = new float[12 * 5];
        for (var i = 0; i < 12; i++)
        {
            series[i * 5] = float.NaN;
            series[(i * 5) + 1] = i < 7 ? 0.01f * i : float.NaN;
            series[(i * 5) + 2] = i is 1 or 2 or 9 ? i : float.PositiveInfinity;
            series[(i * 5) + 3] = i is 1 or 9 ? i : float.NaN;
            series[(i * 5) + 4] = i;
        }

        var (c, s, rms) = (new float[15], new float[15], new float[5]);
        using var scratch = fit.CreateScratch(new MemoryBudget(1 << 20));
        fit.Fit(new FitTile { Pixels = 5, Series = series }, new FitResult { Coefficients = c, Sigma = s, ResidualRms = rms }, scratch);
        Assert.All([0, 1, 3], px => Assert.True(float.IsNaN(c[px]) && float.IsNaN(c[10 + px]) && float.IsNaN(s[px]) && float.IsNaN(rms[px])));
        Assert.Equal(12.17, c[5 + 2], 0.02);
        Assert.True(float.IsNaN(s[2]));
        Assert.InRange(rms[2], 0, 1e-5);
        Assert.Equal(365.25f / 30, c[5 + 4], 1e-4);
        Assert.InRange(s[5 + 4], 0, 1e-4);
    }

    [Fact]
    public void Large_motion_with_a_badly_conditioned_model_keeps_its_digits()
    {
        // Three polynomial terms, a late step and an exponential whose constant is as long as the series: neighbours of each other.
        var dates = new SeriesDates([.. Enumerable.Range(0, 90).Select(i => First.AddDays((12 * i) + (i % 3)))]);
        var model = new TimeModel(new ConstantTerm(), new PolynomialTerm(3), new ExponentialTerm(First, 1000), new StepTerm(First.AddDays(900)));
        double[] truth = [0.1, -0.9, 0.35, -0.08, 0.7, -0.25];
        var columns = model.Columns(dates, dates.Years);
        var series = Enumerable.Range(0, 90).Select(i => (float)Enumerable.Range(0, 6).Sum(j => truth[j] * columns[(j * 90) + i])).ToArray();
        var fit = new TimeModelFit(model, dates);
        using var scratch = fit.CreateScratch(new MemoryBudget(1 << 20));
        var c = new float[6];
        fit.Fit(new FitTile { Pixels = 1, Series = series }, new FitResult { Coefficients = c }, scratch);
        var oracle = FitOracle.Of(model, dates, i => series[i])!;
        for (var j = 0; j < 6; j++)
        {
            // What single precision of the series itself allows: its rounding times the operator's own amplification.
            var amplified = Enumerable.Range(0, 90).Sum(i => Math.Abs(fit.Operator.Values[(j * 90) + i])) * 3e-8;
            Assert.Equal(oracle.Coefficients[j], c[j], Math.Max(1e-6, 3 * amplified));
        }
    }

    [Fact]
    public void Spans_that_are_too_short_are_refused()
    {
        var dates = new SeriesDates([First, First.AddDays(12), First.AddDays(24)]);
        var fit = new TimeModelFit(TimeModel.Line, dates);
        using var scratch = fit.CreateScratch(new MemoryBudget(1 << 20));
        using var small = new MemoryBudget(1 << 20).Lease<float>(3, "test");
        Assert.Throws<ArgumentException>(() => fit.Fit(new FitTile { Pixels = 2, Series = new float[5] }, default, scratch));
        Assert.Throws<ArgumentException>(() => fit.Fit(new FitTile { Pixels = 2, Series = new float[6] }, new FitResult { Coefficients = new float[3] }, scratch));
        Assert.Throws<ArgumentException>(() => fit.Fit(new FitTile { Pixels = 2, Series = new float[6] }, default, small));
        Assert.ThrowsAny<ArgumentException>(() => fit.Fit(new FitTile { Pixels = 2, Series = new float[6], DateStride = 1 }, default, scratch));
        fit.Fit(new FitTile { Pixels = 0, Series = [] }, default, scratch);
    }

    private static TimeModel ModelOf(string name) => name switch
    {
        "line" => TimeModel.Line,
        "season" => new(new ConstantTerm(), new PolynomialTerm(1), new SeasonalTerm(1)),
        "full" => new(new ConstantTerm(), new PolynomialTerm(2), new SeasonalTerm(1), new SeasonalTerm(0.5), new StepTerm(First.AddDays(300)), new LogarithmicTerm(First.AddDays(300), 30)),
        _ => new(new ConstantTerm(), new PolynomialTerm(3)),
    };
}
