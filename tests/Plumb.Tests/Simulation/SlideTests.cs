using Plumb.Geometry;
using Plumb.Simulation;

namespace Plumb.Tests.Simulation;

/// <summary>Slides and ridges of scenes.</summary>
public sealed class SlideTests
{
    private static readonly SceneSlide Slide = new() { East = 120, North = -60, Azimuth = 110, Plunge = 25, Length = 600, Width = 400, Rate = 0.08, SeasonalShare = 0.7, PeakDay = 220 };

    private static Scene Scene { get; } = new()
    {
        Grid = new() { Columns = 60, Rows = 50, Step = 25 },
        Sensor = new() { Heading = -10.44, IncidenceNear = 36, IncidenceFar = 37 },
        Dates = new() { Start = "2019-01-04", Count = 62, IntervalDays = 12 },
        Slides = [Slide],
    };

    [Fact]
    public void What_is_seen_is_the_motion_along_the_slope_on_the_line_of_sight()
    {
        var simulator = new SceneSimulator(Scene);
        var (last, grid) = (simulator.Network.Dates.Count - 1, simulator.Grid);
        var seen = new float[grid.PixelCount];
        simulator.Displacement(last, grid.Whole, seen);
        var (row, column) = simulator.View.Pixel(Slide.East, Slide.North);
        var middle = ((int)Math.Round(row), (int)Math.Round(column));
        var look = simulator.View.Look(middle.Item1, middle.Item2);
        var (azimuth, plunge) = (Slide.Azimuth * Math.PI / 180, Slide.Plunge * Math.PI / 180);
        var share = (look.East * Math.Cos(plunge) * Math.Sin(azimuth)) + (look.North * Math.Cos(plunge) * Math.Cos(azimuth)) - (look.Up * Math.Sin(plunge));

        // The rate, day by day.
        var amount = 0.0;
        for (var day = simulator.Network.Dates[0]; day < simulator.Network.Dates[last]; day = day.AddDays(1))
        {
            var years = (day.DayNumber + 0.5 - new DateOnly(2000, 1, 1).DayNumber) / 365.25;
            amount += Slide.Rate / 365.25 * (1 + (Slide.SeasonalShare * Math.Cos(2 * Math.PI * (years - ((Slide.PeakDay - 1) / 365.25)))));
        }

        Assert.Equal(amount * share, seen[(middle.Item1 * grid.Columns) + middle.Item2], 2e-5);
        Assert.Equal(0, seen[0], 1e-7);
        Assert.Equal(0, seen[^1], 1e-7);
    }

    [Fact]
    public void The_shape_is_half_at_its_ends_and_the_same_by_components()
    {
        var simulator = new SceneSimulator(Scene);
        var (last, grid) = (simulator.Network.Dates.Count - 1, simulator.Grid);
        var components = new SceneComponents(Scene, simulator.Network.Dates).Displacement(last, grid.Whole);
        var size = components.Up.Max(u => -u);
        var azimuth = Slide.Azimuth * Math.PI / 180;
        var (row, column) = simulator.View.Pixel(Slide.East + (0.5 * Slide.Length * Math.Sin(azimuth)), Slide.North + (0.5 * Slide.Length * Math.Cos(azimuth)));
        var end = -components.Up[((int)Math.Round(row) * grid.Columns) + (int)Math.Round(column)];
        Assert.InRange(end / size, 0.35, 0.65);
        var seen = new float[grid.PixelCount];
        simulator.Displacement(last, grid.Whole, seen);
        for (var i = 0; i < seen.Length; i++)
        {
            var look = simulator.View.Look(i / grid.Columns, i % grid.Columns);
            Assert.Equal((look.East * components.East[i]) + (look.North * components.North[i]) + (look.Up * components.Up[i]), seen[i], 1e-6);
        }
    }

    [Fact]
    public void Ridges_are_planes_of_known_slope_and_aspect_with_level_floors()
    {
        var scene = Scene with { Slides = [], Grid = new() { Columns = 160, Rows = 60, Step = 25 }, Terrain = new() { Relief = 0, MeanHeight = 500, RidgeHeight = 900, RidgeSpacing = 4000, RidgeAzimuth = 0, ValleyFloor = 0.2 } };
        var simulator = new SceneSimulator(scene);
        var grid = simulator.Grid;
        var height = new float[grid.PixelCount];
        simulator.Height(grid.Whole, height);
        var terrain = new Terrain(height, grid.Rows, grid.Columns, 25, 25);
        Assert.Equal(500, terrain.Lowest, 1e-3);
        Assert.InRange(terrain.Highest, 1370, 1400);
        var slope = Math.Atan(900 / (0.5 * 4000 * 0.8));
        var ofSlope = Enumerable.Range(0, height.Length).Count(i => Math.Abs(terrain.SlopeAt(i) - slope) < 1e-3 && Math.Abs(Math.Abs(terrain.AspectAt(i)) - (Math.PI / 2)) < 1e-3);
        Assert.InRange(ofSlope / (double)height.Length, 0.7, 0.85);
        Assert.InRange(Enumerable.Range(0, height.Length).Count(i => terrain.SlopeAt(i) < 1e-4) / (double)height.Length, 0.12, 0.25);
    }

    [Fact]
    public void A_slide_that_cannot_be_is_refused_by_its_entry()
    {
        var wrong = Assert.Throws<RequestException>(() => new SceneSimulator(Scene with { Slides = [Slide with { Plunge = 95 }] }));
        Assert.Contains("slides[0].plunge", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("terrain.valley_floor", Assert.Throws<RequestException>(() => new SceneSimulator(Scene with { Terrain = new() { ValleyFloor = 1 } })).Message, StringComparison.Ordinal);
    }
}
