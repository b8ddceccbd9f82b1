using Plumb.Kernels;
using Plumb.Simulation;

namespace Plumb.Tests.Simulation;

public class LongwallTroughTests
{
    private static readonly DateOnly Never = new(1900, 1, 1);
    private static readonly DateOnly End = new(2400, 1, 1);

    private static ScenePanel Panel(double length = 1500, double width = 220, double azimuth = 70) => new()
    {
        East = 100,
        North = -50,
        Azimuth = azimuth,
        Length = length,
        Width = width,
        Depth = 500,
        TanBeta = 2,
        MiningHeight = 3,
        SubsidenceFactor = 0.7,
        HorizontalCoefficient = 0.3,
        Start = "2022-01-03",
        AdvanceRate = 5,
        TimeRate = 0.02,
    };

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.993905559)]
    [InlineData(-0.4, 0.158014565)]
    public void Half_plane_has_the_tabled_values(double radii, double expected) =>
        Assert.Equal(expected, InfluenceFunction.HalfPlane(radii * 250, 250), 1e-8);

    [Theory]
    [InlineData(0.1, 0.887537083981715)]
    [InlineData(1, 0.157299207050285)]
    [InlineData(1.999, 0.004698395)]
    [InlineData(2.5, 4.069520174449589e-4)]
    [InlineData(-1, 1.842700792949715)]
    [InlineData(30, 0)]
    public void Erfc_has_the_tabled_values(double x, double expected) =>
        Assert.Equal(expected, ErrorFunction.Erfc(x), 1e-9 * Math.Max(1, expected) + (x == 1.999 ? 1e-7 : 0));

    [Fact]
    public void Slope_is_the_derivative()
    {
        for (var x = -400.0; x <= 400; x += 37)
        {
            var numeric = (InfluenceFunction.Strip(x + 0.01, -200, 300, 180) - InfluenceFunction.Strip(x - 0.01, -200, 300, 180)) / 0.02;
            Assert.Equal(numeric, InfluenceFunction.StripSlope(x, -200, 300, 180), 1e-8);
        }
    }

    [Fact]
    public void A_finished_panel_is_the_closed_form()
    {
        var panel = Panel();
        var trough = new LongwallTrough(panel);
        var (sin, cos) = Math.SinCos(panel.Azimuth * Math.PI / 180);
        for (var x = -1200.0; x <= 1200; x += 150)
        {
            for (var y = -500.0; y <= 500; y += 125)
            {
                var expected = -2.1 * InfluenceFunction.Strip(x, -750, 750, 250) * InfluenceFunction.Strip(y, -110, 110, 250);
                var motion = trough.Motion(100 + (x * sin) + (y * cos), -50 + (x * cos) - (y * sin), End);
                Assert.Equal(expected, motion.Up, 1e-9);
            }
        }
    }

    [Fact]
    public void Volume_of_the_trough_is_that_of_the_roof_that_came_down()
    {
        var panel = Panel();
        var trough = new LongwallTrough(panel);
        var volume = 0.0;
        const double step = 100;
        for (var e = -1600.0; e <= 1600; e += step)
        {
            for (var n = -1600.0; n <= 1600; n += step)
            {
                volume -= trough.Motion(e, n, End).Up * step * step;
            }
        }

        Assert.Equal(1500 * 220 * 3 * 0.7, volume, 1500 * 220 * 2.1 * 1e-6);
    }

    [Fact]
    public void A_large_panel_sinks_by_the_full_amount_and_its_middle_does_not_move_sideways()
    {
        var motion = new LongwallTrough(Panel(3000, 3000)).Motion(100, -50, End);
        Assert.Equal(-2.1, motion.Up, 1e-6);
        Assert.Equal(0, motion.East, 1e-6);
        Assert.Equal(0, motion.North, 1e-6);
    }

    [Fact]
    public void The_ground_moves_towards_the_trough_by_b_times_the_greatest_subsidence_over_the_edge()
    {
        var trough = new LongwallTrough(Panel(3000, 3000, 90));
        var west = trough.Motion(100 - 1500, -50, End);
        var north = trough.Motion(100, -50 + 1500, End);
        Assert.Equal(0.3 * 2.1, west.East, 1e-6);
        Assert.Equal(-0.3 * 2.1, north.North, 1e-6);
        Assert.Equal(-1.05, west.Up, 1e-6);
    }

    [Fact]
    public void The_trough_follows_the_face()
    {
        var trough = new LongwallTrough(Panel(azimuth: 90));
        Assert.Equal(0, trough.Motion(100, -50, Never).Up);
        var day = new DateOnly(2022, 1, 3).AddDays(150);
        var start = trough.Motion(100 - 600, -50, day).Up;
        var goal = trough.Motion(100 + 600, -50, day).Up;
        Assert.True(start < -0.5, $"{start}");
        Assert.True(goal > -0.01, $"{goal}");
        Assert.Equal(trough.Motion(100 - 600, -50, End).Up, trough.Motion(100 + 600, -50, End).Up, 1e-9);
    }

    [Fact]
    public void Tables_of_an_image_equal_the_sum_over_strips()
    {
        var scene = Scene.Bowl() with
        {
            Panels = [Panel(), Panel(600, 300, -35) with { TimeLaw = MiningTimeLaw.Logistic, TimeRate = 0.1, East = -900 }],
            Grid = new() { Rows = 70, Columns = 90, Step = 30 },
            Dates = new() { Count = 12, IntervalDays = 24, Start = "2022-02-01" },
        };
        var simulator = new SceneSimulator(scene);
        var tile = new Plumb.Grids.Tile(5, 3, 60, 80);
        var los = new float[tile.PixelCount];
        for (var date = 1; date < 12; date += 5)
        {
            simulator.Displacement(date, tile, los);
            for (var i = 0; i < los.Length; i += 37)
            {
                var (row, column) = (5 + (i / 80), 3 + (i % 80));
                var (east, north) = simulator.View.Position(row, column);
                var look = simulator.View.Look(row, column);
                var expected = 0.0;
                foreach (var trough in scene.Panels.Select(p => new LongwallTrough(p)))
                {
                    var (before, after) = (trough.Motion(east, north, simulator.Network.Dates[0]), trough.Motion(east, north, simulator.Network.Dates[date]));
                    expected += (look.East * (after.East - before.East)) + (look.North * (after.North - before.North)) + (look.Up * (after.Up - before.Up));
                }

                Assert.Equal(expected, los[i], 5e-6);
            }
        }
    }

    [Theory]
    [InlineData(MiningTimeLaw.Knothe)]
    [InlineData(MiningTimeLaw.Logistic)]
    public void Time_functions_start_at_zero_end_at_one_and_grow(MiningTimeLaw law)
    {
        var time = new MiningTime(law, 0.03, 50, 0.1, 0.002);
        Assert.Equal(0, time.Progress(-5));
        Assert.Equal(0, time.Progress(0));
        Assert.Equal(0, time.Progress(double.NaN));
        Assert.Equal(1, time.Progress(1e5), 1e-12);
        var last = 0.0;
        for (var day = 1; day < 3000; day++)
        {
            var now = time.Progress(day);
            Assert.True(now > last && now < 1);
            last = now;
        }

        // Without the residual part nearly everything has come after a year; with it a tenth is still under way.
        Assert.True(time.Progress(365) < 0.97);
        Assert.True(new MiningTime(law, 0.03, 50, 0, 0.002).Progress(365) > 0.99);
    }

    [Fact]
    public void Logistic_law_starts_slower_than_Knothes()
    {
        var (knothe, logistic) = (new MiningTime(MiningTimeLaw.Knothe, 0.03, 50, 0, 1), new MiningTime(MiningTimeLaw.Logistic, 0.03, 50, 0, 1));
        Assert.True(logistic.Progress(20) < 0.1 * knothe.Progress(20));
        Assert.Equal(1 - Math.Exp(-0.6), knothe.Progress(20), 1e-12);
    }
}
