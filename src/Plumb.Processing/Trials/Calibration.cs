using Plumb.References;
using Plumb.Simulation;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Trials;

/// <summary>One kind of scene whose standard deviations are held against the truth.</summary>
/// <param name="Name">What is tried, in a few words.</param>
/// <param name="Scene">The scene for a seed.</param>
/// <param name="Model">Model of the motion whose coefficients are tried; its first is the constant.</param>
public sealed record CalibrationCase(string Name, Func<long, Scene> Scene, TimeModel Model);

/// <summary>How often the truth lies within one and two standard deviations, over many scenes.</summary>
/// <param name="Case">What is tried.</param>
/// <param name="Quantity">Which number: series, or a coefficient of the model.</param>
/// <param name="Scenes">Number of scenes (count).</param>
/// <param name="GoodShare">Share (0 to 1) of the pixels that are good.</param>
/// <param name="WithinOne">Share (0 to 1) within one standard deviation; 0.68 is right.</param>
/// <param name="WithinOneError">Standard error of that share (a share too), from its scatter between scenes.</param>
/// <param name="WithinTwo">Share (0 to 1) within two standard deviations; 0.95 is right.</param>
/// <param name="WithinTwoError">Standard error of that share (a share too).</param>
/// <param name="RootMeanSquare">Root mean square of error over standard deviation (pure number); 1 is right.</param>
public sealed record CalibrationRow(
    string Case, string Quantity, int Scenes, double GoodShare, double WithinOne, double WithinOneError, double WithinTwo, double WithinTwoError, double RootMeanSquare);

/// <summary>
/// Calibration of the standard deviations on simulated scenes: every scene is drawn, inverted, and its standard deviations worked out as in a run, and the errors over them are
/// counted over the good pixels. Errors of neighbouring pixels are alike, so the share of each scene is one number, and the standard error of the mean
/// comes from the scatter of the scenes. The reference lies elsewhere in each.
/// </summary>
public static class Calibration
{
    private const int Side = 104;
    private const int ReferenceRadius = 3;
    private const long FirstSeed = 1000;
    private static readonly DateOnly StepDay = DateOnly.ParseExact(new SceneDates().Start, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).AddDays(366);

    /// <summary>The cases: looks, networks, gaps, weather, weather with all other disturbances, and a model with seasons and acceleration.</summary>
    public static IReadOnlyList<CalibrationCase> Cases { get; } =
    [
        new("no weather, 4 looks", s => Still(s, 4), TimeModel.Line),
        new("no weather, 9.3 looks", s => Still(s, 9.3), TimeModel.Line),
        new("no weather, 20 looks", s => Still(s, 20), TimeModel.Line),
        new("no weather, 40 looks", s => Still(s, 40), TimeModel.Line),
        new("no weather, 9.3 looks, 30 % of the pairs missing", s => Still(s, 9.3) with { Gaps = new() { BlockShare = 0.3, BlockSize = 8 } }, TimeModel.Line),
        new("no weather, 9.3 looks, 40 dates with the next five", s => Still(s, 9.3) with { Dates = new() { Count = 40 }, Network = new() { Links = 5 } }, TimeModel.Line),
        new("weather 4 mm", s => Still(s, 9.3) with { Atmosphere = Weather(4) }, TimeModel.Line),
        new("weather 8 mm", s => Still(s, 9.3) with { Atmosphere = Weather(8) }, TimeModel.Line),
        new("weather 8 mm, strata, ramps, elevation errors", s => Disturbed(s, 20), TimeModel.Line),
        new("the same, 9.3 looks, 30 % of the pairs missing", s => Disturbed(s, 9.3) with { Gaps = new() { BlockShare = 0.3, BlockSize = 8 } }, TimeModel.Line),
        new("weather 6 mm, two years, a step in the middle", s => Still(s, 20) with { Dates = new() { Count = 61 }, Atmosphere = Weather(6) },
            new TimeModel(new ConstantTerm(), new PolynomialTerm(1), new StepTerm(StepDay))),
        new("weather 6 mm, two years, seasons and acceleration", Seasons, new TimeModel(new ConstantTerm(), new PolynomialTerm(2), new SeasonalTerm(1))),
    ];

    /// <summary>Names of the shapes whose parameters are searched, for <see cref="RunShape"/>: two years with 6 mm of weather.</summary>
    public static IReadOnlyList<string> Shapes { get; } = ["S-curve of 80 mm", "exponential decay of 60 mm", "logarithmic decay, 20 mm per unit"];

