using Plumb.Kernels;
using Plumb.Networks;
using Plumb.Simulation;

namespace Plumb.Tests.Networks;

/// <summary>Where motion is too steep, judged without knowing it and held against the truth.</summary>
public class SteepMotionTests
{
    private const int Side = 64;

    private static Scene Mine(double rate, long seed, double motionLoss = 1) => Scene.Bowl() with
    {
        Seed = seed,
        Panels = [],
        Grid = new() { Columns = Side, Rows = Side, Step = 50 },
        Sensor = new() { Looks = 25, BaselineSigma = 50 },
        Dates = new() { Start = "2022-01-03", Count = 18, IntervalDays = 12 },
        Network = new() { Links = 3 },
        Terrain = new() { Relief = 0, ErrorSigma = 3 },
        Atmosphere = new() { TurbulentMillimetres = 6, StratifiedMillimetresPer100Metres = 0 },
        Decorrelation = new() { MotionLoss = motionLoss, Classes = [new() { Base = 0.8, LongTerm = 0.4, DecayDays = 60 }] },
        Troughs = rate == 0 ? [] :
        [
            new()
            {
                Length = 700, Width = 350, Radius = 280, Azimuth = 35, SmoothDays = 5,
                Phases = [new() { Start = "2022-04-01", Rate = rate }, new() { Start = "2022-06-01", Rate = 0.1 * rate }],
            },
        ],
        Unwrapping = new() { Method = SceneUnwrappingMethod.Smooth },
    };

    private static (float[] Crossed, float[] Wrong, float[] True) Judge(Scene scene, bool withCoherence = true, double doubt = 1.5)
    {
        var simulator = new SceneSimulator(scene);
        var (n, pairs) = ((int)simulator.Grid.PixelCount, simulator.Network.Pairs.Count);
        var (phase, coherence) = (new float[pairs * n], new float[pairs * n]);
        for (var k = 0; k < pairs; k++)
        {
            simulator.Interferogram(k, simulator.Grid.Whole, phase.AsSpan(k * n, n), coherence.AsSpan(k * n, n), new byte[n]);
        }

        var (shares, lost, doubtful, crossed, wrong) = (new float[n], new float[n], new float[n], new float[n], new float[n]);
        using var space = new MotionStepSpace(new MemoryBudget(1 << 30));
        new MotionSteps(simulator.Network, new() { Looks = scene.Sensor.Looks, Doubt = doubt }).Shares(phase, withCoherence ? coherence : [], Side, shares, lost, doubtful, space);
        SteepGround.Join(shares, lost, Side);
        SteepGround.Enclose(shares, doubtful, Side);
        SteepGround.Cross(shares, Side, [(2 * Side) + 2], crossed);
        SteepGround.Close(crossed, Side, 3);
        simulator.WrongPairs(simulator.Grid.Whole, wrong);
        return (crossed, wrong, TrueShares(simulator));
    }

