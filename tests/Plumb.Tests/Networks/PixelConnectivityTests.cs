using Plumb.Grids;
using Plumb.Networks;
using static Plumb.Tests.Networks.TestNetworks;

namespace Plumb.Tests.Networks;

public class PixelConnectivityTests
{
    private static readonly float[] NoData = [float.NaN, 0f, float.PositiveInfinity, float.NegativeInfinity, -0f];

    internal static float[] Ragged(Random random, int pairs, int pixels, double missing)
    {
        var values = new float[pairs * pixels];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.NextDouble() < missing ? NoData[random.Next(NoData.Length)] : (float)((20 * random.NextDouble()) - 10.1);
        }

        return values;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(100)]
    public void Patterns_agree_with_their_specification(int pixels)
    {
        var random = new Random(pixels);
        foreach (var pairs in new[] { 1, 31, 32, 33, 70 })
        {
            var values = Ragged(random, pairs, pixels, 0.4);
            var fast = new uint[ConnectivityKernel.WordCount(pairs) * pixels];
            var slow = new uint[fast.Length];
            ConnectivityKernel.CollectPatterns(values, pixels, fast);
            ConnectivityKernel.CollectPatternsScalar(values, pixels, slow);
            Assert.Equal(slow, fast);
            Assert.Equal(values.Count(v => float.IsFinite(v) && v != 0), fast.Sum(w => (long)System.Numerics.BitOperations.PopCount(w)));
        }
    }

    [Fact]
    public void Random_pixels_agree_with_the_specification_and_with_brute_force()
    {
        var random = new Random(23);
        for (var trial = 0; trial < 60; trial++)
        {
            var network = Random(random, 3 + random.Next(10), 0.5);
            var pixels = 1 + random.Next(40);
            var values = Ragged(random, network.Pairs.Count, pixels, random.NextDouble());
            var results = new Connectivity[pixels];
            var counts = new PixelConnectivity(network).Solve(values, results);
            var edges = Edges(network);
            var labels = new int[network.Dates.Count];
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                Assert.Equal(ConnectivityKernel.SolveScalar(network.FirstIndex, network.SecondIndex, values, pixels, pixel, labels), results[pixel]);
                var valid = edges.Where((_, k) => float.IsFinite(values[(k * pixels) + pixel]) && values[(k * pixels) + pixel] != 0).ToArray();
                Assert.Equal(PartsByBruteForce(labels.Length, valid), results[pixel].Pieces);
                Assert.Equal(labels.Length - valid.SelectMany(e => new[] { e.First, e.Second }).Distinct().Count(), results[pixel].UncoveredDates);
                Assert.Equal(valid.Length, results[pixel].ValidPairs);
            }

            Assert.Equal(pixels, counts.Pixels);
            Assert.Equal(results.Count(r => r.IsConnected), counts.Connected);
            Assert.Equal(results.Count(r => r.ValidPairs == 0), counts.NoData);
            Assert.True(counts.FallenApart >= 0);
        }
    }

    [Fact]
    public void Identical_pixels_are_solved_once_and_results_do_not_depend_on_tiles()
    {
        var network = Of((0, 12), (12, 24), (24, 36), (0, 24));
        const int pixels = 1000;
        var values = Enumerable.Repeat(1f, 4 * pixels).ToArray();
        for (var pixel = 0; pixel < pixels; pixel += 2)
        {
            values[(3 * pixels) + pixel] = float.NaN;
        }

        var whole = new Connectivity[pixels];
        var counts = new PixelConnectivity(network).Solve(values, whole);
        Assert.Equal(2, counts.PatternsSolved);
        Assert.Equal((500L, 500L, 0L), (counts.Connected, counts.FallenApart, counts.NoData));

        var half = new Connectivity[pixels / 2];
        var left = Enumerable.Range(0, 4).SelectMany(k => values.AsSpan(k * pixels, pixels / 2).ToArray()).ToArray();
        var leftCounts = new PixelConnectivity(network).Solve(left, half);
        Assert.Equal(whole[..500], half);
        Assert.Equal(counts.Connected, leftCounts.Add(leftCounts).Connected);
    }

    [Fact]
    public void A_pixel_is_not_blamed_for_the_parts_of_the_whole_network()
    {
        var network = Of((0, 12), (24, 36));
        var operation = new PixelConnectivity(network);
        var results = new Connectivity[3];
        var counts = operation.Solve([1, 1, float.NaN, 1, float.NaN, float.NaN], results);
        Assert.Equal((0L, 1L, 1L, 1L), (counts.Connected, counts.AsNetwork, counts.NoData, counts.FallenApart));
        var mask = new Mask(Grid.Radar(3, 2));
        operation.AddTo(results, new Tile(1, 0, 1, 3), 0.6, mask);
        Assert.Equal(MaskReasons.None, mask[0, 1]);
        Assert.Equal(MaskReasons.None, mask[1, 0]);
        Assert.Equal(MaskReasons.Disconnected | MaskReasons.TooFewPairs, mask[1, 1]);
        Assert.Equal(MaskReasons.NoData | MaskReasons.Disconnected | MaskReasons.TooFewPairs, mask[1, 2]);
        Assert.Throws<ArgumentException>(() => operation.AddTo(results, new Tile(1, 1, 1, 3), 0.6, mask));
    }

    [Fact]
    public void Empty_tiles_are_legal_and_wrong_shapes_are_not()
    {
        var operation = new PixelConnectivity(Of((0, 12), (12, 24)));
        Assert.Equal(default, operation.Solve([], []));
        Assert.Throws<ArgumentException>(() => operation.Solve(new float[3], new Connectivity[2]));
        Assert.Throws<ArgumentException>(() => ConnectivityKernel.CollectPatterns(new float[6], 3, new uint[2]));
    }

    [Fact]
    public void A_second_tile_allocates_nothing()
    {
        var network = Random(new Random(1), 20, 0.3);
        var operation = new PixelConnectivity(network);
        var values = Ragged(new Random(2), network.Pairs.Count, 256, 0.3);
        var results = new Connectivity[256];
        Assert.Equal(0, Allocation.Of(() => operation.Solve(values, results)));
    }
}
