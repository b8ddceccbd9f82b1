using System.Runtime.CompilerServices;
using Plumb.Inversion;
using Plumb.Kernels;

namespace Plumb.Uncertainty;

/// <summary>How firmly the dates of a block of pixels are held, one pixel per lane.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal struct HoldSums<T>
    where T : unmanaged, ILane<T>
{
    /// <summary>Number of pairs with data (count).</summary>
    public T Pairs;

    /// <summary>Number of dates after the first that no pair touches (count).</summary>
    public T Untouched;

    /// <summary>Number of dates after the first with a single pair (count).</summary>
    public T Single;

    /// <summary>Number of dates after the first, each with two pairs at least, of whose weight one pair has nine tenths (count).</summary>
    public T Ruled;

    /// <summary>Number of dates after the first none of whose pairs is checked (count).</summary>
    public T Unchecked;

    /// <summary>Largest leverage of a pair (share).</summary>
    public T Leverage;

    /// <summary>Expected sum of the squared residuals (radian squared).</summary>
    public T Residual;
}

/// <summary>The passes over all pairs of a block of pixels that propagation needs beside those of the inversion.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal static unsafe class PropagationPasses<T>
    where T : unmanaged, ILane<T>
{
    /// <summary>Entries of coherence of one pair in one strip; laid out as the weights are.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Entries(float* coherence, int vectors, int perBlock, int stride, T* entry)
    {
        var (scale, half) = (T.Splat((float)PhaseVariance.EntriesPerCoherence), T.Splat(-0.5f));
        var (lowest, highest) = (T.Splat(SampledVariance.LowestEntry), T.Splat(PhaseVariance.Entries - 1));
        var skip = stride - perBlock;
        var left = perBlock;
        for (var v = 0; v < vectors; v++, entry++)
        {
            if (left-- == 0)
            {
                entry += skip;
                left = perBlock - 1;
            }

            var c = ((T*)coherence)[v];
            *entry = T.Min(T.Max(T.Floor(T.Fma(c & T.Same(c, c), scale, half)), lowest), highest) * T.Splat(SampledVariance.LeverageEntries);
        }
    }

    /// <summary>Puts the weights into their slots; weight null: 1 for every pair with data.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Assemble(int pairs, int* slot, T* phase, T* weight, T* slots)
    {
        var one = T.Splat(1);
        for (var p = 0; p < pairs; p++)
        {
            slots[slot[p]] = weight != null ? weight[p] : T.Same(phase[p], phase[p]) & one;
        }
    }

    /// <summary>
    /// Leverage h = w (Z_ii + Z_jj - 2 Z_ij) of each pair from the selected inverse Z, and with it the variance that stands for the pair (table null: 1),
    /// 0 where there is no data. Counts what holds each date: hold has four rows of nodes lanes.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Variances(
        int pairs, int nodes, int* first, int* second, int* slot, T* phase, T* weight, T* entry, float* table, T* offDiagonal, T* diagonal, T* variance, T* hold, out T leverage, out T residual)
    {
        var (zero, one, two) = (T.Splat(0), T.Splat(1), T.Splat(2));
        var (lowest, last, rest) = (T.Splat(-SampledVariance.LowestOctave), T.Splat(SampledVariance.LeverageEntries - 1), T.Splat(SampledVariance.LeastRest));
        var degree = hold;
        var sum = hold + nodes;
        var largest = hold + (2 * nodes);
        var least = hold + (3 * nodes);
        for (var k = 0; k < nodes; k++)
        {
            degree[k] = sum[k] = largest[k] = zero;
            least[k] = two;
        }

        leverage = residual = zero;
        for (var p = 0; p < pairs; p++)
        {
            var (i, j) = (first[p], second[p]);
            var valid = T.Same(phase[p], phase[p]);
            var w = weight != null ? weight[p] : valid & one;
            var h = valid & T.Min(T.Max(w * (diagonal[i] + diagonal[j] - (two * offDiagonal[slot[p]])), zero), one);
            leverage = T.Max(leverage, h);
            var octave = T.Exponent(T.Max(h, rest) / T.Max(one - h, rest)) + lowest;
            var v = table == null ? one : T.Lookup(table, entry[p] + T.Min(T.Max(octave, zero), last));
            variance[p] = valid & v;

            // Of a pair by itself, whatever became of its weight: the entry of full leverage.
            var alone = table == null ? one : T.Lookup(table, entry[p] + last);
            residual += valid & (alone * (one - h));
            var present = valid & one;
            var bound = T.Select(valid, h, two);
            (degree[i], degree[j]) = (degree[i] + present, degree[j] + present);
            (sum[i], sum[j]) = (sum[i] + w, sum[j] + w);
            (largest[i], largest[j]) = (T.Max(largest[i], w), T.Max(largest[j], w));
            (least[i], least[j]) = (T.Min(least[i], bound), T.Min(least[j], bound));
        }
    }

    /// <summary>Sums over the dates but the first, which is the ground and stands last.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Held(int nodes, T* hold, in T leverage, in T residual, out HoldSums<T> sums)
    {
        var (zero, one, two) = (T.Splat(0), T.Splat(1), T.Splat(2));
        var degree = hold;
        var sum = hold + nodes;
        var largest = hold + (2 * nodes);
        var least = hold + (3 * nodes);
        var (limit, rule) = (T.Splat((float)NetworkPropagation.CheckedLeverage), T.Splat(0.9f));
        T ends = zero, untouched = zero, single = zero, ruled = zero, loose = zero;
        for (var k = 0; k < nodes; k++)
        {
            ends += degree[k];
            if (k == nodes - 1)
            {
                break;
            }

            untouched += T.Same(degree[k], zero) & one;
            single += T.Same(degree[k], one) & one;
            ruled += T.Less(one, degree[k]) & T.Less(rule * sum[k], largest[k]) & one;
            loose += T.Less(limit, least[k]) & T.Less(least[k], two) & one;
        }

        sums.Pairs = ends * T.Splat(0.5f);
        sums.Untouched = untouched;
        sums.Single = single;
        sums.Ruled = ruled;
        sums.Unchecked = loose;
        sums.Leverage = leverage;
        sums.Residual = residual;
    }

    /// <summary>Sum over the pairs of (w (u_second - u_first))^2 v for the solution u of one function; weight null: 1 for every pair with data.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Sum(int pairs, int* first, int* second, T* weight, T* variance, T* u, out T total)
    {
        var sum = T.Splat(0);
        for (var p = 0; p < pairs;)
        {
            var from = first[p];
            var start = u[from];
            for (; p < pairs && first[p] == from; p++)
            {
                var c = u[second[p]] - start;
                if (weight != null)
                {
                    c *= weight[p];
                }

                sum = T.Fma(c * c, variance[p], sum);
            }
        }

        total = sum;
    }
}
