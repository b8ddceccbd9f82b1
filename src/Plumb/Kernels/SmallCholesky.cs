using System.Runtime.CompilerServices;

namespace Plumb.Kernels;

/// <summary>
/// Small dense symmetric systems, one per lane: A = L L' in place. Entry (j, k), k at most j, stands at j (j + 1) / 2 + k; the diagonal of the
/// factor holds 1 / L(j, j).
/// </summary>
/// <typeparam name="T">The lane type.</typeparam>
internal static unsafe class SmallCholesky<T>
    where T : unmanaged, ILane<T>
{
    /// <summary>Factors the matrices.</summary>
    /// <param name="order">Order of the matrices.</param>
    /// <param name="a">The matrices' lower triangles; become the factors.</param>
    /// <param name="least">Least share of a diagonal entry that must be left of it; below, the matrix counts as singular.</param>
    /// <returns>Mask of the lanes whose matrix is regular; the factor of the others is finite and means nothing.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Factor(int order, T* a, T least)
    {
        var (zero, one) = (T.Splat(0), T.Splat(1));
        var regular = T.Same(zero, zero);
        var row = a;
        for (var j = 0; j < order; j++)
        {
            var other = a;
            for (var k = 0; k < j; k++)
            {
                var sum = row[k];
                for (var m = 0; m < k; m++)
                {
                    sum -= row[m] * other[m];
                }

                row[k] = sum * other[k];
                other += k + 1;
            }

            var pivot = row[j];
            var enough = pivot * least;
            for (var k = 0; k < j; k++)
            {
                pivot -= row[k] * row[k];
            }

            var good = T.Less(enough, pivot);
            regular &= good;
            row[j] = one / T.Sqrt(T.Select(good, pivot, one));
            row += j + 1;
        }

        return regular;
    }

    /// <summary>L y = b in place.</summary>
    /// <param name="order">Order of the matrices.</param>
    /// <param name="factor">The factors.</param>
    /// <param name="b">Right sides; become y. Entries before <paramref name="first"/> are 0 and are not looked at.</param>
    /// <param name="first">Index of the first entry that is not 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(int order, T* factor, T* b, int first = 0)
    {
        for (var j = first; j < order; j++)
        {
            var row = factor + (j * (j + 1) / 2);
            var sum = b[j];
            for (var k = first; k < j; k++)
            {
                sum -= row[k] * b[k];
            }

            b[j] = sum * row[j];
        }
    }

    /// <summary>L' x = y in place.</summary>
    /// <param name="order">Order of the matrices.</param>
    /// <param name="factor">The factors.</param>
    /// <param name="y">Right sides; become x.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(int order, T* factor, T* y)
    {
        for (var j = order - 1; j >= 0; j--)
        {
            var row = factor + (j * (j + 1) / 2);
            var x = y[j] * row[j];
            y[j] = x;
            for (var k = 0; k < j; k++)
            {
                y[k] -= row[k] * x;
            }
        }
    }
}
