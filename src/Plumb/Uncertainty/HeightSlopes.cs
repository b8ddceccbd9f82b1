namespace Plumb.Uncertainty;

/// <summary>
/// How the noise of each date goes with height: generalised least squares of the residuals on a constant and the height, with the covariance of the turbulent part as the
/// semivariogram tells it. Smooth terrain and a smooth field always have some slope in common; only this weighting tells how much of it is chance (a plain regression is far too sure).
/// </summary>
internal sealed class HeightSlopes
{
    private const int MostPlaces = 350;
    private readonly double[] slope;
    private readonly double[] variance;

    private HeightSlopes(double[] slope, double[] variance)
    {
        (this.slope, this.variance) = (slope, variance);
    }

    /// <summary>Slopes of all dates; null where heights do not differ or too few places are known.</summary>
    public static HeightSlopes? Of(PlacePairs pairs, PlaceSeries places, int dates, VariogramModel model)
    {
        var known = Enumerable.Range(0, pairs.Pixels.Length)
            .Where(i => !float.IsNaN(places.Series[i * dates]) && float.IsFinite(places.Heights[i])).ToArray();
        var step = Math.Max(1, known.Length / MostPlaces);
        known = [.. known.Where((_, k) => k % step == 0).Take(MostPlaces)];
        var n = known.Length;
        if (n < 30 || known.Max(i => places.Heights[i]) - known.Min(i => places.Heights[i]) < 1)
        {
            return null;
        }

        // A constant is estimated too, so any constant may stand for the covariance at no distance; a large one keeps the matrix positive.
        var matrix = new double[n * n];
        var ceiling = 2 * model.Shared(Math.Sqrt(pairs.Area) * 3);
        for (var a = 0; a < n; a++)
        {
            for (var b = 0; b < a; b++)
            {
                matrix[(a * n) + b] = ceiling - model.Shared(pairs.Distances(known[a], known[b]));
            }

            matrix[(a * n) + a] = (ceiling * (1 + 1e-6)) + Math.Max(model.Nugget, 1e-3 * ceiling);
        }

        if (!Factor(matrix, n))
        {
            return null;
        }

        var (one, height) = (new double[n], new double[n]);
        Array.Fill(one, 1);
        var mean = known.Average(i => (double)places.Heights[i]);
        for (var k = 0; k < n; k++)
        {
            height[k] = places.Heights[known[k]] - mean;
        }

        Forward(matrix, n, one);
        Forward(matrix, n, height);
        return Solve(matrix, n, one, height, known, places, dates);
    }

    /// <summary>Slope of a date, metres per metre.</summary>
    public double Slope(int date) => slope[date];

    /// <summary>Squares of the slopes less what their own noise adds, not negative (unit: 1); shape (date).</summary>
    public double[] Squares() => [.. slope.Select((s, i) => Math.Max(0, (s * s) - variance[i]))];

    /// <summary>How far the sum of the squared slopes over their variances lies above what chance gives, in standard deviations (pure number).</summary>
    public double Test(int degrees)
    {
        var sum = 0.0;
        for (var i = 0; i < slope.Length; i++)
        {
            sum += variance[i] > 0 ? slope[i] * slope[i] / variance[i] : 0;
        }

        var spare = Math.Max(1, degrees);
        return (sum - spare) / Math.Sqrt(2.0 * spare);
    }

    private static HeightSlopes Solve(double[] matrix, int n, double[] one, double[] height, int[] known, PlaceSeries places, int dates)
    {
        var (a, b, c) = (Dot(one, one), Dot(one, height), Dot(height, height));
        var determinant = (a * c) - (b * b);
        var (slope, variance, values) = (new double[dates], new double[dates], new double[n]);
        for (var i = 0; i < dates; i++)
        {
            for (var k = 0; k < n; k++)
            {
                values[k] = places.Series[(known[k] * dates) + i];
            }

            Forward(matrix, n, values);
            var (x, y) = (Dot(one, values), Dot(height, values));
            var constant = ((c * x) - (b * y)) / determinant;
            slope[i] = ((a * y) - (b * x)) / determinant;
            var misfit = Dot(values, values) - (constant * x) - (slope[i] * y);
            variance[i] = Math.Max(0, misfit) / (n - 2) * a / determinant;
        }

        return new HeightSlopes(slope, variance);
    }

    private static double Dot(double[] a, double[] b) => System.Numerics.Tensors.TensorPrimitives.Dot<double>(a, b);

    private static bool Factor(double[] a, int n)
    {
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
            {
                var sum = a[(i * n) + j] - System.Numerics.Tensors.TensorPrimitives.Dot<double>(a.AsSpan(i * n, j), a.AsSpan(j * n, j));
                if (i == j && !(sum > 0))
                {
                    return false;
                }

                a[(i * n) + j] = i == j ? Math.Sqrt(sum) : sum / a[(j * n) + j];
            }
        }

        return true;
    }

    private static void Forward(double[] a, int n, double[] x)
    {
        for (var i = 0; i < n; i++)
        {
            x[i] = (x[i] - System.Numerics.Tensors.TensorPrimitives.Dot<double>(a.AsSpan(i * n, i), x.AsSpan(0, i))) / a[(i * n) + i];
        }
    }
}
