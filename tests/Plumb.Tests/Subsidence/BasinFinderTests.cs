using Plumb.Grids;
using Plumb.Subsidence;

namespace Plumb.Tests.Subsidence;

/// <summary>Basins against known ones under noise of every kind: none missed, none made up, and numbers within what their standard deviations say.</summary>
public class BasinFinderTests
{
    private const double Pixel = 40;

    // East, south, radius of one standard deviation (metres), depth (metres per year): weak and small to strong and wide.
    private static readonly (double X, double Y, double Radius, double Depth)[] Bowls =
    [
        (2500, 2500, 110, -0.030), (6000, 2200, 300, -0.06), (9500, 3000, 900, -0.15), (3000, 8000, 150, -0.04), (7000, 8500, 120, -0.25), (9800, 9600, 100, -0.035),
    ];

    [Theory]
    [InlineData(0.004, 0.0, 1000)]
    [InlineData(0.002, 0.004, 1500)]
    [InlineData(0.003, 0.003, 600)]
    public void No_basin_is_missed_and_none_made_up(double own, double shared, double range)
    {
        for (var seed = 1; seed <= 6; seed++)
        {
            var map = new MotionMap(300, 300, Pixel, seed, own, shared, range, (x, y) => Bowls.Sum(b => MotionMap.Bowl(x, y, b.X, b.Y, b.Radius, b.Depth)));
            var found = BasinFinder.Find(map.Field, map.Options).Basins;
            foreach (var bowl in Bowls)
            {
                var (row, column) = ((int)(bowl.Y / Pixel), (int)(bowl.X / Pixel));
                var reach = bowl.Radius * Math.Sqrt(2 * Math.Max(0, Math.Log(-bowl.Depth / (3 * map.Sigma(row, column)))));
                if (2 * reach >= 200)
                {
                    Assert.Single(found, b => Near(b, bowl));
                }
            }

            Assert.All(found, b => Assert.Contains(Bowls, bowl => Near(b, bowl)));
        }
    }

    [Theory]
    [InlineData(0.003, 0.0, 1000, true)]
    [InlineData(0.002, 0.006, 1500, true)]
    [InlineData(0.002, 0.006, 400, true)]
    [InlineData(0.002, 0.006, 1500, false)]
    public void Noise_alone_makes_no_basin(double own, double shared, double range, bool isKnown)
    {
        for (var seed = 11; seed <= 18; seed++)
        {
            var map = new MotionMap(240, 260, Pixel, seed, own, shared, range, (_, _) => 0);
            var field = isKnown ? map.Field : map.Field with { Shared = null };
            foreach (var direction in new[] { MotionDirection.Lowering, MotionDirection.Rising })
            {
                Assert.Empty(BasinFinder.Find(field, map.Options with { Direction = direction }).Basins);
            }
        }
    }

    [Fact]
    public void Volume_area_depth_and_axes_are_those_of_the_truth()
    {
        var errors = new List<double>();
        for (var seed = 1; seed <= 12; seed++)
        {
            double Truth(double x, double y)
            {
                var (along, across) = (((x - 4000) * 0.5) + ((y - 4000) * -Math.Sqrt(0.75)), ((x - 4000) * Math.Sqrt(0.75)) + ((y - 4000) * 0.5));
                return -0.2 * Math.Exp(-(along * along / (2 * 600 * 600)) - (across * across / (2 * 300 * 300)));
            }

            var map = new MotionMap(200, 200, Pixel, seed, 0.004, 0.001, 1500, Truth);
            var result = BasinFinder.Find(map.Field, map.Options);
            var basin = Assert.Single(result.Basins);
            var truth = 0.0;
            for (var i = 0; i < result.Labels.Length; i++)
            {
                truth += result.Labels[i] == 1 ? Pixel * Pixel * map.Truth(i / 200, i % 200) : 0;
            }

            errors.Add((basin.Volume - truth) / basin.VolumeSigma);
            Assert.InRange(basin.Depth, -0.205, -0.175);
            // Noise that pixels share pulls at the edges, which lie a kilometre from the centre.
            Assert.InRange(basin.CentreRow, 97, 103);
            Assert.InRange(basin.CentreColumn, 97, 103);
            Assert.InRange(basin.MajorAxis / basin.MinorAxis, 1.6, 2.3);

            // The long axis runs east by 0.5 and north by 0.87: 30 degrees from north.
            Assert.InRange(basin.Azimuth, 24, 36);
            Assert.True(basin.AreaSigma > 0 && basin.AreaSigma < 0.3 * basin.Area);
            Assert.True(basin.SignificantArea <= basin.Area);
        }

        var rms = Math.Sqrt(errors.Average(e => e * e));
        Assert.InRange(rms, 0.5, 1.6);
        Assert.True(errors.Count(e => Math.Abs(e) < 2) >= 10);
    }

