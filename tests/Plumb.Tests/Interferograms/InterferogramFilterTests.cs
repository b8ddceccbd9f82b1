using System.Numerics;
using Plumb.Interferograms;
using Plumb.Kernels;
using Plumb.Simulation;

namespace Plumb.Tests.Interferograms;

public class InterferogramFilterTests
{
    private const int Rows = 61;
    private const int Columns = 75;

    public static TheoryData<FilterMethod, bool> Methods => new()
    {
        { FilterMethod.Goldstein, false },
        { FilterMethod.Baran, true },
        { FilterMethod.Baran, false },
        { FilterMethod.Gaussian, false },
        { FilterMethod.Boxcar, false },
        { FilterMethod.Adaptive, true },
        { FilterMethod.Adaptive, false },
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_filter_does_what_its_definition_says_and_keeps_holes(FilterMethod method, bool withCoherence)
    {
        var (pairs, coherence) = Scene(3);
        var options = Options(method);
        var filtered = Filter(options, pairs, withCoherence ? coherence : [], Rows, LaneWidth.Widest);
        var image = new Complex[Rows * Columns];
        for (var p = 0; p < image.Length; p++)
        {
            image[p] = float.IsFinite(pairs[2 * p]) ? new Complex(pairs[2 * p], pairs[(2 * p) + 1]) : 0;
        }

        var expected = new FilterOracle(image, withCoherence ? [.. coherence.Select(c => (double)c)] : null, Rows, Columns).Filter(options);
        var (worst, apart) = (0.0, 0);
        for (var p = 0; p < image.Length; p++)
        {
            if (image[p] == Complex.Zero)
            {
                Assert.Equal(pairs[2 * p], filtered[2 * p]);
                Assert.Equal(pairs[(2 * p) + 1], filtered[(2 * p) + 1]);
                continue;
            }

            var error = (new Complex(filtered[2 * p], filtered[(2 * p) + 1]) - expected[p]).Magnitude;

            // Where two directions fit equally well, rounding chooses.
            apart += error > 2e-4 ? 1 : 0;
            worst = method == FilterMethod.Adaptive && error > 2e-4 ? worst : Math.Max(worst, error);
        }

        Assert.True(worst < 2e-4, $"{worst}");
        Assert.True(apart <= (method == FilterMethod.Adaptive ? image.Length / 200 : 0), $"{apart} pixels");
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Bands_and_widths_do_not_change_a_bit(FilterMethod method, bool withCoherence)
    {
        var (pairs, coherence) = Scene(5);
        var gamma = withCoherence ? coherence : [];
        var whole = Filter(Options(method), pairs, gamma, Rows, LaneWidth.Bits128);
        Assert.Equal(Bits(whole), Bits(Filter(Options(method), pairs, gamma, Rows, LaneWidth.Bits256)));
        Assert.Equal(Bits(whole), Bits(Filter(Options(method), pairs, gamma, Rows, LaneWidth.Bits512)));
        Assert.Equal(Bits(whole), Bits(Filter(Options(method), pairs, gamma, 7, LaneWidth.Widest)));
        Assert.Equal(Bits(whole), Bits(Filter(Options(method), pairs, gamma, 19, LaneWidth.Widest)));
    }

    [Fact]
    public void Spectral_filters_with_a_power_of_0_change_nothing_and_keep_a_clean_fringe_at_any_power()
    {
        var pairs = new float[2 * Rows * Columns];
        for (var p = 0; p < Rows * Columns; p++)
        {
            var (s, c) = Math.SinCos(2 * Math.PI * ((3 * (p % Columns)) + (p / Columns)) / 16);
            (pairs[2 * p], pairs[(2 * p) + 1]) = ((float)(2 * c), (float)(2 * s));
        }

        var still = Filter(new FilterOptions { Alpha = 0, Patch = 16 }, pairs, [], Rows, LaneWidth.Widest);
        var strong = Filter(new FilterOptions { Alpha = 1, Patch = 16 }, pairs, [], Rows, LaneWidth.Widest);
        for (var r = 16; r < Rows - 16; r++)
        {
            for (var c = 16; c < Columns - 16; c++)
            {
                var i = 2 * ((r * Columns) + c);
                Assert.Equal(pairs[i], still[i], 1e-5f);
                Assert.Equal(pairs[i], strong[i], 1e-4f);
                Assert.Equal(pairs[i + 1], strong[i + 1], 1e-4f);
            }
        }
    }

    [Theory]
    [InlineData(FilterMethod.Goldstein)]
    [InlineData(FilterMethod.Adaptive)]
    [InlineData(FilterMethod.Boxcar)]
    public void Filtering_allocates_nothing(FilterMethod method)
    {
        var (pairs, _) = Scene(1);
        var filter = new InterferogramFilter(Options(method), Columns);
        using var scratch = new MemoryBudget(1 << 26).Lease<float>(filter.ScratchLength(Rows), "test");
        var filtered = new float[pairs.Length];
        Assert.Equal(0, Allocation.Of(() => filter.Filter(pairs, [], 0, 0, filtered, scratch)));
    }

    [Fact]
    public void Wrong_options_and_spans_are_refused()
    {
        Assert.Contains("alpha is 2", Assert.Throws<RequestException>(() => new InterferogramFilter(new FilterOptions { Alpha = 2 }, 5)).Message, StringComparison.Ordinal);
        Assert.Throws<RequestException>(() => new FilterOptions { Patch = 24 }.Check());
        Assert.Throws<RequestException>(() => new FilterOptions { WindowRows = 4 }.Check());
        Assert.Throws<RequestException>(() => new FilterOptions { Sigma = double.NaN }.Check());
        Assert.Throws<RequestException>(() => new FilterOptions { Looks = 0 }.Check());
        var filter = new InterferogramFilter(new FilterOptions(), 8);
        using var scratch = new MemoryBudget(1 << 24).Lease<float>(filter.ScratchLength(4), "test");
        Assert.Throws<ArgumentException>(() => filter.Filter(new float[64], new float[3], 0, 0, new float[64], scratch));
        Assert.Throws<ArgumentException>(() => filter.Filter(new float[64], [], 0, 1, new float[64], scratch));
    }

    [Theory]
    [InlineData(FilterMethod.Goldstein, true)]
    [InlineData(FilterMethod.Baran, true)]
    [InlineData(FilterMethod.Adaptive, true)]
    [InlineData(FilterMethod.Boxcar, false)]
    public void On_scenes_with_known_truth_noise_and_residues_fall_and_a_box_loses_steep_fringes(FilterMethod method, bool followsFringes)
    {
        foreach (var seed in new[] { 5, 77, 901 })
        {
            var scene = WrappedScene.Make(WrappedSceneKind.Hard, 160, 160, seed);
            var pairs = WrappedTruth.Pairs(scene);
            var filter = new InterferogramFilter(new FilterOptions { Method = method, Looks = scene.Looks }, 160);
            using var scratch = new MemoryBudget(1 << 28).Lease<float>(filter.ScratchLength(160), "test");
            var filtered = new float[pairs.Length];
            filter.Filter(pairs, scene.Coherence, 0, 0, filtered, scratch);
            var gentle = WrappedTruth.Rms(scene, filtered, 0, 0.4) / WrappedTruth.Rms(scene, pairs, 0, 0.4);
            var steep = WrappedTruth.Rms(scene, filtered, 1, 9) / WrappedTruth.Rms(scene, pairs, 1, 9);
            var residues = WrappedTruth.Residues(filtered, 160) / (double)WrappedTruth.Residues(pairs, 160);
            Assert.True(gentle < 0.8, $"{seed}: {gentle} of the noise is left where fringes are gentle");
            Assert.True(followsFringes ? steep < 0.95 : steep > 0.95, $"{seed}: {steep} of the noise is left where fringes are steep");
            Assert.True(!followsFringes || residues < 0.5, $"{seed}: {residues} of the residues are left");
        }
    }

    private static FilterOptions Options(FilterMethod method) => new() { Method = method, Patch = 16, Alpha = 0.7, WindowRows = 3, WindowColumns = 7, Sigma = 1.3, Looks = 4 };

    private static int[] Bits(float[] values) => Array.ConvertAll(values, BitConverter.SingleToInt32Bits);

    private static float[] Filter(FilterOptions options, float[] pairs, float[] coherence, int band, LaneWidth width)
    {
        var filter = new InterferogramFilter(options, Columns);
        using var scratch = new MemoryBudget(1 << 26).Lease<float>(filter.ScratchLength(band), "test");
        var filtered = new float[pairs.Length];
        for (var top = 0; top < Rows; top += band)
        {
            // Only the rows that the band is said to depend on.
            var count = Math.Min(band, Rows - top);
            var (from, end) = (Math.Max(0, top - filter.Halo), Math.Min(Rows, top + count + filter.Halo));
            var gamma = coherence.Length == 0 ? [] : coherence.AsSpan(from * Columns, (end - from) * Columns);
            filter.Filter(pairs.AsSpan(2 * from * Columns, 2 * (end - from) * Columns), gamma, from, top, filtered.AsSpan(2 * top * Columns, 2 * count * Columns), scratch, width);
        }

        return filtered;
    }

    private static (float[] Pairs, float[] Coherence) Scene(int seed)
    {
        var scene = WrappedScene.Make(WrappedSceneKind.Hard, Rows, Columns, seed);
        var pairs = WrappedTruth.Pairs(scene);
        var random = new Random(seed);
        for (var r = 0; r < Rows; r++)
        {
            for (var c = 0; c < Columns; c++)
            {
                var p = (r * Columns) + c;
                if ((r is > 20 and < 30 && c is > 30 and < 50) || random.Next(50) == 0)
                {
                    (pairs[2 * p], pairs[(2 * p) + 1]) = r % 2 == 0 ? (0f, 0f) : (float.NaN, 1f);
                }
            }
        }

        return (pairs, scene.Coherence);
    }
}
