using Plumb.Networks;

namespace Plumb.Tests.Networks;

public class StackQualityTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(16, 33)]
    [InlineData(100, 7)]
    public void Means_over_pairs_agree_with_their_specification_to_the_bit(int pixels, int pairs)
    {
        var values = PixelConnectivityTests.Ragged(new Random(pixels), pairs, pixels, 0.3);
        var (fastSums, fastCounts) = (new double[pixels], new int[pixels]);
        var (slowSums, slowCounts) = (new double[pixels], new int[pixels]);
        StackMeanKernel.Add(values, fastSums, fastCounts);
        StackMeanKernel.AddScalar(values, slowSums, slowCounts);
        Assert.Equal(slowSums, fastSums);
        Assert.Equal(slowCounts, fastCounts);
    }

    [Fact]
    public void Blocks_of_pairs_do_not_change_a_bit()
    {
        const int pixels = 37;
        var values = PixelConnectivityTests.Ragged(new Random(4), 50, pixels, 0.3);
        var (whole, counts) = (new double[pixels], new int[pixels]);
        StackMeanKernel.Add(values, whole, counts);
        var (blocks, blockCounts) = (new double[pixels], new int[pixels]);
        StackMeanKernel.Add(values.AsSpan(0, 13 * pixels), blocks, blockCounts);
        StackMeanKernel.Add(values.AsSpan(13 * pixels), blocks, blockCounts);
        Assert.Equal(whole, blocks);
        Assert.Equal(counts, blockCounts);
    }

    [Fact]
    public void A_pixel_without_values_has_no_mean()
    {
        var means = new float[2];
        var (sums, counts) = (new double[2], new int[2]);
        StackMeanKernel.Add([0.5f, float.NaN, 0.7f, 0f], sums, counts);
        StackMeanKernel.Finish(sums, counts, means);
        Assert.Equal(0.6f, means[0], 1e-6f);
        Assert.True(float.IsNaN(means[1]));
        Assert.Throws<ArgumentException>(() => StackMeanKernel.Add(new float[3], new double[2], new int[2]));
        Assert.Throws<ArgumentException>(() => StackMeanKernel.Finish(sums, counts, new float[3]));
    }

    [Fact]
    public void The_coherence_of_an_area_is_the_same_for_any_tiles_and_order()
    {
        var random = new Random(8);
        var values = Enumerable.Range(0, 10_007).Select(_ => random.Next(5) == 0 ? float.NaN : random.NextSingle()).ToArray();
        var whole = CoherenceSum.Of(values);
        Assert.Equal(CoherenceSum.OfScalar(values), whole);
        var tiles = Enumerable.Range(0, 101).Select(i => CoherenceSum.Of(values.AsSpan(i * 100, Math.Min(100, values.Length - (i * 100)))));
        Assert.Equal(whole, tiles.Reverse().Aggregate((a, b) => a.Add(b)));
        Assert.Equal(values.Where(float.IsFinite).Average(v => (double)v), whole.Mean, 8);
    }

    [Fact]
    public void Values_that_are_no_coherence_are_counted_and_left_out()
    {
        float[] values = [0.5f, 1.0005f, 1.5f, -0.2f, 0f, float.NaN, float.PositiveInfinity, 255f];
        var many = Enumerable.Repeat(values, 9).SelectMany(v => v).ToArray();
        var sum = CoherenceSum.Of(many);
        Assert.Equal(CoherenceSum.OfScalar(many), sum);
        Assert.Equal((18L, 27L), (sum.Valid, sum.OutOfRange));
        Assert.Equal(0.75, sum.Mean, 9);
        Assert.True(double.IsNaN(CoherenceSum.Of([float.NaN]).Mean));
    }

    [Fact]
    public void Only_pixels_of_the_area_count()
    {
        var sum = CoherenceSum.Of([0.2f, 0.4f, 0.9f], [1, 0, 1]);
        Assert.Equal(0.55, sum.Mean, 7);
        Assert.Throws<ArgumentException>(() => CoherenceSum.Of([0.2f], [1, 1]));
    }
}
