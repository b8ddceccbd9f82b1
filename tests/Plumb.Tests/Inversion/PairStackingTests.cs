using MathNet.Numerics.LinearAlgebra;
using Plumb.Inversion;
using Plumb.Kernels;

namespace Plumb.Tests.Inversion;

public class PairStackingTests
{
    private static readonly InversionOptions Pairs = new(Weighting.Variance, MinimumNorm.Velocity, 20, 1);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 0)]
    [InlineData(0.2, 2)]
    public void The_plain_stack_is_Sandwell_and_Prices_with_the_studys_deviation(double missing, double rejection)
    {
        var stack = new SolverStack(3, 16, 13, missing);
        var (rate, sigma, count) = Run(stack, new StackingOptions(Stacking.Plain, Pairs) { Rejection = rejection });
        for (var pixel = 0; pixel < stack.Pixels; pixel++)
        {
            var used = Valid(stack, pixel);
            double v, deviation;
            do
            {
                v = used.Sum(p => Phase(stack, p, pixel) * Years(stack, p)) / used.Sum(p => Years(stack, p) * Years(stack, p));
                deviation = Math.Sqrt(used.Sum(p => Math.Pow(Years(stack, p) * ((Phase(stack, p, pixel) / Years(stack, p)) - v), 2)) / used.Count / used.Sum(p => Years(stack, p) * Years(stack, p)));
            }
            while (rejection > 0 && LeaveOut(used, p => Phase(stack, p, pixel) - (v * Years(stack, p)), _ => rejection * deviation * Math.Sqrt(used.Sum(q => Years(stack, q) * Years(stack, q)))));

            Assert.Equal(used.Count, count[pixel]);
            Assert.Equal(-2 * v, rate[pixel], 1e-5 * (1 + Math.Abs(v)));
            Assert.Equal(2 * deviation, sigma[pixel], 1e-5 * (1 + deviation));
        }
    }

    [Theory]
    [InlineData(0, 0, 0.5)]
    [InlineData(0.6, 0, 2)]
    [InlineData(0.1, 2, 0.3)]
    public void The_covariance_stack_is_the_dense_generalised_least_squares(double missing, double rejection, double dateSigma)
    {
        var stack = new SolverStack(4, 14, 11, missing);
        var (rate, sigma, count) = Run(stack, new StackingOptions(Stacking.Covariance, Pairs) { Rejection = rejection, DateSigma = 2 * dateSigma });
        var table = new PhaseVariance(20);
        for (var pixel = 0; pixel < stack.Pixels; pixel++)
        {
            var px = pixel;
            double Own(int p) => table.Of(Math.Max(stack.Coherence[(p * stack.Pixels) + px], 0.05));
            var used = Valid(stack, pixel);
            double v, variance;
            do
            {
                var c = Matrix<double>.Build.Dense(used.Count, used.Count, (a, b) => (a == b ? Own(used[a]) : 0) + (dateSigma * dateSigma * Shared(stack, used[a], used[b])));
                var t = Vector<double>.Build.DenseOfEnumerable(used.Select(p => Years(stack, p)));
                var solved = c.Solve(t);
                variance = 1 / (t * solved);
                v = solved * Vector<double>.Build.DenseOfEnumerable(used.Select(p => Phase(stack, p, px))) * variance;
            }
            while (rejection > 0 && LeaveOut(used, p => Phase(stack, p, px) - (v * Years(stack, p)), p => rejection * Math.Sqrt(Own(p) + (2 * dateSigma * dateSigma))));

            Assert.Equal(used.Count, count[pixel]);
            Assert.Equal(-2 * v, rate[pixel], 2e-5 * (1 + Math.Abs(v)));
            Assert.Equal(2 * Math.Sqrt(variance), sigma[pixel], 1e-4 * Math.Sqrt(variance));
        }
    }

    [Fact]
    public void Without_noise_of_the_dates_the_covariance_stack_of_a_chain_is_its_weighted_mean_and_with_it_alone_the_line_through_its_sums()
    {
        var stack = new SolverStack(9, 8, 3, 0);
        var chain = new Plumb.Networks.Network(Enumerable.Range(0, 7).Select(i => new Plumb.Acquisitions.DatePair(stack.Network.Dates[i], stack.Network.Dates[i + 1])));
        float[] phase = [1, 2, 3, 4, 5, 6, 7];
        var coherence = Enumerable.Repeat(0.99f, 7).ToArray();
        var times = chain.Dates.Select(d => d.DayNumber / 365.25).ToArray();
        var sums = Enumerable.Range(0, 8).Select(i => (double)phase.Take(i).Sum()).ToArray();
        var slope = MathNet.Numerics.Fit.Line(times, sums).B;
        Assert.Equal(slope, Rate(1e4), 1e-3 * slope);
        var years = chain.Pairs.Select(p => p.Days / 365.25).ToArray();
        var mean = years.Zip(phase, (t, y) => t * y).Sum() / years.Sum(t => t * t);
        Assert.Equal(mean, Rate(1e-6), 1e-3 * mean);

        float Rate(double dateSigma)
        {
            var stacking = new PairStacking(chain, new StackingOptions(Stacking.Covariance, Pairs) { DateSigma = dateSigma }, 1);
            var rate = new float[1];
            using var scratch = stacking.CreateScratch(new MemoryBudget(1 << 24));
            stacking.Stack(new InversionTile { Pixels = 1, Phase = phase, Coherence = coherence }, new StackingResult { Rate = rate }, scratch);
            return rate[0];
        }
    }

    [Fact]
    public void Too_few_pairs_have_no_rate_and_options_out_of_range_are_named()
    {
        var stack = new SolverStack(3, 6, 2, 0);
        for (var p = 2; p < stack.Network.Pairs.Count; p++)
        {
            stack.Phase[p * 2] = float.NaN;
        }

        var (rate, _, count) = Run(stack, new StackingOptions(Stacking.Plain, Pairs));
        Assert.True(float.IsNaN(rate[0]));
        Assert.Equal(0, count[0]);
        Assert.True(float.IsFinite(rate[1]));
        Refused("stacking_rejection", new StackingOptions(Stacking.Plain, Pairs) { Rejection = 0.5 });
        Refused("stacking_date_sigma", new StackingOptions(Stacking.Covariance, Pairs) { DateSigma = 0 });
        void Refused(string word, StackingOptions options) =>
            Assert.Contains(word, Assert.Throws<RequestException>(() => new PairStacking(stack.Network, options, 1)).Message, StringComparison.Ordinal);
    }

    private static (float[] Rate, float[] Sigma, int[] Count) Run(SolverStack stack, StackingOptions options)
    {
        var stacking = new PairStacking(stack.Network, options, -2);
        var (rate, sigma, count) = (new float[stack.Pixels], new float[stack.Pixels], new int[stack.Pixels]);
        using var scratch = stacking.CreateScratch(new MemoryBudget(1 << 24));
        stacking.Stack(
            new InversionTile { Pixels = stack.Pixels, Phase = stack.Phase, Coherence = stack.Coherence },
            new StackingResult { Rate = rate, Sigma = sigma, PairCount = count },
            scratch);
        return (rate, sigma, count);
    }

    private static bool LeaveOut(List<int> used, Func<int, double> residual, Func<int, double> limit)
    {
        var far = used.Where(p => Math.Abs(residual(p)) > limit(p)).ToArray();
        foreach (var p in far.TakeWhile(_ => used.Count > 3))
        {
            used.Remove(p);
        }

        return far.Length > 0 && used.Count > 3;
    }

    private static List<int> Valid(SolverStack stack, int pixel) =>
        [.. Enumerable.Range(0, stack.Network.Pairs.Count).Where(p => !float.IsNaN(stack.Phase[(p * stack.Pixels) + pixel]))];

    private static double Phase(SolverStack stack, int pair, int pixel) => stack.Phase[(pair * stack.Pixels) + pixel];

    private static double Years(SolverStack stack, int pair) => stack.Network.Pairs[pair].Days / 365.25;

    /// <summary>Covariance of two pairs for a variance of 1 at each date.</summary>
    private static int Shared(SolverStack stack, int a, int b)
    {
        var first = stack.Network.FirstIndex;
        var second = stack.Network.SecondIndex;
        int Same(int i, int j) => i == j ? 1 : 0;
        return Same(first[a], first[b]) + Same(second[a], second[b]) - Same(first[a], second[b]) - Same(second[a], first[b]);
    }
}
