using Plumb.Simulation;

namespace Plumb.Tests.Simulation;

public class StationTests
{
    [Fact]
    public void White_noise_has_its_standard_deviation()
    {
        var series = new StationNoise(new CounterRandom(1, 2, 3), 0.004, 0).Series(4000);
        Assert.Equal(0.004, Math.Sqrt(series.Average(v => v * v)), 0.0002);
        Assert.InRange(Correlation(series, 1), -0.05, 0.05);
    }

    /// <summary>
    /// From rest the variance after n days is step^2 times the sum of the squared filter, about step^2 (ln n / pi + 1.04) (the sum of
    /// (binomial(2i, i) / 4^i)^2 behaves as ln n / pi + 1.0663).
    /// </summary>
    [Fact]
    public void Flicker_noise_grows_with_the_logarithm_of_time()
    {
        var step = 0.006 * Math.Pow(1 / 365.25, 0.25);
        var (early, late) = (0.0, 0.0);
        const int runs = 400;
        for (var run = 0; run < runs; run++)
        {
            var series = new StationNoise(new CounterRandom(9, 8, run), 0, 0.006).Series(1001);
            early += series[10] * series[10] / runs;
            late += series[1000] * series[1000] / runs;
        }

        double Expected(int n) => step * step * ((Math.Log(n) / Math.PI) + 1.0663);
        Assert.InRange(early / Expected(11), 0.8, 1.25);
        Assert.InRange(late / Expected(1001), 0.8, 1.25);
        Assert.True(late > early);
    }

    [Fact]
    public void A_station_records_the_true_motion_with_noise_and_outages()
    {
        var scene = Scene.SmallMine() with
        {
            Grid = new() { Columns = 30, Rows = 30, Step = 300 },
            Gnss = new()
            {
                MarginDays = 5,
                Stations =
                [
                    new() { Name = "MIN1", East = -900, North = -200, GapShare = 0.3, GapDays = 15 },
                    new() { Name = "MIN2", East = 0, North = 0, Start = "2022-03-01", End = "2022-05-01" },
                ],
            },
        };
        var simulator = new SceneSimulator(scene);
        var (one, two) = (simulator.Station(0), simulator.Station(1));
        var days = simulator.Network.Dates[^1].DayNumber - simulator.Network.Dates[0].DayNumber + 11;
        Assert.InRange(one.Positions.Count, 0.5 * days, 0.9 * days);
        Assert.Equal(new DateOnly(2022, 3, 1), two.Positions[0].Date);
        Assert.Equal(62, two.Positions.Count);
        Assert.Equal(0.0015, one.SigmaHorizontal, 1e-12);
        var last = one.Positions[^1];
        var truth = simulator.GroundMotionAt(-900, -200, last.Date);
        Assert.Equal(truth, (last.TrueEast, last.TrueNorth, last.TrueUp));
        Assert.True(truth.Up < -0.1);
        var noise = Math.Sqrt(one.Positions.Average(p => Math.Pow(p.Up - p.TrueUp, 2)));
        Assert.InRange(noise, 0.003, 0.012);
        Assert.Equal(one.Positions, new SceneSimulator(scene).Station(0).Positions);
    }

    private static double Correlation(double[] series, int lag) =>
        Enumerable.Range(0, series.Length - lag).Sum(i => series[i] * series[i + lag]) / series.Sum(v => v * v);
}
