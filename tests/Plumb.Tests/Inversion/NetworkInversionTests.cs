using Plumb.Grids;
using Plumb.Inversion;

namespace Plumb.Tests.Inversion;

public class NetworkInversionTests
{
    public static TheoryData<Weighting, MinimumNorm, double, double> Cases()
    {
        var cases = new TheoryData<Weighting, MinimumNorm, double, double>();
        foreach (var weighting in Enum.GetValues<Weighting>().Where(w => w != Weighting.Given))
        {
            cases.Add(weighting, MinimumNorm.Velocity, 0, 0);
            cases.Add(weighting, MinimumNorm.Velocity, 0.15, 0);
            cases.Add(weighting, MinimumNorm.Velocity, 0.75, 0.3);
            cases.Add(weighting, MinimumNorm.Phase, 0.7, 0.3);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_the_pseudo_inverse(Weighting weighting, MinimumNorm norm, double missing, double drop)
    {
        var stack = new RandomStack(11 + (int)weighting, 15, 4, 9, missing, drop);
        var run = SeriesRun.Of(stack, new InversionOptions(weighting, norm, 20, 0));
        var broken = 0;
        for (var pixel = 0; pixel < stack.Pixels; pixel++)
        {
            var px = pixel;
            var oracle = new DenseOracle(
                stack.Network, weighting, norm, 20, p => stack.Phase[(p * stack.Pixels) + px], p => stack.Coherence[(p * stack.Pixels) + px]);
            Assert.Equal(oracle.Count, run.Count[pixel]);
            Assert.Equal(oracle.Rank < stack.Network.Dates.Count - 1, run.Reasons[pixel].HasFlag(MaskReasons.Disconnected));
            broken += run.Reasons[pixel] == MaskReasons.Disconnected ? 1 : 0;
            Assert.Equal(oracle.Coherence, run.Coherence[pixel], 3e-6);
            Assert.Equal(oracle.Rms, run.Rms[pixel], 5e-6);
            Assert.Equal(oracle.Weighted, run.Weighted[pixel], 1e-4 * (1 + oracle.Weighted));
            for (var i = 0; i < stack.Network.Dates.Count; i++)
            {
                Assert.Equal(oracle.Series[i], run.Series[(i * stack.Pixels) + pixel], 1e-5);
                if (run.Reasons[pixel] == MaskReasons.None)
                {
                    var spare = oracle.Count - oracle.Rank;
                    var scale = weighting is Weighting.None or Weighting.Coherence or Weighting.CoherenceSquared ? oracle.Weighted / spare : 1;
                    if (spare > 0)
                    {
                        Assert.Equal(Math.Sqrt(oracle.Variance[i] * scale), run.Sigma[(i * stack.Pixels) + pixel], 2e-5);
                    }
                }
            }
        }

        Assert.Equal(missing > 0.5, broken > 0);
    }
}