    private static float[] TrueShares(SceneSimulator simulator)
    {
        var n = (int)simulator.Grid.PixelCount;
        var (shares, from, to) = (new float[n], new float[n], new float[n]);
        var factor = 4f / (float)simulator.Scene.Sensor.Wavelength;
        for (var k = 0; k < simulator.Network.Pairs.Count; k++)
        {
            simulator.Displacement(simulator.Network.FirstIndex[k], simulator.Grid.Whole, from);
            simulator.Displacement(simulator.Network.SecondIndex[k], simulator.Grid.Whole, to);
            for (var i = 0; i < n; i++)
            {
                foreach (var j in new[] { (i + 1) % Side == 0 ? i : i + 1, i + Side < n ? i + Side : i })
                {
                    var share = MathF.Abs(to[j] - from[j] - to[i] + from[i]) * factor;
                    (shares[i], shares[j]) = (MathF.Max(shares[i], share), MathF.Max(shares[j], share));
                }
            }
        }

        return shares;
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 6)]
    public void Pixels_that_unwrapping_spoils_are_flagged_and_few_others(long seed, double motionLoss)
    {
        var (crossed, wrong, truth) = Judge(Mine(-2.2, seed, motionLoss));
        var spoilt = Enumerable.Range(0, wrong.Length).Where(i => wrong[i] > 0).ToArray();
        Assert.True(spoilt.Length > 60, $"{spoilt.Length} pixels are spoilt");
        var found = spoilt.Count(i => crossed[i] >= 1);
        Assert.True(found > 0.85 * spoilt.Length, $"{found} of {spoilt.Length} spoilt pixels are flagged");
        var false_ = Enumerable.Range(0, wrong.Length).Count(i => crossed[i] >= 1 && wrong[i] == 0 && truth[i] < 0.5);
        Assert.True(false_ < 40, $"{false_} of {wrong.Length} pixels are flagged without cause");
    }

    [Theory]
    [InlineData(-0.25, 6)]
    [InlineData(0, 7)]
    [InlineData(0, 8)]
    public void Slow_or_still_ground_is_not_flagged(double rate, long seed)
    {
        var (crossed, wrong, truth) = Judge(Mine(rate, seed));
        Assert.True(truth.Max() < 0.6);
        Assert.DoesNotContain(wrong, w => w > 0);
        Assert.DoesNotContain(crossed, c => c >= 1);
    }

    [Fact]
    public void Shares_below_the_limit_are_the_true_ones()
    {
        var (crossed, _, truth) = Judge(Mine(-0.55, 9));
        var steep = Enumerable.Range(0, truth.Length).Where(i => truth[i] > 0.5).ToArray();
        Assert.True(steep.Length > 20);

        // A step that is not above its noise counts as none; the others are as steep as the motion.
        var seen = steep.Where(i => crossed[i] > 0).ToArray();
        Assert.True(seen.Length > 0.4 * steep.Length, $"{seen.Length} of {steep.Length} steep pixels are seen");
        Assert.Equal(1, seen.Average(i => crossed[i] / truth[i]), 0.25);
    }

    [Fact]
    public void Without_coherence_the_steps_alone_judge()
    {
        var (crossed, wrong, _) = Judge(Mine(-2.2, 3), withCoherence: false);
        var spoilt = Enumerable.Range(0, wrong.Length).Where(i => wrong[i] > 0).ToArray();
        Assert.True(spoilt.Count(i => crossed[i] >= 1) > 0.6 * spoilt.Length);
        Assert.True(crossed.Count(c => c >= 1) < 3 * spoilt.Length);
    }

    [Fact]
    public void Lost_coherence_where_nothing_moves_is_no_motion()
    {
        var (shares, lost) = (new float[100], new float[100]);
        for (var i = 33; i < 37; i++)
        {
            (lost[i], lost[i + 10], lost[i + 20]) = (2, 2, 2);
        }

        var ploughed = (float[])shares.Clone();
        SteepGround.Join(ploughed, lost, 10);
        Assert.All(ploughed, s => Assert.Equal(0f, s));
        shares[43] = 0.5f;
        SteepGround.Join(shares, lost, 10);
        Assert.Equal(1f, shares[55]);
        Assert.Equal(0f, shares[0]);
    }

    [Fact]
    public void The_floor_of_a_trough_hangs_on_its_flanks_unless_one_side_is_gentle()
    {
        var shares = new float[49];
        foreach (var i in new[] { 16, 17, 18, 23, 25, 30, 31, 32 })
        {
            shares[i] = 1.4f;
        }

        var crossed = new float[49];
        SteepGround.Cross(shares, 7, [0], crossed);
        Assert.Equal(1.4f, crossed[24]);
        Assert.Equal(0f, crossed[48]);
        shares[25] = 0.6f;
        SteepGround.Cross(shares, 7, [], crossed);
        Assert.Equal(0.6f, crossed[24]);
    }

    /// <summary>Few images in L band, as far apart as a flank can bear: just under half a cycle from pixel to pixel, with little coherence left.</summary>
    private static Scene FewImages(double rate, long seed) => Scene.Bowl() with
    {
        Seed = seed,
        Panels = [],
        Grid = new() { Columns = Side, Rows = Side, Step = 50 },
        Sensor = new() { Wavelength = 0.24245, Looks = 366, BaselineSigma = 70 },
        Dates = new() { Start = "2016-01-03", Count = 12, IntervalDays = 112 },
        Network = new() { Links = 2 },
        Terrain = new() { Relief = 40, ErrorSigma = 5 },
        Atmosphere = new() { TurbulentMillimetres = 6, StratifiedMillimetresPer100Metres = 2 },
        Decorrelation = new()
        {
            MotionLoss = 6.75,
            Classes = [new() { Share = 0.5, Base = 0.75, LongTerm = 0.42, DecayDays = 600 }, new() { Share = 0.5, Base = 0.4, LongTerm = 0.08, DecayDays = 350 }],
        },
        Troughs = rate == 0 ? [] :
        [
            new()
            {
                Length = 900, Width = 400, Radius = 350, Azimuth = 10, SmoothDays = 5,
                Phases = [new() { Start = "2015-01-01", Rate = 0.01 * rate }, new() { Start = "2017-05-20", Rate = rate }, new() { Start = "2017-07-04", Rate = 0.01 * rate }],
            },
        ],
        Unwrapping = new() { Method = SceneUnwrappingMethod.Noisy },
    };

    [Fact]
    public void A_floor_that_slipped_a_cycle_below_the_limit_is_flagged_with_few_images()
    {
        var (slipped, found, before) = (0, 0, 0);
        for (var seed = 1; seed <= 4; seed++)
        {
            var scene = FewImages(-2.7, seed);
            var (crossed, wrong, truth) = Judge(scene);
            Assert.True(truth.Max() < 1, $"{truth.Max()} of the limit");
            var withoutDoubt = Judge(scene, doubt: 0).Crossed;

            // Ground that slipped as a whole, not single pixels that noise threw over.
            bool Slipped(int i) => wrong[i] > 0 && new[] { i - Side - 1, i - Side, i - Side + 1, i - 1, i + 1, i + Side - 1, i + Side, i + Side + 1 }.All(k => wrong[k] > 0);
            foreach (var i in Enumerable.Range(0, wrong.Length).Where(i => i / Side is > 24 and < 40 && i % Side is > 24 and < 40 && Slipped(i)))
            {
                (slipped, found, before) = (slipped + 1, found + (crossed[i] >= 1 ? 1 : 0), before + (withoutDoubt[i] >= 1 ? 1 : 0));
            }
        }

        Assert.True(slipped > 150, $"{slipped} pixels slipped");
        Assert.True(found > 0.9 * slipped, $"{found} of {slipped} slipped pixels are flagged");
        Assert.True(before < 0.2 * slipped, $"{before} of {slipped} slipped pixels are flagged without regard to noise");
    }

    [Fact]
    public void Air_noise_and_gentle_troughs_bring_no_doubt_with_few_images()
    {
        for (var seed = 11; seed <= 14; seed++)
        {
            foreach (var rate in new[] { 0, -0.6 })
            {
                var (crossed, _, _) = Judge(FewImages(rate, seed));
                var flagged = crossed.Count(c => c >= 1);
                Assert.True(flagged < 1, $"seed {seed}, {rate} m a year: {flagged} pixels are flagged without cause");
            }
        }
    }

    [Fact]
    public void A_ring_of_doubt_with_gaps_encloses_its_floor_and_little_doubt_nothing()
    {
        var (shares, doubtful) = (new float[20 * 20], new float[20 * 20]);
        for (var k = 5; k <= 14; k++)
        {
            foreach (var i in new[] { (5 * 20) + k, (14 * 20) + k, (k * 20) + 5, (k * 20) + 14 })
            {
                (shares[i], doubtful[i]) = (0.6f, k % 4 == 0 ? 0f : 1f);
            }
        }

        doubtful[(18 * 20) + 18] = 1f;
        SteepGround.Enclose(shares, doubtful, 20);
        Assert.Equal(1f, shares[(9 * 20) + 9]);
        Assert.Equal(0f, shares[(4 * 20) + 9]);
        Assert.Equal(0f, shares[(9 * 20) + 15]);
        Assert.Equal(0f, shares[(18 * 20) + 18]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40)]
    public void Hulls_hold_what_lies_between_two_of_their_pixels_and_nothing_else(int count)
    {
        const int Columns = 23;
        var random = new Random(count);
        var pixels = Enumerable.Range(0, count).Select(_ => random.Next(Columns * 17)).Distinct().ToArray();
        var image = new float[Columns * 17];
        PixelHull.Fill(pixels, Columns, 1f, image);
        for (var i = 0; i < image.Length; i++)
        {
            Assert.Equal(IsInHull(pixels, Columns, i), image[i] == 1f);
        }
    }

    /// <summary>In the hull unless a line through the pixel has all others strictly on one side: tried in many directions.</summary>
    private static bool IsInHull(int[] pixels, int columns, int at)
    {
        for (var k = 0; k < 7200; k++)
        {
            var (sin, cos) = Math.SinCos(k * Math.PI / 3600);
            double Along(int p) => (sin * (p / columns)) + (cos * (p % columns));
            if (pixels.All(p => Along(p) < Along(at) - 1e-9))
            {
                return false;
            }
        }

        return true;
    }

    [Fact]
    public void Closing_fills_gaps_and_grows_nothing()
    {
        var shares = new float[15 * 15];
        for (var r = 5; r < 10; r++)
        {
            (shares[(r * 15) + 5], shares[(r * 15) + 8]) = (2, 2);
        }

        SteepGround.Close(shares, 15, 2);
        Assert.Equal(2f, shares[(7 * 15) + 6]);
        Assert.Equal(0f, shares[(7 * 15) + 4]);
        Assert.Equal(0f, shares[(7 * 15) + 9]);
        Assert.Equal(0f, shares[(3 * 15) + 6]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 7)]
    [InlineData(33, 16)]
    [InlineData(20, 61)]
    public void Steps_are_those_of_the_specification(int rows, int columns)
    {
        var random = new CounterRandom(4, 5, rows + columns);
        var n = rows * columns;
        var phase = Enumerable.Range(0, n).Select(i => random.Uniform((ulong)i) < 0.1 ? float.NaN : (float)(8 * random.Normal((ulong)(i + n)))).ToArray();
        foreach (var south in new[] { false, true })
        {
            var (steps, means, counts) = (new float[n], new float[n], new float[n]);
            StepKernel.Means(phase, columns, south, steps, means, counts);
            for (var i = 0; i < n; i++)
            {
                var (row, column) = (i / columns, i % columns);
                var expected = Mean(phase, rows, columns, row, column, south, out var count);
                Assert.Equal(double.IsNaN(expected), float.IsNaN(means[i]));
                if (!double.IsNaN(expected))
                {
                    Assert.Equal(expected, means[i], 1e-4);
                    Assert.Equal(count, counts[i]);
                }
            }
        }
    }

    private static double Mean(float[] phase, int rows, int columns, int row, int column, bool south, out int count)
    {
        double Step(int r, int c)
        {
            var (r2, c2) = south ? (r + 1, c) : (r, c + 1);
            return r < 0 || c < 0 || r >= rows || c >= columns || r2 >= rows || c2 >= columns
                ? double.NaN
                : Math.IEEERemainder((double)phase[(r2 * columns) + c2] - phase[(r * columns) + c], 2 * Math.PI);
        }

        var middle = Step(row, column);
        var (sum, n) = (0.0, 1);
        foreach (var k in new[] { -1, 1 })
        {
            var other = south ? Step(row, column + k) : Step(row + k, column);
            if (!double.IsNaN(other))
            {
                sum += Math.IEEERemainder(other - middle, 2 * Math.PI);
                n++;
            }
        }

        count = n;
        return middle + (sum / n);
    }

    [Fact]
    public void Shortest_pairs_sum_up_to_each_pair()
    {
        var network = new SceneSimulator(Scene.Bowl() with
        {
            Grid = new() { Rows = 4, Columns = 4 },
            Dates = new() { Count = 30, MissingShare = 0.3, JitterDays = 2 },
            Network = new() { Links = 4, DropShare = 0.3 },
        }).Network;
        var shortest = new ShortestPairs(network);
        Assert.Equal(network.Dates.Count - NetworkComponents.Of(network).Parts.Count, shortest.Tree.Count);
        for (var pair = 0; pair < network.Pairs.Count; pair++)
        {
            var days = 0;
            foreach (var (member, sign) in shortest.PathOf(pair))
            {
                Assert.True(network.Pairs[member].Days <= network.Pairs[pair].Days);
                days += sign * network.Pairs[member].Days;
            }

            Assert.Equal(network.Pairs[pair].Days, days);
        }
    }

    [Theory]
    [InlineData(13, 21, 2)]
    [InlineData(40, 33, 3)]
    [InlineData(1, 6, 4)]
    [InlineData(5, 1, 1)]
    public void Ways_and_closed_gaps_are_those_of_the_plain_definitions(int rows, int columns, int radius)
    {
        var random = new Random(rows);
        var shares = Enumerable.Range(0, rows * columns).Select(_ => random.Next(3) == 0 ? random.Next(8) / 4f : 0f).ToArray();
        var crossed = new float[shares.Length];
        SteepGround.Cross(shares, columns, [shares.Length / 2], crossed);
        Assert.Equal(EasiestWays(shares, columns, shares.Length / 2), crossed);

        float[] Window(float[] image, Func<IEnumerable<float>, float> extreme) => [.. Enumerable.Range(0, image.Length).Select(i => extreme(
            from r in Enumerable.Range((i / columns) - radius, (2 * radius) + 1)
            from c in Enumerable.Range((i % columns) - radius, (2 * radius) + 1)
            where r >= 0 && r < rows && c >= 0 && c < columns
            select image[(r * columns) + c]))];
        var expected = Window(Window(shares, w => w.Max()), w => w.Min());
        SteepGround.Close(shares, columns, radius);
        Assert.Equal(expected, shares);
    }

    /// <summary>The smallest over all ways of the largest share on the way, by going round until nothing gets easier (Bellman and Ford).</summary>
    private static float[] EasiestWays(float[] shares, int columns, int seed)
    {
        var ways = Enumerable.Repeat(float.PositiveInfinity, shares.Length).ToArray();
        ways[seed] = shares[seed];
        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = 0; i < shares.Length; i++)
            {
                foreach (var j in new[] { i % columns > 0 ? i - 1 : i, i % columns < columns - 1 ? i + 1 : i, Math.Max(i % columns, i - columns), i + columns < shares.Length ? i + columns : i })
                {
                    var way = MathF.Max(ways[j], shares[i]);
                    (changed, ways[i]) = way < ways[i] ? (true, way) : (changed, ways[i]);
                }
            }
        }

        return ways;
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        var network = new SceneSimulator(Scene.Bowl()).Network;
        var steps = new MotionSteps(network, new());
        using var space = new MotionStepSpace(new MemoryBudget(1 << 24));
        Assert.Throws<ArgumentException>(() => steps.Shares(new float[10], [], 4, new float[16], new float[16], new float[16], space));
        Assert.Throws<ArgumentException>(() => SteepGround.Cross(new float[10], 4, [], new float[10]));
        Assert.Throws<ArgumentException>(() => SteepGround.Join(new float[8], new float[7], 4));
        Assert.Throws<ArgumentException>(() => SteepGround.Enclose(new float[8], new float[7], 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MotionSteps(network, new() { Looks = 0 }));
    }

    [Theory]
    [InlineData(64, 64, 2)]
    [InlineData(3, 37, 1)]
    [InlineData(5, 4, 2)]
    [InlineData(7, 1, 2)]
    [InlineData(1, 3, 3)]
    public void Means_of_squares_over_windows_are_those_of_the_plain_sums(int rows, int columns, int radius)
    {
        var random = new Random(rows + columns);
        var values = Enumerable.Range(0, rows * columns).Select(_ => random.Next(9) == 0 ? float.NaN : random.NextSingle()).ToArray();
        var means = new float[values.Length];
        StepKernel.WindowSquares(values, columns, radius, new float[values.Length], means);
        for (var i = 0; i < values.Length; i++)
        {
            var window = from r in Enumerable.Range((i / columns) - radius, (2 * radius) + 1)
                         from c in Enumerable.Range((i % columns) - radius, (2 * radius) + 1)
                         where r >= 0 && r < rows && c >= 0 && c < columns
                         select float.IsNaN(values[(r * columns) + c]) ? 0.0 : (double)values[(r * columns) + c] * values[(r * columns) + c];
            Assert.Equal(window.Average(), means[i], 1e-6);
        }
    }
}
