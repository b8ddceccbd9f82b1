using Plumb.Unwrapping;

namespace Plumb.Tests.Unwrapping;

public class ArcNetworkTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tiny_networks_reach_the_least_of_all_costs(bool smooth)
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var problem = FlowProblem.Random(seed, nodes: 4, arcs: 6, ground: seed % 2 == 0);
            var network = problem.Network();
            var solved = smooth ? network.Solve<SmoothCost>() : network.Solve<DeformationCost>();
            var least = problem.LeastOfAll(smooth, reach: 3);
            Assert.Equal(least is not null, solved);
            if (solved)
            {
                Assert.True(smooth ? network.IsOptimal<SmoothCost>() : network.IsOptimal<DeformationCost>(), $"seed {seed}: the potentials prove nothing");
                Assert.Equal(least, problem.CostOf(network.Jump, smooth));
            }
        }
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void Random_networks_cost_what_Lemon_says(bool smooth, bool ground)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var nodes = 20 + (40 * seed);
            var problem = FlowProblem.Random(1000 + seed, nodes, 3 * nodes, ground);
            var network = problem.Network();
            Assert.True(smooth ? network.Solve<SmoothCost>() : network.Solve<DeformationCost>());
            Assert.True(smooth ? network.IsOptimal<SmoothCost>() : network.IsOptimal<DeformationCost>());
            Assert.Equal(problem.LeastByLemon(smooth, reach: 12), problem.CostOf(network.Jump, smooth));
        }
    }

    [Fact]
    public void Units_without_a_way_and_paths_that_are_too_long_are_told()
    {
        var apart = new ArcNetwork(4, [0, 2], [1, 3]);
        (apart.Weight[0], apart.Weight[1]) = (5, 5);
        (apart.Excess[0], apart.Excess[3]) = (1, -1);
        Assert.False(apart.Solve<SmoothCost>());

        const int length = 2000;
        var chain = new ArcNetwork(length + 1, [.. Enumerable.Range(0, length)], [.. Enumerable.Range(1, length)]);
        Array.Fill(chain.Weight, 1 << 20);
        (chain.Excess[0], chain.Excess[length]) = (1, -1);
        Assert.False(chain.Solve<SmoothCost>());
    }

    [Fact]
    public void A_stopped_solution_ends()
    {
        var network = FlowProblem.Random(7, 20, 60, true).Network();
        Assert.Throws<OperationCanceledException>(() => network.Solve<SmoothCost>(new CancellationToken(true)));
    }
}
