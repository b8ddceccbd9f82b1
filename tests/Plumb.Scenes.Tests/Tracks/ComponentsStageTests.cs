using System.Security.Cryptography;
using Plumb.Formats.GeoTiff;
using Plumb.Formats.Hyp3;
using Plumb.Formats.Simulation;
using Plumb.Processing.Configuration;
using Plumb.Processing.Tracks;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Tracks;

/// <summary>Tracks put together and slopes as stages of a run.</summary>
public sealed class ComponentsStageTests : IDisposable
{
    private static readonly Scene Scene = new()
    {
        Name = "two tracks",
        Seed = 5,
        Grid = new() { Columns = 30, Rows = 28, Step = 80 },
        Uplifts = [new() { Radius = 450, Rate = -0.08 }],
        Atmosphere = new() { TurbulentMillimetres = 2 },
        Decorrelation = new() { Classes = [new() { Name = "dry ground", Base = 0.85, LongTerm = 0.5, DecayDays = 200 }] },
        Tracks =
        [
            new() { Name = "ascending", Sensor = new() { Heading = -10.5, IncidenceNear = 36, IncidenceFar = 37 }, Dates = new() { Start = "2022-01-03", Count = 7, IntervalDays = 24 } },
            new() { Name = "descending", Sensor = new() { Heading = -169.8, IncidenceNear = 39, IncidenceFar = 40 }, Dates = new() { Start = "2022-01-08", Count = 7, IntervalDays = 24 } },
        ],
    };

    private readonly string folder = Directory.CreateTempSubdirectory("plumb-components-").FullName;

