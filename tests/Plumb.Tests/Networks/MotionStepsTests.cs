using Plumb.Kernels;
using Plumb.Networks;
using Plumb.Simulation;

namespace Plumb.Tests.Networks;

/// <summary>The judgement of steepness, many pixels at a time, against the same written one pixel after the other.</summary>
public class MotionStepsTests
{
    [Theory]
    [InlineData(16, 64, 20, 0, true)]
    [InlineData(16, 64, 20, 0.05, true)]
    [InlineData(11, 23, 6, 0.2, true)]
    [InlineData(9, 70, 1, 0.1, true)]
    [InlineData(13, 31, 20, 0.1, false)]
    [InlineData(1, 5, 20, 0.1, true)]
    [InlineData(7, 1, 20, 0, true)]
    public void Lanes_give_the_bits_of_the_plain_judgement(int rows, int columns, double looks, double missing, bool withCoherence)
    {
        var simulator = new SceneSimulator(Scene.Bowl() with
        {
            Grid = new() { Rows = rows, Columns = columns, Step = 60 },
            Dates = new() { Count = 16, IntervalDays = 12, MissingShare = 0.1 },
            Network = new() { Links = 4 },
            Sensor = new() { Looks = looks },
            Decorrelation = new() { Classes = [new() { Base = 0.7, LongTerm = 0.1, DecayDays = 30 }] },
        });
        var (network, n) = (simulator.Network, rows * columns);
        var (phase, coherence) = (new float[network.Pairs.Count * n], new float[network.Pairs.Count * n]);
        for (var k = 0; k < network.Pairs.Count; k++)
        {
            simulator.Interferogram(k, simulator.Grid.Whole, phase.AsSpan(k * n, n), coherence.AsSpan(k * n, n), new byte[n]);
        }

        Spoil(phase, coherence, n, missing);
        var options = new MotionStepOptions { Looks = looks, Significance = 3 };
        var seen = withCoherence ? coherence : [];
        var expected = new PlainMotionSteps(network, options).Judge(phase, seen, columns, n);
        var (shares, lost, doubtful) = (new float[n], new float[n], new float[n]);
        using var space = new MotionStepSpace(new MemoryBudget(1 << 28));
        var steps = new MotionSteps(network, options);
        for (var round = 0; round < 2; round++)
        {
            steps.Shares(phase, seen, columns, shares, lost, doubtful, space);
            Assert.Equal(Bits(expected.Shares), Bits(shares));
            Assert.Equal(Bits(expected.Lost), Bits(lost));
            Assert.Equal(Bits(expected.Doubtful), Bits(doubtful));
        }

        Assert.True(n < 100 || looks < 20 || expected.Shares.Count(s => s > 0) > 3, "nothing moves, so that nothing is tested");
    }

    /// <summary>Single values missing, coherences among them, and an eighth of the pixels in all pairs but three.</summary>
    private static void Spoil(float[] phase, float[] coherence, int n, double share)
    {
        var random = new Random(n);
        for (var i = 0; i < phase.Length && share > 0; i++)
        {
            var isHole = i % n < n / 8 && i / n % 7 != 3;
            phase[i] = isHole || random.NextDouble() < share ? float.NaN : phase[i];
            coherence[i] = random.NextDouble() < share ? float.NaN : coherence[i];
        }
    }

    private static int[] Bits(float[] values) => Array.ConvertAll(values, v => float.IsNaN(v) ? int.MinValue : BitConverter.SingleToInt32Bits(v));
}
