using Plumb.Grids;
using Plumb.Simulation;

namespace Plumb.Tests.Simulation;

public class SceneSimulatorTests
{
    private static Scene Noisy(int rows = 60, int columns = 75) => Scene.SmallMine() with
    {
        Grid = new() { Rows = rows, Columns = columns, Step = 300 },
        Dates = new() { Count = 6 },
        UnwrappingErrors = new() { PairShare = 0.5, MinRadius = 3, MaxRadius = 12 },
        Gaps = new() { BlockShare = 0.05, BlockSize = 7, MinCoherence = 0.1 },
    };

    private static (float[] Phase, float[] Coherence, byte[] Component) Whole(SceneSimulator simulator, int pair)
    {
        var n = (int)simulator.Grid.PixelCount;
        var (phase, coherence, component) = (new float[n], new float[n], new byte[n]);
        simulator.Interferogram(pair, simulator.Grid.Whole, phase, coherence, component);
        return (phase, coherence, component);
    }

    [Fact]
    public void Bowl_sinks_displacement_is_negative_phase_is_positive()
    {
        var simulator = new SceneSimulator(Scene.Bowl());
        var n = (int)simulator.Grid.PixelCount;
        var (phase, coherence, component) = Whole(simulator, 0);
        var (before, after) = (new float[n], new float[n]);
        simulator.Displacement(simulator.Network.FirstIndex[0], simulator.Grid.Whole, before);
        simulator.Displacement(simulator.Network.SecondIndex[0], simulator.Grid.Whole, after);
        var metresPerRadian = simulator.Acquisitions[0].Sensor.MetresPerRadian;
        for (var i = 0; i < n; i++)
        {
            Assert.Equal(after[i] - before[i], phase[i] * metresPerRadian, 1e-6);
        }

        Assert.InRange(after.Min(), -0.1f, -0.01f);
        Assert.True(phase.Max() > 3f);
        Assert.All(coherence, c => Assert.Equal(1f, c, 1e-6f));
        Assert.All(component, c => Assert.Equal(1, c));
        // The ground also moves sideways, so that the deepest place seen by the radar lies a little off the middle.
        var deepest = Array.IndexOf(after, after.Min());
        Assert.InRange(deepest / 96, 45, 50);
        Assert.InRange(deepest % 96, 44, 52);
        Assert.Equal(0f, after[0], 1e-6f);
    }

    [Fact]
    public void Rate_is_the_slope_through_the_displacements()
    {
        var simulator = new SceneSimulator(Noisy());
        var tile = new Tile(10, 5, 30, 40);
        var rate = new float[tile.PixelCount];
        simulator.Rate(tile, rate);
        var dates = simulator.Network.Dates;
        var years = dates.Select(d => (d.DayNumber - dates[0].DayNumber) / 365.25).ToArray();
        var (top, mean) = (new double[rate.Length], years.Average());
        var values = new float[rate.Length];
        for (var date = 0; date < dates.Count; date++)
        {
            simulator.Displacement(date, tile, values);
            for (var i = 0; i < values.Length; i++)
            {
                top[i] += (years[date] - mean) * values[i] / years.Sum(y => (y - mean) * (y - mean));
            }
        }

        for (var i = 0; i < rate.Length; i++)
        {
            Assert.Equal(top[i], rate[i], 2e-6);
        }
    }

    [Fact]
    public void Phase_without_noise_is_the_sum_of_its_parts()
    {
        var scene = Noisy() with
        {
            Decorrelation = new() { Classes = [new() { Base = 1, LongTerm = 1 }], CriticalBaseline = 0, MotionLoss = 0 },
            UnwrappingErrors = new(),
            Gaps = new(),
            Waters = [],
        };
        var simulator = new SceneSimulator(scene);
        var n = (int)simulator.Grid.PixelCount;
        var all = simulator.Grid.Whole;
        const int pair = 4;
        var (first, second) = (simulator.Network.FirstIndex[pair], simulator.Network.SecondIndex[pair]);
        var (phase, _, _) = Whole(simulator, pair);
        float[] Layer(Action<float[]> make)
        {
            var values = new float[n];
            make(values);
            return values;
        }

        var (d1, d2) = (Layer(v => simulator.Displacement(first, all, v)), Layer(v => simulator.Displacement(second, all, v)));
        var (a1, a2) = (Layer(v => simulator.Atmosphere(first, all, v)), Layer(v => simulator.Atmosphere(second, all, v)));
        var (o1, o2) = (Layer(v => simulator.OrbitRamp(first, all, v)), Layer(v => simulator.OrbitRamp(second, all, v)));
        var (error, incidence) = (Layer(v => simulator.DemError(all, v)), Layer(v => simulator.Incidence(all, v)));
        var baseline = simulator.BaselineOf(pair).Perpendicular;
        Assert.True(Math.Abs(baseline) > 1);
        for (var i = 0; i < n; i++)
        {
            var height = baseline * error[i] / (simulator.View.SlantRange(incidence[i]) * Math.Sin(incidence[i]));
            var expected = 4 * Math.PI / scene.Sensor.Wavelength * (a2[i] - a1[i] + o2[i] - o1[i] - (d2[i] - d1[i]) - height);
            Assert.Equal(expected, phase[i], 2e-3);
        }
    }

