using Plumb.Processing.Configuration;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Truth;

/// <summary>Products of a scene whose places move each in a way of its own: a season, a step, a decay and the S-curve of a mine; made once.</summary>
public sealed class FitScene : IDisposable
{
    public const int Rows = 72;
    public const int Columns = 80;
    public const double Radius = 500;
    public const double Season = 0.008;
    public const double Step = 0.02;
    public const double Decay = 0.03;
    public const double DecayDays = 90;
    internal static readonly DateOnly StepDay = new(2021, 9, 1);
    internal static readonly DateOnly DecayDay = new(2021, 7, 1);

    // Places, metres east and north of the centre; the lower right corner is still and holds the reference.
    internal static readonly (double East, double North) SeasonAt = (-2000, 1700);
    internal static readonly (double East, double North) StepAt = (2000, 1700);
    internal static readonly (double East, double North) DecayAt = (-2000, -1500);

    /// <summary>Middle of the mine's S-curve, days since the first date.</summary>
    public const double MineCentreDays = 60 + 300;

    private const double MineRate = 0.02;
    private static readonly (double East, double North) MineAt = (0, 0);
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-fit-").FullName;
    private readonly SceneSimulator simulator;
    private readonly float[] end = new float[Rows * Columns];

    public FitScene()
    {
        // Logistic with a = exp(rate * days): its middle is that many days after the extraction, which happens within a day.
        var start = new DateOnly(2021, 1, 4);
        var scene = new Scene
        {
            Seed = 17,
            Grid = new() { Rows = Rows, Columns = Columns },
            Dates = new() { Start = "2021-01-04", Count = 50, IntervalDays = 16 },

            // Every date with the first alone, and one coherence: the noise of the dates is independent and of one size, as the fit's standard deviations take it.
            Network = new() { List = [.. Enumerable.Range(1, 49).Select(k => $"{start:yyyyMMdd}_{start.AddDays(16 * k):yyyyMMdd}")] },
            Terrain = new() { ErrorSigma = 0 },
            Atmosphere = new() { TurbulentMillimetres = 0, StratifiedMillimetresPer100Metres = 0 },
            Orbit = new() { RampMillimetres = 0 },
            Decorrelation = new() { CriticalBaseline = 0, MotionLoss = 0, Classes = [new() { Base = 0.7, LongTerm = 0.7 }] },
            SeasonalAreas = [new() { East = SeasonAt.East, North = SeasonAt.North, Radius = Radius, Amplitude = Season, PeakDay = 100 }],
            Uplifts =
            [
                new() { East = StepAt.East, North = StepAt.North, Radius = Radius, Start = $"{StepDay:yyyy-MM-dd}", DecayDays = 1, Rate = Step * 365.25 },
                new() { East = DecayAt.East, North = DecayAt.North, Radius = Radius, Start = $"{DecayDay:yyyy-MM-dd}", DecayDays = DecayDays, Rate = Decay * 365.25 / DecayDays },
            ],
            Panels =
            [
                new()
                {
                    East = MineAt.East, North = MineAt.North, Length = 500, Width = 500, Depth = 800, MiningHeight = 0.08, HorizontalCoefficient = 0, AdvanceRate = 1000,
                    Start = $"{start.AddDays(60):yyyy-MM-dd}", TimeLaw = MiningTimeLaw.Logistic, TimeRate = MineRate, LogisticStart = Math.Exp(MineRate * 300), ResidualShare = 0,
                },
            ],
        };
        simulator = new SceneSimulator(scene);
        var file = Path.Combine(folder, "scene.yaml");
        File.WriteAllText(file, SettingsWriter.Write(scene, comments: false));
        Invocation.Done("simulate", file, "-o", Path.Combine(folder, "scene"), "--mintpy");
        simulator.Displacement(simulator.Network.Dates.Count - 1, simulator.Grid.Whole, end);
    }

    public IReadOnlyList<DateOnly> Dates => simulator.Network.Dates;

    internal RunFolder Run(Func<FitSettings, FitSettings> fit)
    {
        var run = new RunFolder(Path.Combine(folder, "scene", "products"), s => s with
        {
            Closure = new() { Method = ClosureMethod.None },
            Reference = new() { Areas = [$"row:{Rows - 12},column:{Columns - 12},4"], MinCoherence = 0 },
            Corrections = new() { Sequence = [] },
            Uncertainty = new() { Covariance = DateNoiseModel.None },
            Fit = fit(new FitSettings()),
        });
        return run.Done("--until", "mask");
    }

    /// <summary>Share of an area's motion at a pixel: exp(-ln 2 (d / radius)^2), as the scene's description says.</summary>
    public double Bell((double East, double North) at, int row, int column)
    {
        var (east, north) = PlaceOf(row, column);
        var square = ((east - at.East) * (east - at.East)) + ((north - at.North) * (north - at.North));
        return Math.Exp(-Math.Log(2) * square / (Radius * Radius));
    }

    /// <summary>All of the S-curve of the mine, metres along the line of sight: what it moves from the extraction to the last date over the curve's part of that time.</summary>
    public double MineAmplitude(int row, int column)
    {
        var days = Dates[^1].DayNumber - Dates[0].DayNumber - MineCentreDays;
        double Logistic(double d) => 1 / (1 + Math.Exp(-MineRate * d));
        return Mine(row, column) / (Logistic(days) - Logistic(-300));
    }

    public double MineShare(int row, int column) => Mine(row, column) / Mine(Rows / 2, Columns / 2);

    public bool IsMine(int row, int column) => Math.Abs(Mine(row, column)) > 0.0002;

    public bool IsStill(int row, int column) => !IsMine(row, column) && Math.Abs(Others(row, column)) < 0.0002;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private double Mine(int row, int column)
    {
        var at = (row * Columns) + column;
        var (east, north) = PlaceOf(row, column);
        return Math.Sqrt((east * east) + (north * north)) > 800 ? 0 : end[at];
    }

    private double Others(int row, int column) =>
        (Season * Bell(SeasonAt, row, column)) + (Step * Bell(StepAt, row, column)) + (Decay * Bell(DecayAt, row, column));

    private static (double East, double North) PlaceOf(int row, int column) =>
        ((column + 0.5 - (Columns / 2.0)) * 80, ((Rows / 2.0) - row - 0.5) * 80);
}
