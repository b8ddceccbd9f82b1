using MathNet.Numerics.LinearAlgebra;
using Plumb.Inversion;
using Plumb.Kernels;
using Plumb.Networks;
using Plumb.Tests.Inversion;
using Plumb.Uncertainty;

namespace Plumb.Tests.Uncertainty;

public class NetworkPropagationTests
{
    public static TheoryData<int, Weighting, double> Cases => new()
    {
        { 128, Weighting.Variance, 0 }, { 256, Weighting.Variance, 0.3 }, { 512, Weighting.Variance, 0.3 }, { 512, Weighting.None, 0.2 },
        { 256, Weighting.Coherence, 0.2 }, { 128, Weighting.Fisher, 0.2 }, { 512, Weighting.None, 0 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sigma_of_functions_is_that_of_the_dense_estimator(int bits, Weighting weighting, double missing)
    {
        var stack = new RandomStack(7, 14, 4, 75, missing, 0.2);
        var width = bits switch { 128 => LaneWidth.Bits128, 256 => LaneWidth.Bits256, _ => LaneWidth.Bits512 };
        var inversion = new NetworkInversion(stack.Network, new InversionOptions(weighting, MinimumNorm.Velocity, 9, 1), -0.01);
        double[][] functions = [Rate(stack.Network), Unit(14, 13), Unit(14, 5)];
        var plan = new NetworkPropagation(inversion, 9.3, functions, 0, width);
        var run = Run(plan, stack);
        var solved = 0;
        for (var pixel = 0; pixel < stack.Pixels; pixel++)
        {
            var (phase, coherence) = Pixel(stack, pixel);
            if (Dense.IsConnected(stack.Network, phase))
            {
                solved++;
                var covariance = Dense.Covariance(plan, phase, coherence);
                for (var f = 0; f < functions.Length; f++)
                {
                    Assert.Equal(1, run.Sigma[(f * stack.Pixels) + pixel] / Math.Sqrt(Form(covariance, functions[f])), 2e-3);
                }
            }
        }

        Assert.True(solved > 5);
    }

    [Fact]
    public void The_full_covariance_of_a_pixel_is_the_dense_one_and_gives_the_same_sigma()
    {
        var stack = new RandomStack(3, 12, 3, 40, 0.45);
        var inversion = new NetworkInversion(stack.Network, new InversionOptions(Weighting.Variance, MinimumNorm.Velocity, 9, 1), -0.01);
        double[][] functions = [Rate(stack.Network), Unit(12, 11)];
        var plan = new NetworkPropagation(inversion, 9, functions);
        var run = Run(plan, stack);
        var broken = 0;
        for (var pixel = 0; pixel < stack.Pixels; pixel++)
        {
            var (phase, coherence) = Pixel(stack, pixel);
            var covariance = PixelCovariance.Of(plan, phase, coherence);
            if (Dense.IsConnected(stack.Network, phase))
            {
                var dense = Dense.Covariance(plan, phase, coherence);
                for (var i = 0; i < 12; i++)
                {
                    for (var j = 0; j < 12; j++)
                    {
                        Assert.Equal(dense[i, j], covariance[i, j], 1e-8 * dense[11, 11]);
                    }
                }
            }
            else
            {
                broken += float.IsNaN(run.Sigma[pixel]) ? 0 : 1;
            }

            for (var f = 0; f < functions.Length; f++)
            {
                var sigma = run.Sigma[(f * stack.Pixels) + pixel];
                if (!float.IsNaN(sigma))
                {
                    Assert.Equal(1, sigma / Math.Sqrt(Form(covariance, functions[f])), 5e-3);
                }
            }
        }

        Assert.True(broken > 0, "no pixel's network falls apart");
    }

    [Fact]
    public void A_pixel_has_the_same_bits_in_any_tile_and_width()
    {
        var stack = new RandomStack(5, 16, 4, 100, 0.2);
        var options = new InversionOptions(Weighting.Variance, MinimumNorm.Velocity, 20, 1);
        double[][] functions = [Rate(stack.Network), Unit(16, 15)];
        NetworkPropagation Plan(LaneWidth width) => new(new NetworkInversion(stack.Network, options, -0.01), 20, functions, 0, width);
        var whole = Run(Plan(LaneWidth.Widest), stack);
        foreach (var width in new[] { LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512 })
        {
            var plan = Plan(width);
            using var scratch = plan.CreateScratch(new MemoryBudget(1 << 28));
            var sigma = new float[2 * 7];
            for (var start = 0; start + 7 <= stack.Pixels; start += 31)
            {
                plan.Propagate(
                    new PropagationTile { Pixels = 7, Phase = stack.Phase.AsSpan(start), Coherence = stack.Coherence.AsSpan(start), PairStride = stack.Pixels },
                    new PropagationResult { Sigma = sigma },
                    scratch);
                for (var i = 0; i < 7; i++)
                {
                    Assert.Equal(whole.Sigma[start + i], sigma[i]);
                    Assert.Equal(whole.Sigma[stack.Pixels + start + i], sigma[7 + i]);
                }
            }
        }
    }

    [Theory]
    [InlineData(128)]
    [InlineData(512)]
    public void A_function_of_each_pixel_has_the_same_sigma_as_one_of_all_pixels(int bits)
    {
        var stack = new RandomStack(3, 12, 3, 41, 0.45);
        var width = bits == 128 ? LaneWidth.Bits128 : LaneWidth.Bits512;
        var inversion = new NetworkInversion(stack.Network, new InversionOptions(Weighting.Variance, MinimumNorm.Velocity, 9, 1), -0.01);
        double[][] functions = [Rate(stack.Network), Unit(12, 11), Unit(12, 4)];
        var expected = Run(new NetworkPropagation(inversion, 9, functions, 0, width), stack).Sigma;
        var plan = new NetworkPropagation(inversion, 9, functions[..1], 2, width);
        var own = new float[2 * 12 * stack.Pixels];
        for (var i = 0; i < stack.Pixels; i++)
        {
            // Every third pixel has the two the other way round.
            var (a, b) = i % 3 == 0 ? (2, 1) : (1, 2);
            for (var d = 0; d < 12; d++)
            {
                (own[(d * stack.Pixels) + i], own[((12 + d) * stack.Pixels) + i]) = ((float)functions[a][d], (float)functions[b][d]);
            }
        }

        var sigma = new float[3 * stack.Pixels];
        using var scratch = plan.CreateScratch(new MemoryBudget(1 << 28));
        plan.Propagate(
            new PropagationTile { Pixels = stack.Pixels, Phase = stack.Phase, Coherence = stack.Coherence, OwnFunctions = own }, new PropagationResult { Sigma = sigma }, scratch);
        for (var i = 0; i < stack.Pixels; i++)
        {
            var (a, b) = i % 3 == 0 ? (2, 1) : (1, 2);
            Assert.Equal(expected[i], sigma[i]);
            Assert.Equal(expected[(a * stack.Pixels) + i], sigma[stack.Pixels + i]);
            Assert.Equal(expected[(b * stack.Pixels) + i], sigma[(2 * stack.Pixels) + i]);
        }

        Assert.Throws<ArgumentException>(() => plan.Propagate(
            new PropagationTile { Pixels = stack.Pixels, Phase = stack.Phase, Coherence = stack.Coherence, OwnFunctions = own.AsSpan(1) }, new PropagationResult { Sigma = sigma }, scratch));
    }

    [Fact]
    public void Noise_that_pixels_share_is_the_same_for_a_function_of_each_pixel()
    {
        var stack = new RandomStack(3, 12, 3, 9, 0);
        var inversion = new NetworkInversion(stack.Network, new InversionOptions(Weighting.Variance, MinimumNorm.Velocity, 9, 1), -0.01);
        var plan = new NetworkPropagation(inversion, 9, [Rate(stack.Network)]);
        var reference = new ReferenceNoise(plan, [.. stack.Network.Pairs.Select((_, p) => p == 4 ? double.NaN : 0.01 * (1 + (p % 3)))]);
        var shared = new SharedNoise(reference, null);
        var rate = Rate(stack.Network);
        var (total, expected, pairs) = (new float[3], new float[3], new[] { 0.001f, 0.002f, float.NaN });
        shared.Combine([.. rate.SelectMany(g => Enumerable.Repeat((float)g, 3))], pairs, [0, 0, 0], [], new double[12], new double[SharedNoise.WorkLength(12)], total);
        SigmaBudget.Combine(shared.Of(rate), pairs, [0, 0, 0], [], expected, []);
        Assert.Equal(expected[0], total[0], 1e-8);
        Assert.Equal(expected[1], total[1], 1e-8);
        Assert.True(float.IsNaN(total[2]));

        // The reference as a dense quadratic form.
        var laplacian = Matrix<double>.Build.Dense(12, 12);
        foreach (var (p, (i, j)) in stack.Network.Pairs.Select((_, p) => (stack.Network.FirstIndex[p], stack.Network.SecondIndex[p])).Index())
        {
            var weight = p == 4 ? 0 : 100.0 / (1 + (p % 3));
            (laplacian[i, i], laplacian[j, j]) = (laplacian[i, i] + weight, laplacian[j, j] + weight);
            (laplacian[i, j], laplacian[j, i]) = (laplacian[i, j] - weight, laplacian[j, i] - weight);
        }

        var g = Vector<double>.Build.Dense(rate).SubVector(1, 11);
        var variance = g.DotProduct(laplacian.SubMatrix(1, 11, 1, 11).Inverse() * g) * 1e-4;
        Assert.Equal(1, shared.Of(rate).Reference / variance, 1e-9);
    }

    [Fact]
    public void What_makes_a_network_weak_is_told()
    {
        // Four dates in a chain of two loops: all pairs, one date on a single pair, and a gap.
        var day = new DateOnly(2022, 1, 1);
        DateOnly At(int i) => day.AddDays(12 * i);
        var network = new Network([new(At(0), At(1)), new(At(0), At(2)), new(At(1), At(2)), new(At(1), At(3)), new(At(2), At(3))]);
        var stack = (Phase: new float[15], Coherence: Enumerable.Repeat(0.8f, 15).ToArray());
        Array.Fill(stack.Phase, 1f);
        stack.Phase[(3 * 3) + 1] = float.NaN;
        stack.Phase[(3 * 3) + 2] = stack.Phase[(4 * 3) + 2] = float.NaN;
        var plan = new NetworkPropagation(
            new NetworkInversion(network, new InversionOptions(Weighting.Variance, MinimumNorm.Velocity, 9, 0), -0.01), 9, [Unit(4, 3)]);
        var (sigma, loose, loops, weak) = (new float[3], new float[3], new float[3], new WeaknessReasons[3]);
        using var scratch = plan.CreateScratch(new MemoryBudget(1 << 28));
        plan.Propagate(
            new PropagationTile { Pixels = 3, Phase = stack.Phase, Coherence = stack.Coherence },
            new PropagationResult { Sigma = sigma, UncheckedDates = loose, LoopsPerDate = loops, Weaknesses = weak },
            scratch);
        Assert.Equal([0.5f, 0.25f, 0.25f], loops);
        Assert.Equal([0f, 1f, 0f], loose);
        Assert.Equal(WeaknessReasons.None, weak[0]);
        Assert.Equal(WeaknessReasons.SinglePair | WeaknessReasons.UncheckedPair | WeaknessReasons.FewLoops, weak[1]);
        Assert.Equal(WeaknessReasons.JoinedByAssumption | WeaknessReasons.FewLoops, weak[2]);
        Assert.True(sigma[0] < sigma[1] && sigma[1] < sigma[2]);
        Assert.Contains("single pair", weak[1].Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_requests_are_refused()
    {
        var stack = new RandomStack(5, 6, 2, 4, 0);
        var inversion = new NetworkInversion(stack.Network, new InversionOptions(Weighting.Variance, MinimumNorm.Velocity, 9, 1), -0.01);
        Assert.Throws<ArgumentException>(() => new NetworkPropagation(inversion, 9, [new double[5]]));
        Assert.Throws<RequestException>(() => new NetworkPropagation(inversion, 0.5, [Unit(6, 5)]));
        var plan = new NetworkPropagation(inversion, 9, [Unit(6, 5)]);
        using var scratch = plan.CreateScratch(new MemoryBudget(1 << 28));
        Assert.Throws<RequestException>(() => plan.Propagate(new PropagationTile { Pixels = 4, Phase = stack.Phase }, new PropagationResult { Sigma = new float[4] }, scratch));
        Assert.Throws<ArgumentException>(() => plan.Propagate(
            new PropagationTile { Pixels = 4, Phase = stack.Phase, Coherence = stack.Coherence }, new PropagationResult { Sigma = new float[3] }, scratch));
        using var other = new NetworkPropagation(inversion, 9, [Unit(6, 5)]).CreateScratch(new MemoryBudget(1 << 28));
        Assert.Throws<ArgumentException>(() => plan.Propagate(
            new PropagationTile { Pixels = 4, Phase = stack.Phase, Coherence = stack.Coherence }, new PropagationResult { Sigma = new float[4] }, other));
    }

    [Fact]
    public void Tiles_allocate_nothing()
    {
        var stack = new RandomStack(5, 16, 4, 256, 0.05);
        var plan = new NetworkPropagation(
            new NetworkInversion(stack.Network, new InversionOptions(Weighting.Variance, MinimumNorm.Velocity, 20, 1), -0.01), 20, [Unit(16, 15)]);
        using var scratch = plan.CreateScratch(new MemoryBudget(1 << 28));
        var (sigma, weak) = (new float[256], new WeaknessReasons[256]);
        Assert.Equal(0, Allocation.Of(() => plan.Propagate(
            new PropagationTile { Pixels = 256, Phase = stack.Phase, Coherence = stack.Coherence }, new PropagationResult { Sigma = sigma, Weaknesses = weak }, scratch)));
    }

    internal static double[] Unit(int dates, int date)
    {
        var unit = new double[dates];
        unit[date] = 1;
        return unit;
    }

    internal static double[] Rate(Network network)
    {
        var years = network.Dates.Select(d => (d.DayNumber - network.Dates[0].DayNumber) / 365.25).ToArray();
        var mean = years.Average();
        var square = years.Sum(t => (t - mean) * (t - mean));
        return Array.ConvertAll(years, t => (t - mean) / square);
    }

    private static (float[] Sigma, WeaknessReasons[] Weak) Run(NetworkPropagation plan, RandomStack stack)
    {
        var (sigma, weak) = (new float[plan.Functions.Count * stack.Pixels], new WeaknessReasons[stack.Pixels]);
        using var scratch = plan.CreateScratch(new MemoryBudget(1 << 28));
        plan.Propagate(
            new PropagationTile { Pixels = stack.Pixels, Phase = stack.Phase, Coherence = stack.Coherence },
            new PropagationResult { Sigma = sigma, Weaknesses = weak },
            scratch);
        return (sigma, weak);
    }

    private static (float[] Phase, float[] Coherence) Pixel(RandomStack stack, int pixel)
    {
        var pairs = stack.Network.Pairs.Count;
        return (Enumerable.Range(0, pairs).Select(p => stack.Phase[(p * stack.Pixels) + pixel]).Select(y => float.IsFinite(y) && y != 0 ? y : float.NaN).ToArray(),
            Enumerable.Range(0, pairs).Select(p => stack.Coherence[(p * stack.Pixels) + pixel]).ToArray());
    }

    private static double Form(double[,] covariance, double[] g)
    {
        var sum = 0.0;
        for (var i = 0; i < g.Length; i++)
        {
            for (var j = 0; j < g.Length; j++)
            {
                sum += g[i] * g[j] * covariance[i, j];
            }
        }

        return sum;
    }

    /// <summary>The estimator as a dense matrix: x = (A'WA)^-1 A'W y, its covariance (A'WA)^-1 A'W V W A (A'WA)^-1.</summary>
    private static class Dense
    {
        public static bool IsConnected(Network network, float[] phase)
        {
            var part = Enumerable.Range(0, network.Dates.Count).ToArray();
            for (var p = 0; p < phase.Length; p++)
            {
                if (!float.IsNaN(phase[p]))
                {
                    var (a, b) = (part[network.FirstIndex[p]], part[network.SecondIndex[p]]);
                    part = Array.ConvertAll(part, x => x == b ? a : x);
                }
            }

            return part.Distinct().Count() == 1;
        }

        public static double[,] Covariance(NetworkPropagation plan, float[] phase, float[] coherence)
        {
            var network = plan.Inversion.Network;
            var valid = Enumerable.Range(0, phase.Length).Where(p => !float.IsNaN(phase[p])).ToArray();
            var n = network.Dates.Count;
            var design = Matrix<double>.Build.Dense(valid.Length, n - 1);
            for (var r = 0; r < valid.Length; r++)
            {
                design[r, network.SecondIndex[valid[r]] - 1] = 1;
                if (network.FirstIndex[valid[r]] > 0)
                {
                    design[r, network.FirstIndex[valid[r]] - 1] = -1;
                }
            }

            var options = plan.Inversion.Options;
            var weight = Matrix<double>.Build.DenseOfDiagonalArray(valid.Select(p => PairWeights.Of(options, coherence[p])).ToArray());
            var inverse = (design.Transpose() * weight * design).Inverse();
            var hat = design * inverse * design.Transpose() * weight;
            var variance = Matrix<double>.Build.DenseOfDiagonalArray(valid.Select((p, r) => plan.Variance.Of(coherence[p], hat[r, r])).ToArray());
            var estimator = plan.Inversion.MetresPerUnit * inverse * design.Transpose() * weight;
            var covariance = estimator * variance * estimator.Transpose();
            var whole = new double[n, n];
            for (var i = 1; i < n; i++)
            {
                for (var j = 1; j < n; j++)
                {
                    whole[i, j] = covariance[i - 1, j - 1];
                }
            }

            return whole;
        }
    }
}
