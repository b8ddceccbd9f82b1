namespace Plumb.Corrections;

/// <summary>Cholesky factor and solution of small symmetric positive definite systems.</summary>
internal static class DenseCholesky
{
    /// <summary>The lower factor, row by row; of the matrix only the lower half is read, and it is not changed.</summary>
    public static double[] Factor(double[] matrix, int size)
    {
        var factor = (double[])matrix.Clone();
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = factor[(i * size) + j];
                for (var k = 0; k < j; k++)
                {
                    sum -= factor[(i * size) + k] * factor[(j * size) + k];
                }

                factor[(i * size) + j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-300)) : sum / factor[(j * size) + j];
            }
        }

        return factor;
    }

    /// <summary>The solution for one right-hand side.</summary>
    public static double[] Solve(double[] factor, ReadOnlySpan<double> right)
    {
        var size = right.Length;
        var x = right.ToArray();
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < i; k++)
            {
                x[i] -= factor[(i * size) + k] * x[k];
            }

            x[i] /= factor[(i * size) + i];
        }

        for (var i = size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < size; k++)
            {
                x[i] -= factor[(k * size) + i] * x[k];
            }

            x[i] /= factor[(i * size) + i];
        }

        return x;
    }
}
