using Plumb.Kernels;
using Plumb.Simulation;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Temporal;

namespace Plumb.Tests.Unwrapping;

public class StackUnwrapperTests
{
    private const int Rows = 160;
    private const int Columns = 150;

    [Theory]
    [InlineData(WrappedSceneKind.Standard, 41)]
    [InlineData(WrappedSceneKind.Hard, 42)]
    [InlineData(WrappedSceneKind.VeryHard, 43)]
    public void Stack_has_few_wrong_pixels(WrappedSceneKind kind, long seed)
    {
        var stack = new WrappedSeries(kind, Rows, Columns, 12, 3, seed);
        var scenes = Enumerable.Range(0, stack.Pairs.Count).Select(stack.Interferogram).ToArray();
        var linker = new StackLinker(stack.Pairs, scenes[0].Looks);
        var phases = StackUnwrapper.Unwrap(
            linker, Rows, Columns, Array.ConvertAll(scenes, s => s.Wrapped), Array.ConvertAll(scenes, s => s.Coherence), new UnwrapOptions { Threads = 2 }, new MemoryBudget(1 << 30));
        var (together, alone) = (0.0, 0.0);
        for (var k = 0; k < scenes.Length; k++)
        {
            var single = PhaseUnwrapper.Unwrap(
                new WrappedImage(Rows, Columns, scenes[k].Wrapped, scenes[k].Coherence), new UnwrapOptions { Looks = scenes[k].Looks, Threads = 2 }, new MemoryBudget(1 << 30));
            together += SharedScenes.Wrong(phases[k], scenes[k].Truth, scenes[k].TrueCoherence, 0.3) / scenes.Length;
            alone += SharedScenes.Wrong(single.Phase, scenes[k].Truth, scenes[k].TrueCoherence, 0.3) / scenes.Length;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: stack {together} %, pair by pair {alone} %");
        Assert.True(together <= alone + 0.002 && together <= 0.1, $"stack {together} %, pair by pair {alone} %");
    }

    [Fact]
    public void Without_noise_all_is_exact_and_every_loop_closes()
    {
        var stack = new WrappedSeries(WrappedSceneKind.Hard, 64, 70, 6, 3, 7);
        var pixels = 64 * 70;
        var dates = Enumerable.Range(0, 6).Select(d => Enumerable.Range(0, pixels).Select(p => d * Bowl(p % 70, p / 70)).ToArray()).ToArray();
        var truth = stack.Pairs.Select(pair => (First: Index(stack, pair.First), Second: Index(stack, pair.Second)))
            .Select(e => dates[e.Second].Zip(dates[e.First], (b, a) => b - a).ToArray()).ToArray();
        var wrapped = truth.Select(t => Array.ConvertAll(t, v => (float)Math.IEEERemainder(v, 2 * Math.PI))).ToArray();

        // A lake in all, a hole in one date, pixels without a single pair.
        for (var k = 0; k < wrapped.Length; k++)
        {
            for (var p = 0; p < pixels; p++)
            {
                var (r, c) = (p / 70, p % 70);
                var touches = Index(stack, stack.Pairs[k].First) == 2 || Index(stack, stack.Pairs[k].Second) == 2;
                wrapped[k][p] = (r is > 10 and < 14 && c is > 5 and < 30) || (touches && r > 50 && c < 10) ? float.NaN : wrapped[k][p];
            }
        }

        var found = StackUnwrapper.Unwrap(new StackLinker(stack.Pairs, 8), 64, 70, wrapped, null, new UnwrapOptions(), new MemoryBudget(1 << 30));
        for (var k = 0; k < wrapped.Length; k++)
        {
            var offset = Math.Round((found[k][0] - truth[k][0]) / (2 * Math.PI)) * 2 * Math.PI;
            for (var p = 0; p < pixels; p++)
            {
                Assert.Equal(float.IsNaN(wrapped[k][p]), float.IsNaN(found[k][p]));
                if (!float.IsNaN(found[k][p]))
                {
                    Assert.Equal(truth[k][p] + offset, found[k][p], 1e-3);
                }
            }
        }
    }

    [Fact]
    public void Unwrapped_pairs_are_the_sum_of_their_steps_to_half_a_cycle()
    {
        var stack = new WrappedSeries(WrappedSceneKind.VeryHard, 80, 90, 8, 3, 15);
        var scenes = Enumerable.Range(0, stack.Pairs.Count).Select(stack.Interferogram).ToArray();
        var linker = new StackLinker(stack.Pairs, scenes[0].Looks);
        var wrapped = Array.ConvertAll(scenes, s => s.Wrapped);
        var found = StackUnwrapper.Unwrap(linker, 80, 90, wrapped, Array.ConvertAll(scenes, s => s.Coherence), new UnwrapOptions(), new MemoryBudget(1 << 30));

        // Around any triangle the whole cycles of the dates cancel: what is left are three remainders, each of less than half a cycle.
        var (open, told) = (0, 0);
        foreach (var (ab, bc, ac) in Triangles(stack))
        {
            for (var p = 0; p < wrapped[0].Length; p++)
            {
                var sum = Math.Abs(found[ab][p] + found[bc][p] - found[ac][p]);
                Assert.True(sum <= (3 * Math.PI) + 1e-3);
                if (scenes[ab].TrueCoherence[p] > 0.5 && scenes[bc].TrueCoherence[p] > 0.5 && scenes[ac].TrueCoherence[p] > 0.5)
                {
                    (open, told) = (open + (sum > Math.PI ? 1 : 0), told + 1);
                }
            }
        }

        Assert.True(told > 1000 && open < 0.001 * told, $"{open} of {told} loops of coherent pixels are open");
    }

    [Fact]
    public void Cycles_constants_transposes_and_mirrors_change_nothing_but_that()
    {
        const int rows = 50;
        const int columns = 60;
        var stack = new WrappedSeries(WrappedSceneKind.Hard, rows, columns, 5, 2, 19);
        var scenes = Enumerable.Range(0, stack.Pairs.Count).Select(stack.Interferogram).ToArray();
        var plain = Of(s => s.Wrapped, s => s.Coherence, rows, columns);
        Same(Of(s => [.. s.Wrapped.Select((p, i) => p + (float)(2 * Math.PI * ((i % 5) - 2)))], s => s.Coherence, rows, columns), p => p, 0);

        // A constant of each date: a pair gets that of its second less that of its first.
        double[] constants = [0.3, -0.5, 0.9, 0.1, -0.2];
        double Constant(int k) => constants[Index(stack, stack.Pairs[k].Second)] - constants[Index(stack, stack.Pairs[k].First)];
        var shifted = StackUnwrapper.Unwrap(
            new StackLinker(stack.Pairs, scenes[0].Looks), rows, columns, [.. scenes.Select((s, k) => Array.ConvertAll(s.Wrapped, p => (float)Math.IEEERemainder(p + Constant(k), 2 * Math.PI)))],
            Array.ConvertAll(scenes, s => s.Coherence), new UnwrapOptions(), new MemoryBudget(1 << 30));
        for (var k = 0; k < scenes.Length; k++)
        {
            PhaseUnwrapperTests.AssertSame(plain[k], shifted[k], Constant(k));
        }

        int Transposed(int i) => (i % columns * rows) + (i / columns);
        int Mirrored(int i) => (i / columns * columns) + (columns - 1 - (i % columns));
        Same(Of(s => Moved(s.Wrapped, Transposed), s => Moved(s.Coherence, Transposed), columns, rows), Transposed, 0);
        Same(Of(s => Moved(s.Wrapped, Mirrored), s => Moved(s.Coherence, Mirrored), rows, columns), Mirrored, 0);

        float[][] Of(Func<WrappedScene, float[]> phase, Func<WrappedScene, float[]> coherence, int height, int width) => StackUnwrapper.Unwrap(
            new StackLinker(stack.Pairs, scenes[0].Looks), height, width, Array.ConvertAll(scenes, s => phase(s)), Array.ConvertAll(scenes, s => coherence(s)), new UnwrapOptions(), new MemoryBudget(1 << 30));

        void Same(float[][] found, Func<int, int> placeOf, double constant)
        {
            for (var k = 0; k < found.Length; k++)
            {
                PhaseUnwrapperTests.AssertSame(plain[k], [.. Enumerable.Range(0, found[k].Length).Select(i => found[k][placeOf(i)])], constant);
            }
        }

        static float[] Moved(float[] values, Func<int, int> placeOf)
        {
            var moved = new float[values.Length];
            for (var i = 0; i < values.Length; i++)
            {
                moved[placeOf(i)] = values[i];
            }

            return moved;
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(7, 1)]
    public void Stacks_of_a_pixel_or_a_line_are_stacks_and_nothing_is_refused(int rows, int columns)
    {
        var pairs = StackLinkerTests.Network(4, 2);
        var truth = pairs.Select(p => Enumerable.Range(0, rows * columns).Select(i => p.Days / 12 * 0.9f * i).ToArray()).ToArray();
        foreach (var times in new ArcTimeOptions?[] { null, new() { Method = ArcTimeMethod.Smooth }, new() { Method = ArcTimeMethod.Flow } })
        {
            var linker = new StackLinker(pairs, 8);
            var found = StackUnwrapper.Unwrap(
                linker, rows, columns, [.. truth.Select(t => Array.ConvertAll(t, v => (float)Math.IEEERemainder(v, 2 * Math.PI)))], null, new UnwrapOptions(), new MemoryBudget(1 << 28), times is null ? null : new ArcTimes(linker, times));
            for (var k = 0; k < pairs.Length; k++)
            {
                PhaseUnwrapperTests.AssertSame(truth[k], found[k], 0);
            }

            var nothing = Array.ConvertAll(truth, t => Array.ConvertAll(t, _ => float.NaN));
            Assert.Contains("No pixel", Assert.Throws<RequestException>(() => StackUnwrapper.Unwrap(linker, rows, columns, nothing, null, new UnwrapOptions(), new MemoryBudget(1 << 28))).Message, StringComparison.Ordinal);
        }
    }

    private static double Bowl(int x, int y) => 9 * Math.Exp(-(((x - 30.0) * (x - 30.0)) + ((y - 34.0) * (y - 34.0))) / 200);

    private static int Index(WrappedSeries stack, DateOnly date) => (date.DayNumber - stack.Pairs[0].First.DayNumber) / 12;

    private static IEnumerable<(int Ab, int Bc, int Ac)> Triangles(WrappedSeries stack)
    {
        var index = stack.Pairs.Select((p, k) => (p, k)).ToDictionary(e => (e.p.First, e.p.Second), e => e.k);
        foreach (var (ends, ab) in index)
        {
            foreach (var (other, bc) in index)
            {
                if (other.First == ends.Second && index.TryGetValue((ends.First, other.Second), out var ac))
                {
                    yield return (ab, bc, ac);
                }
            }
        }
    }
}
