using MathNet.Numerics.LinearAlgebra;
using Plumb.Kernels;

namespace Plumb.Tests.Kernels;

public class LaplacianKernelTests
{
    public static TheoryData<int, int, int, double> Graphs => new()
    {
        { 1, 2, 1, 0 }, { 2, 6, 2, 0 }, { 3, 20, 4, 0.3 }, { 4, 25, 24, 0.8 }, { 5, 40, 5, 0.1 },
    };

    [Theory]
    [MemberData(nameof(Graphs))]
    public void Solves_and_inverts_as_the_dense_normal_matrix_does(int seed, int nodes, int links, double drop)
    {
        var (first, second, random) = Graph(seed, nodes, links, drop);
        var weight = Array.ConvertAll(first, _ => Math.Pow(10, (6 * random.NextDouble()) - 3));
        var observed = Array.ConvertAll(first, _ => (20 * random.NextDouble()) - 10);
        var plan = new LaplacianPlan(nodes, first, second);
        var (factors, inverse, x, off, z) = (new double[plan.Slots], new double[nodes], new double[nodes], new double[plan.Slots], new double[nodes]);
        LaplacianKernel.Assemble(plan, first, second, weight, observed, factors, x);
        Assert.Equal(0, LaplacianKernel.Factor(plan, factors, inverse));
        LaplacianKernel.Solve(plan, factors, inverse, x);
        LaplacianKernel.SelectedInverse(plan, factors, inverse, off, z);

        var normal = Matrix<double>.Build.Dense(nodes - 1, nodes - 1);
        var right = Vector<double>.Build.Dense(nodes - 1);
        for (var e = 0; e < first.Length; e++)
        {
            var row = Vector<double>.Build.Dense(nodes - 1);
            row[second[e] - 1] = 1;
            if (first[e] > 0)
            {
                row[first[e] - 1] = -1;
            }

            normal += weight[e] * row.OuterProduct(row);
            right += weight[e] * observed[e] * row;
        }

        var dense = normal.Inverse();
        var expected = dense * right;
        for (var i = 1; i < nodes; i++)
        {
            Assert.Equal(expected[i - 1], x[plan.Position[i]], 1e-7);
            Assert.Equal(1, z[plan.Position[i]] / dense[i - 1, i - 1], 1e-7);
        }

        Assert.Equal(0, x[plan.Position[0]]);
        Assert.Equal(0, z[plan.Position[0]]);
    }

    [Fact]
    public void Keeps_relative_accuracy_where_the_matrix_is_hopelessly_conditioned()
    {
        // A chain of resistances: the variance of its end is their sum, whatever their sizes.
        int[] first = [0, 1, 2, 3], second = [1, 2, 3, 4];
        double[] weight = [1e-12, 1e12, 1e-3, 1e9], observed = [1, 2, 3, 4];
        var plan = new LaplacianPlan(5, first, second);
        var (factors, inverse, x, off, z) = (new double[plan.Slots], new double[5], new double[5], new double[plan.Slots], new double[5]);
        LaplacianKernel.Assemble(plan, first, second, weight, observed, factors, x);
        LaplacianKernel.Factor(plan, factors, inverse);
        LaplacianKernel.SelectedInverse(plan, factors, inverse, off, z);
        Assert.Equal(1, z[plan.Position[4]] / (1e12 + 1e-12 + 1e3 + 1e-9), 1e-14);
    }

    [Theory]
    [InlineData(7, 0.5)]
    [InlineData(8, 0.8)]
    [InlineData(9, 1.0)]
    public void A_zero_pivot_is_a_part_that_is_not_joined(int seed, double missing)
    {
        var (first, second, random) = Graph(seed, 30, 4, 0);
        var weight = Array.ConvertAll(first, _ => random.NextDouble() < missing ? 0 : 1e-6 + random.NextDouble());
        var plan = new LaplacianPlan(30, first, second);
        var (factors, inverse, x) = (new double[plan.Slots], new double[30], new double[30]);
        LaplacianKernel.Assemble(plan, first, second, weight, new double[first.Length], factors, x);

        var part = Enumerable.Range(0, 30).ToArray();
        for (var e = 0; e < first.Length; e++)
        {
            if (weight[e] > 0)
            {
                var (from, to) = (part[second[e]], part[first[e]]);
                part = Array.ConvertAll(part, p => p == from ? to : p);
            }
        }

        Assert.Equal(part.Distinct().Count() - 1, LaplacianKernel.Factor(plan, factors, inverse));
        LaplacianKernel.Solve(plan, factors, inverse, x);
        Assert.All(x, v => Assert.Equal(0, v));
    }

    [Fact]
    public void A_network_of_neighbours_fills_nothing_and_a_star_is_eliminated_from_its_tips()
    {
        var (first, second, _) = Graph(1, 60, 5, 0);
        Assert.Equal(first.Length, new LaplacianPlan(60, first, second).Slots);

        var tips = Enumerable.Range(0, 40).Where(i => i != 20).ToArray();
        var star = new LaplacianPlan(40, Array.ConvertAll(tips, i => Math.Min(i, 20)), Array.ConvertAll(tips, i => Math.Max(i, 20)));
        Assert.Equal(39, star.Slots);
        Assert.Equal(0, star.FactorOperations);
    }

    [Fact]
    public void Edges_that_are_none_are_refused()
    {
        Assert.Contains("node 3", Assert.Throws<ArgumentException>(() => new LaplacianPlan(3, [0, 1], [1, 3])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new LaplacianPlan(3, [1], [1]));
        Assert.Throws<ArgumentException>(() => new LaplacianPlan(3, [0, 1], [1]));
        Assert.Contains("Two edges", Assert.Throws<ArgumentException>(() => new LaplacianPlan(3, [0, 1], [1, 0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LaplacianPlan(0, [], []));
        Assert.Equal(0, new LaplacianPlan(1, [], []).Slots);
    }

    private static (int[] First, int[] Second, Random Random) Graph(int seed, int nodes, int links, double drop)
    {
        var random = new Random(seed);
        var edges = (from i in Enumerable.Range(0, nodes)
                     from j in Enumerable.Range(i + 1, links)
                     where j < nodes && (j == i + 1 || random.NextDouble() >= drop)
                     select (i, j)).ToArray();
        return (Array.ConvertAll(edges, e => e.i), Array.ConvertAll(edges, e => e.j), random);
    }
}