    [Fact]
    public void Tiles_and_threads_give_the_same_bits()
    {
        var scene = Noisy();
        var one = new SceneSimulator(scene);
        var wholes = Enumerable.Range(0, one.Network.Pairs.Count).Select(p => Whole(one, p)).ToArray();
        Assert.Contains(wholes, w => w.Phase.Any(float.IsNaN));
        Assert.Contains(wholes, w => w.Component.Any(c => c > 1));
        var other = new SceneSimulator(scene, memory: 1);
        foreach (var (rows, columns) in new[] { (60, 75), (7, 75), (13, 31), (1, 1) })
        {
            Parallel.For(0, columns == 1 ? 1 : wholes.Length, pair =>
            {
                Parallel.ForEach(Tile.Cover(60, 75, rows, columns), tile =>
                {
                    var n = tile.PixelCount;
                    var (phase, coherence, component) = (new float[n], new float[n], new byte[n]);
                    other.Interferogram(pair, tile, phase, coherence, component);
                    for (var i = 0; i < n; i++)
                    {
                        var at = ((tile.Row + (i / tile.Columns)) * 75) + tile.Column + (i % tile.Columns);
                        if (BitConverter.SingleToInt32Bits(wholes[pair].Phase[at]) != BitConverter.SingleToInt32Bits(phase[i]) ||
                            BitConverter.SingleToInt32Bits(wholes[pair].Coherence[at]) != BitConverter.SingleToInt32Bits(coherence[i]) ||
                            wholes[pair].Component[at] != component[i])
                        {
                            Assert.Fail($"pair {pair}, {tile}, pixel {i}: {phase[i]} instead of {wholes[pair].Phase[at]}");
                        }
                    }
                });
            });
        }
    }

    [Fact]
    public void Another_seed_gives_another_scene()
    {
        var (a, b) = (Whole(new(Noisy()), 0), Whole(new(Noisy() with { Seed = 2 }), 0));
        Assert.NotEqual(a.Phase, b.Phase);
        Assert.Equal(a.Phase, Whole(new(Noisy()), 0).Phase);
    }

    [Fact]
    public void Planted_errors_are_whole_cycles_where_the_list_says()
    {
        var scene = Noisy() with { Gaps = new() };
        var (with, without) = (new SceneSimulator(scene), new SceneSimulator(scene with { UnwrappingErrors = new() }));
        Assert.Equal((int)Math.Round(0.5 * with.Network.Pairs.Count), with.UnwrappingErrors.Select(e => e.PairIndex).Distinct().Count());
        for (var pair = 0; pair < with.Network.Pairs.Count; pair++)
        {
            var errors = with.UnwrappingErrors.Where(e => e.PairIndex == pair).ToArray();
            var (a, b) = (Whole(with, pair), Whole(without, pair));
            for (var i = 0; i < a.Phase.Length; i++)
            {
                var cycles = errors.Where(e => e.Contains(i / 75, i % 75)).Sum(e => e.Cycles);
                Assert.Equal(cycles * 2 * Math.PI, a.Phase[i] - b.Phase[i], 1e-3);
            }
        }
    }

    [Fact]
    public void Water_has_no_coherence_and_the_mask_says_so()
    {
        var simulator = new SceneSimulator(Scene.SmallMine());
        var n = (int)simulator.Grid.PixelCount;
        var land = new byte[n];
        simulator.WaterMask(simulator.Grid.Whole, land);
        var (_, coherence, _) = Whole(simulator, 0);
        var water = Enumerable.Range(0, n).Where(i => land[i] == 0).ToArray();
        Assert.InRange(water.Length, 500, 5000);
        // The bias of the estimate at no coherence: sqrt(pi / (4 L)).
        Assert.Equal(Math.Sqrt(Math.PI / (4 * 9.3)), water.Average(i => coherence[i]), 0.015);
    }

    [Fact]
    public void Fast_motion_loses_coherence()
    {
        var simulator = new SceneSimulator(Scene.Bowl() with
        {
            Decorrelation = new() { Classes = [new() { Base = 1, LongTerm = 1 }], CriticalBaseline = 0, MotionLoss = 1 },
            Panels = [Scene.Bowl().Panels[0] with { MiningHeight = 3 }],
        });
        var coherence = new float[96 * 96];
        simulator.TrueCoherence(0, simulator.Grid.Whole, coherence);
        Assert.Equal(1f, coherence[0], 1e-4f);
        Assert.True(coherence.Min() < 0.5f);
    }

    [Fact]
    public void Coherence_decays_with_time_to_the_long_term_value()
    {
        var simulator = new SceneSimulator(Scene.SmallMine() with
        {
            Panels = [],
            SeasonalAreas = [],
            Uplifts = [],
            Waters = [],
            Decorrelation = new() { Classes = [new() { Base = 0.9, LongTerm = 0.2, DecayDays = 24 }], CriticalBaseline = 0 },
        });
        var value = new float[1];
        for (var pair = 0; pair < simulator.Network.Pairs.Count; pair++)
        {
            simulator.TrueCoherence(pair, new Tile(3, 4, 1, 1), value);
            Assert.Equal((0.7 * Math.Exp(-simulator.Network.Pairs[pair].Days / 24.0)) + 0.2, value[0], 1e-6);
        }
    }

