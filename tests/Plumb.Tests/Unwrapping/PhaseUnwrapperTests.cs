using Plumb.Kernels;
using Plumb.Simulation;
using Plumb.Unwrapping;

namespace Plumb.Tests.Unwrapping;

public class PhaseUnwrapperTests
{
    private const float Cycle = 2 * MathF.PI;

    [Fact]
    public void Shared_scenes_have_fewer_errors_than_the_peers_leave()
    {
        foreach (var scene in new[] { SharedScenes.Hard(), SharedScenes.VeryHard() })
        {
            var image = new WrappedImage(256, 256, scene.Phase, scene.Coherence, scene.Amplitude);
            var phase = Unwrap(image, scene.Looks).Phase;
            foreach (var above in new[] { 0.3, 0.5 })
            {
                var ours = SharedScenes.Wrong(phase, scene.Truth, scene.TrueCoherence, above);
                var theirs = SharedScenes.Wrong(scene.SnaphuSmooth, scene.Truth, scene.TrueCoherence, above);
                Assert.True(ours <= theirs, $"above {above}: {ours} % against {theirs} % of SNAPHU");
                Assert.True(ours <= SharedScenes.Wrong(scene.Whirlwind, scene.Truth, scene.TrueCoherence, above) + 0.002);
            }
        }
    }

    [Theory]
    [InlineData(WrappedSceneKind.Standard, 0.004)]
    [InlineData(WrappedSceneKind.Hard, 0.010)]
    [InlineData(WrappedSceneKind.VeryHard, 0.275)]
    public void Simulated_mines_come_out_within_the_limits(WrappedSceneKind kind, double limit)
    {
        var (wrong, seeds) = (0.0, new[] { 21, 22, 23 });
        foreach (var seed in seeds)
        {
            var scene = WrappedScene.Make(kind, 300, 340, seed);
            var result = Unwrap(new WrappedImage(300, 340, scene.Wrapped, scene.Coherence), scene.Looks);
            wrong += SharedScenes.Wrong(result.Phase, scene.Truth, scene.TrueCoherence, 0.3) / seeds.Length;
            AssertCongruent(scene.Wrapped, result.Phase);
        }

        Assert.True(wrong <= limit, $"{wrong} % of the pixels of true coherence above 0.3 are wrong");
    }

    [Fact]
    public void Cycles_constants_transposes_and_mirrors_change_nothing_but_that()
    {
        const int rows = 90;
        const int columns = 110;
        foreach (var kind in Enum.GetValues<WrappedSceneKind>())
        {
            var scene = WrappedScene.Make(kind, rows, columns, 77);
            var plain = Unwrap(new WrappedImage(rows, columns, scene.Wrapped, scene.Coherence), scene.Looks).Phase;

            var moreCycles = scene.Wrapped.Select((p, i) => p + (Cycle * ((i % 7) - 3))).ToArray();
            AssertSame(plain, Unwrap(new WrappedImage(rows, columns, moreCycles, scene.Coherence), scene.Looks).Phase, 0);

            var shifted = Array.ConvertAll(scene.Wrapped, p => (float)Math.IEEERemainder(p + 1.2345, 2 * Math.PI));
            AssertSame(plain, Unwrap(new WrappedImage(rows, columns, shifted, scene.Coherence), scene.Looks).Phase, 1.2345);

            AssertSame(plain, Turned(i => (i % columns * rows) + (i / columns), true), 0);
            AssertSame(plain, Turned(i => (i / columns * columns) + (columns - 1 - (i % columns)), false), 0);
            AssertSame(plain, Turned(i => ((rows - 1 - (i / columns)) * columns) + (i % columns), false), 0);

            float[] Turned(Func<int, int> placeOf, bool transposed)
            {
                var (phase, coherence) = (new float[rows * columns], new float[rows * columns]);
                for (var i = 0; i < phase.Length; i++)
                {
                    (phase[placeOf(i)], coherence[placeOf(i)]) = (scene.Wrapped[i], scene.Coherence[i]);
                }

                var image = transposed ? new WrappedImage(columns, rows, phase, coherence) : new WrappedImage(rows, columns, phase, coherence);
                var result = Unwrap(image, scene.Looks).Phase;
                return [.. Enumerable.Range(0, result.Length).Select(i => result[placeOf(i)])];
            }
        }
    }

