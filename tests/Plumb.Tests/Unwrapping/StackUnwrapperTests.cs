using Plumb.Kernels;
using Plumb.Simulation;
using Plumb.Unwrapping;

namespace Plumb.Tests.Unwrapping;

public class StackUnwrapperTests
{
    private const int Rows = 160;
    private const int Columns = 150;

    [Theory]
    [InlineData(WrappedSceneKind.Standard, 41)]
    [InlineData(WrappedSceneKind.Hard, 42)]
    [InlineData(WrappedSceneKind.VeryHard, 43)]
    public void Stack_has_fewer_wrong_pixels_than_pair_by_pair(WrappedSceneKind kind, long seed)
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
