namespace Plumb.Unwrapping;

/// <summary>
/// Pixels in runs along the rows, joined across rows to sets: union-find over runs, each with the whole cycles of its first pixel
/// relative to its parent's (Tarjan 1975, doi:10.1145/321879.321884). Numbers of sets follow the order of their first pixels.
/// </summary>
internal sealed class PixelRuns
{
    private int[] parents = new int[1024];
    private int[] cycles = new int[1024];
    private int[] lengths = new int[1024];
    private long[] sums = new long[1024];

    /// <summary>Number of runs.</summary>
    internal int Count { get; private set; }

    /// <summary>Begins a run and returns its number.</summary>
    internal int Begin()
    {
        if (Count == parents.Length)
        {
            Array.Resize(ref parents, 2 * Count);
            Array.Resize(ref cycles, 2 * Count);
            Array.Resize(ref lengths, 2 * Count);
            Array.Resize(ref sums, 2 * Count);
        }

        parents[Count] = Count;
        (cycles[Count], lengths[Count], sums[Count]) = (0, 0, 0);
        return Count++;
    }

    /// <summary>Ends a run: its pixels, and the sum of their cycles relative to its first.</summary>
    internal void End(int run, int length, long sum) => (lengths[run], sums[run]) = (length, sum);

    /// <summary>Pixels of each set, and the sum of their cycles relative to the first pixel of the set.</summary>
    internal (long[] Pixels, long[] Cycles) Sum(int[] numbers, int count)
    {
        var (pixels, total) = (new long[count], new long[count]);
        for (var run = 0; run < Count; run++)
        {
            pixels[numbers[run]] += lengths[run];
            total[numbers[run]] += sums[run] + ((long)lengths[run] * Find(run).Cycles);
        }

        return (pixels, total);
    }

    /// <summary>Joins two runs, the second of which has so many cycles more at its first pixel than the first run at its own.</summary>
    internal void Join(int first, int second, int difference)
    {
        var (rootA, cyclesA) = Find(first);
        var (rootB, cyclesB) = Find(second);
        if (rootA < rootB)
        {
            (parents[rootB], cycles[rootB]) = (rootA, cyclesA + difference - cyclesB);
        }
        else if (rootB < rootA)
        {
            (parents[rootA], cycles[rootA]) = (rootB, cyclesB - difference - cyclesA);
        }
    }

    /// <summary>The first run of a run's set, and the cycles of the run's first pixel relative to that one's.</summary>
    internal (int Root, int Cycles) Find(int run)
    {
        var total = 0;
        while (parents[run] != run)
        {
            // Path halving: skip every other parent.
            var parent = parents[run];
            cycles[run] += parents[parent] == parent ? 0 : cycles[parent];
            parents[run] = parents[parent];
            total += cycles[run];
            run = parents[run];
        }

        return (run, total);
    }

    /// <summary>Numbers the sets from 0; the result holds the number of each run's set.</summary>
    internal int[] NumberSets(out int count)
    {
        var numbers = new int[Count];
        count = 0;
        for (var run = 0; run < Count; run++)
        {
            var root = Find(run).Root;
            numbers[run] = root == run ? count++ : numbers[root];
        }

        return numbers;
    }

    /// <summary>Labels the pixels of a row with run and cycles, and joins the runs to those of the row above. Pixel (r, c) has the label of cell (r + 1, c + 1).</summary>
    internal unsafe void AddRow(GridFlow flow, float* phase, int row, int columns)
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
                    End(run, c - from, sum);
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
                (run, cycles, above, from, sum) = (Begin(), 0, 0u, c, 0);
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
                Join((int)up.Mark - 1, run, up.Distance + flow.Jumps[(2 * (i - stride)) + 1] - cycles);
                above = up.Mark;
            }
        }
    }
}
