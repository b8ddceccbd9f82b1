namespace Plumb.Kernels;

/// <summary>
/// A graph's normal matrix N with a few further unknowns beside the nodes, the plain double-precision version: the specification of the lanes and their oracle. The
/// system is
/// <code>
/// | N   B | | x |   | r |
/// | B'  C | | z | = | 0 |
/// </code>
/// with N as in <see cref="LaplacianKernel"/>, whose edges may here have negative weights as long as N is positive definite: a penalty on second
/// differences is a sum of such edges. What ties a node to a fixed value is an edge to the ground. Rows of N sum to 0 by construction, so that strong edges
/// inside a part never have to be subtracted from each other to find the weak ones that join it to the rest. N is eliminated first, the border last:
/// S = C - B' N^-1 B, z = -S^-1 B' N^-1 r, x = N^-1 (r - B z). Static, no allocation, safe for threads.
/// </summary>
public static class BorderedKernel
{
    /// <summary>A border unknown whose pivot is not above this share of its given diagonal is open: nothing fixes it, and it is 0.</summary>
    public const double Open = 1e-12;

    /// <summary>Takes a right-hand side through the elimination.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="factors">The factors (pure numbers) of <see cref="LaplacianKernel.Factor"/>; shape (slot).</param>
    /// <param name="values">In: right-hand side (radian times weight); out: the same, eliminated; shape (position).</param>
    public static void Forward(LaplacianPlan plan, ReadOnlySpan<double> factors, Span<double> values)
    {
        ArgumentNullException.ThrowIfNull(plan);
        for (var k = 0; k < plan.Nodes - 1; k++)
        {
            for (var s = plan.RowStart[k]; s < plan.RowStart[k + 1]; s++)
            {
                values[plan.Column[s]] += factors[s] * values[k];
            }
        }
    }

    /// <summary>From an eliminated right-hand side to the values.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="factors">The factors (pure numbers); shape (slot).</param>
    /// <param name="inverse">One over the pivots (unit: one over weight); shape (position).</param>
    /// <param name="values">In: eliminated right-hand side (radian times weight); out: values (radian), 0 at the ground; shape (position).</param>
    public static void Back(LaplacianPlan plan, ReadOnlySpan<double> factors, ReadOnlySpan<double> inverse, Span<double> values)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var ground = plan.Nodes - 1;
        values[ground] = 0;
        for (var k = ground - 1; k >= 0; k--)
        {
            var x = values[k] * inverse[k];
            for (var s = plan.RowStart[k]; s < plan.RowStart[k + 1]; s++)
            {
                x += factors[s] * values[plan.Column[s]];
            }

            values[k] = x;
        }
    }

    /// <summary>Takes the part that the nodes explain off the corner and its right-hand side.</summary>
    /// <param name="inverse">One over the pivots (unit: one over weight); shape (position).</param>
    /// <param name="border">Border columns (unit of the matrix), eliminated; shape (column, position).</param>
    /// <param name="values">Right-hand side (radian times weight), eliminated; shape (position).</param>
    /// <param name="corner">In: C (unit of the matrix); out: S; shape (column, column), lower triangle.</param>
    /// <param name="right">In: right-hand side of the border unknowns; out: reduced (unit as the corner times its unknown); shape (column).</param>
    public static void Reduce(ReadOnlySpan<double> inverse, ReadOnlySpan<double> border, ReadOnlySpan<double> values, Span<double> corner, Span<double> right)
    {
        var (nodes, columns) = (inverse.Length, right.Length);
        for (var i = 0; i < columns; i++)
        {
            for (var k = 0; k < nodes - 1; k++)
            {
                var scaled = border[(i * nodes) + k] * inverse[k];
                right[i] -= scaled * values[k];
                for (var j = 0; j <= i; j++)
                {
                    corner[(i * columns) + j] -= scaled * border[(j * nodes) + k];
                }
            }
        }
    }

    /// <summary>Cholesky factors of the corner in place: below the diagonal L times D, in <paramref name="inverse"/> one over D.</summary>
    /// <param name="given">Diagonal of C (unit of the matrix), what a pivot is compared with; shape (column, column), its diagonal is read.</param>
    /// <param name="corner">In: S; out: L D (unit of the matrix); shape (column, column), lower triangle.</param>
    /// <param name="inverse">Receives one over the pivots (unit: one over that of the matrix), 0 for an open unknown; shape (column).</param>
    public static void FactorCorner(ReadOnlySpan<double> given, Span<double> corner, Span<double> inverse)
    {
        var columns = inverse.Length;
        for (var j = 0; j < columns; j++)
        {
            for (var i = j; i < columns; i++)
            {
                for (var k = 0; k < j; k++)
                {
                    corner[(i * columns) + j] -= corner[(i * columns) + k] * corner[(j * columns) + k] * inverse[k];
                }
            }

            var pivot = corner[(j * columns) + j];
            inverse[j] = pivot > Open * given[(j * columns) + j] ? 1 / pivot : 0;
        }
    }

    /// <summary>Solves the corner.</summary>
    /// <param name="corner">L D (unit of the matrix) of <see cref="FactorCorner"/>; shape (column, column), lower triangle.</param>
    /// <param name="inverse">One over the pivots (unit: one over that of the matrix); shape (column).</param>
    /// <param name="right">In: right-hand side (unit as the corner times its unknown); out: the border unknowns (their units); shape (column).</param>
    public static void SolveCorner(ReadOnlySpan<double> corner, ReadOnlySpan<double> inverse, Span<double> right)
    {
        var columns = inverse.Length;
        for (var i = 0; i < columns; i++)
        {
            for (var k = 0; k < i; k++)
            {
                right[i] -= corner[(i * columns) + k] * inverse[k] * right[k];
            }
        }

        for (var i = columns - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < columns; k++)
            {
                right[i] -= corner[(k * columns) + i] * right[k];
            }

            right[i] *= inverse[i];
        }
    }
}
