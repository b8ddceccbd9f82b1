using Plumb.Acquisitions;
using Plumb.Networks;

namespace Plumb.Simulation;

/// <summary>
/// A planted unwrapping error: a connected area, star-shaped around its centre, in which the phase of one pair is off by
/// whole cycles.
/// </summary>
/// <param name="Pair">The pair.</param>
/// <param name="PairIndex">Index of the pair in the network (pure number).</param>
/// <param name="Row">Row of the centre, pixels.</param>
/// <param name="Column">Column of the centre, pixels.</param>
/// <param name="Radius">Mean radius, pixels.</param>
/// <param name="Cycles">Cycles that were added: 1 adds 2 pi radians to the phase.</param>
/// <param name="Component">Number of the area's connected component (pure number): 1 when the unwrapper did not notice.</param>
/// <param name="FirstLobe">Direction of the first pair of lobes of the outline, radians.</param>
/// <param name="SecondLobe">Direction of the second set of lobes of the outline, radians.</param>
public sealed record UnwrappingError(
    DatePair Pair,
    int PairIndex,
    double Row,
    double Column,
    double Radius,
    int Cycles,
    byte Component,
    double FirstLobe,
    double SecondLobe)
{
    /// <summary>Whether the area is a disc, which the lobes do not change: that of an island.</summary>
    public bool IsDisc { get; init; }

    /// <summary>Largest distance of the outline from the centre, pixels.</summary>
    public double Reach => IsDisc ? Radius : 1.5 * Radius;

    /// <summary>
    /// Whether a pixel lies in the area: its distance from the centre is below R (1 + 0.3 cos 2(a - a1) + 0.2 cos 3(a - a2)), or below R for a disc.
    /// </summary>
    /// <param name="row">Row, 0 at the north.</param>
    /// <param name="column">Column, 0 at the west.</param>
    public bool Contains(int row, int column)
    {
        var (dr, dc) = (row - Row, column - Column);
        var square = (dr * dr) + (dc * dc);
        if (square > Reach * Reach)
        {
            return false;
        }

        if (IsDisc)
        {
            return square < Radius * Radius;
        }

        var angle = Math.Atan2(dr, dc);
        var limit = Radius * (1.0 + (0.3 * Math.Cos(2.0 * (angle - FirstLobe))) + (0.2 * Math.Cos(3.0 * (angle - SecondLobe))));
        return square < limit * limit;
    }

    /// <summary>The errors of a scene, ordered by pair.</summary>
    internal static UnwrappingError[] Plant(Scene scene, Network network, ViewGeometry view)
    {
        var plan = scene.UnwrappingErrors;
        var random = new CounterRandom(scene.OwnSeed, SimulationStreams.UnwrappingErrors);
        var count = (int)Math.Round(plan.PairShare * network.Pairs.Count);
        var chosen = Enumerable.Range(0, network.Pairs.Count).OrderBy(p => random.Bits((ulong)p)).Take(count).Order();
        var errors = new List<UnwrappingError>();
        foreach (var pair in chosen)
        {
            var draws = new CounterRandom(scene.OwnSeed, SimulationStreams.UnwrappingErrors, pair + 1);
            if (plan.Islands.Count > 0)
            {
                errors.Add(OnIsland(plan, network.Pairs[pair], pair, draws, view));
                continue;
            }

            var blobs = 1 + (int)(draws.Uniform(0) * plan.MaxBlobs);
            var component = (byte)1;
            for (var blob = 0; blob < blobs; blob++)
            {
                var at = 1 + (8 * (ulong)blob);
                var own = draws.Uniform(at + 4) < plan.OwnComponentShare;
                errors.Add(new UnwrappingError(
                    network.Pairs[pair],
                    pair,
                    draws.Uniform(at) * (scene.Grid.Rows - 1),
                    draws.Uniform(at + 1) * (scene.Grid.Columns - 1),
                    plan.MinRadius * Math.Pow(plan.MaxRadius / plan.MinRadius, draws.Uniform(at + 2)),
                    DrawCycles(plan, draws.Uniform(at + 3), draws.Uniform(at + 7)),
                    own ? ++component : (byte)1,
                    Math.PI * draws.Uniform(at + 5),
                    Math.PI * draws.Uniform(at + 6)));
            }
        }

        return [.. errors];
    }

    private static int DrawCycles(SceneUnwrappingErrors plan, double sign, double size) =>
        (sign < 0.5 ? -1 : 1) * (1 + (int)(size * plan.MaxCycles));

    private static UnwrappingError OnIsland(SceneUnwrappingErrors plan, DatePair dates, int pair, CounterRandom draws, ViewGeometry view)
    {
        var number = (int)(draws.Uniform(1) * plan.Islands.Count);
        var island = plan.Islands[number];
        var (row, column) = view.Pixel(island.East, island.North);
        var component = (byte)(number + 2);
        return new(dates, pair, row, column, island.Radius / view.StepX, DrawCycles(plan, draws.Uniform(2), draws.Uniform(3)), component, 0, 0) { IsDisc = true };
    }
}
