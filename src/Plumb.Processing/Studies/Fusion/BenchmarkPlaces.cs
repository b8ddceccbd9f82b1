using Plumb.Simulation;

namespace Plumb.Processing.Studies.Fusion;

/// <summary>
/// Where the benchmarks of a simulated scene stand, by a rule that knows the ground and no result: levelling marks are fixed to houses, so that each stands at the pixel nearest to
/// where it is wanted whose surroundings are all of the first class of land cover (villages), and a distance from those before it.
/// </summary>
public static class BenchmarkPlaces
{
    private const byte Village = 0;

    /// <summary>Moves benchmarks to where they can stand.</summary>
    /// <param name="published">The wanted places; metres from the middle of the scene.</param>
    /// <param name="simulator">The scene of the finer sensor.</param>
    /// <returns>The same with the places taken, in their order.</returns>
    /// <exception cref="RequestException">The scene has no village for one of them.</exception>
    public static FusionPublished Taken(FusionPublished published, SceneSimulator simulator)
    {
        ArgumentNullException.ThrowIfNull(published);
        ArgumentNullException.ThrowIfNull(simulator);
        var places = Villages(simulator, published.Radius);
        var taken = new List<FusionBenchmark>();
        foreach (var wanted in published.Benchmarks)
        {
            double From((double East, double North) p, double east, double north) => Math.Pow(p.East - east, 2) + Math.Pow(p.North - north, 2);
            var free = places.Where(p => taken.All(t => From(p, t.East, t.North) >= published.LeastDistance * published.LeastDistance));
            var found = free.OrderBy(p => From(p, wanted.East, wanted.North)).Cast<(double East, double North)?>().FirstOrDefault()
                ?? throw new RequestException($"The scene has no village of {published.Radius} m for {wanted.Name}. Take another seed, or a larger share of villages.");
            taken.Add(wanted with { East = found.East, North = found.North });
        }

        return published with { Benchmarks = taken };
    }

    /// <summary>Centres of pixels within a radius of which all is village, row by row, metres from the middle of the scene.</summary>
    private static List<(double East, double North)> Villages(SceneSimulator simulator, double radius)
    {
        var grid = simulator.Grid;
        var cover = new byte[grid.PixelCount];
        simulator.LandCover(grid.Whole, cover);
        var reach = (int)Math.Ceiling(radius / Math.Abs(grid.StepX));
        (int Row, int Column)[] disc = [.. Enumerable.Range(-reach, (2 * reach) + 1).SelectMany(r => Enumerable.Range(-reach, (2 * reach) + 1).Select(c => (r, c)))
            .Where(p => Math.Sqrt((p.r * p.r) + (p.c * p.c)) * Math.Abs(grid.StepX) <= radius)];
        var places = new List<(double, double)>();
        for (var row = reach; row < grid.Rows - reach; row++)
        {
            for (var column = reach; column < grid.Columns - reach; column++)
            {
                if (disc.All(d => cover[((row + d.Row) * grid.Columns) + column + d.Column] == Village))
                {
                    places.Add(simulator.View.Position(row, column));
                }
            }
        }

        return places;
    }
}
