using Plumb.Grids;
using Plumb.Inversion;

namespace Plumb.Tests.Inversion;

public class BorderedInversionTests
{
    private static readonly InversionOptions Usual = new(Weighting.Variance, MinimumNorm.Velocity, 20, 0);

    [Theory]
    [InlineData(Weighting.Variance, Smoothing.Acceleration, 0.02, true, 0)]
    [InlineData(Weighting.Variance, Smoothing.Acceleration, 1e-5, true, 0.1)]
    [InlineData(Weighting.Variance, Smoothing.Acceleration, 3, true, 0.4)]
    [InlineData(Weighting.CoherenceSquared, Smoothing.Acceleration, 0.01, true, 0.3)]
    [InlineData(Weighting.CoherenceSquared, Smoothing.Velocity, 0.01, true, 0.6)]
    [InlineData(Weighting.None, Smoothing.Velocity, 0.05, false, 0.2)]
    [InlineData(Weighting.Coherence, Smoothing.Acceleration, 0.1, false, 0.75)]
    public void Smoothing_and_the_elevation_models_error_are_those_of_the_dense_system(Weighting weighting, Smoothing smoothing, double gamma, bool dem, double missing)
    {
        var stack = new SolverStack(5 + (int)weighting, 22, 11, missing);
        AssertAgrees(stack, Usual with { Weighting = weighting, Smoothing = smoothing, SmoothingStrength = gamma, DateBaselines = dem ? stack.Baselines : null });
    }

    [Theory]
    [InlineData(Weighting.Variance, SeriesModel.Linear, 1e-3, false, 0)]
    [InlineData(Weighting.Variance, SeriesModel.Linear, 1e-3, false, 0.6)]
    [InlineData(Weighting.Variance, SeriesModel.Quadratic, 0.1, true, 0.6)]
    [InlineData(Weighting.None, SeriesModel.Linear, 1e-4, false, 0.7)]
    [InlineData(Weighting.Coherence, SeriesModel.LinearSeasonal, 1e-3, true, 0.5)]
    [InlineData(Weighting.CoherenceSquared, SeriesModel.QuadraticSeasonal, 0.5, false, 0.2)]
    public void A_time_function_ties_the_dates_as_in_the_dense_system(Weighting weighting, SeriesModel model, double strength, bool dem, double missing)
    {
        var stack = new SolverStack(25 + (int)weighting, 24, 11, missing);
        var options = Usual with { Weighting = weighting, MinimumNorm = MinimumNorm.Model, Model = model, ModelStrength = strength, DateBaselines = dem ? stack.Baselines : null };
        var broken = AssertAgrees(stack, options);
        Assert.True(broken > 0 || missing < 0.5);
    }

    private static int AssertAgrees(SolverStack stack, InversionOptions options)
    {
        var run = new SolverRun(stack, options);
        var broken = 0;
        for (var pixel = 0; pixel < stack.Pixels; pixel++)
        {
            var oracle = new SystemOracle(stack, options, pixel);
            broken += run.Reasons[pixel] == MaskReasons.Disconnected ? 1 : 0;
            for (var i = 0; i < stack.Network.Dates.Count; i++)
            {
                var at = (i * stack.Pixels) + pixel;
                Assert.Equal(oracle.Series[i], run.Series[at], 1e-5 * (1 + (0.1 * Math.Abs(oracle.Series[i]))));
                if (double.IsNaN(oracle.Sigma[i]))
                {
                    Assert.True(float.IsNaN(run.Sigma[at]));
                    continue;
                }

                Assert.Equal(oracle.Sigma[i], run.Sigma[at], 1e-5 + (1e-3 * oracle.Sigma[i]));
            }

            Assert.Equal(oracle.Share, run.Share[pixel], 1e-3);
            if (options.DateBaselines is not null)
            {
                Assert.Equal(oracle.Height, run.DemError[pixel], 1e-3 + (1e-4 * Math.Abs(oracle.Height)));
                Assert.Equal(oracle.HeightSigma, run.DemErrorSigma[pixel], 1e-3 * oracle.HeightSigma);
            }

            if (options.MinimumNorm == MinimumNorm.Model)
            {
                Assert.Equal(oracle.Rate, run.Rate[pixel], 1e-4 * (1 + Math.Abs(oracle.Rate)));
                Assert.True(double.IsNaN(oracle.RateSigma) ? float.IsNaN(run.RateSigma[pixel]) : Math.Abs(oracle.RateSigma - run.RateSigma[pixel]) <= 2e-3 * oracle.RateSigma);
            }
        }

        return broken;
    }
}
