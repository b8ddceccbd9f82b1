using System.Globalization;
using Plumb.Formats.Hyp3;
using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Truth;

/// <summary>What goes in comes out: scenes without noise, through whole products and the whole chain.</summary>
public sealed class BowlTests(SceneLibrary scenes)
{
    private static readonly string[] Corner = ["row:6,column:6,3"];

    // What corrections take for weather depends on all that is seen.
    private static readonly CorrectionSettings None = new() { Sequence = [] };

    [Theory]
    [InlineData(Hyp3ProductKind.Gamma)]
    [InlineData(Hyp3ProductKind.IsceBurst)]
    public void Rate_is_the_true_rate_and_a_bowl_sinks(Hyp3ProductKind kind)
    {
        var simulator = new SceneSimulator(Scene.Bowl());
        using var run = Run(scenes.Make("bowl-" + kind, Scene.Bowl(), kind));
        var results = run.Results();
        var truth = new float[simulator.Grid.PixelCount];
        simulator.Rate(simulator.Grid.Whole, truth);
        var rate = results.Rate();
        var offset = Reference(truth, results.Grid);
        var mask = results.Mask();
        Assert.True(mask.Count(MaskReasons.None) > 0.95 * truth.Length);
        for (var i = 0; i < truth.Length; i++)
        {
            if (mask.IsGood(i))
            {
                Assert.InRange(rate.Values[i] - (truth[i] - offset), -1e-4, 1e-4);
            }
        }

        var centre = rate[48, 48];
        Assert.True(centre < -0.05, string.Create(CultureInfo.InvariantCulture, $"the centre of the bowl moves by {centre} m/yr"));
    }

    [Fact]
    public void Series_is_the_true_series()
    {
        var simulator = new SceneSimulator(Scene.Bowl());
        using var run = Run(scenes.Make("bowl-series", Scene.Bowl(), Hyp3ProductKind.Gamma));
        var results = run.Results();
        var truth = new float[simulator.Grid.PixelCount];
        for (var date = 1; date < results.Network!.Dates.Count; date++)
        {
            simulator.Displacement(date, simulator.Grid.Whole, truth);
            var offset = Reference(truth, results.Grid);
            var series = results.Displacement(date).Values;
            for (var i = 0; i < truth.Length; i++)
            {
                Assert.InRange(series[i] - (truth[i] - offset), -2e-5, 2e-5);
            }
        }
    }

    [Fact]
    public void Crop_is_the_crop_of_the_whole()
    {
        using var whole = new RunFolder(scenes.Small, s => s with { Corrections = None, Reference = s.Reference with { Areas = [Place(30, 40)] } });
        whole.Done("--until", "mask");
        var (west, north) = At(20, 30);
        var (east, south) = At(115, 120);
        using var part = new RunFolder(scenes.Small, s => s with
        {
            Corrections = None,
            Reference = s.Reference with { Areas = [Place(30, 40)] },
            Input = s.Input with { Area = string.Create(CultureInfo.InvariantCulture, $"{west},{south},{east},{north}") },
        });
        part.Done("--until", "mask");
        var (all, cut) = (whole.Results(), part.Results());
        Assert.True(all.Grid.TryOffset(cut.Grid, out var row, out var column));
        Assert.True(row > 10 && column > 20, $"{row}, {column}");
        Assert.True(cut.Grid.Rows < 110 && cut.Grid.Columns < 110);
        var (expected, actual, mask, inside) = (all.Rate(), cut.Rate(), all.Mask(), cut.Mask());
        var (steep, other) = (0, 0);
        for (var r = 0; r < cut.Grid.Rows; r++)
        {
            for (var c = 0; c < cut.Grid.Columns; c++)
            {
                Assert.Equal(expected[row + r, column + c], actual[r, c]);
                var reasons = inside.Reasons[(r * cut.Grid.Columns) + c];
                if ((reasons & MaskReasons.OutsideArea) == 0)
                {
                    var whole0 = mask.Reasons[((row + r) * all.Grid.Columns) + column + c];
                    Assert.Equal(whole0 & ~MaskReasons.Aliased, reasons & ~MaskReasons.Aliased);
                    steep += (whole0 & MaskReasons.Aliased) != 0 ? 1 : 0;
                    other += ((whole0 ^ reasons) & MaskReasons.Aliased) != 0 ? 1 : 0;
                }
            }
        }

        // The windows in which steepness is judged end at the borders of the chunks, which lie elsewhere in the part.
        Assert.True(steep > 50 && other <= 0.03 * steep, $"{other} of {steep} marks differ");
    }

    [Fact]
    public void Network_in_two_parts_is_flagged_and_not_passed_off_as_sure()
    {
        var scene = SceneLibrary.SmallScene;
        var network = new SceneSimulator(scene).Network;
        var gap = network.Dates[6];
        var bridges = network.Pairs.Where(p => p.First < gap && p.Second >= gap).Select(p => $"{p.First:yyyyMMdd}_{p.Second:yyyyMMdd}").ToArray();
        using var run = new RunFolder(scenes.Small, s => s with
        {
            Network = s.Network with { KeepTree = false, ExcludePairs = bridges },
            Reference = s.Reference with { Areas = [Place(30, 40)] },
        });
        run.Run("--until", "mask").Expect(0, "2 parts");
        var results = run.Results();
        Assert.Equal(2, results.NetworkRecord!.Parts.Count);
        var mask = results.Mask();
        var solved = 0;
        var sums = new double[12];
        var tile = results.Grid.Whole;
        var sigma = new float[12 * tile.PixelCount];
        results.SeriesSigma(tile, sigma);
        for (var i = 0; i < tile.PixelCount; i++)
        {
            if (float.IsFinite(sigma[(11 * tile.PixelCount) + i]))
            {
                solved++;
                Assert.True((mask.Reasons[i] & MaskReasons.Disconnected) != 0);
                for (var d = 0; d < 12; d++)
                {
                    sums[d] += sigma[(d * tile.PixelCount) + i];
                }
            }
        }

        var (before, after) = (sums[5] / solved, sums[6] / solved);
        Assert.True(solved > 10_000, $"{solved} pixels have a sigma");
        Assert.True(after > 2 * before, string.Create(CultureInfo.InvariantCulture, $"sigma {before} m before the gap, {after} m behind it"));
    }

    private static RunFolder Run(string products) =>
        new RunFolder(products, s => s with { Reference = s.Reference with { Areas = Corner, Statistic = References.ReferenceStatistic.Mean }, Output = s.Output with { Points = false } })
            .Done("--until", "mask");

    private static float Reference(float[] values, Grid grid)
    {
        var tile = new References.ReferenceArea(6, 6, 3).On(grid);
        return Enumerable.Range(tile.Row, tile.Rows).SelectMany(r => Enumerable.Range(tile.Column, tile.Columns).Select(c => values[(r * grid.Columns) + c])).Average();
    }

    private static (double Longitude, double Latitude) At(int row, int column)
    {
        var grid = new SceneSimulator(SceneLibrary.SmallScene).Grid;
        var (x, y) = grid.CentreOf(row, column);
        using var transform = new Formats.Gdal.CoordinateTransform(grid.Crs, Crs.Wgs84);
        double[] xs = [x], ys = [y];
        transform.Apply(xs, ys);
        return (xs[0], ys[0]);
    }

    private static string Place(int row, int column)
    {
        var (longitude, latitude) = At(row, column);
        return string.Create(CultureInfo.InvariantCulture, $"{longitude},{latitude},160");
    }
}
