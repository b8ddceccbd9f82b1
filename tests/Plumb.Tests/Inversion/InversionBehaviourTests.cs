using Plumb.Acquisitions;
using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Kernels;
using Plumb.Networks;

namespace Plumb.Tests.Inversion;

public class InversionBehaviourTests
{
    private static readonly InversionOptions Usual = new(Weighting.Variance, MinimumNorm.Velocity, 20, 1);

    [Theory]
    [InlineData(Weighting.Variance, 0.3)]
    [InlineData(Weighting.None, 0)]
    [InlineData(Weighting.None, 0.75)]
    public void Has_the_same_bits_at_every_width_and_in_tiles_of_every_size(Weighting weighting, double missing)
    {
        var stack = new RandomStack(3, 21, 4, 83, missing, 0.2);
        var options = Usual with { Weighting = weighting, MinRedundancy = 0 };
        var whole = SeriesRun.Of(stack, options);
        foreach (var width in new[] { LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512 })
        {
            AssertSame(whole, SeriesRun.Of(stack, options, width));
        }

        foreach (var size in new[] { 1, 7, 16, 64, 70 })
        {
            var inversion = new NetworkInversion(stack.Network, options, 1);
            var parts = new SeriesRun(stack.Network, stack.Pixels);
            using var scratch = inversion.CreateScratch(new MemoryBudget(1 << 24));
            for (var start = 0; start < stack.Pixels; start += size)
            {
                var tile = new InversionTile
                {
                    Pixels = Math.Min(size, stack.Pixels - start),
                    PairStride = stack.Pixels,
                    Phase = stack.Phase.AsSpan(start),
                    Coherence = stack.Coherence.AsSpan(start),
                };
                inversion.Invert(tile, parts.Result(start, tile.Pixels, stack.Pixels), scratch);
            }

            AssertSame(whole, parts);
        }
    }

    [Fact]
    public void Nothing_is_allocated_and_nothing_is_written_beyond_the_pixels()
    {
        var stack = new RandomStack(4, 15, 3, 50, 0.5);
        foreach (var weighting in Enum.GetValues<Weighting>().Where(w => w != Weighting.Given))
        {
            var inversion = new NetworkInversion(stack.Network, Usual with { Weighting = weighting, MinRedundancy = 0 }, 1);
            var run = new SeriesRun(stack.Network, stack.Pixels);
            using var scratch = inversion.CreateScratch(new MemoryBudget(1 << 24));
            Array.Fill(run.Coherence, -7);
            Assert.Equal(0, Allocation.Of(() => inversion.Invert(
                new InversionTile { Pixels = 37, PairStride = 50, Phase = stack.Phase, Coherence = stack.Coherence }, run.Result(0, 37, 50), scratch)));
            Assert.All(run.Coherence[37..], c => Assert.Equal(-7, c));
            Assert.All(Enumerable.Range(0, 15), i => Assert.All(run.Series[((i * 50) + 37)..((i * 50) + 50)], v => Assert.Equal(0, v)));
        }
    }

    [Fact]
    public void Only_what_is_asked_for_is_needed()
    {
        var stack = new RandomStack(4, 9, 3, 20, 0.2);
        var inversion = new NetworkInversion(stack.Network, Usual with { MinRedundancy = 0 }, 1);
        var (series, all) = (new float[9 * 20], SeriesRun.Of(inversion, stack.Phase, stack.Coherence, 20));
        using var scratch = inversion.CreateScratch(new MemoryBudget(1 << 24));
        var tile = new InversionTile { Pixels = 20, Phase = stack.Phase, Coherence = stack.Coherence };
        inversion.Invert(tile, new InversionResult { Series = series }, scratch);
        Assert.Equal(all.Series, series);
        inversion.Invert(tile, default, scratch);
        inversion.Invert(default, default, scratch);
    }

    [Fact]
    public void A_pixel_without_pairs_has_no_series_and_says_so()
    {
        var stack = new RandomStack(6, 12, 3, 19, 1);
        var run = SeriesRun.Of(stack, Usual with { MinRedundancy = 0 });
        Assert.All(run.Series, v => Assert.True(float.IsNaN(v)));
        Assert.All(run.Sigma, v => Assert.True(float.IsNaN(v)));
        Assert.All(run.Coherence, v => Assert.True(float.IsNaN(v)));
        Assert.All(run.Count, n => Assert.Equal(0, n));
        Assert.All(run.Reasons, r => Assert.Equal(MaskReasons.NoData, r));
    }

