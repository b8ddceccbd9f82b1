using System.Globalization;
using Plumb.Formats.Hyp3;
using Plumb.Processing.AreaTables;
using Plumb.Processing.Associations;
using Plumb.Processing.Configuration;
using Plumb.Processing.Corridors;
using Plumb.Processing.Groups;
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

    [Fact]
    public void Areas_and_land_cover_become_tables_whose_sigmas_hold()
    {
        using var run = Folder(s => s with { Areas = new AreaSettings { Files = ["areas.geojson"], LandCover = "cover.asc", Classes = "1=west,2=still,3=still,9=sea" } });
        Areas(run, "areas.geojson");
        Cover(run, "cover.asc");
        run.Done();
        var record = AreaRecord.Read(Path.Combine(run.Out, AreaStage.FolderName))!;
        Assert.Equal(["mine"], record.Rows.Select(r => r.Area));
        Assert.Equal(["far", "sea"], record.Empty);
        Assert.Equal([("mine", GroupKind.Area), ("west", GroupKind.LandCover), ("still", GroupKind.LandCover)], record.Groups.Select(g => (g.Name, g.Kind)));
        Assert.Equal(-0.1, record.Rows[0].Rate, 0.02);

        // Ground that stands still moves by no more than the noise that is stated, in rate and at each date, and the noise is not larger than it must be.
        var still = record.Groups[2];
        Assert.InRange(Math.Abs(still.Rate), 0, 3 * still.RateSigma);
        Assert.InRange(still.RateSigma, 1e-5, 2e-3);
        Assert.Equal(40, still.Dates.Count);
        Assert.True(still.Displacement.Zip(still.DisplacementSigma).Skip(1).Count(d => Math.Abs(d.First) < 2 * d.Second) > 33);
        Assert.All(still.DisplacementSigma.Skip(1), s => Assert.InRange(s, 1e-5, 5e-3));
        Assert.All(["areas.csv", "areas.gpkg", "areas.geojson", "group_means.csv", "group_series.csv"], f => Assert.True(File.Exists(Path.Combine(run.Out, "areas", f)), f));
        Assert.Equal(1 + (3 * 40), File.ReadAllLines(Path.Combine(run.Out, "areas", "group_series.csv")).Length);
        Assert.Contains("<h2 id=\"areas\">", File.ReadAllText(Path.Combine(run.Out, "report.html")), StringComparison.Ordinal);

        run.Run().Expect(0, "Everything is current.");
        Invocation.Done("areas", run.SettingsFile).Expect(0, "mine", "still", "far: holds no good pixel");
        Assert.Empty(Due(run));
        Cover(run, "cover.asc", 3);
        Assert.Equal(["areas", "report"], Due(run));
        Invocation.Done("areas", run.SettingsFile, "--areas", Path.Combine(run.Folder, "areas.geojson"), "--classes", "1=west", "-o", Path.Combine(run.Folder, "other")).Expect(0, "west");
        Assert.Equal(["areas", "report"], Due(run));
    }

    [Fact]
    public void Areas_that_cannot_be_summed_up_are_refused()
    {
        using var run = Folder(s => s with { Areas = new AreaSettings { Files = ["areas.geojson"] } });
        File.WriteAllText(Path.Combine(run.Folder, "areas.geojson"), Polygon("far", 30, 30));
        run.Run("--until", "areas").Expect(2, "holds a pixel");
        Areas(run, "areas.geojson");
        run.Write(run.Settings with { Areas = new AreaSettings { Files = ["none.geojson"] } });
        run.Run("--until", "areas").Expect(2, "none.geojson", "cannot be read");
        run.Write(run.Settings with { Areas = new AreaSettings { LandCover = "cover.asc", Classes = "1" } });
        Cover(run, "cover.asc");
        run.Run("--until", "areas").Expect(2, "code=name");
        run.Write(run.Settings with { Areas = new AreaSettings { LandCover = "cover.asc", Classes = "1=a,1=b" } });
        run.Run("--until", "areas").Expect(2, "twice");
        run.Write(run.Settings with { Areas = new AreaSettings { LandCover = "cover.asc", Classes = "77=moon" } });
        run.Run("--until", "areas").Expect(2, "No class of", "cover.asc");
        run.Write(run.Settings with { Areas = new AreaSettings { LandCover = "cover.asc" } });
        run.Run("--until", "areas").Expect(0, "3 areas and classes");
        Invocation.Of("areas", run.SettingsFile, "--land-cover", run.SettingsFile).Expect(2, "cannot be opened as a raster");
        run.Write(run.Settings with { Areas = new AreaSettings() });
        Invocation.Of("areas", run.SettingsFile).Expect(2, "no area to sum up");
    }

    [Fact]
    public void Motion_follows_its_driver_by_the_planted_lag_as_a_stage_and_as_a_command()
    {
        using var run = new RunFolder(scenes.Once("season", Season, Hyp3ProductKind.Gamma), s => s with
        {
            Association = new AssociationSettings { Drivers = ["rain.csv"], Csv = "value=rain,unit=mm", Areas = ["middle.geojson"], LandCover = "cover.asc", Classes = "1=west,3=south east", Surrogates = 99, MaxLag = 200, Sign = Plumb.Groundwater.LagSign.Positive },
        });
        Cover(run, "cover.asc");
        Rain(run, 90);
        File.WriteAllText(Path.Combine(run.Folder, "middle.geojson"), $$"""{"type":"FeatureCollection","features":[{{Polygon("middle", 117.009, 33.601)}},{{Polygon("far", 30, 30)}}]}""");
        run.Done();
        var folder = Path.Combine(run.Out, AssociateStage.FolderName);
        var record = AssociationRecord.Read(folder)!;
        Assert.Equal(["middle", "west", "south east"], record.Pairs.Select(p => p.Group));
        Assert.Equal(["far"], record.Empty);
        Assert.Equal(60, record.Pairs[0].Result.BestLag, 15.0);
        Assert.True(record.Pairs[0].Result.Correlation > 0.6);
        Assert.True(File.Exists(Path.Combine(folder, "maps", "annual_lag_1.tif")));
        var html = File.ReadAllText(Path.Combine(run.Out, "report.html"));
        Assert.Contains("<h2 id=\"association\">", html, StringComparison.Ordinal);
        Assert.Contains("The season, pixel by pixel", html, StringComparison.Ordinal);
        run.Run().Expect(0, "Everything is current.");

        // The command does the same, byte for byte, into a folder of its own.
        Invocation.Done("associate", run.SettingsFile);
        Assert.Equal(File.ReadAllText(Path.Combine(folder, "association.json")), File.ReadAllText(Path.Combine(run.Out, "associate", "association.json")));
        Invocation.Done("associate", run.SettingsFile, "--trend", "0", "--max-lag", "100");
        Assert.Empty(Due(run));
        Rain(run, 120);
        Assert.Equal(["associate", "report"], Due(run));
    }

    [Fact]
    public void Drivers_that_cannot_be_followed_are_refused()
    {
        using var run = Folder(s => s with { Association = new AssociationSettings { Drivers = ["none.csv"] } });
        void Refused(AssociationSettings settings, params string[] words)
        {
            run.Write(run.Settings with { Association = settings });
            run.Run("--until", "associate").Expect(2, words);
        }

        Refused(run.Settings.Association, "none.csv");
        File.WriteAllText(Path.Combine(run.Folder, "dateless.csv"), "month,rain\nJanuary,3\n");
        Refused(new AssociationSettings { Drivers = ["dateless.csv"] }, "dateless.csv", "no column 'date'");
        Rain(run, 90);
        Refused(new AssociationSettings { Drivers = ["rain.csv"], Points = ["A,200,10"] }, "A,200,10", "name,longitude,latitude");
        Refused(new AssociationSettings { Drivers = ["rain.csv"], Points = ["A,10,10"] }, "A holds no good pixel");
        Refused(new AssociationSettings { Drivers = ["rain.csv"], Csv = "colour=red" }, "colour=red");
        Refused(new AssociationSettings { Drivers = ["rain.csv"], Csv = "value=rain", LandCover = "rain.csv" }, "rain.csv", "cannot be opened as a raster");
        Invocation.Of("associate", run.SettingsFile, "--driver", Path.Combine(run.Folder, "rain.csv"), "--trend", "7").Expect(2, "--trend is 7");
    }

    [Fact]
    public void A_check_tells_of_every_file_and_a_run_refuses_before_its_first_stage()
    {
        using var run = Folder(s => s with
        {
            Corridors = new CorridorSettings { Lines = ["line.wkt", "far.wkt"], Width = 400 },
            Areas = new AreaSettings { Files = ["areas.geojson"], LandCover = "cover.asc", Classes = "1=west,9=sea" },
            Association = new AssociationSettings { Drivers = ["rain.csv"], Areas = ["areas.geojson"], Points = ["P,117.01,33.6"] },
            Validation = new ValidationSettings { Levelling = ["levels.csv"] },
        });
        Line(run, "line.wkt", 0);
        File.WriteAllText(Path.Combine(run.Folder, "far.wkt"), "LINESTRING (10 10, 10.1 10.1)");
        Areas(run, "areas.geojson");
        Cover(run, "cover.asc");
        Rain(run, 90);
        var levels = Path.Combine(run.Folder, "levels.csv");
        File.WriteAllText(levels, "station,longitude,latitude,date,height_mm\nA,117.01,33.6,2021-02-01,0\nA,117.01,33.6,2021-08-01,3\nB,10,10,2021-02-01,0\nB,10,10,2021-08-01,1\n");
        Invocation.Of("check", run.SettingsFile).Expect(
            0, "corridors.lines: line.wkt: 1 line, 1 on the map", "Warning: corridors.lines: far.wkt: 1 line, 0 on the map", "areas.files: areas.geojson: 2 areas, 1 on the map",
            "Warning: areas.land_cover: cover.asc: 1 of 2 classes lie on the map: west", "association.drivers: rain.csv: 1 record, 2019-01-01 to", "P lies on the map", "validation.levelling: levels.csv: 2 stations, 1 on the map");
        Assert.False(Directory.Exists(run.Out));

        // Each mistake is told by the check, and by the run before anything is computed.
        void Refused(string file, string text, string setting, params string[] words)
        {
            var path = Path.Combine(run.Folder, file);
            var whole = File.ReadAllText(path);
            File.WriteAllText(path, text);
            Invocation.Of("check", run.SettingsFile).Expect(2, ["Error: " + setting, .. words]);
            run.Run().Expect(2, words);
            Assert.False(Directory.Exists(Path.Combine(run.Out, "store")));
            run.Run("--until", "mask", "--memory", "no").Expect(2, "processing.memory");
            File.WriteAllText(path, whole);
        }

        Refused("levels.csv", "station,height\nA,1\n", "validation.levelling", "no column 'date'");
        Refused("line.wkt", "LINESTRING (117", "corridors.lines", "neither GeoJSON nor WKT");
        Refused("line.wkt", "LINESTRING (10 10, 10.1 10.1)", "corridors", "does not meet the map");
        Refused("areas.geojson", "{}", "areas.files", "areas.geojson");
        Refused("cover.asc", "ncols two", "areas.land_cover", "cannot be opened as a raster");
        Refused("rain.csv", "month,rain\nMay,2\n", "association.drivers", "no column 'date'");
        run.Write(run.Settings with { Association = run.Settings.Association with { Points = ["P,117"] } });
        Invocation.Of("check", run.SettingsFile).Expect(2, "Error: association.points", "name,longitude,latitude");
        run.Run().Expect(2, "name,longitude,latitude");
        run.Run("--until", "network").Expect(0);
    }

    private RunFolder Folder(Func<PlumbSettings, PlumbSettings> change) => new(scenes.Once("ground", Ground, Hyp3ProductKind.Gamma), change);

    private static string[] Due(RunFolder run) =>
        [.. Invocation.Done("why", run.SettingsFile, "--json").Json.GetProperty("stages").EnumerateArray().Where(s => s.GetProperty("runs").GetBoolean()).Select(s => s.GetProperty("stage").GetString()!)];

    /// <summary>A line from west to east through the trough, or so many metres south of it.</summary>
    private static void Line(RunFolder run, string name, double south) => File.WriteAllText(
        Path.Combine(run.Folder, name),
        string.Create(CultureInfo.InvariantCulture, $"SRID=32650;LINESTRING ({West + 100} {North - 1200 - south}, {West + 2900} {North - 1200 - south})"));

    /// <summary>The mine, and one far away.</summary>
    private static void Areas(RunFolder run, string name) => File.WriteAllText(
        Path.Combine(run.Folder, name), $$"""{"type":"FeatureCollection","features":[{{Polygon("mine", 117.009, 33.599)}},{{Polygon("far", 30, 30)}}]}""");

    /// <summary>Rain that is strongest on a day of the year.</summary>
    private static void Rain(RunFolder run, double day)
    {
        var start = new DateOnly(2019, 1, 1);
        File.WriteAllLines(Path.Combine(run.Folder, "rain.csv"), Enumerable.Range(0, 180).Select(k => start.AddDays(10 * k)).Select(d => string.Create(
            CultureInfo.InvariantCulture, $"{d:yyyy-MM-dd},{50 + (40 * Math.Cos(2 * Math.PI * (d.DayOfYear - day) / 365.25)):0.00}")).Prepend("date,rain"));
    }

    private static string Polygon(string name, double west, double south) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"type":"Feature","properties":{"name":"{{{name}}}"},"geometry":{"type":"Polygon","coordinates":[[[{{{west}}},{{{south}}}],[{{{west + 0.014}}},{{{south}}}],[{{{west + 0.014}}},{{{south + 0.014}}}],[{{{west}}},{{{south + 0.014}}}],[{{{west}}},{{{south}}}]]]}}""");

    /// <summary>Land cover: 1 the western two thirds with the trough, 2 and 3 the eastern third.</summary>
    private static void Cover(RunFolder run, string name, int east = 2)
    {
        var path = Path.Combine(run.Folder, name);
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"ncols 3\nnrows 2\nxllcorner {West}\nyllcorner {North - 2400}\ncellsize 1200\n1 1 {east}\n1 1 3\n"));
        File.WriteAllText(Path.ChangeExtension(path, ".prj"), "PROJCS[\"WGS 84 / UTM zone 50N\",GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",0],PARAMETER[\"central_meridian\",117],PARAMETER[\"scale_factor\",0.9996],PARAMETER[\"false_easting\",500000],PARAMETER[\"false_northing\",0],UNIT[\"metre\",1]]");
    }

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

    private static Scene Season { get; } = Ground with
    {
        Name = "season",
        Dates = new SceneDates { Start = "2020-01-04", Count = 62, IntervalDays = 12 },
        Troughs = [],
        SeasonalAreas = [new SceneSeasonalArea { Radius = 500, Amplitude = 0.02, PeakDay = 150 }],
    };
}
