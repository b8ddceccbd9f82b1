namespace Plumb.Groundwater;

/// <summary>Polynomials orthonormal over days, one after the other (Forsythe 1957, doi:10.1137/0105007), to take trends off records that share these days.</summary>
internal sealed class TimePolynomial
{
    private readonly double[][] basis;

    /// <summary>The polynomials up to a degree; as many as the days can tell.</summary>
    /// <param name="days">Days, ascending; shape (date).</param>
    /// <param name="degree">Degree (count).</param>
    public TimePolynomial(ReadOnlySpan<double> days, int degree)
    {
        var n = days.Length;
        basis = new double[Math.Min(degree + 1, n)][];
        if (n == 0)
        {
            return;
        }

        var (middle, half) = (0.5 * (days[0] + days[^1]), Math.Max(1, 0.5 * (days[^1] - days[0])));
        for (var k = 0; k < basis.Length; k++)
        {
            var next = new double[n];
            for (var i = 0; i < n; i++)
            {
                next[i] = k == 0 ? 1 : basis[k - 1][i] * ((days[i] - middle) / half);
            }

            // Twice, so that rounding leaves nothing.
            Remove(basis.AsSpan(0, k), next);
            Remove(basis.AsSpan(0, k), next);
            var norm = Math.Sqrt(Product(next, next));
            for (var i = 0; i < n; i++)
            {
                next[i] /= norm;
            }

            basis[k] = next;
        }
    }

    /// <summary>Number of polynomials (count).</summary>
    public int Count => basis.Length;

    /// <summary>Takes the polynomial of least squares off values, in place; shape (date).</summary>
    public void Remove(Span<double> values) => Remove(basis, values);

    private static void Remove(ReadOnlySpan<double[]> columns, Span<double> values)
    {
        foreach (var column in columns)
        {
            var share = Product(column, values);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] -= share * column[i];
            }
        }
    }

    private static double Product(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => System.Numerics.Tensors.TensorPrimitives.Dot(a, b);
}
