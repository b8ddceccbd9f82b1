using Plumb.Grids;

namespace Plumb.Tests.Grids;

public class OrderStatisticsTests
{
    [Fact]
    public void Median_of_odd_even_one_and_none()
    {
        Assert.Equal(2, OrderStatistics.Median([3f, 1f, 2f]));
        Assert.Equal(2.5, OrderStatistics.Median([4f, 1f, 3f, 2f]));
        Assert.Equal(7, OrderStatistics.Median([7f]));
        Assert.True(double.IsNaN(OrderStatistics.Median([])));
        Assert.Equal(3.0e38, OrderStatistics.Median([3.0e38f, 3.0e38f]), 1e32);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(7)]
    [InlineData(1)]
    public void Median_is_the_middle_of_the_sorted_values_whatever_their_order_and_however_many_are_alike(int differentValues)
    {
        var random = new Random(differentValues);
        for (var count = 1; count < 400; count++)
        {
            var values = Enumerable.Range(0, count).Select(_ => (float)random.Next(differentValues)).ToArray();
            var sorted = values.Order().ToArray();
            var expected = count % 2 == 1 ? sorted[count / 2] : (0.5 * sorted[(count / 2) - 1]) + (0.5 * sorted[count / 2]);
            Assert.Equal(expected, OrderStatistics.Median([.. values]));
            Assert.Equal(expected, OrderStatistics.Median([.. sorted]));
            Assert.Equal(expected, OrderStatistics.Median([.. sorted.Reverse()]));
        }
    }

    [Theory]
    [InlineData(4096, 1e-3, 0)]
    [InlineData(4097, 1, 5)]
    [InlineData(20_000, 1e6, -3)]
    [InlineData(20_001, 1, 0)]
    [InlineData(5000, 0, 2)]
    public void Median_of_many_is_the_middle_of_the_sorted_values(int count, double scale, double centre)
    {
        var random = new Random(count);
        var values = Enumerable.Range(0, count).Select(_ => (float)((scale * Math.Pow(random.NextDouble() - 0.5, 3)) + centre)).ToArray();
        var sorted = values.Order().ToArray();
        Assert.Equal(count % 2 == 1 ? sorted[count / 2] : (0.5 * sorted[(count / 2) - 1]) + (0.5 * sorted[count / 2]), OrderStatistics.Median([.. values]));
        // The two middle ones far apart, in different buckets.
        Assert.Equal(1, OrderStatistics.Median([.. Enumerable.Repeat(9f, count), .. Enumerable.Repeat(-7f, count)]));
    }

    [Fact]
    public void The_value_of_a_rank_is_that_of_the_sorted_values()
    {
        var random = new Random(9);
        for (var count = 1; count < 200; count += 3)
        {
            var values = Enumerable.Range(0, count).Select(_ => (float)random.Next(count)).ToArray();
            var sorted = values.Order().ToArray();
            for (var rank = 0; rank < count; rank += 1 + (count / 7))
            {
                Assert.Equal(sorted[rank], OrderStatistics.OfRank([.. values], rank));
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => OrderStatistics.OfRank([1f], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => OrderStatistics.OfRank([1f], -1));
    }

    [Fact]
    public void The_shortest_half_stays_with_the_majority_where_the_median_leans()
    {
        var random = new Random(6);
        var values = Enumerable.Range(0, 3000).Select(i => i < 1800
            ? (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2)
            : (float)(-30 * random.NextDouble())).ToArray();
        var (centre, spread) = OrderStatistics.ShortestHalf([.. values]);
        Assert.Equal(0, centre, 0.15);
        Assert.InRange(spread, 0.4, 1.3);
        Assert.True(OrderStatistics.Median([.. values]) < -0.3);
    }

    [Fact]
    public void The_shortest_half_of_few_values()
    {
        Assert.Equal((5.0, 0.0), OrderStatistics.ShortestHalf([5f]));
        Assert.Equal(1.5, OrderStatistics.ShortestHalf([9f, 1f, 2f]).Centre);
        Assert.True(double.IsNaN(OrderStatistics.ShortestHalf([]).Spread));
    }

    [Fact]
    public void Every_mask_reason_has_words()
    {
        var all = Enum.GetValues<MaskReasons>().Where(r => r != MaskReasons.None).ToArray();
        Assert.Equal(all, MaskReasonWords.All);
        Assert.Equal("good", MaskReasons.None.Describe());
        Assert.Equal("low coherence, water", (MaskReasons.Water | MaskReasons.LowCoherence).Describe());
    }
}
