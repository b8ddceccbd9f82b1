using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>Sums of one pass over the pairs with a robust norm, one pixel per lane.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal struct RobustSums<T>
    where T : unmanaged, ILane<T>
{
    /// <summary>Sum of |s|, of s q and of q^2, q = s / max(limit, |s|).</summary>
    public T Absolute;
    public T Size;
    public T Part;

    /// <summary>Sum of t s and of t^2, and the largest |t|.</summary>
    public T Product;
    public T Square;
    public T Largest;
}

/// <summary>Where a pixel stands in the iteration of <see cref="RobustNorm"/>, one pixel per lane.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal struct RobustState<T>
    where T : unmanaged, ILane<T>
{
    /// <summary>Residual s from which on its size counts.</summary>
    public T Limit;

    /// <summary>The norm is this times sum(s q - limit q^2 / 2): 1 for least absolute residuals, the limit for Huber's; and what it was when the multipliers were made.</summary>
    public T Scale;
    public T ScaleBefore;

    /// <summary>How far multipliers may reach.</summary>
    public T Reach;

    /// <summary>Distance between objective and bound.</summary>
    public T Gap;
}

/// <summary>The passes of <see cref="RobustNorm"/> over all pairs of a block of pixels, in single precision: steps are solved for, not values, so that rounding shrinks with them.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal static unsafe class RobustLanes<T>
    where T : unmanaged, ILane<T>
{
    /// <summary>From values x and the step dx that led to them to multipliers and sums, and to the next system. Slope h and ratio q: in of the last system, out of the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Pass(
        InversionIndex graph, T* phase, T* root, T limit, T reach, T* x, T* dx, T* slope, T* ratio, T* slots, T* right, out RobustSums<T> sums)
    {
        var pairs = graph.Pairs;
        var first = graph.First;
        var second = graph.Second;
        var slot = graph.Slot;
        var zero = T.Splat(0);
        var one = T.Splat(1);
        T absolute = zero, size = zero, part = zero, product = zero, square = zero, largest = zero;
        for (var p = 0; p < pairs;)
        {
            var from = first[p];
            var (start, startStep) = (x[from], dx[from]);
            var sum = right[from];
            for (; p < pairs && first[p] == from; p++)
            {
                var to = second[p];
                var y = phase[p];
                var w = root[p];
                var s = w * ((y & T.Same(y, y)) - (x[to] - start));
                var t = ratio[p] - (slope[p] * w * (dx[to] - startStep));
                product = T.Fma(t, s, product);
                square = T.Fma(t, t, square);
                largest = T.Max(largest, T.Abs(t));

                t = T.Max(T.Min(t, reach), zero - reach);
                var length = T.Abs(s);
                var inverse = one / T.Max(limit, length);
                var q = s * inverse;
                var h = inverse * (one - (T.Less(limit, length) & (t * q)));
                slope[p] = h;
                ratio[p] = q;
                absolute += length;
                size = T.Fma(s, q, size);
                part = T.Fma(q, q, part);
                slots[slot[p]] = w * w * h;
                q *= w;
                sum -= q;
                right[to] += q;
            }

            right[from] = sum;
        }

        sums.Absolute = absolute;
        sums.Size = size;
        sums.Part = part;
        sums.Product = product;
        sums.Square = square;
        sums.Largest = largest;
    }

    /// <summary>Sum of s^2 at values x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static T Squares(InversionIndex graph, T* phase, T* root, T* x)
    {
        var sum = T.Splat(0);
        for (var p = 0; p < graph.Pairs; p++)
        {
            var s = Residual(graph, phase, root, x, p);
            sum = T.Fma(s, s, sum);
        }

        return sum;
    }

    /// <summary>Sum of s^2 at values x, s held within a limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Squares(InversionIndex graph, T* phase, T* root, T* x, T limit, out T sum)
    {
        sum = T.Splat(0);
        for (var p = 0; p < graph.Pairs; p++)
        {
            var s = T.Min(T.Abs(Residual(graph, phase, root, x, p)), limit);
            sum = T.Fma(s, s, sum);
        }
    }

    /// <summary>Sum of the roots of |s|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static T Roots(InversionIndex graph, T* phase, T* root, T* x)
    {
        var sum = T.Splat(0);
        for (var p = 0; p < graph.Pairs; p++)
        {
            sum += T.Sqrt(T.Abs(Residual(graph, phase, root, x, p)));
        }

        return sum;
    }

    /// <summary>Number of pairs with data whose |s| is below a limit (count).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static T Below(InversionIndex graph, T* phase, T* root, T* x, T limit)
    {
        var (count, one) = (T.Splat(0), T.Splat(1));
        for (var p = 0; p < graph.Pairs; p++)
        {
            var y = phase[p];
            count += T.Less(T.Abs(Residual(graph, phase, root, x, p)), limit) & T.Same(y, y) & one;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Residual(InversionIndex graph, T* phase, T* root, T* x, int p)
    {
        var y = phase[p];
        return root[p] * ((y & T.Same(y, y)) - (x[graph.Second[p]] - x[graph.First[p]]));
    }
}
