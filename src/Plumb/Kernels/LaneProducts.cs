using System.Runtime.CompilerServices;

namespace Plumb.Kernels;

/// <summary>
/// A matrix that is the same for all pixels times a vector of each: result[r] = sum over i of matrix[r, i] v[i], one pixel per lane. Rows are
/// taken four at a time, so that a value is loaded once for four products and four sums run beside each other.
/// </summary>
/// <typeparam name="T">The lane type.</typeparam>
internal static unsafe class LaneProducts<T>
    where T : unmanaged, ILane<T>
{
    /// <summary>Multiplies.</summary>
    /// <param name="table">The matrix as <see cref="RowTable"/> lays it out.</param>
    /// <param name="rows">Number of rows, a multiple of four.</param>
    /// <param name="length">Number of columns.</param>
    /// <param name="v">The vectors; shape (column, lane).</param>
    /// <param name="result">Receives the products; shape (row, lane).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Multiply(float* table, int rows, int length, T* v, T* result)
    {
        for (var r = 0; r < rows; r += 4)
        {
            T a = T.Splat(0), b = a, c = a, d = a;
            for (var i = 0; i < length; i++)
            {
                var x = v[i];
                a = T.Fma(T.Splat(table[0]), x, a);
                b = T.Fma(T.Splat(table[1]), x, b);
                c = T.Fma(T.Splat(table[2]), x, c);
                d = T.Fma(T.Splat(table[3]), x, d);
                table += 4;
            }

            result[r] = a;
            result[r + 1] = b;
            result[r + 2] = c;
            result[r + 3] = d;
        }
    }
}

/// <summary>Matrices laid out for <see cref="LaneProducts{T}"/>.</summary>
internal static class RowTable
{
    /// <summary>Rows rounded up to whole groups of four.</summary>
    public static int Padded(int rows) => (rows + 3) & ~3;

    /// <summary>A matrix in groups of four rows, within a group column by column; missing rows are 0.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="length">Number of columns.</param>
    /// <param name="entry">Entry at (row, column).</param>
    public static float[] Of(int rows, int length, Func<int, int, double> entry)
    {
        var table = new float[Padded(rows) * length];
        for (var r = 0; r < rows; r++)
        {
            for (var i = 0; i < length; i++)
            {
                table[((r & ~3) * length) + (4 * i) + (r & 3)] = (float)entry(r, i);
            }
        }

        return table;
    }
}
