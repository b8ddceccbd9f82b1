namespace Plumb.Simulation;

/// <summary>Scenes that come with the program.</summary>
public sealed partial record Scene
{
    /// <summary>
    /// A small coal mine of 300 x 300 pixels of 40 m, 25 dates and 69 pairs: five panels of a thin seam, one finished
    /// before, four extracted while the radar watches, an old mine whose water rises and lifts the ground, an aquifer
    /// that breathes with the season and sinks, a lake, stable ground around.
    /// </summary>
    public static Scene SmallMine() => new()
    {
        Name = "small mine",
        Seed = 20220103,
        Grid = new() { Step = 40 },
        Sensor = new() { Looks = 9.3 },
        Panels =
        [
            MinePanel("A1", -2900, 2500, "2020-09-01") with { ResidualShare = 0.1 },
            MinePanel("B1", -900, -200, "2021-11-15"),
            MinePanel("B2", -900, -640, "2022-02-10"),
            MinePanel("C1", 2200, -1500, "2021-12-20") with { Azimuth = 20, Depth = 760, MiningHeight = 0.9 },
            MinePanel("C2", 2680, -1660, "2022-04-01") with { Azimuth = 20, Depth = 760, MiningHeight = 0.9 },
        ],
        SeasonalAreas = [new() { East = 3500, North = 3400, Radius = 1400, Amplitude = 0.012, PeakDay = 75, Trend = -0.006 }],
        Uplifts = [new() { East = -3500, North = -3500, Radius = 1000, Rate = 0.03 }],
        Waters = [new() { East = 2600, North = -4700, HalfWidth = 1300, HalfHeight = 500 }],
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
        Length = 1900,
        Width = 260,
        MiningHeight = 1.1,
        Depth = 650,
        SubsidenceFactor = 0.6,
        TanBeta = 1.5,
        HorizontalCoefficient = 0.3,
        Start = start,
        AdvanceRate = 5,
        TimeLaw = MiningTimeLaw.Knothe,
        TimeRate = 0.012,
    };
}