    /// <summary>
    /// Tries the standard deviations of a shape whose parameters are searched: the errors of simulated series, weather and reference among them, with a curve of known parameters
    /// put on them, which is then fitted as the stage 'fit' does.
    /// </summary>
    /// <param name="name">One of <see cref="Shapes"/>.</param>
    /// <param name="scenes">Number of scenes (count), at least 2.</param>
    /// <param name="threads">Number of threads (count); the result does not depend on it.</param>
    /// <param name="side">Side of the scenes, pixels.</param>
    /// <returns>A row for the size of the curve and one for each of its parameters.</returns>
    public static IReadOnlyList<CalibrationRow> RunShape(string name, int scenes, int threads, int side = Side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scenes, 2);
        var found = new SceneShares[scenes];
        Parallel.For(0, scenes, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, k =>
        {
            var scene = Draw(Still(FirstSeed + k, 20) with { Dates = new() { Count = 61 }, Atmosphere = Weather(6) }, k, side);
            var trial = new ShapeTrial(scene, Shape(name, new SeriesDates(scene.Inversion.Network.Dates)));
            found[k] = new SceneShares(trial.ResolvedShare, [.. trial.Ratios.Select(Shares)]);
        });
        string[] quantities = name.StartsWith('S') ? ["size", "centre", "constant"] : ["size", "constant"];
        return Rows("weather 6 mm, two years, " + name, quantities, found);
    }

    private static KnownShape Shape(string name, SeriesDates dates)
    {
        var span = 365.25 * dates.Span;
        var day = dates.Dates[0].AddDays((int)(0.25 * span));
        return Shapes.ToList().IndexOf(name) switch
        {
            0 => new KnownShape(new LogisticShape(), -0.08, [0.45 * span, 365.25 / (0.07 * span)]),
            1 => new KnownShape(new DecayShape(day, false), -0.06, [0.15 * span]),
            2 => new KnownShape(new DecayShape(day, true), -0.02, [0.03 * span]),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    /// <summary>Tries one case.</summary>
    /// <param name="trial">The case.</param>
    /// <param name="scenes">Number of scenes (count), at least 2.</param>
    /// <param name="threads">Number of threads (count); the result does not depend on it.</param>
    /// <param name="side">Side of the scenes, pixels.</param>
    /// <returns>A row for the series and one for each coefficient but the constant.</returns>
    public static IReadOnlyList<CalibrationRow> Run(CalibrationCase trial, int scenes, int threads, int side = Side)
    {
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentOutOfRangeException.ThrowIfLessThan(scenes, 2);
        var found = new SceneShares[scenes];
        Parallel.For(0, scenes, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, k => found[k] = Try(trial, k, side));
        return Rows(trial.Name, [.. trial.Model.Coefficients.Skip(1).Select(c => c.Title).Prepend("series")], found);
    }

    private static IReadOnlyList<CalibrationRow> Rows(string name, string[] quantities, SceneShares[] found) =>
        [
            .. quantities.Select((q, n) =>
            {
                var (one, oneError) = Mean(found, s => s.Quantities[n].One);
                var (two, twoError) = Mean(found, s => s.Quantities[n].Two);
                return new CalibrationRow(
                    name, q, found.Length, found.Average(s => s.Good), one, oneError, two, twoError, Math.Sqrt(found.Average(s => s.Quantities[n].Square)));
            }),
        ];

    private static SceneShares Try(CalibrationCase trial, int index, int side)
    {
        var simulated = Draw(trial.Scene(FirstSeed + index), index, side);
        var sigma = new SigmaTrial(simulated, trial.Model);
        var dates = simulated.Inversion.Network.Dates.Count;
        var series = Enumerable.Range(1, dates - 1).Select(d => Shares(sigma.Displacement(d, _ => true))).ToArray();
        return new SceneShares(
            simulated.Good.Average(g => g ? 1.0 : 0),
            [
                (series.Average(s => s.One), series.Average(s => s.Two), series.Average(s => s.Square)),
                .. Enumerable.Range(1, trial.Model.Coefficients.Count - 1).Select(c => Shares(sigma.Coefficient(c, _ => true))),
            ]);
    }

    /// <summary>A scene of a side, inverted, its reference elsewhere in each.</summary>
    private static SimulatedScene Draw(Scene scene, int index, int side)
    {
        scene = scene with { Grid = scene.Grid with { Columns = side, Rows = side } };
        var inside = side - (2 * ReferenceRadius) - 1;
        var reference = new ReferenceArea(ReferenceRadius + (index * 37 % inside), ReferenceRadius + (index * 53 % inside), ReferenceRadius);
        return new SimulatedScene(scene, reference);
    }

    private static (double One, double Two, double Square) Shares(double[] ratios) =>
        (ratios.Average(r => Math.Abs(r) < 1 ? 1.0 : 0), ratios.Average(r => Math.Abs(r) < 2 ? 1.0 : 0), ratios.Average(r => r * r));

    private static (double Mean, double Error) Mean(SceneShares[] scenes, Func<SceneShares, double> of)
    {
        var mean = scenes.Average(of);
        return (mean, Math.Sqrt(scenes.Sum(s => Math.Pow(of(s) - mean, 2)) / (scenes.Length - 1) / scenes.Length));
    }

    private static Scene Still(long seed, double looks) => new()
    {
        Seed = seed,
        Grid = new() { Step = 160 },
        Sensor = new() { Looks = looks },
        Atmosphere = Weather(0),
        Orbit = new() { RampMillimetres = 0 },
        Terrain = new() { ErrorSigma = 0 },
    };

    private static Scene Disturbed(long seed, double looks) => new()
    {
        Seed = seed,
        Grid = new() { Step = 160 },
        Sensor = new() { Looks = looks },
        Atmosphere = new() { TurbulentMillimetres = 8 },
    };

    private static Scene Seasons(long seed) => Still(seed, 20) with
    {
        Dates = new() { Count = 61 },
        Atmosphere = Weather(6),
        SeasonalAreas = [new() { East = 2000, North = -1500, Radius = 3000, Amplitude = 0.01, Trend = -0.01 }],
    };

    private static SceneAtmosphere Weather(double millimetres) => new() { TurbulentMillimetres = millimetres, StratifiedMillimetresPer100Metres = 0 };

    private sealed record SceneShares(double Good, IReadOnlyList<(double One, double Two, double Square)> Quantities);
}
