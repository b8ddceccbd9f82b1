using System.Runtime.CompilerServices;

namespace Plumb.Kernels;

/// <summary>
/// <see cref="LaplacianKernel"/> for several pixels side by side, in single precision. A missing edge has weight 0 in its lane and costs nothing more.
/// Indices come from a <see cref="LaplacianPlan"/>, which vouches for their range. Lanes are handed over in memory: code that passes wide vectors
/// by value cannot be compiled ahead of its run.
/// </summary>
/// <typeparam name="T">The lane type.</typeparam>
internal static unsafe class LaplacianLanes<T>
    where T : unmanaged, ILane<T>
{
    /// <summary>Eliminates all nodes but the ground. Slots: weights in, factors out. Counts the positions with d = 0 in each lane.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Factor(int nodes, int* rowStart, int* target, T* slots, T* inverse, T* roots)
    {
        var zero = T.Splat(0);
        var one = T.Splat(1);
        var lone = zero;
        for (var k = 0; k < nodes - 1; k++)
        {
            var row = slots + rowStart[k];
            var n = rowStart[k + 1] - rowStart[k];
            var d = zero;
            for (var s = 0; s < n; s++)
            {
                d += row[s];
            }

            var joined = T.Less(zero, d);
            var inv = joined & (one / d);
            lone += T.Without(joined, one);
            inverse[k] = inv;
            for (var b = n - 1; b >= 0; b--)
            {
                var f = row[b] * inv;
                for (var a = 0; a < b; a++)
                {
                    var t = slots + target[a];
                    *t = T.Fma(row[a], f, *t);
                }

                target += b;
                row[b] = f;
            }
        }

        *roots = lone;
    }

    /// <summary>Right-hand side in, values out (radian).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Solve(int nodes, int* rowStart, int* column, T* factors, T* inverse, T* values)
    {
        var ground = nodes - 1;
        var last = rowStart[ground];
        var s = 0;
        for (var k = 0; k < ground; k++)
        {
            var end = rowStart[k + 1];
            var b = values[k];
            for (; s < end; s++)
            {
                var v = values + column[s];
                *v = T.Fma(factors[s], b, *v);
            }
        }

        values[ground] = T.Splat(0);
        s = last;
        for (var k = ground - 1; k >= 0; k--)
        {
            var start = rowStart[k];
            var x = values[k] * inverse[k];
            for (s--; s >= start; s--)
            {
                x = T.Fma(factors[s], values[column[s]], x);
            }

            s++;
            values[k] = x;
        }
    }

    /// <summary>Diagonal of the inverse of the normal matrix.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void SelectedInverse(int nodes, int* rowStart, int* column, int* targetEnd, T* factors, T* inverse, T* offDiagonal, T* diagonal)
    {
        var zero = T.Splat(0);
        diagonal[nodes - 1] = zero;
        for (var k = nodes - 2; k >= 0; k--)
        {
            var start = rowStart[k];
            var n = rowStart[k + 1] - start;
            var f = factors + start;
            var z = offDiagonal + start;
            var sum = inverse[k];
            for (var b = 0; b < n; b++)
            {
                targetEnd -= b;
                var fb = f[b];
                var zb = fb * diagonal[column[start + b]];
                for (var a = 0; a < b; a++)
                {
                    var zab = offDiagonal[targetEnd[a]];
                    z[a] = T.Fma(fb, zab, z[a]);
                    zb = T.Fma(f[a], zab, zb);
                }

                z[b] = zb;
            }

            for (var b = 0; b < n; b++)
            {
                sum = T.Fma(f[b], z[b], sum);
            }

            diagonal[k] = sum;
        }
    }
}
