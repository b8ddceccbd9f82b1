using Plumb.Interferograms;
using Plumb.Kernels;

namespace Plumb.Tests.Interferograms;

/// <summary>What must hold of every filter and of the coherence, on random images with random gaps.</summary>
public class FilterPropertyTests
{
    private const int Seeds = 12;

    public static TheoryData<FilterMethod> Methods => [.. Enum.GetValues<FilterMethod>().Where(m => m != FilterMethod.None)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_constant_phase_a_scale_and_the_conjugate_go_through(FilterMethod method)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var image = Image.Make(seed);
            var plain = Filter(method, image);
            var (sine, cosine) = Math.SinCos(0.4 * seed);
            Same(method, Changed(plain, (x, y) => ((cosine * x) - (sine * y), (sine * x) + (cosine * y))), Filter(method, image.With((x, y) => ((cosine * x) - (sine * y), (sine * x) + (cosine * y)))), $"turned, seed {seed}");
            Same(method, Changed(plain, (x, y) => (x, -y)), Filter(method, image.With((x, y) => (x, -y))), $"conjugate, seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_transpose_is_a_transpose(FilterMethod method)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var image = Image.Make(100 + seed);
            var turned = Filter(method, image.Transposed(), transposed: true);
            Same(method, Filter(method, image), new Image(image.Columns, image.Rows, turned, image.Transposed().Coherence).Transposed().Pairs, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(FilterMethod.Gaussian)]
    [InlineData(FilterMethod.Boxcar)]
    [InlineData(FilterMethod.Adaptive)]
    public void A_mirror_is_a_mirror(FilterMethod method)
    {
        // The patches of the spectral filters begin at the first pixel: a mirror moves them.
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var image = Image.Make(200 + seed);
            Same(method, Filter(method, image), image.Mirrored().Like(Filter(method, image.Mirrored())).Mirrored().Pairs, $"seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Pixels_alone_and_images_of_nothing_stay_as_they_are(FilterMethod method)
    {
        foreach (var (rows, columns) in new[] { (1, 1), (1, 7), (9, 1), (5, 4) })
        {
            foreach (var (x, y) in new[] { (0f, 0f), (float.NaN, float.NaN), (float.NaN, 1f) })
            {
                var nothing = Enumerable.Range(0, 2 * rows * columns).Select(i => i % 2 == 0 ? x : y).ToArray();
                Assert.Equal(nothing, Filter(method, new Image(rows, columns, nothing, [.. Enumerable.Repeat(0.5f, rows * columns)])));
            }
        }

        var alone = Filter(method, new Image(1, 1, [3f, -4f], [0.5f]));
        Assert.Equal(Math.Atan2(-4, 3), Math.Atan2(alone[1], alone[0]), 1e-4);
    }

    [Fact]
    public void Coherence_does_not_see_a_constant_phase_a_scale_a_turn_or_which_image_is_first()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var (a, b) = (Image.Make(300 + seed), Image.Make(300 + seed, more: 1));
            var plain = Coherence(a, b, 3, 5);
            var (sine, cosine) = Math.SinCos(0.4 * seed);
            Close(plain, Coherence(a, b.With((x, y) => (7 * ((cosine * x) - (sine * y)), 7 * ((sine * x) + (cosine * y)))), 3, 5));
            Close(plain, Coherence(b, a, 3, 5));
            Close(plain, Coherence(a.With((x, y) => (x, -y)), b.With((x, y) => (x, -y)), 3, 5));
            Close(plain, Image.Transposed(Coherence(a.Transposed(), b.Transposed(), 5, 3), a.Columns));
            Close(plain, Image.Mirrored(Coherence(a.Mirrored(), b.Mirrored(), 3, 5), a.Columns));
            Assert.All(plain, g => Assert.True(float.IsNaN(g) || g is >= 0 and <= 1.00001f));
            Assert.All(Coherence(a, a, 3, 5), g => Assert.True(float.IsNaN(g) || Math.Abs(g - 1) < 1e-5));
        }
    }

    [Fact]
    public void Coherence_of_nothing_is_no_number()
    {
        foreach (var (rows, columns) in new[] { (1, 1), (1, 7), (9, 1), (5, 4) })
        {
            var (zero, one) = (new float[2 * rows * columns], Enumerable.Repeat(1f, 2 * rows * columns).ToArray());
            var none = Array.ConvertAll(zero, _ => float.NaN);
            foreach (var empty in new[] { zero, none })
            {
                Assert.All(Coherence(new Image(rows, columns, empty, []), new Image(rows, columns, one, []), 3, 5), g => Assert.True(float.IsNaN(g)));
                Assert.All(Coherence(new Image(rows, columns, one, []), new Image(rows, columns, empty, []), 3, 5), g => Assert.True(float.IsNaN(g)));
            }
        }
    }

    private static float[] Filter(FilterMethod method, Image image, bool transposed = false)
    {
        var options = new FilterOptions { Method = method, Patch = 16, Alpha = 0.7, WindowRows = transposed ? 7 : 3, WindowColumns = transposed ? 3 : 7, Sigma = 1.3, Looks = 4 };
        var filter = new InterferogramFilter(options, image.Columns);
        using var scratch = new MemoryBudget(1 << 26).Lease<float>(filter.ScratchLength(image.Rows), "test");
        var filtered = new float[image.Pairs.Length];
        filter.Filter(image.Pairs, image.Coherence, 0, 0, filtered, scratch);
        return filtered;
    }

    private static float[] Coherence(Image a, Image b, int windowRows, int windowColumns)
    {
        var estimator = new CoherenceEstimator(new CoherenceOptions { WindowRows = windowRows, WindowColumns = windowColumns }, a.Columns);
        using var scratch = new MemoryBudget(1 << 26).Lease<float>(estimator.ScratchLength(a.Rows), "test");
        var coherence = new float[a.Rows * a.Columns];
        estimator.Estimate(a.Pairs, b.Pairs, 0, 0, coherence, [], scratch);
        return coherence;
    }

    private static float[] Changed(float[] pairs, Func<double, double, (double X, double Y)> change) => new Image(1, pairs.Length / 2, pairs, []).With(change).Pairs;

    /// <summary>The two agree; of the directional filter but for the few pixels at which two directions fit as well.</summary>
    private static void Same(FilterMethod method, float[] expected, float[] actual, string what)
    {
        var different = Enumerable.Range(0, expected.Length / 2).Count(p => !Near(expected[2 * p], actual[2 * p]) || !Near(expected[(2 * p) + 1], actual[(2 * p) + 1]));
        Assert.True(different <= (method == FilterMethod.Adaptive ? 0.01 * expected.Length : 0), $"{what}: {different} of {expected.Length / 2} pixels differ");
        static bool Near(float a, float b) => float.IsNaN(a) ? float.IsNaN(b) : Math.Abs(a - b) < 1e-3f;
    }

    private static void Close(float[] expected, float[] actual)
    {
        for (var p = 0; p < expected.Length; p++)
        {
            Assert.True(float.IsNaN(expected[p]) ? float.IsNaN(actual[p]) : Math.Abs(expected[p] - actual[p]) < 1e-5f, $"pixel {p}: {actual[p]} in place of {expected[p]}");
        }
    }

    /// <summary>Complex numbers as pairs, and a coherence; shape (rows, columns).</summary>
    private sealed record Image(int Rows, int Columns, float[] Pairs, float[] Coherence)
    {
        internal static Image Make(int seed, int more = 0)
        {
            var random = new Random(seed);
            var (rows, columns) = (random.Next(1, 50), random.Next(1, 50));
            random = new Random(seed + (1000 * more));
            var (pairs, coherence) = (new float[2 * rows * columns], new float[rows * columns]);
            var field = Unwrapping.RandomImage.Field(random, rows, columns, 1.5);
            for (var p = 0; p < coherence.Length; p++)
            {
                var (sine, cosine) = MathF.SinCos(field[p] + (2 * (random.NextSingle() - 0.5f)));
                var size = 0.5f + random.NextSingle();
                (pairs[2 * p], pairs[(2 * p) + 1]) = random.Next(25) == 0 ? random.Next(2) == 0 ? (0, 0) : (float.NaN, 1) : (size * cosine, size * sine);
                coherence[p] = 0.2f + (0.7f * random.NextSingle());
            }

            return new Image(rows, columns, pairs, coherence);
        }

        internal static float[] Transposed(float[] values, int columns) => [.. Enumerable.Range(0, values.Length).Select(i => values[(i % columns * (values.Length / columns)) + (i / columns)])];

        internal static float[] Mirrored(float[] values, int columns) => [.. Enumerable.Range(0, values.Length).Select(i => values[(i / columns * columns) + (columns - 1 - (i % columns))])];

        internal Image With(Func<double, double, (double X, double Y)> change) => Of(p => p, change);

        internal Image Like(float[] pairs) => this with { Pairs = pairs };

        internal Image Mirrored() => Of(p => (p / Columns * Columns) + (Columns - 1 - (p % Columns)), (x, y) => (x, y));

        internal Image Transposed()
        {
            var (rows, columns) = (Rows, Columns);
            return Of(p => (p % rows * columns) + (p / rows), (x, y) => (x, y)) with { Rows = columns, Columns = rows };
        }

        private Image Of(Func<int, int> from, Func<double, double, (double X, double Y)> change)
        {
            var (pairs, coherence) = (new float[Pairs.Length], new float[Coherence.Length]);
            for (var p = 0; p < Pairs.Length / 2; p++)
            {
                var (x, y) = change(Pairs[2 * from(p)], Pairs[(2 * from(p)) + 1]);
                (pairs[2 * p], pairs[(2 * p) + 1]) = ((float)x, (float)y);
            }

            for (var p = 0; p < coherence.Length; p++)
            {
                coherence[p] = Coherence[from(p)];
            }

            return new Image(Rows, Columns, pairs, coherence);
        }
    }
}
