using Plumb.Formats.Hyp3;
using Plumb.Formats.Simulation;
using Plumb.Processing.Validations;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Truth;

/// <summary>A run held against a levelled road with 'plumb validate': both deviations explain the differences, over several seeds.</summary>
public sealed class LevellingRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-levelling-").FullName;

    [Fact]
    public void Differences_to_levelling_are_what_both_deviations_lead_to_expect()
    {
        var (scores, squares, expected) = (new List<double>(), 0.0, 0.0);
        // The datum stands on still ground, so that levelling and the run's reference area are at one level.
        foreach (var seed in (long[])[1, 2, 3, 4, 5, 6])
        {
            var scene = new Scene
            {
                Name = "a levelled road",
                Seed = seed,
                Grid = new() { Columns = 64, Rows = 60, Step = 80 },
                Terrain = new() { ErrorSigma = 2, Relief = 3 },
                Uplifts = [new() { East = 0, North = 0, Radius = 900, Rate = -0.05 }],
                Atmosphere = new() { TurbulentMillimetres = 4, StratifiedMillimetresPer100Metres = 0 },
                Decorrelation = new() { Classes = [new() { Name = "dry ground", Base = 0.85, LongTerm = 0.5, DecayDays = 200 }] },
                Dates = new() { Start = "2021-01-05", Count = 20, IntervalDays = 24 },
                Levelling = new() { Epochs = ["2021-01-06", "2021-07-10", "2022-01-12", "2022-04-01"], SigmaMillimetres = 2, East = [-2200, 0, 2200], North = [-1700, 100, 1500], Spacing = 450 },
            };
            var at = Path.Combine(folder, $"{seed}");
            new SimulationWriter(new SceneSimulator(scene), new Hyp3WriterOptions(), 2, SceneProducts.MintPy).Write(at);
            using var run = new RunFolder(Path.Combine(at, "products"), s => s with { Output = s.Output with { Folder = "out", Points = false } });
            run.Done("--until", "mask");
            var target = Path.Combine(at, "validate");
            Invocation.Of("validate", run.SettingsFile, "--levelling", Path.Combine(at, "levelling.csv"), "-o", target).Expect(0, "vertical, positive upwards");
            var record = ValidationRecord.Read(target)!;
            var used = record.Stations.Where(s => s.IsUsed && s.Rates is not null).Select(s => s.Rates!).ToArray();
            Assert.True(used.Length >= 10, $"{used.Length} marks");
            scores.AddRange(used.Select(r => r.ZScore));
            squares += used.Sum(r => r.Difference * r.Difference);
            expected += used.Sum(r => r.DifferenceSigma * r.DifferenceSigma);
        }

        var spread = Math.Sqrt(scores.Average(z => z * z));
        TestContext.Current.SendDiagnosticMessage($"z {spread:0.00}, RMSE {1000 * Math.Sqrt(squares / scores.Count):0.00} expected {1000 * Math.Sqrt(expected / scores.Count):0.00} mm/yr of {scores.Count}");
        Assert.InRange(spread, 0.7, 1.3);
        Assert.InRange(Math.Sqrt(squares / expected), 0.7, 1.3);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);
}
