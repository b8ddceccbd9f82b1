using Plumb.Grids;
using Plumb.Simulation;

namespace Plumb.Tests.Simulation;

public class SceneUnwrappingTests
{
    /// <summary>A trough of a given depth in millimetres within one pair of a scene of 70 x 80 pixels of 50 m.</summary>
    private static Scene Steep(double depth, bool unwrap = true, double radius = 250) => Scene.Bowl() with
    {
        Panels = [],
        Grid = new() { Columns = 80, Rows = 70, Step = 50 },
        Dates = new() { List = ["2022-01-01", "2022-01-25", "2022-02-18"] },
        Network = new() { Links = 2 },
        Troughs =
        [
            new()
            {
                Length = 500, Width = 300, Radius = radius, Azimuth = 35, SmoothDays = 0,
                Phases = [new() { Start = "2022-01-01", Rate = -depth * 1e-3 * 365.25 / 48 }],
            },
        ],
        Unwrapping = new() { Method = unwrap ? SceneUnwrappingMethod.Smooth : SceneUnwrappingMethod.None },
    };

    private static float[] Phase(Scene scene, int pair)
    {
        var simulator = new SceneSimulator(scene);
        var n = (int)simulator.Grid.PixelCount;
        var (phase, coherence, component) = (new float[n], new float[n], new byte[n]);
        simulator.Interferogram(pair, simulator.Grid.Whole, phase, coherence, component);
        return phase;
    }

    private static double SteepestStep(float[] phase, int columns) =>
        Enumerable.Range(0, phase.Length - columns - 1).Max(i => Math.Max(Math.Abs(phase[i + 1] - phase[i]), Math.Abs(phase[i + columns] - phase[i])));

    [Theory]
    [InlineData(20)]
    [InlineData(55)]
    public void Below_half_a_cycle_a_pixel_the_phase_is_the_true_one_to_the_bit(double depth)
    {
        var truth = Phase(Steep(depth, unwrap: false), 1);
        Assert.True(SteepestStep(truth, 80) < Math.PI);
        Assert.True(truth.Max() > 3);
        Assert.Equal(truth, Phase(Steep(depth), 1));
    }

    [Theory]
    [InlineData(250)]
    [InlineData(140)]
    [InlineData(400)]
    public void Above_it_the_trough_is_too_shallow_and_congruent(double depth)
    {
        var truth = Phase(Steep(depth, unwrap: false), 1);
        var found = Phase(Steep(depth), 1);
        Assert.True(SteepestStep(truth, 80) > Math.PI);
        var different = 0;
        for (var i = 0; i < truth.Length; i++)
        {
            var cycles = (found[i] - truth[i]) / (2 * Math.PI);
            Assert.Equal(Math.Round(cycles), cycles, 1e-4);
            different += Math.Abs(cycles) > 0.5 ? 1 : 0;
        }

        Assert.True(found.Max() < truth.Max() - 6, $"{found.Max()} of {truth.Max()} rad");
        Assert.InRange(different, 4, truth.Length / 3);
        Assert.Equal(truth[0], found[0]);
    }

    [Fact]
    public void The_excess_is_told_and_is_what_the_phase_has_too_much()
    {
        var scene = Steep(140);
        var simulator = new SceneSimulator(scene);
        var (truth, found) = (Phase(Steep(140, unwrap: false), 1), Phase(scene, 1));
        var cycles = new short[truth.Length];
        simulator.ExcessCycles(1, simulator.Grid.Whole, cycles);
        for (var i = 0; i < truth.Length; i++)
        {
            Assert.Equal(truth[i] + (2 * Math.PI * cycles[i]), found[i], 1e-4);
        }

        var part = new short[12];
        var tile = new Tile(33, 38, 3, 4);
        simulator.ExcessCycles(1, tile, part);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => cycles[((33 + (i / 4)) * 80) + 38 + (i % 4)]), part);
        var pairs = new float[truth.Length];
        simulator.WrongPairs(simulator.Grid.Whole, pairs);
        Assert.Equal(cycles.Select(c => c != 0), pairs.Select(p => p > 0));
        Assert.True(pairs.Max() >= 1);
    }

    [Fact]
    public void Tiles_do_not_change_an_unwrapped_pair()
    {
        var scene = Steep(140) with { Atmosphere = new() { TurbulentMillimetres = 5 } };
        var whole = Phase(scene, 1);
        var simulator = new SceneSimulator(scene, memory: 1);
        foreach (var tile in Tile.Cover(70, 80, 23, 37))
        {
            var (phase, coherence, component) = (new float[tile.PixelCount], new float[tile.PixelCount], new byte[tile.PixelCount]);
            simulator.Interferogram(1, tile, phase, coherence, component);
            for (var i = 0; i < phase.Length; i++)
            {
                Assert.Equal(whole[((tile.Row + (i / tile.Columns)) * 80) + tile.Column + (i % tile.Columns)], phase[i]);
            }
        }
    }

    [Fact]
    public void Noise_is_unwrapped_with_the_rest_and_spoils_incoherent_ground_alone()
    {
        var scene = Steep(60) with
        {
            Sensor = new() { Looks = 20, BaselineSigma = 0 },
            Unwrapping = new() { Method = SceneUnwrappingMethod.Noisy },
            Decorrelation = new()
            {
                Classes = [new() { Name = "rock", Share = 2, Base = 0.8, LongTerm = 0.8 }, new() { Name = "wood", Base = 0.02, LongTerm = 0.02 }],
                CriticalBaseline = 0,
            },
        };
        var simulator = new SceneSimulator(scene);
        var n = (int)simulator.Grid.PixelCount;
        var (cover, cycles) = (new byte[n], new short[n]);
        simulator.LandCover(simulator.Grid.Whole, cover);
        simulator.ExcessCycles(0, simulator.Grid.Whole, cycles);
        double Wrong(int k) => Enumerable.Range(0, n).Where(i => cover[i] == k).Average(i => cycles[i] != 0 ? 1.0 : 0.0);
        Assert.InRange(Wrong(0), 0, 0.002);
        Assert.InRange(Wrong(1), 0.05, 0.8);
    }
}
