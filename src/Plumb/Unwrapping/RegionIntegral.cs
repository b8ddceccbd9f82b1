namespace Plumb.Unwrapping;

/// <summary>
/// Adds up the cycles on the edges of a solved network to those of the pixels, region by region. Uses the labels of the network as working memory.
/// </summary>
internal static unsafe class RegionIntegral
{
    /// <summary>Adds to each wrapped phase its whole cycles.</summary>
    /// <param name="flow">The solved network.</param>
    /// <param name="phase">Wrapped phase, radian, shape (rows, columns), NaN is no-data; becomes the unwrapped phase.</param>
    /// <param name="threads">Number of threads.</param>
    /// <returns>Number of regions and of pixels that have a value.</returns>
    internal static (int Regions, long Pixels) Add(GridFlow flow, float* phase, int threads)
    {
        var (rows, columns) = (flow.Rows - 1, flow.Columns - 1);
        var runs = new PixelRuns();
        for (var r = 0; r < rows; r++)
        {
            FindRuns(flow, phase + ((long)r * columns), r, columns, runs);
        }

        var regions = runs.NumberSets(out var count);
        var (pixels, sum) = runs.Sum(regions, count);
        var cyclesOf = new int[runs.Count];
        for (var run = 0; run < runs.Count; run++)
        {
            cyclesOf[run] = runs.Find(run).Cycles - (int)Math.Round((double)sum[regions[run]] / pixels[regions[run]]);
        }

        Parallel.For(0, rows, new ParallelOptions { MaxDegreeOfParallelism = threads }, r =>
        {
            var label = flow.Labels + ((r + 1) * flow.Stride) + 1;
            var p = phase + ((long)r * columns);
            for (var c = 0; c < columns; c++)
            {
                if (label[c].Mark > 0)
                {
                    p[c] = (float)(p[c] + (2 * Math.PI * (label[c].Distance + cyclesOf[label[c].Mark - 1])));
                }
            }
        });
        return (count, pixels.Sum());
    }

    /// <summary>Labels the pixels of a row with run and cycles, and joins the runs to those of the row above. Pixel (r, c) has the label of cell (r + 1, c + 1).</summary>
    internal static void FindRuns(GridFlow flow, float* phase, int row, int columns, PixelRuns runs)
    {
        var stride = flow.Stride;
        var first = ((row + 1) * stride) + 1;
        flow.Labels[first - 1].Mark = 0;
        if (row == 0)
        {
            new Span<FlowLabel>(flow.Labels, (int)stride).Clear();
        }

        var (run, above, cycles, from, sum) = (-1, 0u, 0, 0, 0L);
        for (var c = 0; c <= columns; c++)
        {
            var i = first + c;
            if (c == columns || float.IsNaN(phase[c]))
            {
                if (run >= 0)
                {
                    runs.End(run, c - from, sum);
                }

                if (c < columns)
                {
                    flow.Labels[i].Mark = 0;
                }

                run = -1;
                continue;
            }

            if (run < 0)
            {
                (run, cycles, above, from, sum) = (runs.Begin(), 0, 0u, c, 0);
            }
            else
            {
                cycles += flow.Jumps[2 * (i - 1)];
                sum += cycles;
            }

            flow.Labels[i] = new FlowLabel { Distance = cycles, Mark = (uint)run + 1 };
            var up = flow.Labels[i - stride];
            if (up.Mark > 0 && up.Mark != above)
            {
                runs.Join((int)up.Mark - 1, run, up.Distance + flow.Jumps[(2 * (i - stride)) + 1] - cycles);
                above = up.Mark;
            }
        }
    }
}
