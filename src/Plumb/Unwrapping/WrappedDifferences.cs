using System.Runtime.CompilerServices;

namespace Plumb.Unwrapping;

/// <summary>The cycles that wrapping takes off the differences of neighbouring pixels, and the residues they leave (Goldstein, Zebker and Werner 1988, doi:10.1029/RS023i004p00713).</summary>
internal static unsafe class WrappedDifferences
{
    /// <summary>Number of loops of four pixels with a value around which the wrapped differences do not add up to zero.</summary>
    /// <param name="flow">The network, for its size.</param>
    /// <param name="phase">Wrapped phase, radian, shape (rows, columns); NaN is no-data.</param>
    /// <param name="threads">Number of threads.</param>
    internal static long CountResidues(GridFlow flow, float* phase, int threads)
    {
        var (rows, columns) = (flow.Rows - 1, flow.Columns - 1);
        var total = 0L;
        Parallel.For(0, Math.Max(0, rows - 1), new ParallelOptions { MaxDegreeOfParallelism = threads }, r =>
        {
            var top = phase + ((long)r * columns);
            var bottom = top + columns;
            var count = 0;
            var left = Cycles(bottom[0] - top[0]);
            for (var c = 1; c < columns; c++)
            {
                // Comparisons with NaN are false: a loop with a gap may look like a residue, so it is asked for.
                var right = Cycles(bottom[c] - top[c]);
                var charge = Cycles(top[c] - top[c - 1]) + right - Cycles(bottom[c] - bottom[c - 1]) - left;
                if (charge != 0 && !float.IsNaN(top[c - 1] + top[c] + bottom[c - 1] + bottom[c]))
                {
                    count++;
                }

                left = right;
            }

            Interlocked.Add(ref total, count);
        });
        return total;
    }

    /// <summary>Sets the cycles on all arcs to those of the wrapped differences.</summary>
    /// <param name="flow">The network, its costs filled.</param>
    /// <param name="phase">Wrapped phase, radian, shape (rows, columns); NaN is no-data.</param>
    /// <param name="threads">Number of threads.</param>
    internal static void Take(GridFlow flow, float* phase, int threads)
    {
        var (rows, columns) = (flow.Rows - 1, flow.Columns - 1);
        Parallel.For(0, rows, new ParallelOptions { MaxDegreeOfParallelism = threads }, r =>
        {
            var p = phase + ((long)r * columns);
            var first = ((r + 1) * flow.Stride) + 1;
            for (var c = 0; c < columns; c++)
            {
                ref var cell = ref flow.Cells[first + c];
                var jumps = flow.Jumps + (2 * (first + c));
                if (cell.WeightUp > 0)
                {
                    Set(ref jumps[0], ref cell.SlopeUp, cell.WeightUp, Cycles(p[c + 1] - p[c]));
                }

                if (cell.WeightLeft > 0)
                {
                    Set(ref jumps[1], ref cell.SlopeLeft, cell.WeightLeft, Cycles(p[c + columns] - p[c]));
                }
            }
        });
    }

    /// <summary>Cycles to add to a difference, radian, to wrap it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Cycles(float difference) => (difference < -MathF.PI ? 1 : 0) - (difference > MathF.PI ? 1 : 0);

    private static void Set(ref short jump, ref int slope, int weight, int cycles)
    {
        slope += (cycles - jump) * (weight << (ArcCosts.WeightShift + 1));
        jump = (short)cycles;
    }
}