    [Fact]
    public void Two_hollows_are_two_basins_only_where_the_ridge_between_them_is_low()
    {
        MotionMap Pair(double apart) => new(150, 200, Pixel, 5, 0.001, 0, 1, (x, y) =>
            MotionMap.Bowl(x, y, 4000 - (apart / 2), 3000, 300, -0.1) + MotionMap.Bowl(x, y, 4000 + (apart / 2), 3000, 300, -0.08));
        Assert.Equal(2, Find(Pair(1400)).Count);
        Assert.Single(Find(Pair(700)));
        static IReadOnlyList<Basin> Find(MotionMap map) => BasinFinder.Find(map.Field, map.Options).Basins;
    }

    [Fact]
    public void A_gap_in_the_middle_belongs_to_the_basin_and_counts_in_its_volume()
    {
        var map = new MotionMap(150, 150, Pixel, 5, 0.001, 0, 1, (x, y) => MotionMap.Bowl(x, y, 3000, 3000, 500, -0.1));
        var whole = Assert.Single(BasinFinder.Find(map.Field, map.Options).Basins);
        for (var i = 0; i < map.Grid.PixelCount; i++)
        {
            if (Math.Pow((i / 150) - 75, 2) + Math.Pow((i % 150) - 75, 2) < 36)
            {
                map.Field.Mask.Add(i, MaskReasons.LowCoherence);
            }
        }

        var holed = Assert.Single(BasinFinder.Find(map.Field, map.Options).Basins);
        Assert.InRange((double)holed.Pixels, 0.97 * whole.Pixels, 1.03 * whole.Pixels);
        Assert.InRange(holed.Volume / whole.Volume, 0.93, 1.02);
        Assert.InRange(holed.GapShare, 0.02, 0.1);
        Assert.Equal(0, whole.GapShare);
    }

    [Fact]
    public void An_empty_map_and_a_map_of_one_pixel_have_no_basin()
    {
        var map = new MotionMap(40, 30, Pixel, 1, 0.002, 0, 1, (_, _) => -0.05);
        for (var i = 0; i < map.Grid.PixelCount; i++)
        {
            map.Field.Mask.Add(i, MaskReasons.Water);
        }

        Assert.Empty(BasinFinder.Find(map.Field, map.Options).Basins);
        var one = new MotionMap(1, 1, Pixel, 1, 0.002, 0, 1, (_, _) => -0.5);
        Assert.Empty(BasinFinder.Find(one.Field, one.Options).Basins);
        Assert.Throws<ArgumentException>(() => BasinFinder.Find(one.Field, one.Options with { PixelWidth = 0 }));
    }

    private static bool Near(Basin basin, (double X, double Y, double Radius, double Depth) bowl) =>
        Math.Sqrt(Math.Pow((basin.Row * Pixel) - bowl.Y, 2) + Math.Pow((basin.Column * Pixel) - bowl.X, 2)) < 150 + (0.7 * bowl.Radius);
}
