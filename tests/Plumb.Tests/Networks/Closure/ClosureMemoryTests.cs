using Plumb.Kernels;
using Plumb.Networks.Closure;

namespace Plumb.Tests.Networks.Closure;

/// <summary>What a tile of the closure says it needs is what it takes.</summary>
public class ClosureMemoryTests
{
    [Theory]
    [InlineData(12, 2, 0.1)]
    [InlineData(30, 4, 0.1)]
    [InlineData(60, 5, 0.05)]
    public void Bytes_counted_for_a_tile_are_those_it_allocates(int dates, int links, double share)
    {
        var pairs = Enumerable.Range(0, dates).Sum(i => Math.Min(links, dates - 1 - i));
        var planted = Enumerable.Range(0, (int)(share * pairs)).ToDictionary(k => k * 7 % pairs, k => (k % 2 * 2) - 1);
        var stack = new IslandStack(dates, dates, links, planted);
        var loops = ClosureLoops.Of(stack.Network);
        var levels = ClosureLevels.Of(loops, stack.Phase);
        var budget = new MemoryBudget(1 << 28);
        using (stack.Correct(new ClosureOptions(), out _))
        {
            // Everything is compiled once, so that nothing but the tile is allocated below.
        }

        var regions = new ClosureRegions(loops, new ClosureOptions(), stack.Coherence);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var tile = new ClosureTile(regions, levels, budget, IslandStack.Side, IslandStack.Side);
        var made = GC.GetAllocatedBytesForCurrentThread() - before;
        var counted = ClosureTile.HeldBytesOf(loops, IslandStack.Pixels);
        Assert.Equal((long)loops.Count * IslandStack.Pixels, budget.Leased);

        // The solver's arcs and the plans are made with the first explanation, after the tile.
        var later = LoopExplainer.BytesOf(loops);
        Assert.InRange(made, 0.97 * (counted - later), counted);

        tile.Load(stack.Phase);
        tile.Collect(0);
        regions.Explain(1);
        before = GC.GetAllocatedBytesForCurrentThread();
        tile.Correct(stack.Phase, 0, []);
        tile.Conclude();
        var changing = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.NotEmpty(tile.ChangedPairs);
        Assert.True(
            (long)tile.ChangedPairs.Count * IslandStack.Pixels <= changing && made + budget.Leased + ((long)tile.ChangedPairs.Count * IslandStack.Pixels) <= ClosureTile.BytesOf(loops, IslandStack.Pixels),
            $"{made} bytes of the tile, {budget.Leased} leased, {changing} while correcting {tile.ChangedPairs.Count} pairs; counted {ClosureTile.BytesOf(loops, IslandStack.Pixels)}");

        // A second tile takes the cycles of the first one's pairs again.
        before = GC.GetAllocatedBytesForCurrentThread();
        tile.Load(stack.Phase);
        tile.Correct(stack.Phase, 0, []);
        tile.Conclude();
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < changing - ((tile.ChangedPairs.Count - 1L) * IslandStack.Pixels));
    }
}
