using Plumb.Unwrapping;
using Plumb.Unwrapping.Bowls;

namespace Plumb.Tests.Unwrapping.Bowls;

/// <summary>Standard deviations of fitted bowls beside what the parameters scatter by over many draws of the noise.</summary>
public class BowlSigmaTests
{
    private const int Draws = 120;

    [Theory]
    [InlineData(BowlShape.Gaussian, 45, 9, 6, 0, 0.7)]
    [InlineData(BowlShape.ProbabilityIntegral, 45, 16, 10, 12, 0.7)]
    [InlineData(BowlShape.ProbabilityIntegral, 60, 24, 14, 12, 0.5)]
    [InlineData(BowlShape.ProbabilityIntegral, 40, 12, 7, 16, 0.8)]
    [InlineData(BowlShape.ProbabilityIntegral, -60, 20, 15, 20, 0.6)]
    public void What_is_stated_is_what_happens(BowlShape shape, double depth, double along, double across, double radius, double coherence)
    {
        var truth = new Bowl(shape, 31.4, 33.7, depth, 0.4, along, across, radius);
        var found = new FittedBowl[Draws];
        Parallel.For(0, Draws, draw => found[draw] = shape == BowlShape.Gaussian ? Assert.Single(BowlSearchTests.Find(Image(truth, coherence, draw), shape)) : FromTruth(truth, Image(truth, coherence, draw)));
        var told = new List<string>();
        var isRight = true;
        foreach (var (name, of) in ((string, Func<Bowl, double>)[])
            [("row", b => b.Row), ("column", b => b.Column), ("depth", b => b.Depth), ("azimuth", b => b.Azimuth), ("along", b => b.Along), ("across", b => b.Across), ("radius", b => b.Radius)])
        {
            if (name == "radius" && shape == BowlShape.Gaussian)
            {
                continue;
            }

            var actual = Math.Sqrt(found.Average(f => (of(f.Bowl) - of(truth)) * (of(f.Bowl) - of(truth))));
            var stated = Math.Sqrt(found.Average(f => of(f.Sigma) * of(f.Sigma)));
            told.Add(FormattableString.Invariant($"{name}: stated {stated:0.0000}, actual {actual:0.0000}, ratio {stated / actual:0.00}"));
            isRight &= stated / actual is > 0.8 and < 1.25;
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', told));
        Assert.True(isRight, string.Join('\n', told));
    }

    /// <summary>Draws at which the growth from the middle of the fringes alone finds nothing or ends elsewhere, and some others.</summary>
    [Theory]
    [InlineData(45, 16, 10, 12, 0.7, 0, 92, 104)]
    [InlineData(40, 12, 7, 16, 0.8, 8, 60, 117)]
    public void The_search_ends_where_a_fit_that_begins_with_the_truth_ends(double depth, double along, double across, double radius, double coherence, params int[] draws)
    {
        var truth = new Bowl(BowlShape.ProbabilityIntegral, 31.4, 33.7, depth, 0.4, along, across, radius);
        foreach (var draw in draws)
        {
            var image = Image(truth, coherence, draw);
            var (found, expected) = (Assert.Single(BowlSearchTests.Find(image, BowlShape.ProbabilityIntegral)), FromTruth(truth, image));
            Assert.True(Math.Abs(found.Bowl.Depth - expected.Bowl.Depth) < 0.1 * expected.Sigma.Depth && Math.Abs(found.Bowl.Across - expected.Bowl.Across) < 0.1 * expected.Sigma.Across, $"draw {draw}: {found.Bowl} in place of {expected.Bowl}");
        }
    }

    private static WrappedImage Image(Bowl truth, double coherence, int draw) => BowlSearchTests.Noisy(64, 68, coherence, 5000 + draw, [truth]).Image;

    private static FittedBowl FromTruth(Bowl truth, WrappedImage image)
    {
        var (curve, fit) = (new ProbabilityCurve(), new BowlFit(new BowlPhasors(image, 20)));
        var state = fit.Finish(curve, [truth.Depth, truth.Column, truth.Row, Math.Log(truth.Along), Math.Log(truth.Across), Math.Log(truth.Radius), truth.Azimuth, 0, 0, 0]);
        Assert.NotNull(state);
        return new FittedBowl(state.Bowl, curve.Sigma(state.Parameters, fit.Covariance(state)), state.Coherence, state.Before, state.After);
    }
}
