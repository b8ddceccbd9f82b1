using System.Globalization;
using Plumb.Processing.Configuration;
using Plumb.Simulation;
using Plumb.Subsidence;

namespace Plumb.Benchmarks.Subsidence;

/// <summary>A kind of scene whose ground is known: how one of a seed is made, and with which settings it is run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Make">Makes the scene of a seed.</param>
/// <param name="Settings">Changes the settings of the run.</param>
internal sealed record GroundKind(string Name, Func<int, Scene> Make, Func<SubsidenceSettings, SubsidenceSettings> Settings)
{
    private const int Attempts = 2000;

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<GroundKind> All { get; } =
    [
        new("12 days, two years, 60 m", seed => Troughs(seed, 80, 60, 12, 56, 2, (300, 1200)), s => s),
        new("6 days, short, 40 m", seed => Troughs(seed, 90, 40, 6, 30, 2, (200, 800)), s => s),
        new("24 days, four years, 80 m", seed => Troughs(seed, 80, 80, 24, 60, 3, (250, 1500)), s => s),
        new("many, 60 m", seed => Troughs(seed, 160, 60, 12, 40, 12, (200, 1500)), s => s),
        new("20 m pixels", seed => Troughs(seed, 140, 20, 12, 40, 2, (200, 500)), s => s),
        new("120 m pixels", seed => Troughs(seed, 90, 120, 12, 40, 3, (500, 3000)), s => s),
        new("weather of 15 mm", seed => Troughs(seed, 80, 60, 12, 56, 2, (300, 1200)) with { Atmosphere = new() { TurbulentMillimetres = 15 } }, s => s),
        new(
            "mountains", seed => Troughs(seed, 90, 80, 12, 40, 2, (300, 1500)) with
            {
                Terrain = new() { MeanHeight = 900, Relief = 250 }, Atmosphere = new() { TurbulentMillimetres = 5, StratifiedMillimetresPer100Metres = 5 },
            }, s => s),
        new(
            "wood and gaps", seed => Troughs(seed, 90, 60, 12, 40, 2, (400, 1500)) with
            {
                Decorrelation = new()
                {
                    MotionLoss = 0,
                    Classes = [new() { Name = "field", Share = 0.5, Base = 0.8, LongTerm = 0.3, DecayDays = 80 }, new() { Name = "wood", Share = 0.5, Base = 0.55, LongTerm = 0.05, DecayDays = 15 }],
                },
                Gaps = new() { BlockShare = 0.02, BlockSize = 16, MinCoherence = 0.15 },
            }, s => s),
        new("rising", seed => Rising(seed), s => s with { Direction = MotionDirection.Rising }),
        new("line of sight", seed => Troughs(seed, 80, 60, 12, 40, 2, (300, 1200)), s => s with { Axis = SubsidenceAxis.LineOfSight }),
        new("still, weather of 10 mm", seed => Still(seed, 90, 60) with { Atmosphere = new() { TurbulentMillimetres = 10 } }, s => s),
        new("still, long waves", seed => Still(seed, 90, 60) with { Atmosphere = new() { TurbulentMillimetres = 8, Exponent = 3.3 }, Orbit = new() { RampMillimetres = 15 } }, s => s),
        new(
            "still, mountains", seed => Still(seed, 90, 80) with
            {
                Terrain = new() { MeanHeight = 900, Relief = 250 }, Atmosphere = new() { TurbulentMillimetres = 4, StratifiedMillimetresPer100Metres = 6 },
            }, s => s),
        new("still, 20 m pixels", seed => Still(seed, 120, 20), s => s),
    ];

    private static Scene Still(int seed, int side, double step) => new()
    {
        Name = "still",
        Seed = seed,
        Grid = new SceneGrid { Rows = side, Columns = side, Step = step },
        Dates = new SceneDates { Start = "2021-01-04", Count = seed % 2 == 0 ? 24 : 50, IntervalDays = 12 },
        Network = new SceneNetwork { Links = 2 },
    };

    private static Scene Troughs(int seed, int side, double step, int interval, int dates, int most, (double Least, double Most) size)
    {
        var random = new Random(seed);
        var span = interval * (dates - 1);
        var troughs = new List<SceneTrough>();
        var half = 0.5 * side * step;
        var count = 1 + random.Next(most);
        for (var k = 0; k < Attempts && troughs.Count < count; k++)
        {
            var width = size.Least * Math.Pow(size.Most / size.Least, random.NextDouble());
            var (length, radius) = (width * (1 + (0.8 * random.NextDouble())), width * (0.35 + (0.5 * random.NextDouble())));
            var reach = (0.5 * length) + radius;
            if (reach > 0.6 * half)
            {
                continue;
            }

            var (east, north) = ((half - reach) * ((2 * random.NextDouble()) - 1), (half - reach) * ((2 * random.NextDouble()) - 1));
            if (troughs.TrueForAll(t => Math.Sqrt(Math.Pow(t.East - east, 2) + Math.Pow(t.North - north, 2)) > reach + (0.5 * t.Length) + t.Radius))
            {
                troughs.Add(new SceneTrough
                {
                    Name = $"trough {troughs.Count + 1}",
                    East = east,
                    North = north,
                    Azimuth = 180 * random.NextDouble(),
                    Length = length,
                    Width = width,
                    Radius = radius,
                    HorizontalCoefficient = 0,
                    SmoothDays = random.Next(2) == 0 ? 0 : interval,
                    Phases = Life(random, -0.02 * Math.Pow(15, random.NextDouble()), span, interval),
                });
            }
        }

        return Still(seed, side, step) with
        {
            Dates = new SceneDates { Start = "2021-01-04", Count = dates, IntervalDays = interval, MissingShare = seed % 3 == 0 ? 0.1 : 0 },
            Atmosphere = new SceneAtmosphere { TurbulentMillimetres = 3 + (5 * random.NextDouble()) },
            Decorrelation = new SceneDecorrelation { MotionLoss = 0 },
            Troughs = troughs,
        };
    }

    private static Scene Rising(int seed)
    {
        var scene = Troughs(seed, 80, 60, 12, 40, 2, (400, 1200));
        return scene with { Troughs = [.. scene.Troughs.Select(t => t with { Phases = [.. t.Phases.Select(p => p with { Rate = -p.Rate })] })] };
    }

    /// <summary>One of seven kinds of life.</summary>
    private static ScenePhase[] Life(Random random, double rate, int span, int interval)
    {
        var start = new DateOnly(2021, 1, 4);
        ScenePhase Phase(string name, double day, double part) => new() { Name = name, Start = start.AddDays((int)day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Rate = part * rate };
        var from = span * (0.25 + (0.2 * random.NextDouble()));
        var to = from + Math.Max(8 * interval, span * (0.15 + (0.25 * random.NextDouble())));
        var slow = 0.05 + (0.2 * random.NextDouble());
        return random.Next(7) switch
        {
            0 => [Phase("initial", -200, slow), Phase("active", from, 1), Phase("residual", to, 0.1)],
            1 => [Phase("active", from, 1), Phase("residual", to, slow)],
            2 => [Phase("initial", -200, slow), Phase("active", from, 1)],
            3 => [Phase("active", -300, 1), Phase("residual", to, slow)],
            4 => [Phase("initial", -200, slow), Phase("active", 0.2 * span, 1), Phase("pause", 0.42 * span, 0.05), Phase("active", 0.6 * span, 1), Phase("residual", 0.85 * span, 0.1)],
            5 => [Phase("active", from, 1), Phase("residual", to, 0.38)],
            _ => [Phase("active", -400, 1)],
        };
    }
}
