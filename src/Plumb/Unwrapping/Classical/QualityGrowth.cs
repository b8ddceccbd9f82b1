namespace Plumb.Unwrapping.Classical;

/// <summary>
/// Quality-guided unwrapping: each region grows from its best pixel; of all pixels beside it the best is taken next, its difference to the
/// best of its neighbours inside is wrapped. Pixels wait in a heap; of pixels of the same quality the one that comes first in the image is taken.
/// </summary>
internal static unsafe class QualityGrowth
{
    /// <summary>Grows all regions and adds the cycles to the phase.</summary>
    internal static ClassicalSum Unwrap(ClassicalWork work)
    {
        var sum = Grow(work);
        var flow = work.Flow;
        Parallel.For(0, work.Rows, work.Together, r =>
        {
            var label = flow.Labels + ((r + 1) * flow.Stride) + 1;
            var p = work.Phase + ((long)r * work.Columns);
            for (var c = 0; c < work.Columns; c++)
            {
                p[c] = (float)(p[c] + (2 * Math.PI * label[c].Distance));
            }
        });
        return sum;
    }

    /// <summary>Grows all regions; the cycles of the pixels are in the distances of the labels afterwards, their mean near zero in each region.</summary>
    internal static ClassicalSum Grow(ClassicalWork work)
    {
        var flow = work.Flow;
        flow.Reset();
        var pixels = 0L;
        var growth = new Growth(work);
        var seeds = Seeds(work);
        flow.Reset();
        foreach (var seed in seeds)
        {
            work.Stop.ThrowIfCancellationRequested();
            pixels += growth.From(seed);
        }

        return new ClassicalSum(seeds.Length, pixels, 0);
    }

    /// <summary>The best pixel of each region, as cell.</summary>
    private static nint[] Seeds(ClassicalWork work)
    {
        var flow = work.Flow;
        var runs = new PixelRuns();
        for (var r = 0; r < work.Rows; r++)
        {
            RegionIntegral.FindRuns(flow, work.Phase + ((long)r * work.Columns), r, work.Columns, runs);
        }

        var regionOf = runs.NumberSets(out var count);
        var best = new nint[count];
        for (nint i = flow.Stride; i < flow.Count; i++)
        {
            if (i % flow.Stride > 0 && flow.Labels[i].Mark > 0)
            {
                ref var leader = ref best[regionOf[flow.Labels[i].Mark - 1]];
                if (leader == 0 || work.Quality[PixelOf(flow, i)] > work.Quality[PixelOf(flow, leader)])
                {
                    leader = i;
                }
            }
        }

        return best;
    }

    private static nint PixelOf(GridFlow flow, nint cell) => cell - flow.Stride - (cell / flow.Stride);

    /// <summary>One region after the other.</summary>
    private sealed class Growth(ClassicalWork work)
    {
        private const uint Waiting = 1;
        private const uint Inside = 2;
        private readonly GridFlow flow = work.Flow;
        private readonly nint stride = work.Flow.Stride;
        private readonly List<nint> taken = [];
        private SearchQueue queue = new();
        private float bestQuality;
        private int cycles;

        /// <summary>Grows a region; returns its number of pixels.</summary>
        internal long From(nint seed)
        {
            var (first, sum) = (taken.Count, 0L);
            queue.Clear();
            Add(seed);
            while (queue.Count > 0)
            {
                var cell = queue.Take();
                Take(cell);
                sum += flow.Labels[cell].Distance;
                taken.Add(cell);
            }

            var pixels = taken.Count - first;
            var mean = (int)Math.Round((double)sum / pixels);
            for (var k = first; mean != 0 && k < taken.Count; k++)
            {
                flow.Labels[taken[k]].Distance -= mean;
            }

            taken.Clear();
            return pixels;
        }

        private void Add(nint cell)
        {
            if (flow.Labels[cell].Mark == 0)
            {
                flow.Labels[cell].Mark = Waiting;
                queue.Add(int.MaxValue - BitConverter.SingleToInt32Bits(Math.Max(0, work.Quality[PixelOf(flow, cell)])), cell);
            }
        }

        /// <summary>Gives a pixel the cycles that its best neighbour inside asks for, and lets its other neighbours wait.</summary>
        private void Take(nint cell)
        {
            (bestQuality, cycles) = (-1, 0);
            Look(cell - stride, flow.Cells[cell - stride].WeightLeft, flow.Jumps[(2 * (cell - stride)) + 1]);
            Look(cell - 1, flow.Cells[cell - 1].WeightUp, flow.Jumps[2 * (cell - 1)]);
            Look(cell + stride, flow.Cells[cell].WeightLeft, -flow.Jumps[(2 * cell) + 1]);
            Look(cell + 1, flow.Cells[cell].WeightUp, -flow.Jumps[2 * cell]);
            flow.Labels[cell] = new FlowLabel { Distance = cycles, Mark = Inside };
        }

        private void Look(nint neighbour, int weight, int jump)
        {
            if (weight == 0)
            {
                return;
            }

            if (flow.Labels[neighbour].Mark != Inside)
            {
                Add(neighbour);
            }
            else if (work.Quality[PixelOf(flow, neighbour)] > bestQuality)
            {
                bestQuality = work.Quality[PixelOf(flow, neighbour)];
                cycles = flow.Labels[neighbour].Distance + jump;
            }
        }
    }
}
