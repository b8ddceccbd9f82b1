using System.Numerics.Tensors;
using Plumb.Corrections;

namespace Plumb.Uncertainty;

/// <summary>
/// Solves the equations A v = 1 of <see cref="SampledVariance"/>, one row for each true coherence, one column for each entry of sample coherence. They are those of a
/// blurred picture: to meet them exactly v would have to swing wildly, and the sum over a pixel's pairs would scatter. So the mean square of the bias A v - 1 is
/// made least together with that of the scatter that a v away from the start s puts into a sum over <see cref="Pairs"/> pairs,
/// <c>|A v - 1|^2 / G + sum over i of d_i (v_i - s_i)^2 / N, d_i the mean over g of A_gi^2 / p_gi</c>
/// (Tikhonov 1963's regularisation with the noise itself for its matrix). In the form of Woodbury's identity that is one system of G equations. No v is let below
/// a share of the start: entries that want to are held there and the others solved for again.
/// </summary>
internal sealed class BalancedSolution
{
    /// <summary>Number of pairs N (count) in the sums for which bias and scatter are balanced: those of a small network.</summary>
    private const double Pairs = 500;

    private const double LeastShare = 0.1;
    private const int Rounds = 12;
    private readonly double[] matrix;
    private readonly double[] start;
    private readonly double[] loose;
    private readonly bool[] held;
    private readonly int rows;

    /// <summary>The equations.</summary>
    /// <param name="matrix">Coefficients A (one over radian squared); shape (true coherence, entry). Is kept, not copied.</param>
    /// <param name="probability">Probability p of each entry (pure number); shape (true coherence, entry).</param>
    /// <param name="start">Start s (radian squared), positive; shape (entry).</param>
    public BalancedSolution(double[] matrix, double[] probability, double[] start)
    {
        (this.matrix, this.start) = (matrix, start);
        rows = matrix.Length / start.Length;
        loose = new double[start.Length];
        held = new bool[start.Length];
        for (var i = 0; i < start.Length; i++)
        {
            var scatter = 0.0;
            for (var k = i; k < matrix.Length; k += start.Length)
            {
                scatter += probability[k] > 0 ? matrix[k] * matrix[k] / probability[k] : 0;
            }

            // Where a sample coherence never comes up, the start stays.
            loose[i] = scatter > 0 ? Pairs / scatter : 0;
        }
    }

    /// <summary>The variances v, radian squared, positive; shape (entry).</summary>
    public double[] Solve()
    {
        var v = (double[])start.Clone();
        for (var round = 0; round < Rounds; round++)
        {
            var pull = Pull();
            var again = false;
            for (var i = 0; i < v.Length; i++)
            {
                if (held[i])
                {
                    continue;
                }

                var sum = 0.0;
                for (var g = 0; g < rows; g++)
                {
                    sum += matrix[(g * v.Length) + i] * pull[g];
                }

                v[i] = start[i] + (loose[i] * sum);
                if (v[i] < LeastShare * start[i])
                {
                    (v[i], held[i], again) = (LeastShare * start[i], true, true);
                }
            }

            if (!again)
            {
                break;
            }
        }

        return v;
    }

    /// <summary>Solution of (I + A D A') x = 1 - A s, of whose matrix only the lower half is filled; D the looseness of the entries that are not held.</summary>
    private double[] Pull()
    {
        var n = start.Length;
        var (from, free) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            (from[i], free[i]) = held[i] ? (LeastShare * start[i], 0) : (start[i], loose[i]);
        }

        var (normal, pull, scaled) = (new double[rows * rows], new double[rows], new double[n]);
        for (var g = 0; g < rows; g++)
        {
            var row = matrix.AsSpan(g * n, n);
            pull[g] = 1 - TensorPrimitives.Dot<double>(row, from);
            TensorPrimitives.Multiply(row, free, scaled);
            for (var f = 0; f <= g; f++)
            {
                normal[(g * rows) + f] = TensorPrimitives.Dot<double>(scaled, matrix.AsSpan(f * n, n)) + (f == g ? 1 : 0);
            }
        }

        return DenseCholesky.Solve(DenseCholesky.Factor(normal, rows), pull);
    }
}
