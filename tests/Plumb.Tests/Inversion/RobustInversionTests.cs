using MathNet.Numerics.LinearAlgebra;
using Plumb.Inversion;

namespace Plumb.Tests.Inversion;

public class RobustInversionTests
{
    private static readonly PhaseVariance Table = new(20);
    private static readonly InversionOptions Usual = new(Weighting.Variance, MinimumNorm.Velocity, 20, 0);

    [Theory]
    [InlineData(Weighting.Variance)]
    [InlineData(Weighting.None)]
    public void Least_absolute_residuals_are_those_of_the_best_spanning_tree(Weighting weighting)
    {
        var stack = new SolverStack(31, 6, 12, 0, weakJoins: false);
        Spoil(stack, 0.2);
        var run = new SolverRun(stack, Usual with { Weighting = weighting, Norm = ResidualNorm.L1 });
        for (var pixel = 0; pixel < stack.Pixels; pixel++)
        {
            var best = BestTree(stack, weighting, pixel);
            var found = Objective(stack, weighting, pixel, i => run.Series[(i * stack.Pixels) + pixel]);
            Assert.InRange(found, best - 1e-4, (best * 1.0025) + 1e-3);
            Assert.InRange(run.Iterations[pixel], 1, 59);
        }
    }

    [Theory]
    [InlineData(Smoothing.None, 0)]
    [InlineData(Smoothing.None, 0.3)]
    [InlineData(Smoothing.Acceleration, 0.2)]
    public void Hubers_norm_is_that_of_a_long_dense_iteration(Smoothing smoothing, double missing)
    {
        var stack = new SolverStack(33, 14, 9, missing, weakJoins: false);
        Spoil(stack, 0.05);
        var options = Usual with { Norm = ResidualNorm.Huber, Smoothing = smoothing, SmoothingStrength = 0.3 };
        var run = new SolverRun(stack, options);
        for (var pixel = 0; pixel < stack.Pixels; pixel++)
        {
            if (run.Reasons[pixel] != Plumb.Grids.MaskReasons.None)
            {
                continue;
            }

            var px = pixel;
            var dense = Dense(stack, options, pixel);
            var (best, found) = (Total(stack, options, px, i => dense[i]), Total(stack, options, px, i => run.Series[(i * stack.Pixels) + px]));
            Assert.InRange(found, best * (1 - 1e-4), (best * 1.0025) + 1e-3);
        }
    }

    [Fact]
    public void A_pair_wrong_by_a_cycle_hardly_moves_a_robust_series()
    {
        var stack = new SolverStack(35, 20, 8, 0, weakJoins: false);
        var clean = new SolverRun(stack, Usual);
        for (var pixel = 0; pixel < stack.Pixels; pixel++)
        {
            stack.Phase[(30 * stack.Pixels) + pixel] += (float)(2 * Math.PI);
        }

        double Worst(ResidualNorm norm)
        {
            var run = new SolverRun(stack, Usual with { Norm = norm });
            return Enumerable.Range(0, run.Series.Length).Where(i => i % 2 == 0).Max(i => Math.Abs(run.Series[i] - clean.Series[i]));
        }

        Assert.True(Worst(ResidualNorm.L1) < 0.2 * Worst(ResidualNorm.L2));
        Assert.True(Worst(ResidualNorm.Huber) < 0.3 * Worst(ResidualNorm.L2));
    }

    [Theory]
    [InlineData(ResidualNorm.L1)]
    [InlineData(ResidualNorm.Huber)]
    public void The_standard_deviation_is_that_of_many_draws(ResidualNorm norm)
    {
        const int pixels = 600;
        var stack = new SolverStack(37, 16, pixels, 0, weakJoins: false);
        var random = new Random(5);
        for (var i = 0; i < stack.Phase.Length; i++)
        {
            stack.Coherence[i] = 0.8f;
            var noise = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            stack.Phase[i] = (float)((2 + noise) * 0.2);
            var pair = i / pixels;
            stack.Phase[i] = (float)((0.2 * noise) + (stack.Network.SecondIndex[pair] - stack.Network.FirstIndex[pair]));
        }

        var run = new SolverRun(stack, Usual with { Norm = norm, Weighting = Weighting.Coherence });
        for (var date = 4; date < 16; date += 5)
        {
            var at = date;
            var found = Math.Sqrt(Enumerable.Range(0, pixels).Average(p => Math.Pow(run.Series[(at * pixels) + p] - at, 2)));
            var told = Math.Sqrt(Enumerable.Range(0, pixels).Average(p => Math.Pow(run.Sigma[(at * pixels) + p], 2)));
            Assert.InRange(told / found, 0.8, 1.35);
        }
    }

    private static void Spoil(SolverStack stack, double share)
    {
        var random = new Random(2);
        for (var i = 0; i < stack.Phase.Length; i++)
        {
            if (random.NextDouble() < share)
            {
                stack.Phase[i] += (float)(2 * Math.PI);
            }
        }
    }

