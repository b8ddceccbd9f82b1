using Plumb.Networks.Closure;

namespace Plumb.Processing.Stages;

/// <summary>Counts of a closure, summed over its threads. Whole numbers, so that no order changes them.</summary>
internal sealed class ClosureTally(ClosureLoops loops)
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<(int Pair, int Cycles), long> changes = [];
    private readonly long[] told = new long[loops.Count];

    public long[] OpenOfLoop { get; } = new long[loops.Count];

    public long[] OpenAfterOfLoop { get; } = new long[loops.Count];

    public long Pixels { get; private set; }

    public long PixelsOpenBefore { get; private set; }

    public long PixelsOpenAfter { get; private set; }

    public long PixelsChanged { get; private set; }

    public long PixelsAmbiguous { get; private set; }

    public int ChunksWritten { get; private set; }

    /// <summary>Takes the loops of a thread's tiles, all of them together.</summary>
    public void Add(ClosureTile tile)
    {
        lock (gate)
        {
            for (var l = 0; l < told.Length; l++)
            {
                told[l] += tile.ToldOfLoop[l];
                OpenOfLoop[l] += tile.OpenOfLoop[l];
                OpenAfterOfLoop[l] += tile.OpenAfterOfLoop[l];
            }
        }
    }

    /// <summary>Takes the pixels of one tile.</summary>
    public void AddPixels(ClosureTile tile)
    {
        var (all, before, after, changed, ambiguous) = (0, 0, 0, 0, 0);
        for (var i = 0; i < tile.Told.Length; i++)
        {
            all += tile.Told[i] > 0 ? 1 : 0;
            before += tile.Open[i] > 0 ? 1 : 0;
            after += tile.OpenAfter[i] > 0 ? 1 : 0;
            changed += tile.ChangedCount[i] > 0 ? 1 : 0;
            ambiguous += tile.Causes[i] == OpenCause.Ambiguous ? 1 : 0;
        }

        lock (gate)
        {
            Pixels += all;
            PixelsOpenBefore += before;
            PixelsOpenAfter += after;
            PixelsChanged += changed;
            PixelsAmbiguous += ambiguous;
            foreach (var pair in tile.ChangedPairs)
            {
                foreach (var cycles in tile.CyclesOf(pair))
                {
                    if (cycles != 0)
                    {
                        changes[(pair, cycles)] = changes.GetValueOrDefault((pair, cycles)) + 1;
                    }
                }
            }
        }
    }

    public void AddChunk()
    {
        lock (gate)
        {
            ChunksWritten++;
        }
    }

    public IReadOnlyList<CycleCount> ChangesOf(int pair) =>
        [.. changes.Where(c => c.Key.Pair == pair).Select(c => new CycleCount(c.Key.Cycles, c.Value))];

    /// <summary>Share of some loops' pixels that are open, pure number; NaN where none can be told.</summary>
    public double ShareOf(ReadOnlySpan<int> some, long[] open)
    {
        var (all, opened) = (0L, 0L);
        foreach (var loop in some)
        {
            all += told[loop];
            opened += open[loop];
        }

        return all == 0 ? double.NaN : (double)opened / all;
    }

    /// <summary>Share of all loops' pixels that are open, pure number; 0 where none can be told.</summary>
    public double Share(long[] open) => told.Sum() is > 0 and var all ? (double)open.Sum() / all : 0;
}
