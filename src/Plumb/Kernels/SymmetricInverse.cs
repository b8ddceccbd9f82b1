namespace Plumb.Kernels;

/// <summary>Inverse of small symmetric positive definite matrices, such as normal equations, in double precision.</summary>
internal static class SymmetricInverse
{
    // Less than this share of a diagonal entry is left of it where its unknown follows from the others.
    private const double Regular = 1e-12;

    /// <summary>The inverse by Gauss and Jordan; null where the matrix has none.</summary>
    /// <param name="matrix">The matrix row by row; shape (order, order); not changed.</param>
    /// <param name="order">Number of rows.</param>
    public static double[]? Of(double[] matrix, int order)
    {
        var (a, inverse) = ((double[])matrix.Clone(), new double[order * order]);
        for (var j = 0; j < order; j++)
        {
            inverse[(j * order) + j] = 1;
        }

        for (var p = 0; p < order; p++)
        {
            var pivot = a[(p * order) + p];
            if (!(pivot > Regular * matrix[(p * order) + p]))
            {
                return null;
            }

            for (var k = 0; k < order; k++)
            {
                a[(p * order) + k] /= pivot;
                inverse[(p * order) + k] /= pivot;
            }

            for (var j = 0; j < order; j++)
            {
                var f = a[(j * order) + p];
                if (j != p && f != 0)
                {
                    for (var k = 0; k < order; k++)
                    {
                        a[(j * order) + k] -= f * a[(p * order) + k];
                        inverse[(j * order) + k] -= f * inverse[(p * order) + k];
                    }
                }
            }
        }

        return inverse;
    }
}
