using Plumb.Unwrapping;

namespace Plumb.Tests.Unwrapping;

public class GridSolverTests
{
    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(3, 7, 0)]
    [InlineData(12, 9, 0)]
    [InlineData(12, 9, 0.15)]
    [InlineData(25, 31, 0.05)]
    [InlineData(25, 31, 0.6)]
    public void A_raster_costs_what_the_network_of_its_loops_costs(int rows, int columns, double gaps)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            foreach (var costs in new[] { UnwrapCosts.Smooth, UnwrapCosts.Deformation })
            {
                using var problem = new GridProblem(rows, columns, seed, gaps, 0.3);
                Assert.Equal(problem.SolveAsNetwork(costs), problem.SolveOnGrid(costs, 1).Cost);
            }
        }
    }

    [Theory]
    [InlineData(150, 170, 0, 0.2)]
    [InlineData(150, 170, 0.02, 0.2)]
    [InlineData(300, 90, 0.001, 0.9)]
    public void Tiles_and_threads_do_not_change_the_optimum(int rows, int columns, double gaps, double residues)
    {
        using var problem = new GridProblem(rows, columns, 5, gaps, residues);
        var network = problem.SolveAsNetwork(UnwrapCosts.Smooth);
        var one = problem.SolveOnGrid(UnwrapCosts.Smooth, 1);
        Assert.Equal(network, one.Cost);
        foreach (var threads in new[] { 2, 3 })
        {
            using var again = new GridProblem(rows, columns, 5, gaps, residues);
            Assert.Equal(one.Jumps, again.SolveOnGrid(UnwrapCosts.Smooth, threads).Jumps);
        }
    }
}
