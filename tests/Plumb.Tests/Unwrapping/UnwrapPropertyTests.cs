using Plumb.Acquisitions;
using Plumb.Kernels;
using Plumb.Tests.Unwrapping.Classical;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Classical;

namespace Plumb.Tests.Unwrapping;

/// <summary>What must hold of every way to unwrap, on random images with random gaps.</summary>
public class UnwrapPropertyTests
{
    private const int Seeds = 40;

    public static TheoryData<string> Ways => [.. new[] { "smooth", "deformation", "rows" }.Concat(Enum.GetNames<ClassicalMethod>())];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Fields_without_noise_below_half_a_cycle_a_pixel_come_back_in_every_region(string way)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = RandomImage.Make(seed, 0, seed % 3 * 0.06);
            random.Same(random.Truth, Unwrap(way, random.Image), 0, $"{way}, seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Cycles_and_a_constant_change_nothing_but_that(string way)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = RandomImage.Make(1000 + seed, 0.3 + (0.02 * seed), seed % 3 * 0.06);
            var plain = Unwrap(way, random.Image);
            var draw = new Random(seed);
            var constant = (6 * draw.NextDouble()) - 3;
            random.Same(plain, Unwrap(way, With(random.Image, p => p + (float)(2 * Math.PI * draw.Next(-3, 4)))), 0, $"cycles, {way}, seed {seed}");
            random.Same(plain, Unwrap(way, With(random.Image, p => (float)Math.IEEERemainder(p + constant, 2 * Math.PI))), constant, $"{constant}, {way}, seed {seed}");
        }
    }

    [Theory]
    [InlineData("smooth")]
    [InlineData("deformation")]
    [InlineData("rows")]
    [InlineData(nameof(ClassicalMethod.QualityGuided))]
    public void Transposes_and_mirrors_change_nothing(string way)
    {
        // Of the other methods, that choose among equals by the order of pixels, see TurnedImageTests and FlowOptimumTests.
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = RandomImage.Make(2000 + seed, 0.3 + (0.02 * seed), seed % 3 * 0.06);
            var plain = Unwrap(way, random.Image);
            foreach (var (places, isTransposed) in Turns.Of(random.Rows, random.Columns))
            {
                var turned = Unwrap(way, random.Turned(places, isTransposed));
                random.Same(plain, Array.ConvertAll(places, p => turned[p]), 0, $"{way}, seed {seed}, {(isTransposed ? "transposed" : "mirrored")}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_pixel_is_itself_and_nothing_but_gaps_is_refused(string way)
    {
        Assert.Equal(0.5f, Assert.Single(Unwrap(way, new WrappedImage(1, 1, [0.5f], [0.3f], [2]))));
        foreach (var (phase, coherence, amplitude) in new[] { (float.NaN, 0.5f, 1f), (0.5f, 0f, 1f), (0.5f, float.NaN, 1f), (0.5f, 0.5f, 0f), (float.PositiveInfinity, 0.5f, 1f) })
        {
            foreach (var (rows, columns) in new[] { (1, 1), (1, 5), (3, 4) })
            {
                float[] All(float value) => [.. Enumerable.Repeat(value, rows * columns)];
                var said = Assert.Throws<RequestException>(() => Unwrap(way, new WrappedImage(rows, columns, All(phase), All(coherence), All(amplitude))));
                Assert.Contains("No pixel has a value", said.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Points_without_noise_come_back_and_cycles_constants_and_axes_do_not_matter()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new Random(seed);
            var (rows, columns) = (random.Next(2, 25), random.Next(2, 25));
            var truth = RandomImage.Field(random, rows, columns, 1.2);

            // Inside the field points are moved; its value is still that of their old places, so that no two neighbours differ by half a cycle.
            double Place(int at, int last) => at == 0 || at == last ? at : at + (0.5 * (random.NextDouble() - 0.5));
            var x = Enumerable.Range(0, truth.Length).Select(p => Place(p % columns, columns - 1)).ToArray();
            var y = Enumerable.Range(0, truth.Length).Select(p => Place(p / columns, rows - 1)).ToArray();
            var coherence = Array.ConvertAll(truth, _ => 0.2f + (0.8f * random.NextSingle()));
            float[] Unwrap(double[] a, double[] b, float[] phase) => PointUnwrapper.Unwrap(new WrappedPoints(a, b, phase, coherence), new UnwrapOptions { Looks = 8 }).Phase;
            PhaseUnwrapperTests.AssertSame(truth, Unwrap(x, y, ClassicalUnwrapperTests.Wrapped(truth)), 0);
            var noisy = Array.ConvertAll(truth, t => (float)Math.IEEERemainder(t + (2.5 * (random.NextDouble() - 0.5)), 2 * Math.PI));
            var plain = Unwrap(x, y, noisy);
            PhaseUnwrapperTests.AssertSame(plain, Unwrap(x, y, Array.ConvertAll(noisy, p => p + (float)(2 * Math.PI * random.Next(-3, 4)))), 0);
            PhaseUnwrapperTests.AssertSame(plain, Unwrap(x, y, Array.ConvertAll(noisy, p => (float)Math.IEEERemainder(p - 2.1, 2 * Math.PI))), -2.1);
        }
    }

    [Fact]
    public void Stacks_without_noise_come_back_however_steep_their_long_pairs_are()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new Random(seed);
            var (rows, columns, dates) = (random.Next(1, 30), random.Next(1, 30), random.Next(3, 7));
            var sums = new float[dates][];
            sums[0] = new float[rows * columns];
            for (var d = 1; d < dates; d++)
            {
                var step = RandomImage.Field(random, rows, columns, 0.5 + (2.4 * random.NextDouble()));
                sums[d] = [.. sums[d - 1].Zip(step, (a, b) => a + b)];
            }

            var day = Enumerable.Range(0, dates).Select(d => new DateOnly(2024, 1, 1).AddDays(12 * d)).ToArray();
            var pairs = (from a in Enumerable.Range(0, dates) from b in Enumerable.Range(1, 2) where a + b < dates select (First: a, Second: a + b)).ToArray();
            var lake = random.Next(columns);
            var truth = Array.ConvertAll(pairs, e => sums[e.Second].Select((s, p) => p % columns == lake && columns > 1 ? float.NaN : s - sums[e.First][p]).ToArray());
            var coherence = Array.ConvertAll(truth, t => Array.ConvertAll(t, _ => 0.97f));
            var found = StackUnwrapper.Unwrap(
                new StackLinker([.. pairs.Select(e => new DatePair(day[e.First], day[e.Second]))], 8), rows, columns, Array.ConvertAll(truth, ClassicalUnwrapperTests.Wrapped), coherence, new UnwrapOptions(), new MemoryBudget(1 << 28));
            for (var k = 0; k < pairs.Length; k++)
            {
                RandomImage.Same(rows, columns, truth[k], found[k], 0, $"seed {seed}, pair {k}");
            }
        }
    }

    private static float[] Unwrap(string way, WrappedImage image)
    {
        if (Enum.TryParse<ClassicalMethod>(way, out var method))
        {
            return ClassicalUnwrapperTests.Unwrap(image, method).Phase;
        }

        var options = new UnwrapOptions { Looks = 5, Threads = 2, Costs = way == "deformation" ? UnwrapCosts.Deformation : UnwrapCosts.Smooth };
        var budget = new MemoryBudget(1 << 28);
        if (way != "rows")
        {
            return PhaseUnwrapper.Unwrap(image, options, budget).Phase;
        }

        using var result = PhaseUnwrapper.Unwrap(new ImageRows(image), options, new LeasedMemory(budget), budget);
        return result.Phase(0, image.Rows).ToArray();
    }

    private static WrappedImage With(WrappedImage image, Func<float, float> change) => new(image.Rows, image.Columns, Array.ConvertAll(image.Phase, p => change(p)), image.Coherence, image.Amplitude);
}
