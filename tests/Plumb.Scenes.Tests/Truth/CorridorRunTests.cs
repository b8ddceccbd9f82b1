using System.Globalization;
using Plumb.Formats.Hyp3;
using Plumb.Processing.Corridors;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Truth;

/// <summary>A corridor over the results of a whole run: lengths of zones against the scene, and requests that cannot be met.</summary>
public sealed class CorridorRunTests(SceneLibrary scenes)
{
    [Fact]
    public void Zones_of_a_run_are_as_long_as_those_of_the_scene()
    {
        using var run = new RunFolder(scenes.Once("corridor", Ground, Hyp3ProductKind.Gamma));
        run.Done("--until", "publish");
        var results = run.Results();
        var (west, north) = (results.Grid.OriginX, results.Grid.OriginY);
        var file = Path.Combine(run.Folder, "line.wkt");
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"SRID=32650;LINESTRING ({west + 150} {north - 2050}, {west + 4650} {north - 2150})"));
        var said = Invocation.Done("corridor", run.SettingsFile, "--line", file, "--width", "400", "--profile-width", "45", "--step", "60", "--limit", "30");
        Assert.Contains("zone 1", said.Output, StringComparison.Ordinal);
        var record = Plumb.Processing.Stages.ResultJson.Read<CorridorRecord>(Path.Combine(run.Out, "corridor"), CorridorRecord.FileName);
        var line = Assert.Single(record.Lines);
        var zone = Assert.Single(line.Zones, z => z.Limit == Plumb.Subsidence.CorridorLimit.Rate);

        // Where the trough itself is faster than the limit, by its own shape.
        var trough = new LifeCycleTrough(Ground.Troughs[0]);
        var rate = Ground.Troughs[0].Phases[0].Rate;
        var truth = Enumerable.Range(0, 4501).Count(s =>
        {
            var (east, up) = (150 + (s * 4500.0 / line.Length) - 2400, -(2050 + (s * 100.0 / line.Length)) + 2100);
            return Math.Abs(rate * Share(trough, east, up)) > 0.03;
        });
        Assert.Equal(truth, zone.Length, 60.0);
        Assert.True(line.Points > 500 && line.Density > 100);
        Assert.All(line.Steps.Where(s => s.Count > 0), s => Assert.True(s.RateSigma > 0));
        var gap = File.ReadAllLines(Path.Combine(run.Out, "corridor", "corridor_zones.csv"));
        Assert.StartsWith("line,limit,rank,from_m,to_m,length_m", gap[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Two_lines_of_one_name_both_come_out()
    {
        using var run = new RunFolder(scenes.Once("corridor", Ground, Hyp3ProductKind.Gamma));
        run.Done("--until", "mask");
        var grid = run.Results().Grid;
        var (west, north) = ((int)grid.OriginX, (int)grid.OriginY);
        string Line(int south) =>
            $$$"""{"type":"Feature","properties":{"name":"track"},"geometry":{"type":"LineString","coordinates":[[{{{west + 200}}},{{{north - south}}}],[{{{west + 2200}}},{{{north - south}}}]]}}""";
        var file = Path.Combine(run.Folder, "tracks.geojson");
        File.WriteAllText(file, $$"""{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:32650"} },"features":[{{Line(1000)}},{{Line(2000)}}]}""");
        Invocation.Done("corridor", run.SettingsFile, "--line", file, "--width", "200");
        var record = Plumb.Processing.Stages.ResultJson.Read<CorridorRecord>(Path.Combine(run.Out, "corridor"), CorridorRecord.FileName);
        Assert.Equal(["track", "track (2)"], record.Lines.Select(l => l.Name));
        Assert.NotEqual(record.Lines[0].Steps[0].Displacement, record.Lines[1].Steps[0].Displacement);
    }

    [Fact]
    public void Lines_that_cannot_be_followed_are_refused()
    {
        using var run = new RunFolder(scenes.Once("corridor", Ground, Hyp3ProductKind.Gamma));
        Invocation.Of("corridor", run.SettingsFile, "--line", "none.geojson").Expect(2, "plumb run");
        run.Done("--until", "mask");
        string File(string name, string text)
        {
            var path = Path.Combine(run.Folder, name);
            System.IO.File.WriteAllText(path, text);
            return path;
        }

        Invocation.Of("corridor", run.SettingsFile, "--line", "none.geojson").Expect(2, "none.geojson", "cannot be read");
        Invocation.Of("corridor", run.SettingsFile, "--line", File("far.wkt", "LINESTRING (10 10, 10.1 10.1)")).Expect(2, "does not meet the map");
        Invocation.Of("corridor", run.SettingsFile, "--line", File("p.geojson", "{\"type\":\"Polygon\",\"coordinates\":[]}")).Expect(2, "LineString", "Polygon");
        Invocation.Of("corridor", run.SettingsFile, "--line", File("b.geojson", "{\"type\":\"LineString\",\"coordinates\":[[1],[2]]}")).Expect(2, "[longitude, latitude]");
        Invocation.Of("corridor", run.SettingsFile, "--line", File("x.txt", "xyz (")).Expect(2, "neither GeoJSON nor WKT");
        Invocation.Of("corridor", run.SettingsFile, "--line", File("n.wkt", "LINESTRING (117 33, 117.1 33)"), "--step", "-3").Expect(2, "--step is -3");
    }

    private static Scene Ground { get; } = new()
    {
        Name = "corridor",
        Seed = 6,
        Grid = new SceneGrid { Rows = 70, Columns = 80, Step = 60 },
        Dates = new SceneDates { Start = "2021-01-04", Count = 24, IntervalDays = 12 },
        Network = new SceneNetwork { Links = 2 },
        Atmosphere = new SceneAtmosphere { TurbulentMillimetres = 2 },
        Decorrelation = new SceneDecorrelation { MotionLoss = 0 },
        Troughs =
        [
            new SceneTrough
            {
                Length = 900, Width = 500, Radius = 260, HorizontalCoefficient = 0, SmoothDays = 0,
                Phases = [new ScenePhase { Name = "active", Start = "2020-01-01", Rate = -0.12 }],
            },
        ],
    };

    /// <summary>Share of the deepest point's motion.</summary>
    private static double Share(LifeCycleTrough trough, double east, double north)
    {
        var (before, after) = (new DateOnly(2021, 1, 4), new DateOnly(2022, 1, 4));
        double Moved(double e, double n) => trough.Motion(e, n, after).Up - trough.Motion(e, n, before).Up;
        return Moved(east, north) / Moved(0, 0);
    }
}