    [Fact]
    public void A_date_with_too_few_pairs_leaves_the_pixel_without_a_series()
    {
        var stack = new RandomStack(6, 8, 2, 3, 0);
        for (var p = 0; p < stack.Network.Pairs.Count; p++)
        {
            if (stack.Network.SecondIndex[p] == 7 || stack.Network.FirstIndex[p] == 7)
            {
                stack.Phase[(p * 3) + 1] = float.NaN;
            }

            if (stack.Network.FirstIndex[p] == 0)
            {
                stack.Phase[(p * 3) + 2] = float.NaN;
            }
        }

        var run = SeriesRun.Of(stack, Usual);
        Assert.Equal([MaskReasons.None, MaskReasons.TooFewPairs, MaskReasons.Disconnected], run.Reasons);
        Assert.Equal(0, run.Count[1]);
        Assert.True(float.IsNaN(run.Series[1]));

        // Without a pair at the first date its join to the second is a guess: still flagged, but the first date may have none.
        Assert.Equal(0, run.Series[2]);
        Assert.True(float.IsFinite(run.Series[5]));

        // All dates but the first and last have more than two pairs here; the last has two, so that three are too few.
        Assert.Equal(MaskReasons.TooFewPairs, SeriesRun.Of(stack, Usual with { MinRedundancy = 3 }).Reasons[0]);
    }

    [Fact]
    public void The_reference_pixel_does_not_move_and_a_pair_without_reference_is_not_used()
    {
        var stack = new RandomStack(8, 10, 3, 5, 0);
        var pairs = stack.Network.Pairs.Count;
        var reference = Enumerable.Range(0, pairs).Select(p => stack.Phase[(p * 5) + 2]).ToArray();
        var run = SeriesRun.Of(stack, Usual, reference: reference);
        Assert.All(Enumerable.Range(0, 10), i => Assert.Equal(0, run.Series[(i * 5) + 2]));
        Assert.Equal(1, run.Coherence[2]);
        Assert.Equal(pairs, run.Count[2]);
        Assert.Equal(MaskReasons.None, run.Reasons[2]);

        reference[4] = float.NaN;
        Assert.All(SeriesRun.Of(stack, Usual, reference: reference).Count, n => Assert.Equal(pairs - 1, n));
    }

    [Fact]
    public void Observations_are_left_out_by_component_and_by_coherence()
    {
        var stack = new RandomStack(9, 10, 3, 40, 0);
        var pairs = stack.Network.Pairs.Count;
        var labels = new short[pairs * 40];
        var masked = (float[])stack.Phase.Clone();
        var cut = (float[])stack.Phase.Clone();
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = (short)(i % 5 == 0 ? 0 : (i % 3) + 1);
            masked[i] = labels[i] == 0 ? 0 : masked[i];
            if (i % 7 == 0)
            {
                stack.Coherence[i] = float.NaN;
            }

            cut[i] = stack.Coherence[i] >= 0.3f ? cut[i] : 0;
        }

        var byComponent = new NetworkInversion(stack.Network, Usual with { ObservationMask = ObservationMask.Component }, 1);
        var expected = SeriesRun.Of(new NetworkInversion(stack.Network, Usual, 1), masked, stack.Coherence, 40);
        var (wide, narrow) = (new SeriesRun(stack.Network, 40), new SeriesRun(stack.Network, 40));
        using var scratch = byComponent.CreateScratch(new MemoryBudget(1 << 24));
        byComponent.Invert(new InversionTile { Pixels = 40, Phase = stack.Phase, Coherence = stack.Coherence, WideComponents = labels }, wide.Result(), scratch);
        var bytes = Array.ConvertAll(labels, l => (byte)l);
        byComponent.Invert(new InversionTile { Pixels = 40, Phase = stack.Phase, Coherence = stack.Coherence, Components = bytes }, narrow.Result(), scratch);
        AssertSame(expected, wide);
        AssertSame(expected, narrow);

