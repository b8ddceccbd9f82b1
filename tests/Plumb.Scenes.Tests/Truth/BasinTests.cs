using System.Globalization;
using Plumb.Formats.Hyp3;
using Plumb.Processing.Basins;
using Plumb.Processing.Stages;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Truth;

/// <summary>Basins of whole runs against the troughs of the scene: where they are, when they were active, how they advance.</summary>
public sealed class BasinTests(SceneLibrary scenes)
{
    private const int Interval = 12;
    private static readonly DateOnly Start = new(2021, 8, 10);
    private static readonly DateOnly End = new(2022, 5, 20);

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    public void Basins_and_the_dates_of_their_life_are_those_of_the_troughs(int seed)
    {
        var scene = Scene(seed) with
        {
            Troughs =
            [
                Trough("north", -1000, 900, -0.25),
                Trough("south", 1100, -900, -0.16),
            ],
        };
        using var run = new RunFolder(scenes.Make($"troughs {seed}", scene, Hyp3ProductKind.Gamma));
        run.Done("--until", "subsidence");
        var record = SubsidenceRecord.Read(run.Out)!;
        Assert.Equal(2, record.Basins.Count);
        Assert.StartsWith("vertical", record.Axis, StringComparison.Ordinal);
        foreach (var (basin, trough) in record.Basins.Zip(scene.Troughs))
        {
            var (row, column) = ((35 - (trough.North / 60)), 40 + (trough.East / 60));
            Assert.InRange(basin.Rate.CentreRow, row - 3, row + 3);
            Assert.InRange(basin.Rate.CentreColumn, column - 3, column + 3);
            var life = basin.Life!;
            Assert.Equal("residual", life.Now);
            var active = Assert.Single(life.Phases, p => p.Kind == "active");
            Assert.True(Days(active.From, Start) <= Interval + active.FromSigma, $"{active.From} for {Start}");
            var residual = Assert.Single(life.Phases, p => p.Kind == "residual");
            Assert.True(Days(residual.From, End) <= Interval + residual.FromSigma, $"{residual.From} for {End}");
            Assert.InRange(active.Rate / trough.Phases[1].Rate, 0.6, 1.05);
            Assert.InRange(basin.Volumes[^1] / basin.Displacement!.Volume, 0.8, 1.2);
        }

        MapsAgree(run, record);
    }

