using Plumb.Simulation;

namespace Plumb.Benchmarks.Corrections;

/// <summary>
/// A mine in mountains with all that disturbs a series: turbulence of 8 mm, air that goes with height over 1500 m of relief, an elevation model off by 6 m, planes, 60 dates.
/// </summary>
internal static class DisturbedScene
{
    public static Scene Of(int side, long seed) => Scene.SmallMine() with
    {
        Name = "disturbed",
        Seed = seed,
        Grid = new() { Columns = side, Rows = side, Step = 20_000.0 / side },
        Sensor = new() { Looks = 20, BaselineSigma = 70 },
        Dates = new() { Start = "2022-01-03", Count = 60, IntervalDays = 12 },
        Network = new() { Links = 5 },
        Terrain = new() { MeanHeight = 900, Relief = 300, ErrorSigma = 6, ErrorCorrelationLength = 400 },
        Atmosphere = new() { TurbulentMillimetres = 8, StratifiedMillimetresPer100Metres = 3 },
        Orbit = new() { RampMillimetres = 5 },
        UnwrappingErrors = new(),
        Waters = [],
    };
}
