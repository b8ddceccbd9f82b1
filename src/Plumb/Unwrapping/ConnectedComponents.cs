namespace Plumb.Unwrapping;

/// <summary>
/// Connected components of an unwrapped raster: pixels joined by edges on which a cycle more or less would cost much (Chen and Zebker 2002,
/// doi:10.1109/TGRS.2002.802453, section 3, grow them so). Uses the labels of the network as working memory.
/// </summary>
internal sealed unsafe class ConnectedComponents
{
    private const double NatsPerUnit = 1.0 / (ArcCosts.WeightsPerNat * (1 << ArcCosts.WeightShift));
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
    internal IReadOnlyList<UnwrappedComponent> Grow(float* phase, long pixels, ComponentOptions options, byte[] componentOf)
    {
        var margin = (int)Math.Min(int.MaxValue, options.MinMargin / natsPerUnit);
        var runs = new PixelRuns();
        for (var r = 0; r < rows; r++)
        {
            FindRuns(phase + ((long)r * columns), r, margin, runs);
        }

        var sets = runs.NumberSets(out var count);
        var size = new long[count];
        for (var r = 0; r < rows; r++)
        {
            var label = LabelsOf(r);
            for (var c = 0; c < columns; c++)
            {
                if (label[c].Mark > 0)
                {
                    size[sets[label[c].Mark - 1]]++;
                }
            }
        }

        var least = Math.Max(options.MinPixels, (long)Math.Ceiling(options.MinShare * pixels));
        var kept = Enumerable.Range(0, count).Where(s => size[s] >= least).OrderByDescending(s => size[s]).Take(Math.Clamp(options.Most, 1, 255)).ToArray();
        var numbers = new byte[count];
        for (var k = 0; k < kept.Length; k++)
        {
            numbers[kept[k]] = (byte)(k + 1);
        }

        var doubt = Number(sets, numbers, componentOf, kept.Length);
        return [.. kept.Select((s, k) => new UnwrappedComponent(k + 1, size[s], 1 - (doubt[k + 1] / size[s])))];
    }

    private FlowLabel* LabelsOf(int row) => flow.Labels + ((row + 1) * flow.Stride) + 1;

    private int Next(int weight, int slope) => costs == UnwrapCosts.Deformation
        ? DeformationCost.Next(weight << ArcCosts.WeightShift, slope)
        : SmoothCost.Next(weight << ArcCosts.WeightShift, slope);

    private void FindRuns(float* phase, int row, int margin, PixelRuns runs)
    {
        var label = LabelsOf(row);
        var cells = flow.Cells + ((row + 1) * flow.Stride) + 1;
        var (run, above) = (-1, 0u);
        for (var c = 0; c < columns; c++)
        {
            if (float.IsNaN(phase[c]))
            {
                label[c].Mark = 0;
                run = -1;
                continue;
            }

            if (run < 0 || !Joins(cells[c - 1].WeightUp, cells[c - 1].SlopeUp, margin))
            {
                (run, above) = (runs.Begin(), 0u);
            }

            label[c].Mark = (uint)run + 1;
            if (row > 0 && (label - flow.Stride)[c].Mark is var up && up > 0 && up != above
                && Joins((cells - flow.Stride)[c].WeightLeft, (cells - flow.Stride)[c].SlopeLeft, margin))
            {
                runs.Join((int)up - 1, run, 0);
                above = up;
            }
        }
    }

    private bool Joins(int weight, int slope, int margin) => Math.Min(Next(weight, slope), Next(weight, -slope)) >= margin;

    /// <summary>Writes the numbers of the pixels; returns for each component the sum of its pixels' doubts.</summary>
    private double[] Number(int[] sets, byte[] numbers, byte[] componentOf, int count)
    {
        var doubts = new double[rows][];
        Parallel.For(0, rows, new ParallelOptions { MaxDegreeOfParallelism = threads }, r =>
        {
            var label = LabelsOf(r);
            var sum = new double[count + 1];
            for (var c = 0; c < columns; c++)
            {
                var number = label[c].Mark == 0 ? (byte)0 : numbers[sets[label[c].Mark - 1]];
                componentOf[((long)r * columns) + c] = number;
                if (number > 0)
                {
                    sum[number] += Doubt(((r + 1) * flow.Stride) + c + 1);
                }
            }

            doubts[r] = sum;
        });
        var total = new double[count + 1];
        foreach (var row in doubts)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(total, row, total);
        }

        return total;
    }

    /// <summary>Probability that a pixel alone has a cycle more or less than it should, by the costs of its four edges.</summary>
    private double Doubt(nint cell)
    {
        var own = flow.Cells + cell;
        var up = own - flow.Stride;
        var more = Next(own->WeightUp, -own->SlopeUp) + Next(own->WeightLeft, -own->SlopeLeft)
            + Next((own - 1)->WeightUp, (own - 1)->SlopeUp) + Next(up->WeightLeft, up->SlopeLeft);
        var less = Next(own->WeightUp, own->SlopeUp) + Next(own->WeightLeft, own->SlopeLeft)
            + Next((own - 1)->WeightUp, -(own - 1)->SlopeUp) + Next(up->WeightLeft, -up->SlopeLeft);
        var odds = Odds(more) + Odds(less);
        return odds / (1 + odds);
    }

    private double Odds(int cost) => cost * natsPerUnit is var nats && nats > 40 ? 0 : Math.Exp(-nats);
}
