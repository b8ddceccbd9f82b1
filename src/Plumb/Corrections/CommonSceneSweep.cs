namespace Plumb.Corrections;

/// <summary>One estimation of all dates, the noisiest first, each estimate taken off before the next is made.</summary>
internal sealed class CommonSceneSweep
{
    private const double LeastVarianceShare = 0.02;
    private readonly CommonScenePartners partners;
    private readonly CommonSceneOptions options;
    private readonly double[] variance;
    private readonly double[] coefficient;
    private readonly int[] order;
    private readonly int dates;

    public CommonSceneSweep(CommonScenePartners partners, CommonSceneOptions options, double[] moments)
    {
        this.partners = partners;
        this.options = options;
        dates = partners.Dates;
        (variance, coefficient) = Noise(moments);

        // The dates in the order of their noise; of equals the earlier first. Dates without partners are left as they are.
        order = [.. Enumerable.Range(0, dates).Where(t => partners.Of(t).Length > 0).OrderByDescending(t => coefficient[t]).ThenBy(t => t)];
    }

    /// <summary>The matrix from a series to its estimates, given the matrix from the series to what the estimates are made of.</summary>
    public double[] Run(double[] start)
    {
        var current = (double[])start.Clone();
        foreach (var t in order)
        {
            var near = partners.Of(t);
            if (options.Shrink)
            {
                Blend(current, t, near);
                continue;
            }

            var weights = EqualWeights(t);
            var row = current.AsSpan(t * dates, dates);
            row.Clear();
            for (var k = 0; k < near.Length; k++)
            {
                Add(row, current.AsSpan(near[k] * dates, dates), weights[k]);
            }
        }

        var estimate = DateMatrix.Difference(start, current);
        return options.Trend == TrendRule.Free ? estimate : WithoutTrend(estimate);
    }

    /// <summary>The estimate with what is known of each date.</summary>
    public CommonSceneEstimate Describe(double[] estimate, int iterations)
    {
        var rank = new int[dates];
        Array.Fill(rank, dates);
        for (var k = 0; k < order.Length; k++)
        {
            rank[order[k]] = k;
        }

        var described = new CommonSceneDate[dates];
        for (var t = 0; t < dates; t++)
        {
            var left = 0.0;
            for (var j = 0; j < dates; j++)
            {
                var share = (t == j ? 1 : 0) - estimate[(t * dates) + j];
                left += share * share * variance[j];
            }

            described[t] = new CommonSceneDate(partners.Of(t).Length, coefficient[t], Math.Sqrt(variance[t]), Math.Sqrt(left), rank[t]);
        }

        return new CommonSceneEstimate(estimate, described, iterations);
    }

    private static void Add(Span<double> sum, ReadOnlySpan<double> row, double factor)
    {
        for (var j = 0; j < sum.Length; j++)
        {
            sum[j] += factor * row[j];
        }
    }

    private double[] EqualWeights(int date)
    {
        var equal = new double[dates];
        Array.Fill(equal, 1.0);
        return partners.Weights(date, equal);
    }

    /// <summary>
    /// The noise variance of each date: by which the departures from a straight line scatter as they do, A_t^2 = sum over j of R_tj^2 s_j^2 with R the residual
    /// operator of the line, solved for s^2 not far below the usual; and the noise coefficients.
    /// </summary>
    private (double[] Variance, double[] Coefficient) Noise(double[] moments)
    {
        var residual = DateMatrix.Difference(DateMatrix.Identity(dates), TemporalSmoothing.Smoother(partners.Years, 1e6));
        var scatter = new double[dates];
        for (var t = 0; t < dates; t++)
        {
            var row = residual.AsSpan(t * dates, dates);
            scatter[t] = Math.Max(0, DateMatrix.Form(row, moments, row));
        }

        var middle = Math.Max(scatter.Order().ElementAt(dates / 2), 1e-16);
        var found = (double[])scatter.Clone();
        for (var pass = 0; pass < 100; pass++)
        {
            for (var t = 0; t < dates; t++)
            {
                var expected = 0.0;
                for (var j = 0; j < dates; j++)
                {
                    expected += residual[(t * dates) + j] * residual[(t * dates) + j] * found[j];
                }

                var own = residual[(t * dates) + t] * residual[(t * dates) + t];
                found[t] = Math.Max(found[t] + ((scatter[t] - expected) / Math.Max(own, 0.1)), LeastVarianceShare * middle);
            }
        }

        var coefficients = new double[dates];
        var one = new double[dates];
        for (var t = 0; t < dates; t++)
        {
            var near = partners.Of(t);
            Array.Clear(one);
            one[t] = 1;
            var weights = near.Length == 0 ? [] : EqualWeights(t);
            for (var k = 0; k < near.Length; k++)
            {
                one[near[k]] -= weights[k];
            }

            coefficients[t] = near.Length == 0 ? double.NaN : Math.Sqrt(Math.Max(0, DateMatrix.Form(one, moments, one)) / (1 + weights.Sum(w => w * w)));
        }

        var mean = coefficients.Where(double.IsFinite).DefaultIfEmpty(1).Average();
        return (found, [.. coefficients.Select(r => mean > 0 ? r / mean : 1)]);
    }

