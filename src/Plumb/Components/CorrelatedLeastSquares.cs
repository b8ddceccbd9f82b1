using Plumb.Kernels;

namespace Plumb.Components;

/// <summary>Least squares of observations that err together: x = N⁻¹ AᵀC⁻¹ d with N = AᵀC⁻¹A, by the Cholesky factor of C.</summary>
internal sealed class CorrelatedLeastSquares
{
    private CorrelatedLeastSquares(double[] solution, double[] inverse, double[] gain, double[] left) => (Solution, Inverse, Gain, Left) = (solution, inverse, gain, left);

    /// <summary>The unknowns; shape (unknown).</summary>
    public double[] Solution { get; }

    /// <summary>N⁻¹, the covariance of the unknowns; shape (unknown, unknown).</summary>
    public double[] Inverse { get; }

    /// <summary>N⁻¹AᵀC⁻¹: what each observation gives to each unknown; shape (unknown, observation).</summary>
    public double[] Gain { get; }

    /// <summary>What is left, made independent with variance 1; shape (observation).</summary>
    public double[] Left { get; }

    /// <summary>Solves.</summary>
    /// <param name="design">A; shape (observation, unknown).</param>
    /// <param name="observed">d; shape (observation).</param>
    /// <param name="covariance">C; shape (observation, observation); replaced by its factor.</param>
    /// <param name="unknowns">Number of unknowns.</param>
    /// <returns>The solution; null where C is not positive or the unknowns are not determined.</returns>
    public static CorrelatedLeastSquares? Solve(double[] design, double[] observed, double[] covariance, int unknowns)
    {
        var count = observed.Length;
        if (!Factor(covariance, count))
        {
            return null;
        }

        // Columns of A and d, made independent.
        var white = new double[unknowns + 1][];
        for (var k = 0; k <= unknowns; k++)
        {
            white[k] = new double[count];
            for (var i = 0; i < count; i++)
            {
                white[k][i] = k < unknowns ? design[(i * unknowns) + k] : observed[i];
            }

            Forward(covariance, white[k]);
        }

        var normal = new double[unknowns * unknowns];
        for (var j = 0; j < unknowns; j++)
        {
            for (var k = 0; k < unknowns; k++)
            {
                normal[(j * unknowns) + k] = Dot(white[j], white[k]);
            }
        }

        return SymmetricInverse.Of(normal, unknowns) is { } inverse ? Complete(white, covariance, inverse, unknowns) : null;
    }

    private static CorrelatedLeastSquares Complete(double[][] white, double[] factor, double[] inverse, int unknowns)
    {
        var count = white[0].Length;
        var (solution, gain, left) = (new double[unknowns], new double[unknowns * count], (double[])white[unknowns].Clone());
        for (var j = 0; j < unknowns; j++)
        {
            var row = gain.AsSpan(j * count, count);
            for (var k = 0; k < unknowns; k++)
            {
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(white[k], inverse[(j * unknowns) + k], row, row);
            }

            solution[j] = Dot(row, white[unknowns]);
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(white[j], -solution[j], left, left);
            Backward(factor, row);
        }

        return new CorrelatedLeastSquares(solution, inverse, gain, left);
    }

    private static bool Factor(double[] a, int order)
    {
        for (var i = 0; i < order; i++)
        {
            var row = a.AsSpan(i * order, order);
            for (var j = 0; j <= i; j++)
            {
                var left = row[j] - Dot(row[..j], a.AsSpan(j * order, j));
                if (j < i)
                {
                    row[j] = left / a[(j * order) + j];
                }
                else if (left > 0)
                {
                    row[i] = Math.Sqrt(left);
                }
                else
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static void Forward(double[] factor, double[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] - Dot(factor.AsSpan(i * values.Length, i), values.AsSpan(0, i))) / factor[(i * values.Length) + i];
        }
    }

    private static void Backward(double[] factor, Span<double> values)
    {
        for (var i = values.Length - 1; i >= 0; i--)
        {
            values[i] /= factor[(i * values.Length) + i];
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(factor.AsSpan(i * values.Length, i), -values[i], values[..i], values[..i]);
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => a.Length == 0 ? 0 : System.Numerics.Tensors.TensorPrimitives.Dot(a, b);
}
