using MathNet.Numerics.LinearAlgebra;
using Plumb.Networks;
using static Plumb.Tests.Networks.TestNetworks;

namespace Plumb.Tests.Networks;

public class DateBaselinesTests
{
    [Fact]
    public void Consistent_baselines_are_recovered_exactly()
    {
        var network = Of((0, 12), (0, 24), (12, 24), (12, 36), (24, 36));
        double[] truth = [0, 30, -55, 120];
        var solved = DateBaselines.Solve(network, Edges(network).Select(e => truth[e.Second] - truth[e.First]).ToArray());
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(truth[i], solved.Dates[i], 9));
        Assert.Equal(0, solved.RootMeanSquare, 9);
        Assert.Empty(solved.Inconsistent);
    }

    [Fact]
    public void Random_networks_agree_with_a_dense_least_squares_solution()
    {
        var random = new Random(19);
        for (var trial = 0; trial < 60; trial++)
        {
            var network = Random(random, 3 + random.Next(10), 0.15 + (0.5 * random.NextDouble()));
            var pairs = network.Pairs.Select(_ => Math.Round(200 * random.NextDouble(), 3)).ToArray();
            var solved = DateBaselines.Solve(network, pairs, tolerance: 1e6);
            var expected = Dense(network, pairs);
            Assert.All(Enumerable.Range(0, expected.Length), i => Assert.Equal(expected[i], solved.Dates[i], 1e-8));
        }
    }

    [Fact]
    public void Each_part_starts_at_zero_and_dates_without_a_known_pair_are_unknown()
    {
        var network = Of((0, 12), (30, 42), (42, 54), (60, 72));
        var solved = DateBaselines.Solve(network, [10, 5, 7, double.NaN]);
        Assert.Equal([0.0, 10, 0, 5, 12, double.NaN, double.NaN], solved.Dates.ToArray().Select(d => Math.Round(d, 9)));
        Assert.Equal([0.0, 0, 0, double.NaN], solved.Residuals.ToArray().Select(r => Math.Round(Math.Abs(r), 9)));
    }

    [Fact]
    public void A_pair_with_its_sign_turned_is_named_and_does_not_bend_the_dates()
    {
        var network = Of((0, 12), (0, 24), (12, 24), (12, 36), (24, 36), (24, 48), (36, 48), (36, 60), (48, 60));
        double[] truth = [0, 80, -60, 40, 110, -30];
        var random = new Random(2);
        var pairs = Edges(network).Select(e => truth[e.Second] - truth[e.First] + random.NextDouble() - 0.5).ToArray();
        pairs[4] = -pairs[4];
        var solved = DateBaselines.Solve(network, pairs);
        var blamed = Assert.Single(solved.Inconsistent);
        Assert.Equal(network.Pairs[4], blamed.Pair);
        Assert.Equal(-blamed.Given, blamed.Expected, 1.5);
        Assert.Contains("the other pairs imply", blamed.ToString(), StringComparison.Ordinal);
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(truth[i], solved.Dates[i], 1.5));
    }

    [Fact]
    public void A_lone_triangle_that_does_not_close_blames_one_pair_and_keeps_all_dates()
    {
        var solved = DateBaselines.Solve(Of((0, 12), (0, 24), (12, 24)), [10, 100, 10]);
        Assert.Single(solved.Inconsistent);
        Assert.All(solved.Dates.ToArray(), d => Assert.True(double.IsFinite(d)));
    }

    [Fact]
    public void No_known_baseline_is_legal_and_wrong_arguments_are_not()
    {
        var network = Of((0, 12));
        var solved = DateBaselines.Solve(network, [double.NaN]);
        Assert.True(double.IsNaN(solved.RootMeanSquare));
        Assert.All(solved.Dates.ToArray(), d => Assert.True(double.IsNaN(d)));
        Assert.Throws<ArgumentException>(() => DateBaselines.Solve(network, [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DateBaselines.Solve(network, [1], double.NaN));
    }

    // Minimum-norm solution by singular values, shifted to zero at the first date of each part.
    private static double[] Dense(Network network, double[] pairs)
    {
        var design = Matrix<double>.Build.Dense(pairs.Length, network.Dates.Count);
        foreach (var ((first, second), k) in Edges(network).Select((e, k) => (e, k)))
        {
            design[k, first] = -1;
            design[k, second] = 1;
        }

        var x = (design.PseudoInverse() * Vector<double>.Build.Dense(pairs)).ToArray();
        var parts = NetworkComponents.Of(network).PartOfDate.ToArray();
        return x.Select((v, i) => v - x[Array.IndexOf(parts, parts[i])]).ToArray();
    }
}
