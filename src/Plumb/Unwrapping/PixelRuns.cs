namespace Plumb.Unwrapping;

/// <summary>
/// Pixels in runs along the rows, joined across rows to sets: union-find over runs, each with the whole cycles of its first pixel
/// relative to its parent's (Tarjan 1975, doi:10.1145/321879.321884). Numbers of sets follow the order of their first pixels.
/// </summary>
internal sealed class PixelRuns
{
    private int[] parents = new int[1024];
    private int[] cycles = new int[1024];

    /// <summary>Number of runs.</summary>
    internal int Count { get; private set; }

    /// <summary>Begins a run and returns its number.</summary>
    internal int Begin()
    {
        if (Count == parents.Length)
        {
            Array.Resize(ref parents, 2 * Count);
            Array.Resize(ref cycles, 2 * Count);
        }

        parents[Count] = Count;
        cycles[Count] = 0;
        return Count++;
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
}