    [Fact]
    public void The_stage_is_current_although_no_basin_lies_in_a_part_of_the_scene()
    {
        var wide = Scene(4) with { Grid = new SceneGrid { Rows = 40, Columns = 300, Step = 60 }, Troughs = [Trough("west", -5000, 0, -0.25)] };
        using var run = new RunFolder(scenes.Make("wide trough", wide, Hyp3ProductKind.Gamma));
        run.Done("--until", "subsidence");
        Assert.NotEmpty(SubsidenceRecord.Read(run.Out)!.Basins);
        Assert.False(File.Exists(Path.Combine(run.Out, "store", StorePaths.ActiveRate, "0.1")));
        Invocation.Done("why", run.SettingsFile).Expect(0, "subsidence current");
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void Ground_that_only_seems_to_move_has_no_basin(int seed)
    {
        var scene = Scene(seed) with { Atmosphere = new SceneAtmosphere { TurbulentMillimetres = 8 } };
        using var run = new RunFolder(scenes.Make($"still {seed}", scene, Hyp3ProductKind.Gamma));
        run.Done("--until", "subsidence");
        Assert.Empty(SubsidenceRecord.Read(run.Out)!.Basins);
        var said = Invocation.Done("basins", run.SettingsFile);
        Assert.Contains("0 basins", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Switched_off_nothing_is_written_and_the_command_says_why()
    {
        using var run = new RunFolder(scenes.Small, s => s with { Subsidence = s.Subsidence with { Enabled = false } });
        run.Done("--until", "subsidence");
        Assert.False(File.Exists(Path.Combine(run.Out, SubsidenceRecord.FileName)));
        Assert.False(run.Store().Exists(StorePaths.Basins));
        Invocation.Of("basins", run.SettingsFile).Expect(2, "subsidence.enabled");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_basin_over_a_working_face_advances_with_it_and_one_that_sinks_evenly_does_not(int seed)
    {
        var scene = Scene(seed) with
        {
            Panels =
            [
                new ScenePanel
                {
                    Name = "face", East = -700, North = 1000, Azimuth = 90, Length = 900, Width = 400, Depth = 400, MiningHeight = 0.8, SubsidenceFactor = 0.6,
                    Start = "2021-02-01", AdvanceRate = 2, TimeRate = 0.02,
                },
            ],
            SeasonalAreas = [new SceneSeasonalArea { East = 1000, North = -900, Radius = 700, Amplitude = 0, Trend = -0.03 }],
        };
        using var run = new RunFolder(scenes.Make($"faces {seed}", scene, Hyp3ProductKind.Gamma));
        run.Done("--until", "subsidence");
        var basins = SubsidenceRecord.Read(run.Out)!.Basins;

        // A long trough may be told as several basins: the largest speaks for it.
        var (face, even) = (basins.First(b => b.Rate.CentreRow < 35), basins.First(b => b.Rate.CentreRow > 35));
        Assert.InRange(face.Advance!.Speed, 500, 950);
        Assert.InRange(face.Advance.Azimuth, 65, 115);
        Assert.True(face.Advance.IsSignificant);
        Assert.False(even.Advance is { IsSignificant: true }, $"{even.Advance}");
    }

    /// <summary>The life of each pixel near the centre agrees with that of its basin.</summary>
    private static void MapsAgree(RunFolder run, SubsidenceRecord record)
    {
        var (results, store) = (run.Results(), run.Store());
        float[] Read(string name)
        {
            var values = new float[results.Grid.PixelCount];
            store.OpenArray<float>(name).ReadRegion([0, 0], [results.Grid.Rows, results.Grid.Columns], values);
            return values;
        }

        var (from, sigma, to, now) = (Read(StorePaths.ActiveFrom), Read(StorePaths.ActiveFromSigma), Read(StorePaths.ActiveTo), Read(StorePaths.PhaseNow));
        foreach (var basin in record.Basins)
        {
            var pixel = (basin.Rate.Row * results.Grid.Columns) + basin.Rate.Column;
            Assert.Equal(Start.DayNumber - results.Dates[0].DayNumber, from[pixel], Interval + (2 * sigma[pixel]));
            Assert.InRange(to[pixel], End.DayNumber - results.Dates[0].DayNumber - 30, End.DayNumber - results.Dates[0].DayNumber + 30);
            Assert.Equal(3, now[pixel]);
        }

        Assert.True(float.IsNaN(now[0]));
        var csv = File.ReadAllLines(Path.Combine(run.Out, SubsidenceStage.TableFolder, "basins.csv"));
        Assert.Equal(1 + record.Basins.Count, csv.Length);
        Assert.Equal((1000 * record.Basins[0].Rate.Depth).ToString("0.##", CultureInfo.InvariantCulture), csv[1].Split(',')[4]);
        Assert.True(File.Exists(Path.Combine(run.Out, SubsidenceStage.TableFolder, "basins.gpkg")));
    }

    private static int Days(DateOnly a, DateOnly b) => Math.Abs(a.DayNumber - b.DayNumber);

    private static Scene Scene(int seed) => new()
    {
        Name = "basins",
        Seed = seed,
        Grid = new SceneGrid { Rows = 70, Columns = 80, Step = 60 },
        Dates = new SceneDates { Start = "2021-01-04", Count = 56, IntervalDays = Interval },
        Network = new SceneNetwork { Links = 2 },
        Atmosphere = new SceneAtmosphere { TurbulentMillimetres = 4 },
        Decorrelation = new SceneDecorrelation { MotionLoss = 0 },
    };

    private static SceneTrough Trough(string name, double east, double north, double rate) => new()
    {
        Name = name,
        East = east,
        North = north,
        Length = 700,
        Width = 500,
        Radius = 220,
        HorizontalCoefficient = 0,
        Phases =
        [
            new ScenePhase { Name = "initial", Start = "2020-06-01", Rate = 0.1 * rate },
            new ScenePhase { Name = "active", Start = "2021-08-10", Rate = rate },
            new ScenePhase { Name = "residual", Start = "2022-05-20", Rate = 0.15 * rate },
        ],
    };
}
