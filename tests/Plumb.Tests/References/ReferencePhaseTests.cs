using Plumb.Grids;
using Plumb.Networks;
using Plumb.References;
using static Plumb.Tests.Networks.TestNetworks;

namespace Plumb.Tests.References;

public class ReferencePhaseTests
{
    private static readonly Network Three = Of((0, 12), (0, 24), (12, 24));

    [Theory]
    [InlineData(ReferenceStatistic.Median)]
    [InlineData(ReferenceStatistic.Mean)]
    public void Tiles_of_any_size_and_order_give_the_same_phase(ReferenceStatistic statistic)
    {
        var scene = new TestScene(20, 30);
        var random = new Random(3);
        var phase = Enumerable.Range(0, 3).Select(_ => scene.Make((_, _) => random.Next(6) == 0 ? double.NaN : (20 * random.NextDouble()) - 10)).ToArray();
        var choice = ReferenceSelection.Accept([new ReferenceArea(3, 3, 2), new ReferenceArea(5, 4, 2), new ReferenceArea(19, 29, 3)], scene.Layers, new ReferenceOptions { Statistic = statistic });
        scene.Mask.Add((3 * 30) + 3, MaskReasons.LargeResidual);

        Reference With(int tileRows, int tileColumns, bool reverse)
        {
            var collector = new ReferencePhase(Three, choice, scene.Mask);
            var tiles = Tile.Cover(20, 30, tileRows, tileColumns).ToArray();
            for (var pair = 0; pair < 3; pair++)
            {
                foreach (var tile in reverse ? tiles.Reverse() : tiles)
                {
                    collector.Add(pair, tile, Cut(phase[pair], tile, 30));
                }
            }

            return collector.Compute(new ReferenceTieOptions { Weights = ReferenceWeights.Pixels });
        }

        var whole = With(20, 30, false);
        Assert.Equal(whole.Phase.ToArray(), With(7, 4, true).Phase.ToArray());
        Assert.Equal(whole.Phase.ToArray(), With(1, 30, false).Phase.ToArray());

        var inside = choice.Areas.SelectMany(a => Pixels(a.On(scene.Grid), 30)).Distinct().Order().Where(p => p != (3 * 30) + 3).ToArray();
        Assert.Equal(inside.Length, whole.Pixels);
        for (var pair = 0; pair < 3; pair++)
        {
            var values = inside.Select(p => phase[pair][p]).Where(float.IsFinite).ToArray();
            Assert.Equal(values.Length, whole.ValidPixels[pair]);
            var expected = statistic == ReferenceStatistic.Mean ? values.Average(v => (double)v) : OrderStatistics.Median(values);
            Assert.Equal(expected, whole.Phase[pair], 1e-12);
        }
    }

    [Fact]
    public void A_pair_without_a_value_at_the_reference_is_reported_and_unusable()
    {
        var scene = new TestScene(9, 9);
        var choice = ReferenceSelection.Accept([new ReferenceArea(4, 4, 1)], scene.Layers, new ReferenceOptions());
        var collector = new ReferencePhase(Three, choice, scene.Mask);
        var tile = Assert.Single(collector.Tiles);
        collector.Add(0, tile, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        collector.Add(1, tile, [0, 0, float.NaN, 0, 0, 0, 0, 0, float.PositiveInfinity]);
        collector.Add(2, tile, [float.NaN, 0, 0, 0, 0, 0, 0, 0, 2.5f]);
        var reference = collector.Compute();
        Assert.Equal([5.0, double.NaN, 2.5], reference.Phase.ToArray());
        Assert.Equal(1, Assert.Single(reference.UnusablePairs));
        Assert.Contains(reference.Reasons, r => r.Contains("1 pairs have no value at the reference and cannot be used: 20200101_20200125", StringComparison.Ordinal));
        Assert.Contains(reference.Reasons, r => r.Contains("1 pairs have a value at fewer than half", StringComparison.Ordinal));
        Assert.Equal("median of 9 pixels at row 4, column 4, radius 1 pixels", reference.Describe(scene.Grid));
    }

    [Fact]
    public void No_value_anywhere_and_a_wholly_masked_area_are_refused()
    {
        var scene = new TestScene(9, 9);
        var choice = ReferenceSelection.Accept([new ReferenceArea(4, 4, 1)], scene.Layers, new ReferenceOptions());
        Assert.Contains("No interferogram has a value", Assert.Throws<RequestException>(() => new ReferencePhase(Three, choice, scene.Mask).Compute()).Message, StringComparison.Ordinal);
        scene.Add(scene.Grid.Whole, MaskReasons.Water);
        Assert.Throws<RequestException>(() => new ReferencePhase(Three, choice, scene.Mask));
    }

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        var scene = new TestScene(9, 9);
        var collector = new ReferencePhase(Three, ReferenceSelection.Choose(scene.Layers, new ReferenceOptions()), scene.Mask);
        Assert.Throws<ArgumentException>(() => collector.Add(0, new Tile(0, 0, 2, 2), new float[3]));
        Assert.Throws<ArgumentException>(() => collector.Add(0, new Tile(8, 8, 2, 2), new float[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => collector.Add(3, new Tile(0, 0, 2, 2), new float[4]));
    }

    [Fact]
    public void A_huge_area_is_taken_evenly_and_said()
    {
        var scene = new TestScene(300, 400);
        var choice = ReferenceSelection.Accept([new ReferenceArea(150, 200, 300)], scene.Layers, new ReferenceOptions());
        var collector = new ReferencePhase(Three, choice, scene.Mask);
        Assert.Equal(40_000, collector.PixelCount);
        collector.Add(0, scene.Grid.Whole, scene.Make((_, column) => column - 199.5));
        var reference = collector.Compute();
        Assert.Equal(0, reference.Phase[0], 1.5);
        Assert.Contains("Of 120000 good pixels 40000, evenly taken, make the reference.", reference.Reasons);
    }

    private static float[] Cut(float[] layer, Tile tile, int columns) => Pixels(tile, columns).Select(p => layer[p]).ToArray();

    private static IEnumerable<int> Pixels(Tile tile, int columns) =>
        Enumerable.Range(0, tile.PixelCount).Select(i => ((tile.Row + (i / tile.Columns)) * columns) + tile.Column + (i % tile.Columns));
}
