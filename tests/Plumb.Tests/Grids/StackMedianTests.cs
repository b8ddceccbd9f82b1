using System.Numerics;
using Plumb.Grids;

namespace Plumb.Tests.Grids;

public class StackMedianTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.3)]
    [InlineData(3, 0)]
    [InlineData(4, 0.5)]
    [InlineData(57, 0.1)]
    [InlineData(58, 0.1)]
    [InlineData(300, 0.9)]
    public void Lanes_have_the_bits_of_the_selection(int values, double missing)
    {
        var random = new Random(values);
        for (var round = 0; round < 60; round++)
        {
            var lanes = Enumerable.Range(0, Vector<float>.Count).Select(_ => Column(random, values, missing, round)).ToArray();
            var column = Enumerable.Range(0, values).Select(k => new Vector<int>([.. lanes.Select(lane => BitConverter.SingleToInt32Bits(lane[k]))])).ToArray();
            var medians = StackMedian.Of(column, out var counts);
            for (var lane = 0; lane < lanes.Length; lane++)
            {
                float[] known = [.. lanes[lane].Where(v => !float.IsNaN(v))];
                Assert.Equal(known.Length, counts[lane]);
                if (known.Length > 0)
                {
                    Assert.Equal((float)OrderStatistics.Median(known), medians[lane]);
                }

                Assert.Equal(OrderStatistics.Median([.. known]), StackMedian.OfAll(lanes[lane]));
            }
        }
    }

    /// <summary>Values of many sizes, zero and infinity among them; in some rounds many that are alike, or all.</summary>
    private static float[] Column(Random random, int values, double missing, int round) => [.. Enumerable.Range(0, values).Select(_ =>
        random.NextDouble() < missing ? StackMedian.NoData
        : (round % 4) switch
        {
            0 => random.Next(3),
            1 => 0.25f,
            2 => MathF.Exp((40 * random.NextSingle()) - 20),
            _ => random.Next(10) switch { 0 => 0f, 1 => float.PositiveInfinity, 2 => float.Epsilon, _ => random.NextSingle() },
        })];
}
