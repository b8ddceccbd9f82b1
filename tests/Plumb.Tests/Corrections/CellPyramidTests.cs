using Plumb.Corrections.Heights;
using Plumb.Simulation;

namespace Plumb.Tests.Corrections;

public class CellPyramidTests
{
    [Theory]
    [InlineData(23, 31, 0.0)]
    [InlineData(24, 16, 0.3)]
    [InlineData(8, 40, 0.6)]
    public void Bands_are_those_of_dense_matrices(int rows, int columns, double missing)
    {
        var random = new CounterRandom(rows, 1);
        float[] weight = [.. Enumerable.Range(0, rows * columns).Select(i => random.Uniform((ulong)i) < missing ? 0f : (float)(0.3 + (0.7 * random.Uniform((ulong)(i + 5000)))))];
        float[] field = [.. Enumerable.Range(0, rows * columns).Select(i => (float)random.Normal((ulong)(i + 9000)))];
        var pyramid = new CellPyramid(weight, rows, columns);
        var bands = new float[pyramid.Samples];
        pyramid.Split(field, bands);
        var expected = Dense(weight, field, rows, columns, pyramid.Levels);
        Assert.Equal(expected.Length, bands.Length);
        for (var i = 0; i < bands.Length; i++)
        {
            Assert.Equal(expected[i], bands[i], 2e-4);
        }
    }

    [Fact]
    public void A_plane_with_bend_leaves_nothing_whatever_is_missing()
    {
        var random = new CounterRandom(7, 1);
        float[] weight = [.. Enumerable.Range(0, 30 * 40).Select(i => random.Uniform((ulong)i) < 0.4 ? 0f : 1f)];
        float[] field = [.. Enumerable.Range(0, 30 * 40).Select(i => (float)(3 + (0.1 * (i / 40)) - (0.2 * (i % 40)) + (0.01 * (i / 40) * (i % 40))))];
        var pyramid = new CellPyramid(weight, 30, 40);
        var bands = new float[pyramid.Samples];
        pyramid.Split(field, bands);
        Assert.All(bands, b => Assert.Equal(0, b, 1e-4));
    }

    [Fact]
    public void The_slope_is_that_of_weighted_least_squares_at_its_own_weights_and_bears_outliers()
    {
        var random = new CounterRandom(9, 1);
        var weight = new float[40 * 40];
        Array.Fill(weight, 1f);
        var pyramid = new CellPyramid(weight, 40, 40);
        var (by, field) = (new float[pyramid.Samples], new float[pyramid.Samples]);
        var heights = Enumerable.Range(0, 1600).Select(i => (float)(50 * random.Normal((ulong)i))).ToArray();
        pyramid.Split(heights, by);
        pyramid.Split([.. heights.Select((h, i) => (float)((2e-4 * h) + (0.002 * random.Normal((ulong)(i + 7000))) + (i % 29 == 0 ? 0.3 : 0)))], field);
        var regression = new BandRegression(pyramid);
        var (slope, bySamples, byParts) = regression.Of(field, by);
        var sigma = Math.Sqrt(Math.Max(bySamples, byParts));
        var (cross, power) = (0.0, 0.0);
        for (var i = 0; i < by.Length; i++)
        {
            cross += regression.Share[i] * field[i] * by[i];
            power += regression.Share[i] * by[i] * by[i];
        }

        Assert.Equal(cross / power, slope, 1e-12);
        Assert.InRange(Math.Abs(slope - 2e-4) / sigma, 0, 3);
        Assert.InRange(sigma, 1e-7, 1e-5);
        var zero = regression.Of(new float[by.Length], by);
        Assert.Equal((0.0, 0.0, 0.0), zero);
        Assert.True(double.IsNaN(regression.Of(field, new float[by.Length]).Slope));
    }

    private static double[] Dense(float[] weight, float[] field, int rows, int columns, int levels)
    {
        var current = WithoutBend(weight, field, rows, columns);
        var w = Array.ConvertAll(weight, v => (double)v);
        var all = new List<double>();
        for (var level = 0; level < levels; level++)
        {
            var (coarseRows, coarseColumns) = ((rows + 1) / 2, (columns + 1) / 2);
            double[] kernel = [0.125, 0.375, 0.375, 0.125];
            var (coarse, coarseWeight) = (new double[coarseRows * coarseColumns], new double[coarseRows * coarseColumns]);
            for (var at = 0; at < coarse.Length; at++)
            {
                for (var k = 0; k < 16; k++)
                {
                    var (r, c) = ((2 * (at / coarseColumns)) + (k / 4) - 1, (2 * (at % coarseColumns)) + (k % 4) - 1);
                    if (r >= 0 && r < rows && c >= 0 && c < columns)
                    {
                        var share = kernel[k / 4] * kernel[k % 4] * w[(r * columns) + c];
                        coarse[at] += share * current[(r * columns) + c];
                        coarseWeight[at] += share;
                    }
                }

                coarse[at] = coarseWeight[at] > 1e-3 ? coarse[at] / coarseWeight[at] : 0;
            }

            for (var at = 0; at < rows * columns; at++)
            {
                // Bilinear between the centres of coarse cells.
                var (y, x) = ((((at / columns) + 0.5) / 2) - 0.5, (((at % columns) + 0.5) / 2) - 0.5);
                var (sum, total) = (0.0, 0.0);
                for (var k = 0; k < 4; k++)
                {
                    var (r, c) = ((int)Math.Floor(y) + (k / 2), (int)Math.Floor(x) + (k % 2));
                    var share = (1 - Math.Abs(r - y)) * (1 - Math.Abs(c - x));
                    var cell = (Math.Clamp(r, 0, coarseRows - 1) * coarseColumns) + Math.Clamp(c, 0, coarseColumns - 1);
                    sum += share * coarseWeight[cell] * coarse[cell];
                    total += share * coarseWeight[cell];
                }

                all.Add(total > 1e-3 && w[at] > 0 ? current[at] - (sum / total) : 0);
            }

            (current, w, rows, columns) = (coarse, coarseWeight, coarseRows, coarseColumns);
        }

        return [.. all];
    }

    /// <summary>The least-squares plane with bend, by Gram and Schmidt's process.</summary>
    private static double[] WithoutBend(float[] weight, float[] field, int rows, int columns)
    {
        double Inner(double[] a, double[] b) => weight.Select((w, i) => w * a[i] * b[i]).Sum();
        var basis = new List<double[]>();
        double[] Rest(double[] v) => basis.Aggregate(v, (x, b) =>
        {
            var along = Inner(x, b);
            return [.. x.Select((e, i) => e - (along * b[i]))];
        });
        var (r, c) = ((rows - 1) / 2.0, (columns - 1) / 2.0);
        Func<double, double, double>[] terms = [(_, _) => 1, (v, _) => v, (_, u) => u, (v, _) => v * v, (v, u) => v * u, (_, u) => u * u];
        foreach (var term in terms)
        {
            var next = Rest(Rest([.. Enumerable.Range(0, field.Length).Select(i => term(((i / columns) - r) / r, ((i % columns) - c) / c))]));
            var length = Math.Sqrt(Inner(next, next));
            basis.Add([.. next.Select(e => e / length)]);
        }

        var rest = Rest([.. field.Select(f => (double)f)]);
        return [.. rest.Select((e, i) => weight[i] > 0 ? e : 0)];
    }
}
