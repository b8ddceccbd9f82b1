using System.Globalization;
using Plumb.Formats.Hyp3;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Truth;

/// <summary>Several references, and references whose motion is known, through whole runs.</summary>
public sealed class ReferenceTests(SceneLibrary scenes)
{
    private static readonly string[] Four = ["row:20,column:20,3", "row:20,column:130,3", "row:110,column:20,3", "row:65,column:75,3"];

    private static Scene Sinking { get; } = SceneLibrary.SmallScene with
    {
        Panels = [],
        SeasonalAreas = [],
        Waters = [],
        Uplifts = [new() { Radius = 600, Rate = -0.06 }],
        Atmosphere = new() { TurbulentMillimetres = 1, StratifiedMillimetresPer100Metres = 0 },
    };

    [Fact]
    public void An_area_in_a_bowl_is_named_and_left_out_on_request()
    {
        var products = scenes.Make("sinking", Sinking, Hyp3ProductKind.Gamma);
        using var run = new RunFolder(products, s => s with
        {
            Reference = s.Reference with { Areas = Four, MinCoherence = 0.3, DropMoving = true },
            Corrections = new CorrectionSettings { Sequence = [] },
        });
        run.Done("--until", "mask");
        var record = ReferenceRecord.Read(run.Out);
        Assert.Equal([false, false, false, true], record.AreaReports.Select(r => r.Weight == 0));
        Assert.Contains(record.Reasons, r => r.StartsWith("Area 4: It moves: -", StringComparison.Ordinal));
        Assert.Equal(3, record.TilesOn(run.Results().Grid).Count());
        Assert.All(record.Phases, p => Assert.True(p.Sigma is > 0 and < 1));

        // Centre of the bowl: the radar sees most of the vertical rate.
        Assert.InRange(run.Results().Rate()[65, 75], -0.056, -0.04);
    }

    [Fact]
    public void Motion_that_is_known_is_added_back()
    {
        var products = scenes.Make("sinking-known", Sinking, Hyp3ProductKind.Gamma);
        var simulator = new SceneSimulator(Sinking);
        var rate = new float[simulator.Grid.PixelCount];
        simulator.Rate(simulator.Grid.Whole, rate);
        var inBowl = rate[(65 * 150) + 75];
        using var run = new RunFolder(products, s => s with
        {
            Reference = s.Reference with { Areas = [Four[3]], MinCoherence = 0.3, Motion = ["gnss.csv"] },
            Corrections = new CorrectionSettings { Sequence = [] },
        });
        var days = simulator.Network.Dates.Select(d => (d, (d.DayNumber - simulator.Network.Dates[0].DayNumber) / 365.25 * inBowl * 1000));
        File.WriteAllLines(Path.Combine(run.Folder, "gnss.csv"), days.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.d:yyyy-MM-dd},{e.Item2:0.000}")).Prepend("date,displacement_mm"));
        run.Done("--until", "mask");
        var results = run.Results();
        var found = results.Rate();
        double Around(int row, int column) => Enumerable.Range(0, 49).Average(i => (double)found[row - 3 + (i / 7), column - 3 + (i % 7)]);
        Assert.Equal(inBowl, Around(65, 75), 0.003);
        Assert.Equal(0, Around(20, 20), 0.012);
        Assert.Contains(results.Reference.Reasons, r => r.Contains("added back", StringComparison.Ordinal));

        // The content of the file is part of what the stage depends on.
        File.AppendAllText(Path.Combine(run.Folder, "gnss.csv"), "2030-01-01,0\n");
        var why = Invocation.Done("why", run.SettingsFile, "--json").Json.GetProperty("stages").EnumerateArray().First(s => s.GetProperty("runs").GetBoolean());
        Assert.Equal("reference", why.GetProperty("stage").GetString());
        run.Write(run.Settings with { Reference = run.Settings.Reference with { Motion = ["none.csv"] } });
        run.Run("--until", "reference").Expect(2, "neither a rate in mm/yr nor a file");
        run.Write(run.Settings with { Reference = run.Settings.Reference with { Motion = ["1", "2"] } });
        run.Run("--until", "reference").Expect(2, "2 entries for 1 reference areas");
    }

    [Fact]
    public void Several_areas_chosen_are_spread_and_those_that_move_left_out()
    {
        using var run = new RunFolder(scenes.Small, s => s with { Reference = s.Reference with { Count = 5, MinCoherence = 0.4, Radius = 2 } });
        run.Done();
        var record = run.Results().Reference;
        Assert.InRange(record.Areas.Count, 3, 5);
        Assert.Equal(1, record.AreaReports.Sum(r => r.Weight), 1e-9);
        Assert.Contains("Against the others", File.ReadAllText(Path.Combine(run.Out, "report.html")), StringComparison.Ordinal);
    }
}
