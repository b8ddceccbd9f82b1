using System.Text.Json;
using Plumb.Formats.Hyp3;
using Plumb.Inversion;
using Plumb.Processing.Configuration;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>Solvers held against each other on scenes where it is known which should win.</summary>
public sealed class SolverComparisonTests(SceneLibrary scenes)
{
    private static readonly Scene Calm = new()
    {
        Grid = new() { Rows = 100, Columns = 110 },
        Dates = new() { Count = 14 },
        Atmosphere = new() { TurbulentMillimetres = 3 },
        Terrain = new() { ErrorSigma = 0 },
    };

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Gross_errors_are_for_norms_that_do_not_square(int seed)
    {
        var scene = Calm with
        {
            Seed = seed,
            Network = new() { Links = 4 },
            UnwrappingErrors = new() { PairShare = 0.7, MinRadius = 8, MaxRadius = 25 },
        };
        using var run = Run("gross", scene, s => s with { Closure = new() { Method = ClosureMethod.None } });
        var result = Compare(run);
        Assert.Contains(Supported(result), (string[])["huber", "l1"]);
        Assert.Contains("norm: ", Yaml(result), StringComparison.Ordinal);
        Assert.True(Row(result, "huber", "against_settings") < -10);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void Noise_of_known_variance_is_for_weights_by_variance(int seed)
    {
        using var run = Run("noise", Calm with { Seed = seed }, s => s with { Inversion = new() { Weighting = Weighting.None } });
        var result = Compare(run);
        Assert.Equal("variance", Supported(result));
        Assert.Equal("inversion:\n  weighting: variance", Yaml(result));
        Assert.True(Row(result, "none", "against_settings") == 0 && Row(result, "l1", "against_settings") > 0);

        // With these settings in place there is nothing to be gained any more.
        run.Write(run.Settings with { Inversion = new() });
        result = Compare(run);
        Assert.Null(Supported(result));
        Assert.Equal("", Yaml(result));
        Assert.Contains("Keep the settings", Verdict(result), StringComparison.Ordinal);
        Assert.Contains("none (+", Verdict(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public void An_error_of_the_elevation_model_is_for_the_solver_that_knows_it(int seed)
    {
        var scene = Calm with
        {
            Seed = seed,
            Sensor = new() { BaselineSigma = 150 },
            Network = new() { Links = 2 },
            Terrain = new() { ErrorSigma = 30 },
            Atmosphere = new() { TurbulentMillimetres = 0, StratifiedMillimetresPer100Metres = 0 },
            Orbit = new() { RampMillimetres = 0 },
        };
        using var run = Run("height", scene, s => s with { Inversion = new() { SmoothingStrength = 0.3 } });
        var result = Compare(run);
        Assert.Equal("dem_error", Supported(result));
        Assert.Equal("inversion:\n  smoothing: acceleration\n  dem_error: true", Yaml(result));
        Assert.True(Row(result, "smoothing", "against_settings") > 20, "smoothing alone pays for it");
        Assert.Contains("atmosphere of their dates", Verdict(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(41)]
    [InlineData(42)]
    public void Where_all_pairs_are_alike_there_is_nothing_to_choose(int seed)
    {
        var scene = Calm with { Seed = seed, Decorrelation = new() { CriticalBaseline = 0, MotionLoss = 0, Classes = [new() { Base = 0.8, LongTerm = 0.8 }] } };
        using var run = Run("alike", scene, s => s);
        var result = Compare(run);
        Assert.Null(Supported(result));
        foreach (var name in (string[])["coherence", "fisher", "none", "nsbas"])
        {
            Assert.False(Of(result, name).GetProperty("differs_from_settings").GetBoolean());
        }

        Assert.Matches("no significant difference|No solver misses significantly less", Verdict(result));
    }

    [Fact]
    public void Threads_leave_the_numbers_as_they_are_and_nothing_of_the_inversion_is_written()
    {
        using var run = Run("threads", Calm, s => s with { Processing = new() { Threads = 1 } });
        var one = Compare(run, "--sample", "3", "--seed", "9", "--folds", "4");
        Assert.False(Directory.Exists(Path.Combine(run.Out, "store", "series")));
        run.Write(run.Settings with { Processing = new() { Threads = 3 } });
        var three = Compare(run, "--sample", "3", "--seed", "9", "--folds", "4");
        Assert.Equal(3, one.GetProperty("tiles").GetInt32());
        Assert.Equal(4, one.GetProperty("tiles_with_data").GetInt32());
        foreach (var name in (string[])["variance", "l1", "dem_error", "stack_covariance"])
        {
            foreach (var number in (string[])["misfit", "misfit_sigma", "rms", "spread", "residual_rms"])
            {
                var (a, b) = (Of(one, name).GetProperty(number).ToString(), Of(three, name).GetProperty(number).ToString());
                Assert.Equal(a, b);
            }
        }

        Assert.Equal(JsonValueKind.False, Of(one, "stack_plain").GetProperty("is_ranked").ValueKind);
        run.Write(run.Settings with { Processing = new() { Threads = 2 } });
        Invocation.Done("invert", run.SettingsFile);
        Assert.True(run.Store().Exists("series/displacement"));
        Assert.False(run.Store().Exists("mask/final"));
    }

    [Fact]
    public void What_is_not_possible_is_named_with_its_reason_and_the_table_is_a_file_too()
    {
        using var folder = new RunFolder(scenes.Small);
        var products = scenes.CopyOfSmall(Path.Combine(folder.Folder, "products"));
        foreach (var file in Directory.EnumerateFiles(products, "*_corr.tif", SearchOption.AllDirectories))
        {
            File.Delete(file);
        }

        folder.Write(folder.Settings with { Input = new() { Paths = ["products"] }, Inversion = new() { Weighting = Weighting.None } });
        var table = Path.Combine(folder.Folder, "tables", "solvers.csv");
        var said = Invocation.Done("invert", folder.SettingsFile, "--compare", "--sample", "2", "--csv", table).Output;
        Assert.Contains("Not possible here: variance: the stack has no coherence", said, StringComparison.Ordinal);
        var lines = File.ReadAllLines(table);
        Assert.StartsWith("solver,your_settings,", lines[0], StringComparison.Ordinal);
        Assert.Equal(12, lines.Length);
        Assert.All(lines, l => Assert.Equal(16, l.Count(c => c == ',')));
        Assert.Contains(lines, l => l.StartsWith("none,yes,yes,", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("fisher,no,yes,no,", StringComparison.Ordinal) && l.EndsWith("\"the stack has no coherence\"", StringComparison.Ordinal));

        // The settings' own solver has to be possible.
        folder.Write(folder.Settings with { Inversion = new() });
        Invocation.Of("invert", folder.SettingsFile, "--compare").Expect(2, "coherence");
    }

    [Theory]
    [InlineData("--sample 0", "--sample is 0")]
    [InlineData("--folds 1", "--folds is 1")]
    public void Draws_that_are_none_are_refused_before_anything_is_read(string more, string words)
    {
        using var run = new RunFolder(scenes.Small);
        Invocation.Of(["invert", run.SettingsFile, "--compare", .. more.Split(' ')]).Expect(2, words);
        Assert.False(Directory.Exists(run.Out));
        Invocation.Of(["invert", run.SettingsFile, .. more.Split(' ')]).Expect(2, "add --compare");
    }

    [Fact]
    public void A_chain_of_pairs_has_nothing_to_leave_out()
    {
        using var run = Run("chain", Calm with { Network = new() { Links = 1 } }, s => s);
        Invocation.Of("invert", run.SettingsFile, "--compare").Expect(2, "None of the 13 pairs can be left out");
    }

    private RunFolder Run(string name, Scene scene, Func<PlumbSettings, PlumbSettings> change) =>
        new(scenes.Make($"compare-{name}-{scene.Seed}", scene, Hyp3ProductKind.Gamma), change);

    private static JsonElement Compare(RunFolder run, params string[] more) => Invocation.Done(["invert", run.SettingsFile, "--compare", "--json", .. more]).Json;

    private static JsonElement Of(JsonElement result, string name) => result.GetProperty("solvers").EnumerateArray().Single(s => s.GetProperty("name").GetString() == name);

    private static double Row(JsonElement result, string name, string number) => Of(result, name).GetProperty(number).GetDouble();

    private static string? Supported(JsonElement result) => result.GetProperty("supported").GetString();

    private static string Yaml(JsonElement result) => string.Join('\n', result.GetProperty("yaml").EnumerateArray().Select(l => l.GetString()));

    private static string Verdict(JsonElement result) => string.Join(' ', result.GetProperty("verdict").EnumerateArray().Select(l => l.GetString()));
}