    /// <summary>
    /// The corrected value of a date as the best linear unbiased estimate from itself and its partners as they are by now: among all weights that keep a straight
    /// line, those of least variance, with the variances and covariances that the noise of the dates gives them.
    /// </summary>
    private void Blend(double[] current, int date, ReadOnlySpan<int> near)
    {
        var count = near.Length + 1;
        Span<int> used = stackalloc int[count];
        used[0] = date;
        near.CopyTo(used[1..]);
        var covariance = new double[count * count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < dates; k++)
                {
                    sum += current[(used[i] * dates) + k] * current[(used[j] * dates) + k] * variance[k];
                }

                covariance[(i * count) + j] = covariance[(j * count) + i] = sum;
            }
        }

        var weights = LineWeights(covariance, used);
        var row = new double[dates];
        for (var i = 0; i < count; i++)
        {
            Add(row, current.AsSpan(used[i] * dates, dates), weights[i]);
        }

        row.CopyTo(current.AsSpan(date * dates, dates));
    }

    private double[] LineWeights(double[] covariance, ReadOnlySpan<int> used)
    {
        var count = used.Length;
        var trace = 0.0;
        for (var i = 0; i < count; i++)
        {
            trace += covariance[(i * count) + i];
        }

        for (var i = 0; i < count; i++)
        {
            covariance[(i * count) + i] += 1e-6 * trace / count;
        }

        var one = new double[count];
        var time = new double[count];
        for (var i = 0; i < count; i++)
        {
            one[i] = 1;
            time[i] = partners.Years[used[i]] - partners.Years[used[0]];
        }

        var factor = DenseCholesky.Factor(covariance, count);
        var (a, b) = (DenseCholesky.Solve(factor, one), DenseCholesky.Solve(factor, time));
        var (s0, s1, s2) = (a.Sum(), b.Sum(), 0.0);
        for (var i = 0; i < count; i++)
        {
            s2 += time[i] * b[i];
        }

        var determinant = (s0 * s2) - (s1 * s1);
        var weights = new double[count];
        for (var i = 0; i < count; i++)
        {
            weights[i] = ((s2 * a[i]) - (s1 * b[i])) / determinant;
        }

        return weights;
    }

    private double[] WithoutTrend(double[] estimate)
    {
        var years = partners.Years;
        var weight = Array.ConvertAll(variance, v => options.Trend == TrendRule.Weighted ? 1 / v : 1);
        var (s0, s1, s2) = (0.0, 0.0, 0.0);
        for (var t = 0; t < dates; t++)
        {
            s0 += weight[t];
            s1 += years[t] * weight[t];
            s2 += years[t] * years[t] * weight[t];
        }

        var determinant = (s0 * s2) - (s1 * s1);
        var result = (double[])estimate.Clone();
        for (var j = 0; j < dates; j++)
        {
            var (m0, m1) = (0.0, 0.0);
            for (var t = 0; t < dates; t++)
            {
                m0 += estimate[(t * dates) + j] * weight[t];
                m1 += estimate[(t * dates) + j] * years[t] * weight[t];
            }

            var constant = ((s2 * m0) - (s1 * m1)) / determinant;
            var slope = ((s0 * m1) - (s1 * m0)) / determinant;
            for (var t = 0; t < dates; t++)
            {
                result[(t * dates) + j] -= constant + (slope * years[t]);
            }
        }

        return result;
    }
}
