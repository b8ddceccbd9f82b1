using Plumb.Kernels;
using Plumb.Simulation;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Classical;

namespace Plumb.Tests.Unwrapping.Classical;

public class ClassicalUnwrapperTests
{
    private const float Cycle = 2 * MathF.PI;

    public static TheoryData<ClassicalMethod> Methods => [.. Enum.GetValues<ClassicalMethod>()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Fields_without_noise_below_half_a_cycle_a_pixel_come_back(ClassicalMethod method)
    {
        const int rows = 61;
        const int columns = 74;
        foreach (var name in new[] { "bowl", "ramp", "ridges", "rough" })
        {
            var random = new Random(1);
            var truth = new float[rows * columns];
            for (var i = 0; i < truth.Length; i++)
            {
                var (x, y) = ((i % columns) - 40.0, (i / columns) - 30.0);
                truth[i] = (float)(name switch
                {
                    "bowl" => 3.1 * 12 * Math.Exp(0.5) * Math.Exp(-((x * x) + (y * y)) / 288),
                    "ramp" => (3.1 * x) - (2.9 * y),
                    "ridges" => (3.0 * Math.Abs(((x + 50) % 10) - 5)) + (2.5 * Math.Abs(((y + 50) % 8) - 4)),
                    _ => 3.1 * random.NextDouble(),
                });
            }

            var result = Unwrap(new WrappedImage(rows, columns, Wrapped(truth)), method);
            Assert.Equal((0, 1, rows * columns, 0), (result.Residues, result.Regions, result.Pixels, result.Unreached));
            PhaseUnwrapperTests.AssertSame(truth, result.Phase, 0);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Results_are_congruent_whatever_the_noise(ClassicalMethod method)
    {
        foreach (var kind in Enum.GetValues<WrappedSceneKind>())
        {
            var scene = WrappedScene.Make(kind, 70, 90, 12);
            var result = Unwrap(new WrappedImage(70, 90, scene.Wrapped, scene.Coherence), method);
            Assert.True(result.Residues > 0);
            AssertCongruent(scene.Wrapped, result);
            Assert.Equal(method == ClassicalMethod.BranchCuts ? 70 * 90 - result.Unreached : 70 * 90, result.Pixels);
        }
    }

    [Fact]
    public void A_coherence_with_gaps_is_looked_at_like_one_without()
    {
        var scene = WrappedScene.Make(WrappedSceneKind.Hard, 70, 90, 5);
        float[] gap = [.. scene.Coherence], low = [.. scene.Coherence], tooLarge = [.. scene.Coherence];
        (gap[200], low[200]) = (float.NaN, 0);
        Assert.Equal(Unwrap(new WrappedImage(70, 90, scene.Wrapped, low), ClassicalMethod.QualityGuided).Phase, Unwrap(new WrappedImage(70, 90, scene.Wrapped, gap), ClassicalMethod.QualityGuided).Phase);
        (tooLarge[200], tooLarge[300]) = (float.NaN, 200);
        Assert.Contains("reaches 200", Assert.Throws<RequestException>(() => new WrappedImage(70, 90, scene.Wrapped, tooLarge)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Gaps_part_regions_and_nothing_crosses_them(ClassicalMethod method)
    {
        var scene = WrappedScene.Make(WrappedSceneKind.Hard, 80, 90, 3);
        var phase = scene.Wrapped.ToArray();
        for (var p = 0; p < phase.Length; p++)
        {
            var (row, column) = (p / 90, p % 90);
            phase[p] = column == 40 || (row is > 20 and < 30 && column is > 50 and < 70) || (row + column) % 37 == 0 ? float.NaN : phase[p];
        }

        var image = new WrappedImage(80, 90, phase, scene.Coherence);
        var result = Unwrap(image, method);
        var statistical = PhaseUnwrapperTests.Unwrap(image, 20);
        Assert.Equal((statistical.Regions, statistical.Residues), (result.Regions, result.Residues));
        Assert.Equal(statistical.Pixels, result.Pixels + result.Unreached);
        AssertCongruent(phase, result);

        // Phases left of a gap do not change what is right of it.
        var other = Array.ConvertAll(phase, p => p);
        for (var p = 0; p < phase.Length; p++)
        {
            other[p] += p % 90 < 40 ? 1.5f : 0;
        }

        var again = Unwrap(new WrappedImage(80, 90, other, scene.Coherence), method);
        Assert.All(Enumerable.Range(0, phase.Length).Where(p => p % 90 > 40), p => Assert.Equal(result.Phase[p], again.Phase[p], method == ClassicalMethod.LpNorm ? 100 : 1e-5));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Small_images_and_those_of_nothing_but_gaps_are_dealt_with(ClassicalMethod method)
    {
        Assert.Equal([0.5f], Unwrap(new WrappedImage(1, 1, [0.5f]), method).Phase);
        var line = Enumerable.Range(0, 40).Select(i => 2.9f * i).ToArray();
        PhaseUnwrapperTests.AssertSame(line, Unwrap(new WrappedImage(1, 40, Wrapped(line)), method).Phase, 0);
        PhaseUnwrapperTests.AssertSame(line, Unwrap(new WrappedImage(40, 1, Wrapped(line)), method).Phase, 0);

        // One pixel amid gaps, and one of no amplitude.
        var alone = Unwrap(new WrappedImage(2, 2, [1, float.NaN, 2, float.PositiveInfinity], null, [1, 1, 0, 1]), method);
        Assert.Equal([1, float.NaN, float.NaN, float.NaN], alone.Phase);
        Assert.Equal((1, 1), (alone.Regions, alone.Pixels));
        var said = Assert.Throws<RequestException>(() => Unwrap(new WrappedImage(3, 3, [.. Enumerable.Repeat(float.NaN, 9)]), method));
        Assert.Contains("No pixel has a value", said.Message, StringComparison.Ordinal);
        Assert.Throws<RequestException>(() => Unwrap(new WrappedImage(2, 1, [0, 1], [0, float.NaN]), method));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Cycles_and_constants_change_nothing_but_that_and_threads_nothing(ClassicalMethod method)
    {
        const int rows = 70;
        const int columns = 50;
        var scene = WrappedScene.Make(WrappedSceneKind.Hard, rows, columns, 77);
        var plain = Unwrap(new WrappedImage(rows, columns, scene.Wrapped, scene.Coherence), method).Phase;
        var moreCycles = scene.Wrapped.Select((p, i) => p + (Cycle * ((i % 7) - 3))).ToArray();
        AssertSame(plain, Unwrap(new WrappedImage(rows, columns, moreCycles, scene.Coherence), method).Phase, 0);
        var shifted = Array.ConvertAll(scene.Wrapped, p => (float)Math.IEEERemainder(p + 1.2345, 2 * Math.PI));
        AssertSame(plain, Unwrap(new WrappedImage(rows, columns, shifted, scene.Coherence), method).Phase, 1.2345);
        foreach (var threads in new[] { 1, 3 })
        {
            Assert.Equal(plain, Unwrap(new WrappedImage(rows, columns, scene.Wrapped, scene.Coherence), method, new ClassicalOptions { Threads = threads }).Phase);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Working_memory_is_what_is_stated(ClassicalMethod method)
    {
        var scene = WrappedScene.Make(WrappedSceneKind.Hard, 100, 120, 1);
        var budget = new MemoryBudget(1L << 30);
        ClassicalUnwrapper.Unwrap(new WrappedImage(100, 120, scene.Wrapped, scene.Coherence), method, new ClassicalOptions { Threads = 2 }, budget);
        Assert.Equal(0, budget.Leased);
        Assert.InRange(budget.Peak, 0.99 * ClassicalUnwrapper.WorkingBytes(method, 100, 120, 2), ClassicalUnwrapper.WorkingBytes(method, 100, 120, 2));
        Assert.Throws<MemoryBudgetException>(() => ClassicalUnwrapper.Unwrap(
            new WrappedImage(100, 120, scene.Wrapped, scene.Coherence), method, new ClassicalOptions { Threads = 2 }, new MemoryBudget(budget.Peak - 1)));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        var image = new WrappedImage(1, 2, [0, 1]);
        Assert.Throws<RequestException>(() => Unwrap(image, ClassicalMethod.LpNorm, new ClassicalOptions { Power = 2.5 }));
        Assert.Throws<RequestException>(() => Unwrap(image, ClassicalMethod.LpNorm, new ClassicalOptions { Power = double.NaN }));
        Assert.Throws<RequestException>(() => Unwrap(image, ClassicalMethod.LpNorm, new ClassicalOptions { Reweightings = 0 }));
    }

    internal static UnwrappedImage Unwrap(WrappedImage image, ClassicalMethod method, ClassicalOptions? options = null) =>
        ClassicalUnwrapper.Unwrap(image, method, options ?? new ClassicalOptions(), new MemoryBudget(1L << 30));

    internal static float[] Wrapped(float[] truth) => Array.ConvertAll(truth, p => (float)Math.IEEERemainder(p, 2 * Math.PI));

    /// <summary>All results differ from the phase by whole cycles, and have values where the phase has but for what is said to be unreached.</summary>
    internal static void AssertCongruent(float[] wrapped, UnwrappedImage result)
    {
        var lost = 0L;
        for (var p = 0; p < wrapped.Length; p++)
        {
            if (float.IsNaN(wrapped[p]) || float.IsNaN(result.Phase[p]))
            {
                lost += float.IsNaN(wrapped[p]) ? 0 : 1;
                Assert.True(float.IsNaN(result.Phase[p]));
                continue;
            }

            Assert.True(Math.Abs(Math.IEEERemainder((double)result.Phase[p] - wrapped[p], 2 * Math.PI)) < 1e-4, $"pixel {p}");
        }

        Assert.Equal(result.Unreached, lost);
    }

    /// <summary>The two differ by one number everywhere that has values.</summary>
    private static void AssertSame(float[] expected, float[] actual, double constant)
    {
        var valid = Enumerable.Range(0, expected.Length).Where(p => !float.IsNaN(expected[p])).ToArray();
        Assert.Equal(valid, Enumerable.Range(0, actual.Length).Where(p => !float.IsNaN(actual[p])));
        PhaseUnwrapperTests.AssertSame(Array.ConvertAll(valid, p => expected[p]), Array.ConvertAll(valid, p => actual[p]), constant);
    }
}
