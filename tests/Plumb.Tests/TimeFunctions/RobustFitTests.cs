using Plumb.Kernels;
using Plumb.TimeFunctions;

namespace Plumb.Tests.TimeFunctions;

public class RobustFitTests
{
    private const int Pixels = 400;
    private static readonly TimeModel Model = new(new ConstantTerm(), new PolynomialTerm(1), new SeasonalTerm(1));
    private static readonly SeriesDates Dates = new([.. Enumerable.Range(0, 60).Select(i => new DateOnly(2020, 1, 7).AddDays(12 * i))]);

    [Theory]
    [InlineData(RobustLoss.Huber)]
    [InlineData(RobustLoss.Tukey)]
    public void Agrees_with_a_scalar_double_precision_iteration(RobustLoss loss)
    {
        var series = Simulate(0.15, missing: 0.2, seed: 4);
        var (c, _) = Fit(series, loss);
        for (var pixel = 0; pixel < 50; pixel++)
        {
            var px = pixel;
            var expected = RobustOracle.Of(Model, Dates, i => series[(i * Pixels) + px], loss == RobustLoss.Tukey);
            for (var j = 0; j < 4; j++)
            {
                // Both end where a step is a thousandth of a standard deviation; how far the last steps add up depends on their rate.
                Assert.Equal(expected[j], c[(j * Pixels) + px], 4e-5);
            }
        }
    }

    [Theory]
    [InlineData(RobustLoss.None, 0.0, 1.0, 1.1)]
    [InlineData(RobustLoss.Huber, 0.0, 1.0, 1.15)]
    [InlineData(RobustLoss.Tukey, 0.0, 1.0, 1.15)]
    [InlineData(RobustLoss.None, 0.15, 5.0, 99)]
    [InlineData(RobustLoss.Huber, 0.15, 1.0, 2.6)]
    [InlineData(RobustLoss.Tukey, 0.15, 1.0, 1.3)]
    [InlineData(RobustLoss.Tukey, 0.2, 1.0, 1.6)]
    [InlineData(RobustLoss.None, 0.3, 5.0, 99)]
    [InlineData(RobustLoss.Huber, 0.3, 1.0, 7)]
    [InlineData(RobustLoss.Tukey, 0.3, 1.0, 4)]
    public void Outlying_dates_move_it_little_and_clean_data_cost_little(RobustLoss loss, double outliers, double least, double most)
    {
        // The error of the rate in units of what least squares has on clean data.
        var (c, _) = Fit(Simulate(outliers, 0, seed: 9), loss);
        var sigma = 0.003 * Math.Sqrt(new CoefficientOperator(Model, Dates).Cofactor[5]);
        var rms = Math.Sqrt(Enumerable.Range(0, Pixels).Average(px => Math.Pow(c[Pixels + px] - 0.02, 2)));
        Assert.InRange(rms / sigma, 0.9 * least, most);
    }

    [Theory]
    [InlineData(RobustLoss.Huber, 0.0)]
    [InlineData(RobustLoss.Tukey, 0.0)]
    [InlineData(RobustLoss.Tukey, 0.15)]
    public void Its_standard_deviation_is_that_of_its_scatter(RobustLoss loss, double outliers)
    {
        var (c, s) = Fit(Simulate(outliers, 0, seed: 11), loss);
        var scatter = Math.Sqrt(Enumerable.Range(0, Pixels).Average(px => Math.Pow(c[Pixels + px] - 0.02, 2)));
        var told = Math.Sqrt(Enumerable.Range(0, Pixels).Average(px => (double)s[Pixels + px] * s[Pixels + px]));
        Assert.InRange(told / scatter, 0.85, 1.15);
    }

    [Fact]
    public void Outliers_lose_their_weight_and_series_without_scatter_have_none()
    {
        var fit = new TimeModelFit(Model, Dates, new FitOptions { Robust = RobustLoss.Tukey });
        var series = new float[60 * 2];
        for (var i = 0; i < 60; i++)
        {
            series[2 * i] = (float)(0.1 * Dates.Years[i]) + (i == 17 ? 0.5f : 0.001f * (i % 3));
            series[(2 * i) + 1] = (float)(0.1 * Dates.Years[i]);
        }

        var (c, w) = (new float[8], new float[120]);
        using var scratch = fit.CreateScratch(new MemoryBudget(1 << 20));
        fit.Fit(new FitTile { Pixels = 2, Series = series }, new FitResult { Coefficients = c, RobustWeights = w }, scratch);
        Assert.Equal(0, w[2 * 17]);
        Assert.Equal(59, Enumerable.Range(0, 60).Count(i => w[2 * i] > 0.5));
        Assert.Equal(0.1, c[3], 1e-6);
        Assert.Equal(0.1, c[2], 1e-3);
    }

    [Fact]
    public void Has_the_same_bits_at_every_width_and_in_tiles_of_every_size_and_allocates_nothing()
    {
        var run = new RandomSeries(Model, 45, 90, missing: 0.1, seed: 5);
        foreach (var loss in new[] { RobustLoss.Huber, RobustLoss.Tukey })
        {
            var options = new FitOptions { Robust = loss };
            var whole = run.Fit(options);
            foreach (var (width, size) in new[] { (LaneWidth.Bits128, 90), (LaneWidth.Bits256, 7), (LaneWidth.Bits512, 1) })
            {
                var parts = run.Fit(options, width, size);
                Assert.Equal(whole.Coefficients, parts.Coefficients);
                Assert.Equal(whole.Sigma, parts.Sigma);
                Assert.Equal(0, parts.Allocated);
            }
        }
    }

    private static float[] Simulate(double outliers, double missing, int seed)
    {
        var random = new Random(seed);
        var series = new float[60 * Pixels];
        for (var at = 0; at < series.Length; at++)
        {
            var t = Dates.Years[at / Pixels];
            var noise = 0.003 * Gauss.Next(random);
            if (random.NextDouble() < outliers)
            {
                noise += 0.02 + (0.06 * random.NextDouble());
            }

            series[at] = random.NextDouble() < missing ? float.NaN : (float)((0.02 * t) + (0.005 * Math.Cos(2 * Math.PI * t)) + noise);
        }

        return series;
    }

    private static (float[] Coefficients, float[] Sigma) Fit(float[] series, RobustLoss loss)
    {
        var fit = new TimeModelFit(Model, Dates, new FitOptions { Robust = loss });
        var (c, s) = (new float[4 * Pixels], new float[4 * Pixels]);
        using var scratch = fit.CreateScratch(new MemoryBudget(1 << 22));
        fit.Fit(new FitTile { Pixels = Pixels, Series = series }, new FitResult { Coefficients = c, Sigma = s }, scratch);
        return (c, s);
    }
}
