using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>Sums over the pairs that have data, one pixel per lane.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal struct ResidualSums<T>
    where T : unmanaged, ILane<T>
{
    /// <summary>Sum of cos r (pure number); a pair without data counts as r = 0.</summary>
    public T Cosine;

    /// <summary>Sum of sin r (pure number).</summary>
    public T Sine;

    /// <summary>Sum of r^2 (radian squared).</summary>
    public T Square;

    /// <summary>Sum of w r^2, where it was asked for.</summary>
    public T Weighted;
}

/// <summary>The passes over all pairs of a block of pixels: right-hand side, weights and residual r = y - (x_second - x_first).</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal static unsafe class PairResidual<T>
    where T : unmanaged, ILane<T>
{
    // Partial sums of so many pairs keep the error of long sums small.
    private const int Part = 64;

    /// <summary>
    /// Adds up the right-hand side of the normal equations and puts the weights into their slots; weight null: all alike, slots left alone. Counts
    /// the pairs with data.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Right(int pairs, int* first, int* second, int* slot, T* phase, T* weight, T* right, T* slots, T* valid)
    {
        var one = T.Splat(1);
        var count = T.Splat(0);
        for (var p = 0; p < pairs;)
        {
            var from = first[p];
            var sum = right[from];
            for (; p < pairs && first[p] == from; p++)
            {
                var y = phase[p];
                var there = T.Same(y, y);
                y &= there;
                count += there & one;
                if (weight != null)
                {
                    var w = weight[p];
                    slots[slot[p]] = w;
                    y *= w;
                }

                sum -= y;
                right[second[p]] += y;
            }

            right[from] = sum;
        }

        *valid = count;
    }

    /// <summary>Puts weight 1 into the slots of the pairs that have data, 0 into the others.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AlikeWeights(int pairs, int* slot, T* phase, T* slots)
    {
        var one = T.Splat(1);
        for (var p = 0; p < pairs; p++)
        {
            slots[slot[p]] = T.Same(phase[p], phase[p]) & one;
        }
    }

    /// <summary>Least number of pairs with data over all positions but the last, the ground (count).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void LeastDegree(int nodes, int pairs, int* first, int* second, T* phase, T* degree, T* lowest)
    {
        var one = T.Splat(1);
        for (var k = 0; k < nodes; k++)
        {
            degree[k] = T.Splat(0);
        }

        for (var p = 0; p < pairs; p++)
        {
            var valid = T.Same(phase[p], phase[p]) & one;
            degree[first[p]] += valid;
            degree[second[p]] += valid;
        }

        var least = T.Splat(pairs);
        for (var k = 0; k < nodes - 1; k++)
        {
            least = T.Min(least, degree[k]);
        }

        *lowest = least;
    }

    /// <summary>
    /// Adds up the right-hand side that is left over by values x: one step of iterative refinement. What a strong pair adds at its one end it
    /// takes away at its other, but sums of strong and weak pairs round the two differently, and a weak pair to the rest of the network turns that into
    /// an error of x. Residuals of strong pairs are small, and so is then the rounding.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Remainder(int pairs, int* first, int* second, T* phase, T* weight, T* x, T* right)
    {
        for (var p = 0; p < pairs;)
        {
            var from = first[p];
            var start = x[from];
            var sum = right[from];
            for (; p < pairs && first[p] == from; p++)
            {
                var to = second[p];
                var y = phase[p];
                var r = (y - (x[to] - start)) & T.Same(y, y);
                if (weight != null)
                {
                    r *= weight[p];
                }

                sum -= r;
                right[to] += r;
            }

            right[from] = sum;
        }
    }

    /// <summary>Sums over the residuals; weight null: without the weighted sum.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Sums(int pairs, int* first, int* second, T* phase, T* weight, T* x, out ResidualSums<T> sums)
    {
        var zero = T.Splat(0);
        T cosine = zero, sine = zero, square = zero, weighted = zero;
        for (var p = 0; p < pairs;)
        {
            var end = Math.Min(p + Part, pairs);
            T partCosine = zero, partSine = zero, partSquare = zero;
            for (; p < end; p++)
            {
                var y = phase[p];
                var valid = T.Same(y, y);
                var r = (y - (x[second[p]] - x[first[p]])) & valid;
                var r2 = r * r;
                partSquare += r2;
                if (weight != null)
                {
                    weighted = T.Fma(weight[p], r2, weighted);
                }

                LaneMath.SinCos(r, out var s, out var c);
                partSine += s;
                partCosine += c;
            }

            cosine += partCosine;
            sine += partSine;
            square += partSquare;
        }

        sums.Cosine = cosine;
        sums.Sine = sine;
        sums.Square = square;
        sums.Weighted = weighted;
    }
}
