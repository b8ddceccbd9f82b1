using Plumb.Simulation;

namespace Plumb.Benchmarks.Closure;

/// <summary>
/// The scene of the closure's benchmarks: 60 dates, 285 pairs, 20 looks; a bowl that sinks by 0.8 m a year, in its middle an island, and perhaps others elsewhere, cut off by
/// a moat without coherence; some of the pairs are off by whole cycles on an island.
/// </summary>
internal sealed record IslandScene
{
    public int Side { get; init; } = 300;

    public long Seed { get; init; } = 1;

    public double PairShare { get; init; } = 0.12;

    public int Cycles { get; init; } = 1;

    public int Islands { get; init; } = 1;

    /// <summary>Coherence of all pairs, pure number; 0 for land cover that decays with time.</summary>
    public double Coherence { get; init; }

    /// <summary>How many later dates each date is paired with (count).</summary>
    public int Links { get; init; } = 5;

    /// <summary>Whether the first island is cut by the edge of the image instead of lying in the bowl.</summary>
    public bool IsAtEdge { get; init; }

    /// <summary>Whether errors are patches on coherent ground, in the bowl and beside it, without any island or moat.</summary>
    public bool IsOnFirmGround { get; init; }

    public Scene Make()
    {
        const double size = 12_000;
        var step = size / Side;
        (double East, double North)[] places = [IsAtEdge ? (0.48, 0.1) : (0.05, 0.03), (-0.22, 0.15), (0.24, -0.18), (-0.12, -0.26), (0.2, 0.25)];
        return Scene.SmallMine() with
        {
            Name = "islands",
            Seed = Seed,
            Grid = new() { Columns = Side, Rows = Side, Step = step },
            Sensor = new() { Looks = 20 },
            Dates = new() { Start = "2022-01-03", Count = 60, IntervalDays = 12 },
            Network = new() { Links = Links },
            Panels = [],
            SeasonalAreas = [],
            Uplifts = [new() { East = 0.05 * size, North = 0.03 * size, Radius = 0.1 * size, Rate = -0.8 }],
            Waters = [],
            Decorrelation = Coherence > 0
                ? new() { Classes = [new() { Name = "all alike", Base = Coherence, LongTerm = Coherence, DecayDays = 100 }], CriticalBaseline = 0, MotionLoss = 0 }
                : new(),
            UnwrappingErrors = new()
            {
                PairShare = PairShare,
                MaxCycles = Cycles,
                MaxBlobs = 1,
                Islands = places.Take(IsOnFirmGround ? 0 : Islands).Select(p => new SceneIsland { East = p.East * size, North = p.North * size, Radius = 0.06 * size, Moat = 8 * step }).ToArray(),
            },
        };
    }
}
