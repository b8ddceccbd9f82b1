namespace Plumb.Simulation;

/// <summary>Scenes that come with the program.</summary>
public sealed partial record Scene
{
    /// <summary>
    /// A small coal mine of 300 x 300 pixels of 80 m, 25 dates and about 66 pairs: five panels being extracted one after
    /// the other, one finished before, an old mine whose water rises and lifts the ground, an aquifer that breathes
    /// with the season, a lake, stable ground around.
    /// </summary>
    public static Scene SmallMine() => new()
    {
        Name = "small mine",
        Seed = 20220103,
        Panels =
        [
            // A finished panel that only shows residual motion, then a district mined while the radar watches.
            MinePanel("A1", -4400, 2600, "2020-09-01") with { ResidualShare = 0.08 },
            MinePanel("B1", -1500, -300, "2021-11-15"),
            MinePanel("B2", -1500, -720, "2022-03-10"),
            MinePanel("C1", 2300, -2500, "2021-12-20") with { Azimuth = 20, Depth = 720, MiningHeight = 1.6 },
            MinePanel("C2", 2900, -2700, "2022-05-01") with { Azimuth = 20, Depth = 720, MiningHeight = 1.6 },
        ],
        SeasonalAreas = [new() { East = 6500, North = 5600, Radius = 2600, Amplitude = 0.012, PeakDay = 75, Trend = -0.006 }],
        Uplifts = [new() { East = -6800, North = -5900, Radius = 1700, Rate = 0.028 }],
        Waters = [new() { East = 5400, North = -7600, HalfWidth = 2100, HalfHeight = 900 }],
        UnwrappingErrors = new() { PairShare = 0.08, MaxBlobs = 2 },
    };

    /// <summary>
    /// A minimal scene without any noise: 96 x 96 pixels, 4 dates, one panel extracted at once between the first two dates in the
    /// middle of flat ground. The ground sinks: displacement is negative and phase positive.
    /// </summary>
    public static Scene Bowl() => new()
    {
        Name = "bowl",
        Seed = 7,
        Grid = new() { Columns = 96, Rows = 96, Step = 80 },
        Sensor = new() { BaselineSigma = 0, Looks = 37 },
        Dates = new() { Start = "2022-01-03", Count = 4, IntervalDays = 12 },
        Network = new() { Links = 2 },
        Terrain = new() { Relief = 0, ErrorSigma = 0 },
        Panels =
        [
            new()
            {
                Name = "bowl", Length = 800, Width = 800, Depth = 800, MiningHeight = 0.1, SubsidenceFactor = 0.8, Start = "2022-01-03",
                AdvanceRate = 200, TimeRate = 0.05, ResidualShare = 0,
            },
        ],
        Atmosphere = new() { TurbulentMillimetres = 0, StratifiedMillimetresPer100Metres = 0 },
        Orbit = new() { RampMillimetres = 0 },
        Decorrelation = new()
        {
            Classes = [new() { Name = "rock", Base = 1, LongTerm = 1, DecayDays = 1000 }],
            CriticalBaseline = 0,
            MotionLoss = 0,
        },
    };

    private static ScenePanel MinePanel(string name, double east, double north, string start) => new()
    {
        Name = name,
        East = east,
        North = north,
        Azimuth = 90,
        Length = 1500,
        Width = 240,
        MiningHeight = 2.2,
        Depth = 600,
        SubsidenceFactor = 0.6,
        TanBeta = 1.6,
        HorizontalCoefficient = 0.3,
        Start = start,
        AdvanceRate = 3.5,
        TimeLaw = MiningTimeLaw.Knothe,
        TimeRate = 0.012,
    };
}
