using System.Globalization;
using Plumb.Formats.Hyp3;
using Plumb.Processing.Configuration;
using Plumb.Processing.Corridors;
using Plumb.Processing.Stages;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>Stages that read files of the user's own beside the results: they run with the chain, are current afterwards, and run again alone when their file changes.</summary>
public sealed class GroundStageTests(SceneLibrary scenes)
{
    [Fact]
    public void Lines_are_followed_and_a_changed_line_runs_its_stage_alone()
    {
        using var run = Folder(s => s with { Corridors = new CorridorSettings { Lines = ["line.wkt"], Width = 400, ProfileWidth = 45, Step = 60, Limit = 30, Dates = "2" } });
        Line(run, "line.wkt", 0);
        run.Done();
        var record = CorridorRecord.Read(Path.Combine(run.Out, CorridorStage.FolderName))!;
        var line = Assert.Single(record.Lines);
        Assert.Equal("line.wkt", record.LineFile);
        Assert.Contains(line.Zones, z => z.Limit == Plumb.Subsidence.CorridorLimit.Rate && z.IsSure && z.Worst < -0.03);
        Assert.Equal(2, record.Dated.Count);
        Assert.All(["corridor.gpkg", "corridor_profile.csv", "corridor_zones.geojson", "corridor_dates.csv"], f => Assert.True(File.Exists(Path.Combine(run.Out, "corridor", f)), f));

        // The corners on the grid are the line itself.
        var pixel = run.Results().PixelSize();
        Assert.Equal(line.Length, line.On(pixel).Length, 1e-6);
        var html = File.ReadAllText(Path.Combine(run.Out, "report.html"));
        Assert.Contains("<h2 id=\"corridors\">", html, StringComparison.Ordinal);
        Assert.Contains("Rate along line 1", html, StringComparison.Ordinal);

        run.Run().Expect(0, "Everything is current.");
        Line(run, "line.wkt", 600);
        Assert.Equal(["corridors", "report"], Due(run));
        run.Done();
        Assert.True(CorridorRecord.Read(Path.Combine(run.Out, "corridor"))!.Lines[0].Rows[0] > line.Rows[0] + 9);

        // What a command with other limits wrote into the folder is not what the settings ask for.
        Invocation.Done("corridor", run.SettingsFile);
        Assert.Empty(Due(run));
        Invocation.Done("corridor", run.SettingsFile, "--limit", "50");
        Assert.Equal(["corridors"], Due(run));
        run.Write(run.Settings with { Corridors = new CorridorSettings() });
        run.Done();
        Assert.False(Directory.Exists(Path.Combine(run.Out, "corridor")));
        Assert.DoesNotContain("id=\"corridors\"", File.ReadAllText(Path.Combine(run.Out, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_outside_the_map_are_left_out_by_name_unless_all_are()
    {
        using var run = Folder(s => s with { Corridors = new CorridorSettings { Lines = ["line.wkt", "far.wkt"], Width = 400 } });
        Line(run, "line.wkt", 0);
        File.WriteAllText(Path.Combine(run.Folder, "far.wkt"), "LINESTRING (10 10, 10.1 10.1)");
        run.Run("--until", "corridors").Expect(0, "not on the map: line 1 (2)");
        var record = CorridorRecord.Read(Path.Combine(run.Out, "corridor"))!;
        Assert.Equal(["line 1 (2)"], record.Outside);
        Assert.Equal("line 1", Assert.Single(record.Lines).Name);
        run.Write(run.Settings with { Corridors = run.Settings.Corridors with { Lines = ["far.wkt"] } });
        run.Run("--until", "corridors").Expect(2, "far.wkt", "does not meet the map");
    }

    private RunFolder Folder(Func<PlumbSettings, PlumbSettings> change) => new(scenes.Once("ground", Ground, Hyp3ProductKind.Gamma), change);

    private static string[] Due(RunFolder run) =>
        [.. Invocation.Done("why", run.SettingsFile, "--json").Json.GetProperty("stages").EnumerateArray().Where(s => s.GetProperty("runs").GetBoolean()).Select(s => s.GetProperty("stage").GetString()!)];

    /// <summary>A line from west to east through the trough, or so many metres south of it.</summary>
    private static void Line(RunFolder run, string name, double south) => File.WriteAllText(
        Path.Combine(run.Folder, name),
        string.Create(CultureInfo.InvariantCulture, $"SRID=32650;LINESTRING ({West + 100} {North - 1200 - south}, {West + 2900} {North - 1200 - south})"));

    private static double West => 500_000;

    private static double North => 3_720_000;

    private static Scene Ground { get; } = new()
    {
        Name = "ground",
        Seed = 11,
        Grid = new SceneGrid { Rows = 40, Columns = 50, Step = 60, West = West, North = North },
        Dates = new SceneDates { Start = "2021-01-04", Count = 40, IntervalDays = 12 },
        Network = new SceneNetwork { Links = 2 },
        Atmosphere = new SceneAtmosphere { TurbulentMillimetres = 2 },
        Decorrelation = new SceneDecorrelation { MotionLoss = 0 },
        Troughs =
        [
            new SceneTrough
            {
                Length = 700, Width = 500, Radius = 260, HorizontalCoefficient = 0, SmoothDays = 0,
                Phases = [new ScenePhase { Name = "active", Start = "2020-01-01", Rate = -0.1 }],
            },
        ],
    };
}
