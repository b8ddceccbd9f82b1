namespace Plumb.Unwrapping.Classical;

/// <summary>
/// Weights and wrapped differences of the pixel edges in a flow network. The cost of an edge is its weight times the cycles that its unwrapped
/// difference lies beyond half a cycle: the network's own cost of <see cref="DeformationCost"/>, its cheapest place at the wrapped difference.
/// </summary>
internal static unsafe class EdgeWeights
{
    /// <summary>Weight of an edge between pixels of quality 1; that of quality 0 has one unit.</summary>
    internal const int Largest = 256;

    /// <summary>Fills the arcs: weights, and the cycles that wrap each difference.</summary>
    /// <param name="flow">The network.</param>
    /// <param name="phase">Wrapped phase, radian, shape (rows, columns); NaN is no-data.</param>
    /// <param name="quality">Quality, 0 to 1, shape (rows, columns).</param>
    /// <param name="coarser">Halvings of all weights, where paths would be too long for them.</param>
    /// <param name="threads">Number of threads.</param>
    internal static void Fill(GridFlow flow, float* phase, float* quality, int coarser, int threads)
    {
        var (rows, columns) = (flow.Rows - 1, flow.Columns - 1);
        var scale = (float)(Largest - 1) / (1 << coarser);
        Parallel.For(0, rows, new ParallelOptions { MaxDegreeOfParallelism = threads }, r =>
        {
            var p = phase + ((long)r * columns);
            var q = quality + ((long)r * columns);
            var first = ((r + 1) * flow.Stride) + 1;
            for (var c = 0; c < columns; c++)
            {
                var cell = flow.Cells + first + c;
                var jumps = flow.Jumps + (2 * (first + c));
                *cell = default;
                (jumps[0], jumps[1]) = (0, 0);
                if (float.IsNaN(p[c]))
                {
                    continue;
                }

                if (c + 1 < columns && !float.IsNaN(p[c + 1]))
                {
                    cell->WeightUp = (ushort)(1 + (int)MathF.Round(scale * Math.Min(q[c], q[c + 1])));
                    jumps[0] = (short)WrappedDifferences.Cycles(p[c + 1] - p[c]);
                }

                if (r + 1 < rows && !float.IsNaN(p[c + columns]))
                {
                    cell->WeightLeft = (ushort)(1 + (int)MathF.Round(scale * Math.Min(q[c], q[c + columns])));
                    jumps[1] = (short)WrappedDifferences.Cycles(p[c + columns] - p[c]);
                }
            }
        });
    }

    /// <summary>Sets the cycles on all edges to the differences of the cycles of their pixels, which leave no residue.</summary>
    /// <param name="flow">The network, its arcs at the wrapped differences, the cycles of the pixels in the distances of its labels.</param>
    /// <param name="threads">Number of threads.</param>
    internal static void TakePixels(GridFlow flow, int threads)
    {
        Parallel.For(1, flow.Rows, new ParallelOptions { MaxDegreeOfParallelism = threads }, r =>
        {
            for (var i = (r * flow.Stride) + 1; i < (r + 1) * flow.Stride; i++)
            {
                var cell = flow.Cells + i;
                var own = flow.Labels[i].Distance;
                if (cell->WeightUp > 0)
                {
                    Set(ref flow.Jumps[2 * i], ref cell->SlopeUp, cell->WeightUp, flow.Labels[i + 1].Distance - own);
                }

                if (cell->WeightLeft > 0)
                {
                    Set(ref flow.Jumps[(2 * i) + 1], ref cell->SlopeLeft, cell->WeightLeft, flow.Labels[i + flow.Stride].Distance - own);
                }
            }
        });
    }

    private static void Set(ref short jump, ref int slope, int weight, int cycles)
    {
        slope += (cycles - jump) * (weight << (ArcCosts.WeightShift + 1));
        jump = checked((short)cycles);
    }
}
