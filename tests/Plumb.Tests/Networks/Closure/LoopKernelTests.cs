using Plumb.Networks.Closure;
using static Plumb.Tests.Networks.TestNetworks;

namespace Plumb.Tests.Networks.Closure;

public class LoopKernelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(100)]
    [InlineData(4096)]
    public void Cycles_agree_with_their_specification_and_with_double_precision(int pixels)
    {
        var random = new Random(pixels);
        var loops = ClosureLoops.Of(Random(random, 7, 0.6));
        var phase = PixelConnectivityTests.Ragged(random, loops.Network.Pairs.Count, pixels, 0.1);
        var (fast, slow) = (new sbyte[pixels], new sbyte[pixels]);
        var (told, open) = (new ushort[pixels], new ushort[pixels]);
        for (var l = 0; l < loops.Count; l++)
        {
            var level = random.NextSingle();
            LoopKernel.Cycles(phase, pixels, loops.PairsOf(l), loops.SignsOf(l), level, fast);
            LoopKernel.CyclesScalar(phase, pixels, loops.PairsOf(l), loops.SignsOf(l), level, slow);
            Assert.Equal(slow, fast);
            var counts = LoopKernel.Count(fast, told, open);
            Assert.Equal((slow.Count(k => k != LoopKernel.Missing), slow.Count(k => k is not (LoopKernel.Missing or 0))), counts);
            for (var i = 0; i < pixels; i++)
            {
                var sum = 0.0;
                for (var q = 0; q < loops.PairsOf(l).Length; q++)
                {
                    var value = phase[(loops.PairsOf(l)[q] * pixels) + i];
                    sum += value == 0 ? double.NaN : loops.SignsOf(l)[q] * (double)value;
                }

                var cycles = (sum / (2 * Math.PI)) - level;
                Assert.Equal(double.IsFinite(sum), fast[i] != LoopKernel.Missing);
                Assert.True(!double.IsFinite(sum) || Math.Abs(cycles - fast[i]) < 0.5001);
            }
        }

        Assert.True(loops.Count > 1 && told.Sum(t => t) >= open.Sum(o => o));
    }

    [Fact]
    public void Cycles_beyond_all_reason_and_unknown_levels_are_told_apart_from_data()
    {
        var cycles = new sbyte[3];
        LoopKernel.Cycles([1e9f, -1e9f, 2e6f], 3, [0], [1], 0, cycles);
        Assert.Equal([LoopKernel.Most, -LoopKernel.Most, LoopKernel.Most], cycles);
        LoopKernel.Cycles([1, 2, 3], 3, [0], [1], float.NaN, cycles);
        Assert.All(cycles, k => Assert.Equal(LoopKernel.Missing, k));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(64, 64)]
    [InlineData(17, 40)]
    public void Majority_agrees_with_its_specification(int rows, int columns)
    {
        var random = new Random(rows);
        foreach (var (missing, open) in new[] { (0.0, 0.0), (0.0, 0.01), (0.0, 0.03), (0.002, 0.02), (0.0, 0.3), (0.3, 0.1), (0.95, 0.5), (1.0, 0.0) })
        {
            var cycles = new sbyte[rows * columns];
            for (var i = 0; i < cycles.Length; i++)
            {
                cycles[i] = random.NextDouble() < missing ? LoopKernel.Missing : random.NextDouble() < open ? (sbyte)random.Next(-3, 4) : (sbyte)0;
            }

            // The corner, whose window is the smallest, by the fewest cycles that decide it.
            cycles[0] = open > 0 && missing == 0 ? (sbyte)Math.Min(LoopKernel.Most, (Math.Min(3, rows) * Math.Min(3, columns) / 2) + 1) : cycles[0];

            var (fast, slow) = (new sbyte[cycles.Length], new sbyte[cycles.Length]);
            var any = LoopMajority.Of(cycles, rows, columns, fast, new short[LoopMajority.ScratchLength(columns)]);
            LoopMajority.Scalar(cycles, rows, columns, slow);
            Assert.Equal(slow, fast);
            Assert.Equal(slow.Any(k => k != 0), any);
        }
    }

    [Fact]
    public void Levels_are_those_of_most_pixels_whatever_the_constants_of_the_pairs()
    {
        var random = new Random(8);
        var network = Of([.. from i in Enumerable.Range(0, 12) from k in Enumerable.Range(1, 3) where i + k < 12 select (i, i + k)]);
        var loops = ClosureLoops.Of(network);
        const int pixels = 900;
        var phase = new float[network.Pairs.Count * pixels];
        var constants = Enumerable.Range(0, network.Pairs.Count).Select(_ => 400 * (random.NextDouble() - 0.5)).ToArray();
        for (var i = 0; i < pixels; i++)
        {
            var motion = Enumerable.Range(0, 12).Select(_ => 60 * random.NextDouble()).ToArray();
            for (var p = 0; p < network.Pairs.Count; p++)
            {
                // Four pixels in ten are off in one pair, three of the others in another: most are right in each, few in all.
                var error = (p == 5 && i % 10 < 4) || (p == 6 && i % 10 is >= 4 and < 7) ? 2 * Math.PI : 0;
                phase[(p * pixels) + i] = (float)(constants[p] + motion[network.SecondIndex[p]] - motion[network.FirstIndex[p]] + error + (0.4 * (random.NextDouble() - 0.5)));
            }
        }

        var levels = ClosureLevels.Of(loops, phase);
        for (var l = 0; l < loops.Count; l++)
        {
            var expected = 0.0;
            for (var q = 0; q < loops.PairsOf(l).Length; q++)
            {
                expected += loops.SignsOf(l)[q] * constants[loops.PairsOf(l)[q]];
            }

            Assert.Equal(expected / (2 * Math.PI), levels[l], 0.02);
        }

        Assert.All(ClosureLevels.Of(loops, new float[network.Pairs.Count * 5]), level => Assert.True(float.IsNaN(level)));
    }
}