    [Fact]
    public void Look_vectors_and_incidence_follow_the_convention()
    {
        var scene = Scene.Bowl() with { Sensor = new() { Heading = 349.54, IncidenceNear = 35.93, IncidenceFar = 35.93 } };
        var look = new SceneSimulator(scene).View.Look(10, 20);
        Assert.Equal(-0.5770, look.East, 1e-4);
        Assert.Equal(-0.1065, look.North, 1e-4);
        Assert.Equal(0.8097, look.Up, 1e-4);

        // An ascending satellite is in the west: incidence grows to the east.
        var view = new SceneSimulator(Scene.SmallMine()).View;
        Assert.True(view.Incidence(150, 299) > view.Incidence(150, 0));
        var descending = new SceneSimulator(Scene.SmallMine() with { Sensor = new() { Heading = 190 } }).View;
        Assert.True(descending.Incidence(150, 299) < descending.Incidence(150, 0));
        Assert.Equal(36, view.Incidence(0, 0) * 180 / Math.PI, 0.5);
        // The HyP3 orientation angle points the same way as the look vector.
        var l = view.Look(0, 0);
        Assert.Equal(Math.Atan2(l.North, l.East), view.Orientation, 1e-12);
    }

    [Fact]
    public void Network_is_each_date_with_the_next_ones()
    {
        var simulator = new SceneSimulator(Scene.SmallMine());
        Assert.Equal(25, simulator.Network.Dates.Count);
        Assert.Equal((22 * 3) + 2 + 1, simulator.Network.Pairs.Count);
        Assert.Equal(0, simulator.Acquisitions[0].Perpendicular);
        Assert.True(simulator.Network.Pairs.All(p => p.Days <= 36));
        var yearly = new SceneSimulator(Scene.SmallMine() with
        {
            Grid = new() { Rows = 4, Columns = 4 },
            Dates = new() { Count = 50 },
            Network = new() { Links = 1, YearlyLinks = true, DropShare = 0.1 },
        });
        Assert.Contains(yearly.Network.Pairs, p => Math.Abs(p.Days - 365) <= 6);
        Assert.InRange(yearly.Network.Pairs.Count, 49 - 12, 49 + 20);
    }

    [Fact]
    public void Pairs_are_thinned_by_chance_but_never_fall_apart()
    {
        var scene = Scene.SmallMine() with { Grid = new() { Rows = 4, Columns = 4 }, Dates = new() { Count = 40 } };
        var dates = new SceneSimulator(scene).Network.Dates;
        var hand = $"{dates[3]:yyyyMMdd}_{dates[30]:yyyyMMdd}";
        var network = new SceneSimulator(scene with { Network = new() { Links = 4, MaxDays = 40, MaxPairs = 60, HandPairs = [hand] } }).Network;
        Assert.Equal(60, network.Pairs.Count);
        Assert.Equal(40, network.Dates.Count);
        Assert.Single(Plumb.Networks.NetworkComponents.Of(network).Parts);
        Assert.Single(network.Pairs, p => p.Days > 40);
        Assert.Contains(network.Pairs, p => p.Days == 36);
        var listed = new SceneSimulator(scene with { Network = new() { List = [hand, $"{dates[0]:yyyyMMdd}_{dates[3]:yyyyMMdd}"], MaxDays = 12 } }).Network;
        Assert.Equal([(0, 1), (1, 2)], listed.FirstIndex.ToArray().Zip(listed.SecondIndex.ToArray()));
    }

    [Fact]
    public void Listed_jittered_and_missing_dates()
    {
        var listed = new SceneSimulator(Scene.Bowl() with { Dates = new() { List = ["2020-01-01", "2020-02-05", "2020-12-31"] } });
        Assert.Equal([new(2020, 1, 1), new(2020, 2, 5), new(2020, 12, 31)], listed.Network.Dates);
        var jittered = new SceneSimulator(Scene.Bowl() with { Dates = new() { Count = 40, JitterDays = 3, MissingShare = 0.3 } });
        Assert.InRange(jittered.Network.Dates.Count, 15, 39);
        Assert.Contains(jittered.Network.Dates, d => (d.DayNumber - jittered.Network.Dates[0].DayNumber) % 12 != 0);
    }

    [Fact]
    public void Geographic_grids_work()
    {
        var scene = Scene.SmallMine() with { Grid = new() { Crs = "EPSG:4326", Geographic = true, West = 116.2, North = 35.4, Step = 0.0008, Rows = 200, Columns = 220 } };
        var simulator = new SceneSimulator(scene);
        Assert.True(simulator.Grid.Crs.IsGeographic);
        Assert.Equal(0.0008 * 111195 * Math.Cos(35.3 * Math.PI / 180), simulator.View.StepX, 0.2);
        Assert.Contains(Whole(simulator, 0).Phase, p => p > 1);
    }
}
