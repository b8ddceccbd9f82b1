using Plumb.Simulation;

namespace Plumb.Tests.Simulation;

public class LifeCycleTroughTests
{
    private static SceneTrough Trough(double smooth = 15) => new()
    {
        East = 200,
        North = -300,
        Azimuth = 60,
        Length = 900,
        Width = 250,
        Radius = 300,
        SmoothDays = smooth,
        Phases =
        [
            new() { Name = "initial", Start = "2015-07-01", Rate = -0.037 },
            new() { Name = "active", Start = "2017-08-01", Rate = -0.378 },
            new() { Name = "pause", Start = "2018-04-01", Rate = 0 },
            new() { Name = "active", Start = "2018-07-01", Rate = -0.2 },
            new() { Name = "residual", Start = "2018-08-01", Rate = -0.055 },
        ],
    };

    [Fact]
    public void Depth_moves_at_the_rates_of_the_phases()
    {
        var trough = new LifeCycleTrough(Trough(10));
        double Rate(string day) => (trough.Depth(DateOnly.Parse(day).AddDays(5)) - trough.Depth(DateOnly.Parse(day).AddDays(-5))) / 10 * 365.25;
        Assert.Equal(0, Rate("2015-01-01"), 1e-9);
        Assert.Equal(-0.037, Rate("2016-08-01"), 1e-9);
        Assert.Equal(-0.378, Rate("2017-12-01"), 1e-9);
        Assert.Equal(0, Rate("2018-05-16"), 1e-5);
        Assert.Equal(-0.055, Rate("2019-03-01"), 1e-9);
    }

    [Fact]
    public void Depth_is_the_integral_of_the_step_function_smoothed_in_time()
    {
        var trough = new LifeCycleTrough(Trough(20));
        var sharp = new LifeCycleTrough(Trough(0));
        foreach (var day in new[] { "2015-06-15", "2015-07-10", "2017-08-20", "2018-04-05", "2018-08-01", "2019-06-01" })
        {
            var (date, sum, weights) = (DateOnly.Parse(day), 0.0, 0.0);
            for (var shift = -160; shift <= 160; shift++)
            {
                // The sharp depth is straight between days, so that the sum over days is the integral but for the width of a day.
                var weight = Math.Exp(-0.5 * shift * shift / 400.0);
                sum += weight * sharp.Depth(date.AddDays(shift));
                weights += weight;
            }

            Assert.Equal(sum / weights, trough.Depth(date), 4e-6);
        }
    }

    [Fact]
    public void Shape_is_that_of_a_panel_extracted_at_once()
    {
        var entry = Trough();
        var cycle = new LifeCycleTrough(entry);
        var panel = new LongwallTrough(new()
        {
            East = entry.East,
            North = entry.North,
            Azimuth = entry.Azimuth,
            Length = entry.Length,
            Width = entry.Width,
            Depth = 600,
            TanBeta = 2,
            MiningHeight = 1,
            SubsidenceFactor = 1,
            HorizontalCoefficient = 0.3,
            Start = "1990-01-01",
            AdvanceRate = 1000,
        });
        var end = new DateOnly(2500, 1, 1);
        var deepest = -panel.Motion(entry.East, entry.North, end).Up;
        for (var step = 0; step < 40; step++)
        {
            var (east, north) = (entry.East + (60 * (step % 8)) - 200, entry.North + (70 * (step / 8)) - 150);
            var expected = panel.Motion(east, north, end);
            var (e, n, u) = cycle.Shape(east, north);
            Assert.Equal(expected.East / deepest, -e, 1e-6);
            Assert.Equal(expected.North / deepest, -n, 1e-6);
            Assert.Equal(expected.Up / deepest, -u, 1e-6);
        }

        Assert.Equal(1, cycle.Shape(entry.East, entry.North).Up, 1e-12);
    }

    [Fact]
    public void The_image_is_the_motion_of_each_pixel_along_its_line_of_sight()
    {
        var scene = Scene.Bowl() with
        {
            Panels = [],
            Troughs = [Trough()],
            Grid = new() { Columns = 41, Rows = 37, Step = 60 },
            Dates = new() { List = ["2016-01-01", "2017-12-01", "2018-12-01"] },
            SeasonalAreas = [new() { East = 500, North = 100, Radius = 700 }],
            Uplifts = [new() { East = -300, North = 100, Radius = 500, Start = "2017-01-01" }],
        };
        var simulator = new SceneSimulator(scene);
        var los = new float[37 * 41];
        simulator.Displacement(2, simulator.Grid.Whole, los);
        for (var i = 0; i < los.Length; i += 7)
        {
            var (row, column) = (i / 41, i % 41);
            var (east, north) = simulator.View.Position(row, column);
            var (e, n, u) = simulator.GroundMotionAt(east, north, simulator.Network.Dates[2]);
            var look = simulator.View.Look(row, column);
            Assert.Equal((look.East * e) + (look.North * n) + (look.Up * u), los[i], 2e-5);
        }

        Assert.InRange(los.Min(), -0.45f, -0.2f);
    }
}