        var byCoherence = new NetworkInversion(stack.Network, Usual with { ObservationMask = ObservationMask.Coherence, ObservationThreshold = 0.3 }, 1);
        AssertSame(
            SeriesRun.Of(new NetworkInversion(stack.Network, Usual, 1), cut, stack.Coherence, 40),
            SeriesRun.Of(byCoherence, stack.Phase, stack.Coherence, 40));
    }

    [Theory]
    [InlineData(MinimumNorm.Velocity)]
    [InlineData(MinimumNorm.Phase)]
    public void The_spread_across_a_gap_grows_with_the_gap_and_with_the_pixels_own_velocity(MinimumNorm norm)
    {
        var days = new[] { 0, 12, 24, 60, 72, 300, 312 };
        var start = new DateOnly(2020, 1, 1);
        var network = new Network([Pair(0, 1), Pair(1, 2), Pair(0, 2), Pair(3, 4), Pair(5, 6)]);
        DatePair Pair(int i, int j) => new(start.AddDays(days[i]), start.AddDays(days[j]));

        // Two pixels with the same coherence, the second ten times as fast.
        float[] phase = [1, 10, 2, 20, 1, 10, 1, 10, 1, 10];
        var coherence = Enumerable.Repeat(0.9f, phase.Length).ToArray();
        var run = SeriesRun.Of(new NetworkInversion(network, Usual with { MinimumNorm = norm }, 0.01), phase, coherence, 2);
        Assert.All(run.Reasons, r => Assert.Equal(MaskReasons.Disconnected, r));
        float Sigma(int date, int pixel) => run.Sigma[(date * 2) + pixel];
        for (var pixel = 0; pixel < 2; pixel++)
        {
            Assert.True(Sigma(2, pixel) < 0.005);
            Assert.True(Sigma(3, pixel) > 3 * Sigma(2, pixel));
            Assert.True(Sigma(5, pixel) > 3 * Sigma(3, pixel));
        }

        Assert.InRange(Sigma(6, 1) / Sigma(6, 0), 9.5, 10.5);

        // Smallest velocity bridges with none: both sides of a gap have the same value.
        if (norm == MinimumNorm.Velocity)
        {
            Assert.Equal(run.Series[4], run.Series[6], 1e-6);
            Assert.Equal(run.Series[8], run.Series[10], 1e-6);

            // One rate r per interval of the pixel's own (1 rad in 12 days), across 36 days.
            Assert.Equal(0.03, Math.Sqrt((Sigma(3, 0) * Sigma(3, 0)) - 0), 0.001);
        }
    }

    [Fact]
    public void Numbers_beyond_reason_are_no_data()
    {
        var stack = new RandomStack(8, 10, 3, 4, 0);
        var bad = new[] { float.MaxValue, float.NegativeInfinity, float.NaN, 2e6f };
        for (var pixel = 0; pixel < 4; pixel++)
        {
            stack.Phase[pixel] = bad[pixel];
            stack.Coherence[(4 * 3) + pixel] = bad[pixel];
        }

        var run = SeriesRun.Of(stack, Usual);
        Assert.All(run.Count, n => Assert.Equal(stack.Network.Pairs.Count - 1, n));
        Assert.All(run.Series, v => Assert.True(float.IsFinite(v)));
    }

    private static void AssertSame(SeriesRun expected, SeriesRun actual)
    {
        Assert.Equal(Bits(expected.Series), Bits(actual.Series));
        Assert.Equal(Bits(expected.Sigma), Bits(actual.Sigma));
        Assert.Equal(Bits(expected.Coherence), Bits(actual.Coherence));
        Assert.Equal(Bits(expected.Rms), Bits(actual.Rms));
        Assert.Equal(Bits(expected.Weighted), Bits(actual.Weighted));
        Assert.Equal(Bits(expected.MeanCoherence), Bits(actual.MeanCoherence));
        Assert.Equal(expected.Count, actual.Count);
        Assert.Equal(expected.Reasons, actual.Reasons);
    }

    private static int[] Bits(float[] values) => Array.ConvertAll(values, v => float.IsNaN(v) ? 0 : BitConverter.SingleToInt32Bits(v));
}