    private static double Weight(Weighting weighting, double c) => weighting == Weighting.None ? 1 : 1 / Table.Of(Math.Max(c, 0.05));

    private static double Objective(SolverStack stack, Weighting weighting, int pixel, Func<int, double> x)
    {
        var sum = 0.0;
        for (var p = 0; p < stack.Network.Pairs.Count; p++)
        {
            var at = (p * stack.Pixels) + pixel;
            sum += Math.Sqrt(Weight(weighting, stack.Coherence[at])) * Math.Abs(stack.Phase[at] - x(stack.Network.SecondIndex[p]) + x(stack.Network.FirstIndex[p]));
        }

        return sum;
    }

    /// <summary>The least objective over all spanning trees: one of them is a solution.</summary>
    private static double BestTree(SolverStack stack, Weighting weighting, int pixel)
    {
        var (pairs, dates, best) = (stack.Network.Pairs.Count, stack.Network.Dates.Count, double.PositiveInfinity);
        for (var set = 0u; set < 1u << pairs; set++)
        {
            if (System.Numerics.BitOperations.PopCount(set) != dates - 1)
            {
                continue;
            }

            var x = new double[dates];
            var known = new bool[dates];
            known[0] = true;
            for (var round = 0; round < dates; round++)
            {
                for (var p = 0; p < pairs; p++)
                {
                    var (i, j, y) = (stack.Network.FirstIndex[p], stack.Network.SecondIndex[p], stack.Phase[(p * stack.Pixels) + pixel]);
                    if ((set & (1u << p)) != 0 && known[i] != known[j])
                    {
                        (x[known[i] ? j : i], known[i], known[j]) = (known[i] ? x[i] + y : x[j] - y, true, true);
                    }
                }
            }

            if (known.All(k => k))
            {
                best = Math.Min(best, Objective(stack, weighting, pixel, i => x[i]));
            }
        }

        return best;
    }

    private static double Total(SolverStack stack, InversionOptions options, int pixel, Func<int, double> x)
    {
        var sum = 0.0;
        for (var p = 0; p < stack.Network.Pairs.Count; p++)
        {
            var at = (p * stack.Pixels) + pixel;
            if (!float.IsNaN(stack.Phase[at]))
            {
                var s = Math.Sqrt(Weight(options.Weighting, stack.Coherence[at])) * Math.Abs(stack.Phase[at] - x(stack.Network.SecondIndex[p]) + x(stack.Network.FirstIndex[p]));
                sum += s < options.HuberThreshold ? s * s / 2 : options.HuberThreshold * (s - (options.HuberThreshold / 2));
            }
        }

        return sum + Rows(stack, options).Sum(r => Math.Pow(r.Select((f, i) => f * x(i)).Sum(), 2) / 2);
    }

    private static IEnumerable<double[]> Rows(SolverStack stack, InversionOptions options)
    {
        var years = stack.Network.Dates.Select(d => d.DayNumber / 365.25).ToArray();
        for (var i = 0; options.Smoothing == Smoothing.Acceleration && i + 2 < years.Length; i++)
        {
            var row = new double[years.Length];
            var (a, b) = (options.SmoothingStrength / (years[i + 1] - years[i]), options.SmoothingStrength / (years[i + 2] - years[i + 1]));
            (row[i], row[i + 1], row[i + 2]) = (a, -a - b, b);
            yield return row;
        }
    }

    private static double[] Dense(SolverStack stack, InversionOptions options, int pixel)
    {
        var n = stack.Network.Dates.Count;
        var x = new double[n];
        for (var round = 0; round < 400; round++)
        {
            var (matrix, right) = (Matrix<double>.Build.Dense(n, n), Vector<double>.Build.Dense(n));
            matrix[0, 0] = 1e9;
            for (var p = 0; p < stack.Network.Pairs.Count; p++)
            {
                var at = (p * stack.Pixels) + pixel;
                if (float.IsNaN(stack.Phase[at]))
                {
                    continue;
                }

                var (i, j, w) = (stack.Network.FirstIndex[p], stack.Network.SecondIndex[p], Weight(options.Weighting, stack.Coherence[at]));
                var s = Math.Sqrt(w) * Math.Abs(stack.Phase[at] - x[j] + x[i]);
                w *= round == 0 || s < options.HuberThreshold ? 1 : options.HuberThreshold / s;
                (matrix[i, i], matrix[j, j]) = (matrix[i, i] + w, matrix[j, j] + w);
                (matrix[i, j], matrix[j, i]) = (matrix[i, j] - w, matrix[j, i] - w);
                (right[i], right[j]) = (right[i] - (w * stack.Phase[at]), right[j] + (w * stack.Phase[at]));
            }

            foreach (var row in Rows(stack, options))
            {
                var v = Vector<double>.Build.DenseOfArray(row);
                matrix += v.OuterProduct(v);
            }

            x = matrix.Cholesky().Solve(right).ToArray();
        }

        return x;
    }
}
