using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.Unwrapping;

/// <summary>
/// Connected components of an unwrapped raster: pixels joined by edges on which a cycle more or less would cost much (Chen and Zebker 2002,
/// doi:10.1109/TGRS.2002.802453, section 3, grow them so). Uses the labels and potentials of the network as working memory.
/// </summary>
internal sealed unsafe class ConnectedComponents
{
    private const double NatsPerUnit = 1 / (ArcCosts.CostsPerNat * ArcCosts.WeightsPerCost * (1 << ArcCosts.WeightShift));
    private readonly GridFlow flow;
    private readonly UnwrapCosts costs;
    private readonly int rows;
    private readonly int columns;
    private readonly int threads;
    private readonly double natsPerUnit;

    internal ConnectedComponents(GridFlow flow, UnwrapCosts costs, int coarser, int threads)
    {
        (this.flow, this.costs, this.threads) = (flow, costs, threads);
        (rows, columns) = (flow.Rows - 1, flow.Columns - 1);
        natsPerUnit = NatsPerUnit * (1 << coarser);
    }

    /// <summary>Grows the components.</summary>
    /// <param name="phase">Phase, shape (rows, columns); NaN is no-data.</param>
    /// <param name="pixels">Number of pixels that have a value.</param>
    /// <param name="options">What joins and what is kept.</param>
    /// <param name="componentOf">Receives the numbers; shape (rows, columns).</param>
    internal IReadOnlyList<UnwrappedComponent> Grow(float* phase, long pixels, ComponentOptions options, byte* componentOf) =>
        costs == UnwrapCosts.Deformation
            ? Grow<DeformationCost>(phase, pixels, options, componentOf)
            : Grow<SmoothCost>(phase, pixels, options, componentOf);

    private IReadOnlyList<UnwrappedComponent> Grow<TCost>(float* phase, long pixels, ComponentOptions options, byte* componentOf)
        where TCost : struct, IArcCost
    {
        var margin = (int)Math.Min(int.MaxValue, options.MinMargin / natsPerUnit);
        var count = 0;
        for (var r = 0; r < rows; r++)
        {
            count += FindRuns<TCost>(phase + ((long)r * columns), r, margin);
            flow.Memory.Ease(columns);
        }

        using var sizes = new WorkingArray<long>(flow.Memory, count, "Unwrapping: sizes of components");
        var size = sizes.Pointer;
        var settled = 0;
        for (var r = 0; r < rows; r++)
        {
            PixelSets.Settle(flow, r, ref settled, size, null);
            flow.Memory.Ease(columns);
        }

        var kept = options.Keep(size, count, pixels);
        using var numbers = new WorkingArray<byte>(flow.Memory, count, "Unwrapping: numbers of components");
        for (var k = 0; k < kept.Length; k++)
        {
            numbers.Pointer[kept[k].Set] = (byte)(k + 1);
        }

        var doubt = Number<TCost>(numbers.Pointer, componentOf, kept.Length);
        return [.. kept.Select((s, k) => new UnwrappedComponent(k + 1, s.Size, 1 - (doubt[k + 1] / s.Size)))];
    }

    private FlowLabel* LabelsOf(int row) => flow.Labels + ((row + 1) * flow.Stride) + 1;

    /// <summary>Labels the pixels of a row with their runs, and joins the runs to those of the row above. Returns by how many sets there are more.</summary>
    private int FindRuns<TCost>(float* phase, int row, int margin)
        where TCost : struct, IArcCost
    {
        var first = (uint)(((row + 1) * flow.Stride) + 1);
        var label = flow.Labels + first;
        var above = label - flow.Stride;
        var cells = flow.Cells + ((row + 1) * flow.Stride) + 1;
        var up = cells - flow.Stride;
        var (run, joined, sets) = (0u, 0u, 0);
        for (var c = 0; c < columns; c++)
        {
            if (float.IsNaN(phase[c]))
            {
                label[c].Mark = run = 0;
                continue;
            }

            if (run == 0 || !Joins<TCost>(cells[c - 1].WeightUp, cells[c - 1].SlopeUp, margin))
            {
                (run, joined) = (first + (uint)c, 0u);
                sets++;
            }

            label[c] = new FlowLabel { Mark = run };
            if (row > 0 && above[c].Mark is var mark && mark != joined && mark > 0 && Joins<TCost>(up[c].WeightLeft, up[c].SlopeLeft, margin))
            {
                sets -= PixelSets.Join(flow.Labels, mark, run, 0) ? 1 : 0;
                joined = mark;
            }
        }

        return sets;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Next<TCost>(int weight, int slope)
        where TCost : struct, IArcCost => TCost.Next(weight << ArcCosts.WeightShift, slope);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Joins<TCost>(int weight, int slope, int margin)
        where TCost : struct, IArcCost => Math.Min(Next<TCost>(weight, slope), Next<TCost>(weight, -slope)) >= margin;

    /// <summary>Writes the numbers of the pixels; returns for each component the sum of its pixels' doubts.</summary>
    private double[] Number<TCost>(byte* numbers, byte* componentOf, int count)
        where TCost : struct, IArcCost
    {
        var total = new double[count + 1];
        var doubts = new double[Math.Min(rows, RowBands.RowsOf(columns))][];
        RowBands.Run(rows, columns, threads, flow.Memory, Row, (first, end) =>
        {
            // In the order of the rows, so that the sums do not depend on the threads.
            for (var r = first; r < end; r++)
            {
                System.Numerics.Tensors.TensorPrimitives.Add(total, doubts[r % doubts.Length], total);
            }
        });
        return total;

        void Row(int r)
        {
            var label = LabelsOf(r);
            var sum = new double[count + 1];
            for (var c = 0; c < columns; c++)
            {
                var number = label[c].Mark == 0 ? (byte)0 : numbers[flow.Cells[PixelSets.Settled(flow.Labels, label[c]).Root].Potential];
                componentOf[((long)r * columns) + c] = number;
                if (number > 0)
                {
                    sum[number] += Doubt<TCost>(((r + 1) * flow.Stride) + c + 1);
                }
            }

            doubts[r % doubts.Length] = sum;
        }
    }

    /// <summary>Probability that a pixel alone has a cycle more or less than it should, by the costs of its four edges.</summary>
    private double Doubt<TCost>(nint cell)
        where TCost : struct, IArcCost
    {
        var own = flow.Cells + cell;
        var up = own - flow.Stride;
        var more = Next<TCost>(own->WeightUp, -own->SlopeUp) + Next<TCost>(own->WeightLeft, -own->SlopeLeft)
            + Next<TCost>((own - 1)->WeightUp, (own - 1)->SlopeUp) + Next<TCost>(up->WeightLeft, up->SlopeLeft);
        var less = Next<TCost>(own->WeightUp, own->SlopeUp) + Next<TCost>(own->WeightLeft, own->SlopeLeft)
            + Next<TCost>((own - 1)->WeightUp, -(own - 1)->SlopeUp) + Next<TCost>(up->WeightLeft, -up->SlopeLeft);
        var odds = Odds(more) + Odds(less);
        return odds / (1 + odds);
    }

    // Below a ten-millionth nothing is left of a doubt.
    private double Odds(int cost) => cost * natsPerUnit is var nats && nats > 16 ? 0 : Math.Exp(-nats);
}
