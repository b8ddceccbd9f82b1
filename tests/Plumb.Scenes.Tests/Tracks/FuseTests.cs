using System.Globalization;
using System.Text.Json;
using Plumb.Formats.GeoTiff;
using Plumb.Formats.Hyp3;
using Plumb.Formats.Simulation;
using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;
using Plumb.Processing.Studies;
using Plumb.Processing.Studies.Fusion;
using Plumb.Processing.Tracks;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Tracks;

/// <summary>One sensor unwrapped with the motion that another knows, against the truth of a scene whose gap of 198 days the finer sensor cannot bridge alone.</summary>
public sealed class FuseTests : IDisposable
{
    private static readonly Scene Both = new()
    {
        Name = "two sensors",
        Seed = 31,
        Grid = new() { Columns = 64, Rows = 60, Step = 60 },
        Terrain = new() { ErrorSigma = 1, Relief = 3 },
        Uplifts = [new() { East = 200, North = -100, Radius = 420, Rate = -0.4 }],
        Atmosphere = new() { TurbulentMillimetres = 3, StratifiedMillimetresPer100Metres = 0 },
        Orbit = new() { RampMillimetres = 0 },
        Decorrelation = new() { Classes = [new() { Name = "dry ground", Base = 0.9, LongTerm = 0.6, DecayDays = 300 }], MotionLoss = 0 },
        Network = new() { Links = 2 },
        Tracks =
        [
            new() { Name = "coarse", Sensor = new() { Name = "ENVISAT", Wavelength = 0.0562, Heading = -167, IncidenceNear = 23, IncidenceFar = 23 }, Dates = new() { Start = "2009-01-23", Count = 15, IntervalDays = 35 } },
            new()
            {
                Name = "fine", Sensor = new() { Name = "TerraSAR-X", Wavelength = 0.0311, Heading = -170, IncidenceNear = 41, IncidenceFar = 41 },
                Dates = new() { List = ["2009-04-18", "2009-05-10", "2009-06-01", "2009-06-23", "2010-01-07", "2010-01-29", "2010-02-20", "2010-03-14"] },
            },
        ],
    };

    private readonly string folder = Directory.CreateTempSubdirectory("plumb-fuse-").FullName;

    [Fact]
    public void What_one_sensor_knows_lets_the_other_be_unwrapped_and_both_become_one_series()
    {
        using var known = Prepared(0);
        using var fine = Prepared(1);
        known.Done("--until", "mask");
        fine.Done("--until", "mask");
        var target = Path.Combine(folder, "fused");
        Invocation.Of("fuse", known.Out, fine.SettingsFile, "-o", target, "--neighbours", "16").Expect(0, "polynomial of degree 2", "have a joint rate");

        var simulator = new SceneSimulator(Both.OfTracks()[1].Scene);
        var (alone, helped) = (Errors(ResultSet.Open(fine.Out), simulator), Errors(ResultSet.Open(Path.Combine(target, "run")), simulator));
        Assert.True(alone.Centre > 0.08, $"the finer sensor alone is {alone.Centre} m/yr off");
        Assert.True(Math.Abs(helped.Centre) < 0.01 && helped.Rms < 0.006, $"{helped.Centre} and {helped.Rms} m/yr off");

        // The joint series holds all dates of both, and its deviations hold.
        var store = Plumb.Formats.Store.ChunkStore.Open(Path.Combine(target, "store"));
        var array = store.OpenArray<float>(StorePaths.VerticalSeries);
        Assert.Equal(23, array.Shape[0]);
        Assert.False(store.Exists(StorePaths.EastSeries));
        Assert.Equal(23, JsonDocument.Parse(File.ReadAllText(Path.Combine(target, "fusion.json"))).RootElement.GetProperty("dates").GetInt32());
        foreach (var file in new[] { "maps/vertical_rate.tif", "maps/vertical_rate_sigma.tif", "fused.csv", "fused.gpkg", "fusion.html", "expected/expected.json" })
        {
            Assert.True(File.Exists(Path.Combine(target, file)), file);
        }

        Table(known.Out, fine.Out, Path.Combine(target, "run"));

        // Again: nothing has changed, so that nothing is computed anew.
        Invocation.Of("fuse", known.Out, fine.SettingsFile, "-o", target, "--neighbours", "16").Expect(0);
        Invocation.Of("fuse", known.Out, fine.SettingsFile, "-o", Path.Combine(folder, "plain"), "--plain").Expect(0);
        Assert.True(Math.Abs(Errors(ResultSet.Open(Path.Combine(folder, "plain", "run")), simulator).Centre) < 0.01);

        // The expectation in a settings file of one's own, with the steps between dates unwrapped in place of the pairs.
        fine.Write(fine.Settings with { Unwrapping = fine.Settings.Unwrapping with { Method = UnwrappingMethod.Stack, ExpectedMotion = Path.Combine(target, "expected") } });
        fine.Done("--until", "mask");
        Assert.True(Math.Abs(Errors(ResultSet.Open(fine.Out), simulator).Centre) < 0.01);
    }

