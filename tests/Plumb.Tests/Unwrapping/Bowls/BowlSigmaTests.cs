using Plumb.Unwrapping.Bowls;

namespace Plumb.Tests.Unwrapping.Bowls;

/// <summary>Standard deviations of fitted bowls beside what the parameters scatter by over many draws of the noise.</summary>
public class BowlSigmaTests
{
    private const int Draws = 120;

    [Theory]
    [InlineData(BowlShape.Gaussian, 45, 9, 6, 0, 0.7)]
    public void What_is_stated_is_what_happens(BowlShape shape, double depth, double along, double across, double radius, double coherence)
    {
        var truth = new Bowl(shape, 31.4, 33.7, depth, 0.4, along, across, radius);
        var found = new FittedBowl[Draws];
        Parallel.For(0, Draws, draw => found[draw] = Assert.Single(BowlSearchTests.Find(BowlSearchTests.Noisy(64, 68, coherence, 5000 + draw, [truth]).Image, shape)));
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
}