    [Theory]
    [InlineData("bowl")]
    [InlineData("ramp")]
    [InlineData("ridges")]
    [InlineData("saddle")]
    [InlineData("rough")]
    public void Fields_without_noise_below_half_a_cycle_a_pixel_come_back(string name)
    {
        const int side = 101;
        var random = new Random(1);
        var truth = new float[side * side];
        for (var i = 0; i < truth.Length; i++)
        {
            var (x, y) = ((i % side) - 50.0, (i / side) - 50.0);
            truth[i] = (float)(name switch
            {
                // Steepest where x = 20: 3.1 rad a pixel.
                "bowl" => 3.1 * 20 * Math.Exp(0.5) * Math.Exp(-((x * x) + (y * y)) / 800),
                "ramp" => (3.1 * x) - (2.9 * y),
                "ridges" => (3.0 * Math.Abs(((x + 50) % 10) - 5)) + (2.5 * Math.Abs(((y + 50) % 8) - 4)),
                "saddle" => 0.031 * x * y,
                _ => 3.1 * random.NextDouble(),
            });
        }

        var wrapped = Array.ConvertAll(truth, p => (float)Math.IEEERemainder(p, 2 * Math.PI));
        var result = Unwrap(new WrappedImage(side, side, wrapped), 1);
        Assert.Equal(0, result.Residues);
        AssertSame(truth, result.Phase, 0);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var scene = WrappedScene.Make(WrappedSceneKind.VeryHard, 200, 330, 5);
        var image = new WrappedImage(200, 330, scene.Wrapped, scene.Coherence);
        var one = PhaseUnwrapper.Unwrap(image, new UnwrapOptions { Looks = 8, Threads = 1 }, Budget());
        foreach (var threads in new[] { 2, 5 })
        {
            var more = PhaseUnwrapper.Unwrap(image, new UnwrapOptions { Looks = 8, Threads = threads }, Budget());
            Assert.Equal(one.Phase, more.Phase);
            Assert.Equal(one.ComponentOf, more.ComponentOf);
            Assert.Equal(one.Components, more.Components);
        }
    }

    [Theory]
    [InlineData(UnwrapCosts.Smooth, 0.3)]
    [InlineData(UnwrapCosts.Deformation, 0.1)]
    public void A_break_of_the_ground_is_followed_from_end_to_end(UnwrapCosts costs, double limit)
    {
        // A fault of 1.4 cycles that dies out at both of its ends, with noise.
        const int side = 128;
        var random = new CounterRandom(4, 1);
        var truth = new float[side * side];
        for (var i = 0; i < truth.Length; i++)
        {
            var (x, y) = (i % side, (i / side) - 64);
            var step = 2.8 * Math.PI * Math.Exp(-(y * y) / 400.0);
            truth[i] = (float)((x < 64 ? -0.3 * step : 0.7 * step) * Math.Exp(-Math.Abs(x - 63.5) / 30.0)) + (float)(0.3 * random.Normal((ulong)i));
        }

        var wrapped = Array.ConvertAll(truth, p => (float)Math.IEEERemainder(p, 2 * Math.PI));
        var coherence = new float[side * side];
        Array.Fill(coherence, 0.8f);
        var result = PhaseUnwrapper.Unwrap(new WrappedImage(side, side, wrapped, coherence), new UnwrapOptions { Costs = costs, Looks = 10 }, Budget());
        Assert.True(result.Residues > 0);
        Assert.InRange(SharedScenes.Wrong(result.Phase, truth, coherence, 0), 0, limit);
    }

    [Fact]
    public void A_coherence_that_is_missing_is_not_needed()
    {
        var scene = WrappedScene.Make(WrappedSceneKind.Hard, 200, 200, 9);
        var result = Unwrap(new WrappedImage(200, 200, scene.Wrapped), 20);
        Assert.True(SharedScenes.Wrong(result.Phase, scene.Truth, scene.TrueCoherence, 0.3) < 0.1);
    }

    [Fact]
    public void Noise_alone_comes_to_an_end()
    {
        var random = new CounterRandom(1, 1);
        var phase = new float[300 * 300];
        for (var i = 0; i < phase.Length; i++)
        {
            phase[i] = (float)(Math.PI * ((2 * random.Uniform((ulong)i)) - 1));
        }

        var result = Unwrap(new WrappedImage(300, 300, phase), 1);
        AssertCongruent(phase, result.Phase);
        Assert.True(result.Residues > 25_000);
        Assert.Empty(result.Components);
    }

    internal static UnwrappedImage Unwrap(WrappedImage image, double looks) => PhaseUnwrapper.Unwrap(image, new UnwrapOptions { Looks = looks }, Budget());

    internal static void AssertCongruent(float[] wrapped, float[] unwrapped)
    {
        for (var p = 0; p < wrapped.Length; p++)
        {
            Assert.True(float.IsNaN(wrapped[p]) || Math.Abs(Math.IEEERemainder((double)unwrapped[p] - wrapped[p], 2 * Math.PI)) < 1e-4, $"pixel {p}");
        }
    }

    /// <summary>The two differ by one number everywhere, which is the given one and whole cycles.</summary>
    internal static void AssertSame(float[] expected, float[] actual, double constant)
    {
        var offset = (double)actual[0] - expected[0];
        Assert.True(Math.Abs(Math.IEEERemainder(offset - constant, 2 * Math.PI)) < 1e-4);
        var different = Enumerable.Range(0, expected.Length).Count(p => !(Math.Abs(actual[p] - expected[p] - offset) < 2e-4));
        Assert.True(different == 0, $"{different} pixels differ");
    }

    private static MemoryBudget Budget() => new(1L << 30);
}
