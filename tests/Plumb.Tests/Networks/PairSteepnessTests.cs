using Plumb.Networks;
using Plumb.Simulation;

namespace Plumb.Tests.Networks;

public class PairSteepnessTests
{
    private const int Side = 120;

    [Theory]
    [InlineData(1.6, 0.9, false)]
    [InlineData(1.6, 0.9, true)]
    [InlineData(2.6, 0.95, true)]
    [InlineData(4.5, 0.8, true)]
    [InlineData(4.5, 0.6, false)]
    [InlineData(7, 0.9, true)]
    public void The_floor_of_a_bowl_is_marked_where_its_flanks_reach_half_a_cycle_and_only_there(double steepest, double coherence, bool isKnown)
    {
        var (phase, sample, clean) = Make(steepest, coherence, 3);
        var shares = new float[phase.Length];
        PairSteepness.Judge(phase, isKnown ? sample : null, Side, 20, shares);
        var marked = shares.Count(s => s >= 1);

        // The steepest ring lies at one standard deviation of the bowl, 18 pixels.
        if (steepest < 2)
        {
            Assert.Equal(0, marked);
        }
        else if (steepest > Math.PI)
        {
            Assert.All(Enumerable.Range(0, phase.Length).Where(p => Distance(p) < 18), p => Assert.True(shares[p] >= 1, $"pixel {p}"));
        }

        Assert.All(Enumerable.Range(0, phase.Length).Where(p => Distance(p) > 50), p => Assert.True(shares[p] < 1, $"pixel {p}"));
        Assert.InRange(clean.Max(), 1, 1000);
    }

    [Fact]
    public void Gaps_have_no_share_and_noise_alone_is_not_called_steep()
    {
        var (phase, sample, _) = Make(0.2, 0.05, 5);
        phase[77] = float.NaN;
        var shares = new float[phase.Length];
        PairSteepness.Judge(phase, sample, Side, 20, shares);
        Assert.True(float.IsNaN(shares[77]));
        Assert.True(shares.Count(s => s >= 1) < 0.002 * shares.Length, $"{shares.Count(s => s >= 1)} pixels of noise are called steep");
        Assert.Throws<ArgumentException>(() => PairSteepness.Judge(phase, null, Side, 20, new float[3]));
    }

    private static double Distance(int p) => Math.Sqrt((((p / Side) - 60.0) * ((p / Side) - 60.0)) + (((p % Side) - 60.0) * ((p % Side) - 60.0)));

    private static (float[] Phase, float[] Sample, float[] Clean) Make(double steepest, double coherence, int seed)
    {
        var (phase, sample, clean) = (new float[Side * Side], new float[Side * Side], new float[Side * Side]);
        var random = new CounterRandom(seed, 77);
        for (var p = 0; p < phase.Length; p++)
        {
            clean[p] = (float)(steepest * 18 * Math.Exp(0.5) * Math.Exp(-0.5 * Distance(p) * Distance(p) / (18 * 18)));
            var (noise, g) = WishartNoise.DrawPixel(random, p / Side, p % Side, 20, (float)coherence);
            phase[p] = (float)Math.IEEERemainder(clean[p] + noise, 2 * Math.PI);
            sample[p] = g;
        }

        return (phase, sample, clean);
    }
}