    /// <summary>The study's tables on the small scene: its limits hold, with products unwrapped without error in place of the run of 29 images.</summary>
    private void Table(string known, string alone, string fused)
    {
        using var right = Prepared(1, again: false);
        right.Done("--until", "mask");
        var published = StudyFiles.Read<FusionPublished>("fusion", "published.yaml") with
        {
            Benchmarks =
            [
                new() { Name = "BM1", East = 210, North = -90 }, new() { Name = "BM2", East = 570, North = -90 }, new() { Name = "BM3", East = -690, North = 510 },
                new() { Name = "BM8", East = -1470, North = -1410 },
            ],
            Radius = 40,
            FirstLevelling = "2009-04-18",
            LastLevelling = "2010-03-14",
        };
        var (coarse, finer) = (new SceneSimulator(Both.OfTracks()[0].Scene), new SceneSimulator(Both.OfTracks()[1].Scene));
        FusionRun Of(string name, string folder, SceneSimulator simulator) => FusionRun.Of(name, ResultSet.Open(folder), simulator, published);
        var outcome = new FusionOutcome([Of("tsx11", alone, finer), Of("asar", known, coarse), Of("fusion", fused, finer), Of("tsx29", right.Out, finer)], finer.Scene, published);
        var (bad, good) = (outcome.AgainstLevelling["tsx11"], outcome.AgainstLevelling["fusion"]);
        Assert.True(bad.Largest > 80 && good.Rmse < 6 && good.Largest < 10 && good.Correlation > 0.99, $"{bad} and {good}");
        Assert.True(outcome.AgainstReference["fusion"].OverTen < 5 && outcome.AgainstReference["tsx11"].OverTen > 5, outcome.Text());
        Assert.Contains("correlation with 29 images", outcome.Text(), StringComparison.Ordinal);
        Assert.Equal(1 + outcome.Rows().Count, outcome.Csv().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(5, outcome.BenchmarkCsv().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Both_sensors_together_are_nearer_to_the_truth_than_either_and_within_their_stated_deviations()
    {
        var (squares, rates, series) = (new double[3], new List<double>(), new List<double>());
        foreach (var seed in (int[])[101, 102, 103, 104, 105, 106, 107])
        {
            using var known = Prepared(0, seed: seed);
            using var fine = Prepared(1, seed: seed);
            known.Done("--until", "mask");
            var target = Path.Combine(folder, $"joint-{seed}");
            Invocation.Of("fuse", known.Out, fine.SettingsFile, "-o", target, "--neighbours", "16").Expect(0);
            var tracks = GriddedTracks.Load(new TracksRequest { Inputs = [Path.Combine(target, "run"), known.Out] });
            float[] Map(string name) => LayerGeoTiff.Read(Path.Combine(target, "maps", name)).Values.ToArray();
            var (rate, sigma) = (Map("vertical_rate.tif"), Map("vertical_rate_sigma.tif"));
            var scene = (Both with { Seed = seed }).OfTracks()[1].Scene;
            var truth = new SceneComponents(scene, new SceneSimulator(scene).Network.Dates).Rate(tracks.Grid.Whole).Up;
            var level = tracks.ReferenceCells.Where(i => float.IsFinite(rate[i])).Average(i => (double)truth[i]);
            var (last, spread, years) = Last(target, tracks.Grid);
            foreach (var i in Enumerable.Range(0, rate.Length).Where(i => float.IsFinite(rate[i]) && tracks.Tiles.All(t => float.IsFinite(t.Value[i]))))
            {
                double[] errors = [rate[i] - (truth[i] - level), .. tracks.Tiles.Select(t => (t.Value[i] / t.Up[i]) - (truth[i] - level))];
                rates.Add(Math.Abs(errors[0]) / sigma[i]);
                series.Add(Math.Abs(last[i] - (years * (truth[i] - level))) / spread[i]);
                for (var k = 0; k < errors.Length; k++)
                {
                    squares[k] += errors[k] * errors[k];
                }
            }
        }

        double Share(List<double> scores, double limit) => scores.Count(z => z < limit) / (double)scores.Count;
        var told = string.Create(
            CultureInfo.InvariantCulture,
            $"joint, fused, known {string.Join(" ", squares.Select(s => (1000 * Math.Sqrt(s / rates.Count)).ToString("0.00", CultureInfo.InvariantCulture)))} mm/yr; rates {Share(rates, 1):0.00} {Share(rates, 1.96):0.00}, series {Share(series, 1):0.00} {Share(series, 1.96):0.00}");
        TestContext.Current.SendDiagnosticMessage(told);
        Assert.True(squares[0] < squares[1] && squares[0] < squares[2], told);

        // All cells of a scene share the weather of its dates, so that the shares of one scene say little.
        foreach (var scores in new[] { rates, series })
        {
            Assert.True(Share(scores, 1) is > 0.55 and < 0.85 && Share(scores, 1.96) is > 0.88 and < 0.995, told);
        }
    }

    /// <summary>Joint displacement upwards at the last date with its deviation, metres, and the years since the first.</summary>
    private static (float[] Value, float[] Sigma, double Years) Last(string target, Grid grid)
    {
        var store = Plumb.Formats.Store.ChunkStore.Open(Path.Combine(target, "store"));
        float[] Read(string name)
        {
            var (array, values) = (store.OpenArray<float>(name), new float[grid.PixelCount]);
            array.ReadRegion([array.Shape[0] - 1, 0, 0], [1, grid.Rows, grid.Columns], values);
            return values;
        }

        return (Read(StorePaths.VerticalSeries), Read(StorePaths.VerticalSeriesSigma), 14 * 35 / 365.25);
    }

    [Fact]
    public void What_cannot_be_fused_is_refused()
    {
        using var fine = Prepared(1);
        var nothing = Path.Combine(folder, "nothing");
        Invocation.Of("fuse", nothing, fine.SettingsFile, "-o", folder).Expect(2, "is not there");
        Invocation.Of("fuse", nothing, nothing, "-o", folder).Expect(2, "settings file of the sensor");
        Invocation.Of("fuse", nothing, fine.SettingsFile).Expect(2, "-o DIR");
        Invocation.Of("fuse", nothing, fine.SettingsFile, "-o", folder, "--degree", "4").Expect(2, "--degree is 4");
        Invocation.Of("fuse", nothing, fine.SettingsFile, "-o", folder, "--neighbours", "0").Expect(2, "--neighbours is 0");
        fine.Write(fine.Settings with { Unwrapping = fine.Settings.Unwrapping with { ExpectedMotion = "nowhere" } });
        fine.Run().Expect(2, "expected_motion", "nowhere");
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private RunFolder Prepared(int track, bool again = true, int seed = 31)
    {
        var (name, scene) = (Both with { Seed = seed }).OfTracks()[track];
        var at = Path.Combine(folder, $"{name}-{seed}");
        if (!Directory.Exists(at))
        {
            new SimulationWriter(new SceneSimulator(scene), new Hyp3WriterOptions(), 2, SceneProducts.MintPy).Write(at);
        }

        return new RunFolder(Path.Combine(at, "products"), s => s with
        {
            Unwrapping = s.Unwrapping with { Again = again },
            Mask = s.Mask with { MaxAliasing = 0, MaxOpenLoops = 1 },
            Output = s.Output with { Folder = "out", Points = false },
        });
    }

    /// <summary>Error of the rate in the middle of the bowl and its RMS over the good pixels, metres per year along the line of sight.</summary>
    private static (double Centre, double Rms) Errors(ResultSet results, SceneSimulator simulator)
    {
        var (rate, mask, truth) = (results.Rate().Values.ToArray(), results.Mask(), new float[results.Grid.PixelCount]);
        simulator.Rate(results.Grid.Whole, truth);
        var level = results.Reference.PixelsOn(results.Grid).Average(i => (double)truth[i]);
        int[] good = [.. Enumerable.Range(0, rate.Length).Where(i => mask.IsGood(i) && float.IsFinite(rate[i]))];
        Assert.True(good.Length > rate.Length / 2, $"{good.Length} good pixels");
        double Error(int i) => rate[i] - (truth[i] - level);
        return (Error(Array.IndexOf(truth, truth.Min())), Math.Sqrt(good.Average(i => Error(i) * Error(i))));
    }
}