    public ComponentsStageTests()
    {
        foreach (var (name, scene) in Scene.OfTracks())
        {
            new SimulationWriter(new SceneSimulator(scene), new Hyp3WriterOptions { GeometryInEveryProduct = false }, 2).Write(Path.Combine(folder, name));
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_run_is_put_together_with_another_as_the_commands_do_and_is_told_of_in_its_report()
    {
        using var descending = Run("descending");
        descending.Done("--until", "mask");
        using var ascending = Run("ascending", s => s with
        {
            Components = s.Components with { With = [descending.Out], NorthRule = NorthChoice.Stated, NorthSigma = 2 },
            Slopes = s.Slopes with { Enabled = true, RateLimit = 10, LeastSlope = 1 },
        });
        ascending.Done();
        var components = Path.Combine(ascending.Out, "components");
        foreach (var file in new[]
        {
            "components/maps/vertical_rate.tif", "components/maps/east_rate_sigma.tif", "components/components.gpkg", "components/components.csv", "components/components.geojson",
            "components/store/components/vertical/.zarray", "components/comparison_1/maps/rate_difference.tif", "components/comparison_1/common.csv", "slopes/slopes.gpkg",
            "slopes/active_slopes.geojson", "slopes/active_slopes.csv", "slopes/maps/visibility_combined.tif", "figures/vertical_rate.png",
        })
        {
            Assert.True(File.Exists(Path.Combine(ascending.Out, file)), file);
        }

        var record = ComponentsRecord.Read(ascending.Out)!;
        Assert.Equal(14, record.Dates.Count);
        Assert.Empty(record.Notes);
        Assert.True(record.Comparisons.Single().Record.Comparison.Correlation > 0.6, $"{record.Comparisons[0].Record.Comparison}");

        // One implementation: the stage's maps are the commands' maps.
        var command = Path.Combine(folder, "command");
        Invocation.Of("decompose", ascending.Out, descending.Out, "-o", command, "--north-sigma", "2").Expect(0);
        Assert.Equal(Hash(command, "maps/vertical_rate.tif"), Hash(components, "maps/vertical_rate.tif"));
        Assert.Equal(Hash(command, "maps/east_rate_sigma.tif"), Hash(components, "maps/east_rate_sigma.tif"));
        Invocation.Of("compare", ascending.Out, descending.Out, "-o", command).Expect(0);
        Assert.Equal(Hash(command, "maps/rate_difference.tif"), Hash(components, "comparison_1/maps/rate_difference.tif"));
        Invocation.Of("slopes", ascending.Out, descending.Out, "-o", command, "--rate-limit", "10", "--least-slope", "1").Expect(0);
        Assert.Equal(Hash(command, "maps/slope_rate.tif"), Hash(ascending.Out, "slopes/maps/slope_rate.tif"));
        Assert.Equal(Hash(command, "active_slopes.csv"), Hash(ascending.Out, "slopes/active_slopes.csv"));

        // The bowl sinks by what was planted.
        var up = LayerGeoTiff.Read(Path.Combine(components, "maps/vertical_rate.tif")).Values.ToArray();
        Assert.InRange(up.Where(float.IsFinite).Min(), -0.11f, -0.05f);

        var report = File.ReadAllText(Path.Combine(ascending.Out, "report.html"));
        Assert.Contains("Up and down, east and west", report, StringComparison.Ordinal);
        Assert.Contains("Do the tracks agree?", report, StringComparison.Ordinal);
        Assert.Contains("id=\"slopes\"", report, StringComparison.Ordinal);
        Stays_and_changes_with_the_other_run(ascending, descending);
    }

    private static void Stays_and_changes_with_the_other_run(RunFolder ascending, RunFolder descending)
    {
        var before = ascending.Digest();
        var idle = Invocation.Done("why", ascending.SettingsFile).Expect(0, "components current");
        Assert.DoesNotContain("runs", idle.Output, StringComparison.Ordinal);
        ascending.Done();
        Assert.Equal(before, ascending.Digest());

        descending.Write(descending.Settings with { Mask = descending.Settings.Mask with { MinTemporalCoherence = 0.9 } });
        descending.Done("--until", "mask");
        var why = Invocation.Done("why", ascending.SettingsFile).Expect(0).Output.Split('\n');
        Assert.Contains(why, l => l.StartsWith("components", StringComparison.Ordinal) && l.Contains("what they name", StringComparison.Ordinal));
        Assert.Contains(why, l => l.StartsWith("mask", StringComparison.Ordinal) && l.Contains("current", StringComparison.Ordinal));
        Assert.Contains(why, l => l.StartsWith("subsidence", StringComparison.Ordinal) && l.Contains("current", StringComparison.Ordinal));

        // Switched off, what was written goes.
        ascending.Write(ascending.Settings with { Components = new(), Slopes = new() });
        ascending.Done();
        Assert.False(Directory.Exists(Path.Combine(ascending.Out, "components")));
        Assert.False(Directory.Exists(Path.Combine(ascending.Out, "slopes")));
        Assert.DoesNotContain("Do the tracks agree?", File.ReadAllText(Path.Combine(ascending.Out, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_put_together_is_said_in_the_words_of_the_settings()
    {
        using var run = Run("ascending");
        run.Done("--until", "mask");
        void Refused(ComponentsSettings components, params string[] words)
        {
            run.Write(run.Settings with { Components = components });
            run.Run("--until", "components").Expect(2, words);
        }

        Refused(new() { With = ["nothing-here"] }, "nothing-here", "is not there");
        Refused(new() { With = [run.Out], Look = ["1,2", "3,4"] }, "components.look");
        Refused(new() { With = [run.Out], Look = ["steep"] }, "components.look", "steep");
        Refused(new() { With = [run.Out], Reference = "1,2" }, "components.reference");
        Refused(new() { With = [run.Out], NorthSigma = 3 }, "components.north_rule");
        Refused(new() { With = [run.Out] }, "given twice");
        using var other = Run("descending");
        other.Done("--until", "mask");
        Refused(new() { With = [other.Out], Reference = "10,10,500" }, "components.reference");
        var bare = Path.Combine(folder, "bare.csv");
        File.WriteAllText(bare, "longitude,latitude,rate_mm_yr\n117,33,1\n117.001,33,2\n");
        Refused(new() { With = [bare] }, "components.look");
        Refused(new() { With = [bare], Look = ["-170,39"] }, "components.sigma");
        Refused(new() { With = [bare], Look = ["-170,39"], Sigma = 2 }, "share no ground");
    }

    [Fact]
    public void A_neighbour_of_the_same_direction_is_compared_and_the_rest_is_noted()
    {
        using var other = Run("ascending");
        other.Done("--until", "mask");
        using var run = Run("ascending", s => s with { Components = s.Components with { With = [other.Out] } });
        run.Done("--until", "components");
        var record = ComponentsRecord.Read(run.Out)!;
        Assert.Null(record.Decomposition);
        Assert.Contains("nearly the same direction", Assert.Single(record.Notes), StringComparison.Ordinal);
        Assert.Equal(1, record.Comparisons.Single().Record.Comparison.Correlation, 1e-6);
    }

    private static string Hash(string folder, string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, file))));

    private RunFolder Run(string track, Func<PlumbSettings, PlumbSettings>? change = null) => new(Path.Combine(folder, track, "products"), change);
}
