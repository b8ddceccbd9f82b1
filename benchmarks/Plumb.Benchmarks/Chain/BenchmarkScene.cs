using Plumb.Simulation;

namespace Plumb.Benchmarks.Chain;

/// <summary>The stack of the chain's benchmarks: 60 dates every 12 days, each with the next five, so 285 pairs; three mines, 20 looks.</summary>
internal static class BenchmarkScene
{
    public static Scene Of(int side) => Scene.SmallMine() with
    {
        Name = "benchmark",
        Grid = new() { Columns = side, Rows = side, Step = 40 },
        Sensor = new() { Looks = 20 },
        Dates = new() { Start = "2022-01-03", Count = 60, IntervalDays = 12 },
        Network = new() { Links = 5 },
        UnwrappingErrors = new() { PairShare = 0 },
        Waters = [],
    };
}
