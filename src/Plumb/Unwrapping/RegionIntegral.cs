using Plumb.Kernels;

namespace Plumb.Unwrapping;

/// <summary>
/// Adds up the cycles on the edges of a solved network to those of the pixels, region by region. Uses the labels and potentials of the network as
/// working memory.
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
        var regions = 0;
        for (var r = 0; r < rows; r++)
        {
            regions += FindRuns(flow, phase + ((long)r * columns), r, columns);
            flow.Memory.Ease(columns);
        }

        using var sizes = new WorkingArray<long>(flow.Memory, regions, "Unwrapping: sizes of regions");
        using var sums = new WorkingArray<long>(flow.Memory, regions, "Unwrapping: cycles of regions");
        var pixels = sizes.Pointer;
        var sum = sums.Pointer;
        var settled = 0;
        for (var r = 0; r < rows; r++)
        {
            PixelSets.Settle(flow, r, ref settled, pixels, sum);
            flow.Memory.Ease(columns);
        }

        var total = 0L;
        for (var k = 0; k < regions; k++)
        {
            total += pixels[k];
            sum[k] = (int)Math.Round((double)sum[k] / pixels[k]);
        }

        RowBands.Run(rows, columns, threads, flow.Memory, r =>
        {
            var label = flow.Labels + ((r + 1) * flow.Stride) + 1;
            var p = phase + ((long)r * columns);
            for (var c = 0; c < columns; c++)
            {
                if (label[c].Mark > 0)
                {
                    var (root, cycles) = PixelSets.Settled(flow.Labels, label[c]);
                    p[c] = (float)(p[c] + (2 * Math.PI * (cycles - (int)sum[flow.Cells[root].Potential])));
                }
            }
        });
        return (regions, total);
    }

    /// <summary>Labels the pixels of a row with run and cycles, and joins the runs to those of the row above. Returns by how many sets there are more.</summary>
    private static int FindRuns(GridFlow flow, float* phase, int row, int columns)
    {
        var stride = flow.Stride;
        var first = ((row + 1) * stride) + 1;
        var labels = flow.Labels;
        labels[first - 1].Mark = 0;
        if (row == 0)
        {
            new Span<FlowLabel>(labels, (int)stride).Clear();
        }

        var (run, above, cycles, sets) = (0u, 0u, 0, 0);
        for (var c = 0; c < columns; c++)
        {
            var i = first + c;
            if (float.IsNaN(phase[c]))
            {
                labels[i].Mark = 0;
                run = 0;
                continue;
            }

            if (run == 0)
            {
                (run, cycles, above) = ((uint)i, 0, 0u);
                sets++;
            }
            else
            {
                cycles += flow.Jumps[2 * (i - 1)];
            }

            labels[i] = new FlowLabel { Distance = cycles, Mark = run };
            var up = labels[i - stride];
            if (up.Mark > 0 && up.Mark != above)
            {
                sets -= PixelSets.Join(labels, up.Mark, run, up.Distance + flow.Jumps[(2 * (i - stride)) + 1] - cycles) ? 1 : 0;
                above = up.Mark;
            }
        }

        return sets;
    }
}
