using System.Runtime.CompilerServices;

namespace Plumb.Kernels;

/// <summary>
/// <see cref="BorderedKernel"/> for 8 pixels side by side. Indices come from a <see cref="LaplacianPlan"/>, which vouches for their range. Border columns
/// stand one after the other, each with one value per position.
/// </summary>
internal static unsafe class BorderedLanes
{
    /// <summary>Eliminates all nodes but the ground. Slots: weights in, factors out. Returns the number of positions with d = 0 in each lane (count).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static DoubleLane Factor(int nodes, int* rowStart, int* target, DoubleLane* slots, DoubleLane* inverse)
    {
        var zero = DoubleLane.Zero;
        var one = DoubleLane.Splat(1);
        var roots = zero;
        for (var k = 0; k < nodes - 1; k++)
        {
            var row = slots + rowStart[k];
            var n = rowStart[k + 1] - rowStart[k];
            var d = zero;
            for (var s = 0; s < n; s++)
            {
                d += row[s];
            }

            var joined = DoubleLane.Less(zero, d);
            var inv = joined & (one / d);
            roots += DoubleLane.Without(joined, one);
            inverse[k] = inv;
            for (var b = n - 1; b >= 0; b--)
            {
                var f = row[b] * inv;
                for (var a = 0; a < b; a++)
                {
                    var t = slots + target[a];
                    *t = DoubleLane.Fma(row[a], f, *t);
                }

                target += b;
                row[b] = f;
            }
        }

        return roots;
    }

    /// <summary>Takes a right-hand side through the elimination; the ground's value is of no use afterwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Forward(int nodes, int* rowStart, int* column, DoubleLane* factors, DoubleLane* values)
    {
        var s = 0;
        for (var k = 0; k < nodes - 1; k++)
        {
            var end = rowStart[k + 1];
            var b = values[k];
            for (; s < end; s++)
            {
                var v = values + column[s];
                *v = DoubleLane.Fma(factors[s], b, *v);
            }
        }
    }

    /// <summary>Takes two right-hand sides through the elimination at once: the operations of one fill the time that the other waits for its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Forward(int nodes, int* rowStart, int* column, DoubleLane* factors, DoubleLane* values, DoubleLane* others)
    {
        var s = 0;
        for (var k = 0; k < nodes - 1; k++)
        {
            var end = rowStart[k + 1];
            var b = values[k];
            var o = others[k];
            for (; s < end; s++)
            {
                var f = factors[s];
                var c = column[s];
                values[c] = DoubleLane.Fma(f, b, values[c]);
                others[c] = DoubleLane.Fma(f, o, others[c]);
            }
        }
    }

    /// <summary>From a right-hand side taken through the elimination to the values, 0 at the ground.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Back(int nodes, int* rowStart, int* column, DoubleLane* factors, DoubleLane* inverse, DoubleLane* values)
    {
        var ground = nodes - 1;
        values[ground] = DoubleLane.Zero;
        for (var k = ground - 1; k >= 0; k--)
        {
            var x = values[k] * inverse[k];
            for (var s = rowStart[k + 1] - 1; s >= rowStart[k]; s--)
            {
                x = DoubleLane.Fma(factors[s], values[column[s]], x);
            }

            values[k] = x;
        }
    }

    /// <summary>The same for two right-hand sides at once: each waits for its own last value, and the operations of one fill the time of the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Back(int nodes, int* rowStart, int* column, DoubleLane* factors, DoubleLane* inverse, DoubleLane* values, DoubleLane* others)
    {
        var ground = nodes - 1;
        values[ground] = DoubleLane.Zero;
        others[ground] = DoubleLane.Zero;
        for (var k = ground - 1; k >= 0; k--)
        {
            var x = values[k] * inverse[k];
            var y = others[k] * inverse[k];
            for (var s = rowStart[k + 1] - 1; s >= rowStart[k]; s--)
            {
                var f = factors[s];
                var c = column[s];
                x = DoubleLane.Fma(f, values[c], x);
                y = DoubleLane.Fma(f, others[c], y);
            }

            values[k] = x;
            others[k] = y;
        }
    }

    /// <summary>Takes the part that the nodes explain off the corner and its right-hand side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Reduce(int nodes, int columns, DoubleLane* inverse, DoubleLane* border, DoubleLane* values, DoubleLane* corner, DoubleLane* right)
    {
        for (var i = 0; i < columns; i++)
        {
            var bi = border + ((nint)i * nodes);
            for (var j = 0; j <= i; j++)
            {
                var bj = border + ((nint)j * nodes);
                var sum = DoubleLane.Zero;
                for (var k = 0; k < nodes - 1; k++)
                {
                    sum = DoubleLane.Fma(bi[k] * inverse[k], bj[k], sum);
                }

                corner[(i * columns) + j] -= sum;
            }

            var product = DoubleLane.Zero;
            for (var k = 0; k < nodes - 1; k++)
            {
                product = DoubleLane.Fma(bi[k] * inverse[k], values[k], product);
            }

            right[i] -= product;
        }
    }

    /// <summary>
    /// Cholesky factors L D L' of the corner in place (lower triangle), one over D in <paramref name="inverse"/>: 0 where a pivot is not above
    /// <see cref="BorderedKernel.Open"/> of its given diagonal, which leaves that unknown 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void FactorCorner(int columns, double* given, DoubleLane* corner, DoubleLane* inverse)
    {
        for (var j = 0; j < columns; j++)
        {
            var d = corner[(j * columns) + j];
            for (var k = 0; k < j; k++)
            {
                var l = corner[(j * columns) + k];
                d -= l * l * inverse[k];
            }

            var fixedHere = DoubleLane.Less(DoubleLane.Splat(BorderedKernel.Open * given[(j * columns) + j]), d);
            var inv = fixedHere & (DoubleLane.Splat(1) / d);
            inverse[j] = inv;
            for (var i = j + 1; i < columns; i++)
            {
                var sum = corner[(i * columns) + j];
                for (var k = 0; k < j; k++)
                {
                    sum -= corner[(i * columns) + k] * corner[(j * columns) + k] * inverse[k];
                }

                // Kept as L times D: the division is the inverse's.
                corner[(i * columns) + j] = sum;
            }
        }
    }

    /// <summary>Solves the corner for its unknowns, right-hand side in, unknowns out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void SolveCorner(int columns, DoubleLane* corner, DoubleLane* inverse, DoubleLane* right)
    {
        for (var i = 0; i < columns; i++)
        {
            var sum = right[i];
            for (var k = 0; k < i; k++)
            {
                sum -= corner[(i * columns) + k] * inverse[k] * right[k];
            }

            right[i] = sum;
        }

        for (var i = columns - 1; i >= 0; i--)
        {
            var sum = right[i];
            for (var k = i + 1; k < columns; k++)
            {
                sum -= corner[(k * columns) + i] * right[k];
            }

            right[i] = sum * inverse[i];
        }
    }

    /// <summary>Diagonal of the inverse of the nodes' own matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void SelectedInverse(
        int nodes, int* rowStart, int* column, int* targetEnd, DoubleLane* factors, DoubleLane* inverse, DoubleLane* offDiagonal, DoubleLane* diagonal)
    {
        diagonal[nodes - 1] = DoubleLane.Zero;
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
                    z[a] = DoubleLane.Fma(fb, zab, z[a]);
                    zb = DoubleLane.Fma(f[a], zab, zb);
                }

                z[b] = zb;
            }

            for (var b = 0; b < n; b++)
            {
                sum = DoubleLane.Fma(f[b], z[b], sum);
            }

            diagonal[k] = sum;
        }
    }
}
