using System.Numerics;

namespace Plumb.Networks.Closure;

/// <summary>Which region's correction each pixel takes.</summary>
public sealed partial class ClosureTile
{
    private readonly int[] lossOrGain;
    private readonly int[] bestGain;
    private readonly int[] bestRegion;
    private readonly ulong[] owned;

    /// <summary>
    /// Gives each pixel in or near a region, of the corrections of all regions near and of none, the one that closes most of its own loops. The windows of
    /// the majority blur the edges of regions; the loops of the pixel itself do not.
    /// </summary>
    private void CorrectRegions(IReadOnlyCollection<ClosureRegion> near)
    {
        Array.Clear(bestGain);
        Array.Fill(bestRegion, -1);
        var candidates = near.Where(r => r.Blames.Any(b => b.Verdict == BlameVerdict.Corrected)).ToArray();
        for (var r = 0; r < candidates.Length; r++)
        {
            Weigh(candidates[r], r);
        }

        for (var i = 0; i < pixels; i++)
        {
            foreach (var blame in bestRegion[i] < 0 ? [] : candidates[bestRegion[i]].Blames)
            {
                if (blame.Verdict == BlameVerdict.Corrected && ToldLoops(blame.Pair, i) > 0)
                {
                    Change(PlaneOfPair(blame.Pair), blame.Pair, i, ToByte(blame.Cycles));
                }
            }
        }
    }

    private void Weigh(ClosureRegion region, int number)
    {
        var area = WithEdges(RowBits.Grow(Bits(region.Key), EdgeReach, columns));
        var steps = Steps(region);
        for (var row = 0; row < rows; row++)
        {
            if (area[row] == 0)
            {
                continue;
            }

            var gain = lossOrGain.AsSpan(0, columns);
            gain.Clear();
            foreach (var (loop, step) in steps)
            {
                AddGain(Plane(loop).Slice(row * columns, columns), (sbyte)-step, gain);
            }

            for (var bits = area[row]; bits != 0; bits &= bits - 1)
            {
                var column = BitOperations.TrailingZeroCount(bits);
                var pixel = (row * columns) + column;
                if (gain[column] > bestGain[pixel])
                {
                    (bestGain[pixel], bestRegion[pixel]) = (gain[column], number);
                }
            }
        }
    }

    /// <summary>The loops that a region's correction moves, and by how many cycles.</summary>
    private List<(int Loop, int Step)> Steps(ClosureRegion region)
    {
        var moved = new SortedDictionary<int, int>();
        foreach (var blame in region.Blames)
        {
            var ofPair = loops.LoopsOf(blame.Pair);
            var signs = loops.SignsIn(blame.Pair);
            for (var i = 0; blame.Verdict == BlameVerdict.Corrected && i < ofPair.Length; i++)
            {
                moved[ofPair[i]] = moved.GetValueOrDefault(ofPair[i]) + (signs[i] * blame.Cycles);
            }
        }

        return [.. moved.Where(m => Math.Abs(m.Value) is > 0 and <= LoopKernel.Most).Select(m => (m.Key, m.Value))];
    }

    /// <summary>Adds 1 where a loop has the cycles that a correction closes, and takes 1 where it is closed now.</summary>
    private static void AddGain(ReadOnlySpan<sbyte> cycles, sbyte closing, Span<int> gain)
    {
        for (var i = 0; i < cycles.Length; i++)
        {
            gain[i] += (cycles[i] == closing ? 1 : 0) - (cycles[i] == 0 ? 1 : 0);
        }
    }

    private int ToldLoops(int pair, int pixel)
    {
        var count = 0;
        foreach (var loop in loops.LoopsOf(pair))
        {
            count += Plane(loop)[pixel] == LoopKernel.Missing ? 0 : 1;
        }

        return count;
    }

    /// <summary>
    /// Marks the pixels along the tile's edge that lie in a judged region and whose own loops are as near to its loops as to those of any other region near: its explanation holds for them as it
    /// does further inside, though another's may close more of their loops. Without that, what is ambiguous inside would be decided in a straight band along each edge of a tile.
    /// </summary>
    private void MarkOwned(Dictionary<ulong, ClosureRegion> near)
    {
        Array.Clear(owned);
        for (var i = 0; i < pixels && near.Count > 0; i++)
        {
            if (!IsAtEdge(i / columns, i % columns) || !near.TryGetValue(keys[i], out var own))
            {
                continue;
            }

            var distance = Distance(own, i, int.MaxValue);
            var isOwn = true;
            foreach (var other in near.Values)
            {
                isOwn &= other == own || Distance(other, i, distance) >= distance;
            }

            owned[i / columns] |= isOwn ? 1UL << (i % columns) : 0;
        }
    }

    private bool IsAtEdge(int row, int column) => row < EdgeReach || row >= rows - EdgeReach || column < EdgeReach || column >= columns - EdgeReach;

    /// <summary>Number of loops of a pixel that differ from those of a region, counted up to a limit.</summary>
    private int Distance(ClosureRegion region, int pixel, int limit)
    {
        var count = 0;
        for (var l = 0; l < loops.Count && count < limit; l++)
        {
            var (here, there) = (Plane(l)[pixel], region.Cycles[l]);
            count += here != there && here != LoopKernel.Missing && there != LoopKernel.Missing ? 1 : 0;
        }

        return count;
    }

    /// <summary>Pixels and those along the tile's edge, inside which a region of the next tile may end.</summary>
    private ulong[] WithEdges(ulong[] area)
    {
        const ulong side = (1UL << EdgeReach) - 1;
        var inside = columns == 64 ? ulong.MaxValue : (1UL << columns) - 1;
        var sides = side | (side << Math.Max(0, columns - EdgeReach));
        for (var row = 0; row < rows; row++)
        {
            area[row] = (area[row] | ((row < EdgeReach || row >= rows - EdgeReach ? ulong.MaxValue : sides) & ~owned[row])) & inside;
        }

        return area;
    }
}
