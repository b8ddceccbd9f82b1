using Plumb.Grids;
using Plumb.References;

namespace Plumb.Tests.References;

public class ReferenceSelectionTests
{
    private static readonly ReferenceOptions Options = new() { Radius = 2 };

    [Fact]
    public void Of_equal_windows_the_northernmost_then_westernmost_is_taken()
    {
        var choice = ReferenceSelection.Choose(new TestScene(30, 40).Layers, Options);
        Assert.Equal(new ReferenceArea(2, 2, 2), Assert.Single(choice.Areas));
        Assert.Equal(2, choice.Alternatives.Count);
        Assert.Equal(0.8, choice.Chosen[0].Score.Coherence, 6);
        Assert.Equal(1, choice.Chosen[0].Score.Connectivity, 6);
        Assert.True(double.IsNaN(choice.Chosen[0].Score.Height));
        Assert.Equal(0.8, choice.Chosen[0].Score.Total, 6);
    }

    [Fact]
    public void The_most_coherent_window_wins_and_says_so()
    {
        var scene = new TestScene(30, 40, new Crs("EPSG:32649", false));
        scene.Set(scene.Coherence, new Tile(18, 28, 5, 5), 0.95f);
        var choice = ReferenceSelection.Choose(scene.Layers, Options);
        Assert.Equal(new ReferenceArea(20, 30, 2), choice.Areas[0]);
        Assert.Contains("25 of 25 pixels pass every mask.", choice.Reasons);
        Assert.Contains("mean coherence 0.95, 100 % of the pairs present.", choice.Reasons);
        Assert.Contains("east 501220, north 3999180", choice.Reasons[0], StringComparison.Ordinal);
        Assert.Contains("stillness not known", choice.Reasons[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_masked_window_is_never_taken_however_coherent()
    {
        var scene = new TestScene(30, 40);
        scene.Set(scene.Coherence, new Tile(18, 28, 5, 5), 0.95f);
        scene.Add(new Tile(18, 28, 5, 5), MaskReasons.Disconnected);
        var area = ReferenceSelection.Choose(scene.Layers, Options).Areas[0];
        Assert.Equal(0, area.On(scene.Grid).Intersect(new Tile(20, 30, 1, 1)).PixelCount);
    }

    [Fact]
    public void Windows_sums_agree_with_brute_force_on_random_scenes()
    {
        var random = new Random(31);
        for (var trial = 0; trial < 10; trial++)
        {
            var scene = new TestScene(12 + random.Next(10), 12 + random.Next(10));
            for (var i = 0; i < scene.Coherence.Length; i++)
            {
                scene.Coherence[i] = random.Next(12) == 0 ? float.NaN : 0.5f + (0.5f * random.NextSingle());
                scene.Share[i] = 0.85f + (0.15f * random.NextSingle());
                if (random.Next(30) == 0)
                {
                    scene.Mask.Add(i, MaskReasons.Water);
                }
            }

            var options = new ReferenceOptions { Radius = 1 + random.Next(2), MinGoodShare = 0.5, MinCoherence = 0.55 };
            var (best, area) = BruteForce(scene, options);
            var choice = ReferenceSelection.Choose(scene.Layers, options);
            Assert.Equal(best, choice.Chosen[0].Score.Total, 1e-6);
            Assert.Equal(area, choice.Areas[0]);
        }
    }

    [Fact]
    public void Ground_far_from_motion_is_preferred()
    {
        var scene = new TestScene(60, 80);
        var random = new Random(9);
        scene.Rate = scene.Make((row, column) =>
            (0.3 * (random.NextDouble() - 0.5)) + (30 * Math.Exp(-(((row - 15) * (row - 15)) + ((column - 15) * (column - 15))) / 40.0)));
        scene.Set(scene.Coherence, new Tile(12, 12, 7, 7), 0.99f);
        var choice = ReferenceSelection.Choose(scene.Layers, Options);
        var area = choice.Areas[0];
        Assert.True(Math.Sqrt(Math.Pow(area.Row - 15, 2) + Math.Pow(area.Column - 15, 2)) > 25, area.ToString());
        Assert.Equal(1, choice.Chosen[0].Score.Distance);
        Assert.InRange(choice.Chosen[0].Score.Stillness, 0.8, 1);
        Assert.Contains(choice.Reasons, r => r.Contains("pixels from the nearest moving ground", StringComparison.Ordinal));
    }

    [Fact]
    public void Still_ground_is_found_although_a_large_part_sinks()
    {
        var scene = new TestScene(60, 80);
        var random = new Random(10);
        scene.Rate = scene.Make((_, column) => (random.NextDouble() - 0.5) + (column < 34 ? -40 + column : 0));
        var choice = ReferenceSelection.Choose(scene.Layers, Options);
        Assert.True(choice.Areas[0].Column > 36, choice.Areas[0].ToString());
    }

    [Fact]
    public void Flat_ground_at_the_usual_height_is_preferred()
    {
        var scene = new TestScene(40, 40);
        scene.Height = scene.Make((row, column) => row < 20 ? 100 + (20.0 * column) : 400);
        var choice = ReferenceSelection.Choose(scene.Layers, Options);
        Assert.True(choice.Areas[0].Row >= 22);
        Assert.Equal(1, choice.Chosen[0].Score.Height, 6);
        Assert.Contains(choice.Reasons, r => r.StartsWith("height 400 m with 0 m of relief", StringComparison.Ordinal));
    }

    [Fact]
    public void A_scene_without_motion_says_so()
    {
        var scene = new TestScene(20, 20) { Rate = new float[400] };
        Assert.Contains("no clearly moving ground in the scene.", ReferenceSelection.Choose(scene.Layers, Options).Reasons);
    }

    [Fact]
    public void Alternatives_do_not_overlap_the_choice()
    {
        var areas = ReferenceSelection.Choose(new TestScene(30, 40).Layers, Options);
        var tiles = areas.Alternatives.Append(areas.Chosen[0]).Select(c => c.Area.On(Grid.Radar(40, 30))).ToArray();
        Assert.Equal(3, tiles.Length);
        Assert.All(tiles, a => Assert.All(tiles, b => Assert.True(a == b || a.Intersect(b).PixelCount == 0)));
    }

    [Fact]
    public void A_masked_area_of_the_user_is_refused_with_the_mask_and_three_candidates()
    {
        var scene = new TestScene(60, 80, new Crs("EPSG:32649", false));
        scene.Add(new Tile(0, 0, 20, 20), MaskReasons.Water);
        scene.Set(scene.Coherence, new Tile(8, 8, 5, 5), 0.3f);
        var error = Assert.Throws<RequestException>(() => ReferenceSelection.Accept([new ReferenceArea(10, 10, 3)], scene.Layers, Options));
        Assert.Contains("row 10, column 10, radius 3 pixels (east 500420, north 3999580) is masked: 0 of 49 pixels are good", error.Message, StringComparison.Ordinal);
        Assert.Contains("mask 'water' removes 49, coherence below reference.min_coherence 0.6 removes 25", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, error.Message.Split("score ").Length - 1);
    }

    [Fact]
    public void Areas_of_the_user_that_are_good_are_accepted_as_they_are()
    {
        var scene = new TestScene(60, 80);
        scene.Add(new Tile(10, 10, 1, 3), MaskReasons.LowTemporalCoherence);
        ReferenceArea[] areas = [new(10, 10, 1), new(0, 0, 4)];
        var choice = ReferenceSelection.Accept(areas, scene.Layers, Options);
        Assert.Equal(areas, choice.Areas);
        Assert.Equal([7, 25], choice.Chosen.Select(c => c.GoodPixels));
        Assert.Contains("7 of 9 pixels pass every mask", choice.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_area_outside_the_grid_and_none_at_all_are_refused()
    {
        var layers = new TestScene(20, 20).Layers;
        Assert.Contains("lies outside the grid of 20 rows", Assert.Throws<RequestException>(() => ReferenceSelection.Accept([new ReferenceArea(20, 3, 2)], layers, Options)).Message, StringComparison.Ordinal);
        Assert.Throws<RequestException>(() => ReferenceSelection.Accept([new ReferenceArea(3, 3, -1)], layers, Options));
        Assert.Throws<RequestException>(() => ReferenceSelection.Accept([new ReferenceArea(3, 3, int.MaxValue)], layers, Options));
        Assert.Throws<RequestException>(() => ReferenceSelection.Accept([], layers, Options));
    }

    [Fact]
    public void Where_nothing_is_valid_each_mask_is_counted_and_the_nearest_windows_named()
    {
        var scene = new TestScene(20, 20);
        scene.Add(new Tile(0, 0, 20, 10), MaskReasons.Disconnected);
        scene.Set(scene.Coherence, new Tile(0, 10, 20, 10), 0.5f);
        scene.Set(scene.Coherence, new Tile(5, 14, 2, 2), 0.7f);
        var error = Assert.Throws<RequestException>(() => ReferenceSelection.Choose(scene.Layers, Options));
        Assert.Contains("mask 'network falls apart' removes 200", error.Message, StringComparison.Ordinal);
        Assert.Contains("coherence below reference.min_coherence 0.6 removes 196", error.Message, StringComparison.Ordinal);
        Assert.Contains("4 of 25 pixels pass every mask", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_one_good_pixel_the_most_coherent_unmasked_windows_are_named()
    {
        var scene = new TestScene(20, 20);
        Array.Fill(scene.Coherence, 0.4f);
        scene.Set(scene.Coherence, new Tile(10, 10, 5, 5), 0.5f);
        var error = Assert.Throws<RequestException>(() => ReferenceSelection.Choose(scene.Layers, Options));
        Assert.Contains("row 12, column 12", error.Message, StringComparison.Ordinal);
        Assert.Contains("mean coherence 0.50", error.Message, StringComparison.Ordinal);
        scene.Add(scene.Grid.Whole, MaskReasons.NoData);
        Assert.Contains("Every pixel is masked", Assert.Throws<RequestException>(() => ReferenceSelection.Choose(scene.Layers, Options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_small_a_grid_and_senseless_options_are_refused()
    {
        Assert.Contains("fits the grid", Assert.Throws<RequestException>(() => ReferenceSelection.Choose(new TestScene(4, 20).Layers, Options)).Message, StringComparison.Ordinal);
        var layers = new TestScene(20, 20).Layers;
        Assert.Throws<RequestException>(() => ReferenceSelection.Choose(layers, Options with { Radius = -1 }));
        Assert.Throws<RequestException>(() => ReferenceSelection.Choose(layers, Options with { MinCoherence = double.NaN }));
        Assert.Throws<RequestException>(() => ReferenceSelection.Choose(layers, Options with { MinGoodShare = 0 }));
        Assert.Throws<ArgumentException>(() => ReferenceSelection.Choose(layers with { PairShare = new float[3] }, Options));
    }

    [Fact]
    public void Distances_agree_with_brute_force()
    {
        var random = new Random(12);
        var (rows, columns) = (17, 23);
        var scene = new TestScene(rows, columns) { Rate = new float[rows * columns] };
        foreach (var share in new[] { 0.0, 0.01, 0.2, 1.0 })
        {
            var marked = Enumerable.Range(0, rows * columns).Select(_ => random.NextDouble() < share).ToArray();
            var distances = DistanceTransform.Of(marked, rows, columns);
            for (var i = 0; i < marked.Length; i++)
            {
                var expected = Enumerable.Range(0, marked.Length).Where(j => marked[j])
                    .Select(j => Math.Sqrt(Math.Pow((i / columns) - (j / columns), 2) + Math.Pow((i % columns) - (j % columns), 2)))
                    .DefaultIfEmpty(double.PositiveInfinity).Min();
                Assert.Equal((float)expected, distances[i]);
            }
        }
    }

    [Fact]
    public void Several_areas_lie_spread_over_the_scene()
    {
        var scene = new TestScene(90, 120);
        var random = new Random(2);
        for (var i = 0; i < scene.Coherence.Length; i++)
        {
            scene.Coherence[i] = 0.7f + (0.2f * random.NextSingle());
        }

        var choice = ReferenceSelection.ChooseSeveral(scene.Layers, Options with { Count = 6 });
        Assert.Equal(6, choice.Areas.Count);
        Assert.Equal(choice.Areas[0], ReferenceSelection.Choose(scene.Layers, Options).Areas[0]);
        Assert.All(choice.Areas, a => Assert.All(choice.Areas, b => Assert.True(a == b || Distance(a, b) > 25, $"{a} {b}")));
        Assert.Contains(choice.Reasons, r => r.StartsWith("Area 6: row", StringComparison.Ordinal));
        Assert.Equal(choice.Areas, ReferenceSelection.ChooseSeveral(scene.Layers, Options with { Count = 6 }).Areas);
    }

    [Fact]
    public void Every_island_has_an_area_before_one_has_two()
    {
        // Three islands in water, the largest of them the most coherent.
        var scene = new TestScene(60, 120);
        scene.Add(new Tile(0, 60, 60, 4), MaskReasons.Water);
        scene.Add(new Tile(28, 64, 4, 56), MaskReasons.Water);
        scene.Set(scene.Coherence, new Tile(0, 0, 60, 60), 0.95f);
        var choice = ReferenceSelection.ChooseSeveral(scene.Layers, Options with { Count = 3 });
        Assert.Equal(3, choice.Areas.Count);
        Assert.Contains(choice.Areas, a => a.Column < 60);
        Assert.Contains(choice.Areas, a => a.Column > 63 && a.Row < 28);
        Assert.Contains(choice.Areas, a => a.Column > 63 && a.Row > 31);
        var four = ReferenceSelection.ChooseSeveral(scene.Layers, Options with { Count = 4 });
        Assert.Equal(2, four.Areas.Count(a => a.Column < 60));
    }

    [Fact]
    public void Fewer_areas_are_taken_where_no_more_are_good_and_said()
    {
        var scene = new TestScene(40, 40);
        scene.Add(scene.Grid.Whole, MaskReasons.LowCoherence);
        var small = new TestScene(14, 14);
        var choice = ReferenceSelection.ChooseSeveral(small.Layers, Options with { Count = 50 });
        Assert.InRange(choice.Areas.Count, 1, 9);
        Assert.Contains("Of the 50 wanted no more were good enough", choice.Reasons[0], StringComparison.Ordinal);
        Assert.Throws<RequestException>(() => ReferenceSelection.ChooseSeveral(scene.Layers, Options with { Count = 3 }));
        Assert.Throws<RequestException>(() => ReferenceSelection.ChooseSeveral(small.Layers, Options with { Count = 0 }));
    }

    private static double Distance(ReferenceArea a, ReferenceArea b) => Math.Sqrt(Math.Pow(a.Row - b.Row, 2) + Math.Pow(a.Column - b.Column, 2));

    private static (double Best, ReferenceArea Area) BruteForce(TestScene scene, ReferenceOptions options)
    {
        var (best, found, side) = (-1.0, default(ReferenceArea), (2 * options.Radius) + 1);
        bool Good(int pixel) => scene.Mask.IsGood(pixel) && scene.Coherence[pixel] >= 0.55f && scene.Share[pixel] >= 0.9f;
        for (var row = options.Radius; row < scene.Grid.Rows - options.Radius; row++)
        {
            for (var column = options.Radius; column < scene.Grid.Columns - options.Radius; column++)
            {
                var pixels = Enumerable.Range(0, side * side)
                    .Select(i => ((row - options.Radius + (i / side)) * scene.Grid.Columns) + column - options.Radius + (i % side)).Where(Good).ToArray();
                if (2 * pixels.Length >= side * side && Good((row * scene.Grid.Columns) + column))
                {
                    var score = (float)(pixels.Average(p => (double)scene.Coherence[p]) * pixels.Sum(p => (double)scene.Share[p]) / (side * side));
                    (best, found) = score > best ? (score, new ReferenceArea(row, column, options.Radius)) : (best, found);
                }
            }
        }

        return (best, found);
    }
}
