namespace Plumb.Networks.Closure;

/// <summary>The regions of a tile and their motion.</summary>
public sealed partial class ClosureTile
{
    private const int LeastPiece = 8;
    private readonly int[] parents;
    private readonly int[] pieceSize;

    /// <summary>Hands the regions of the loaded tile to the table: connected pieces whose neighbourhoods show the same open loops.</summary>
    /// <param name="tile">Number of the tile in the scene.</param>
    public void Collect(int tile)
    {
        MakeKeys();
        JoinPieces();
        Array.Clear(pieceSize);
        for (var i = 0; i < pixels; i++)
        {
            pieceSize[DisjointSets.Root(parents, i)]++;
        }

        for (var i = 0; i < pixels; i++)
        {
            if (parents[i] == i && keys[i] != 0 && told[i] > 0 && pieceSize[i] >= LeastPiece)
            {
                var pixel = i;
                regions.Add(keys[i], tile, pieceSize[i], () => MajorityAt(pixel));
            }
        }
    }

    /// <summary>
    /// Adds to each judged region of the loaded tile the phases on both sides of its edge: its own pixels that lie near pixels of no judged region with hardly
    /// an open loop, and these.
    /// </summary>
    /// <param name="phase">The phases that were loaded, radians, shape (pair, row, column).</param>
    /// <param name="tile">Number of the tile in the scene.</param>
    public void AddMotion(ReadOnlySpan<float> phase, int tile)
    {
        MakeKeys();
        var here = regions.In([tile]);
        var judged = here.Select(r => r.Key).ToHashSet();
        var still = new ulong[rows];
        for (var i = 0; i < pixels && here.Count > 0; i++)
        {
            still[i / columns] |= told[i] > 0 && 20 * open[i] <= told[i] && !judged.Contains(keys[i]) ? 1UL << (i % columns) : 0;
        }

        foreach (var region in here)
        {
            region.Motion.Add(phase, Bits(region.Key), still, columns, regions.Options.MaxGap);
        }
    }

    private ulong[] Bits(ulong key)
    {
        var bits = new ulong[rows];
        for (var i = 0; i < pixels; i++)
        {
            bits[i / columns] |= keys[i] == key && told[i] > 0 ? 1UL << (i % columns) : 0;
        }

        return bits;
    }

    private void JoinPieces()
    {
        DisjointSets.Reset(parents);
        for (var i = 0; i < pixels; i++)
        {
            if (keys[i] == 0 || told[i] == 0)
            {
                continue;
            }

            if (i % columns != 0 && keys[i - 1] == keys[i] && told[i - 1] > 0)
            {
                DisjointSets.Union(parents, i - 1, i);
            }

            if (i >= columns && keys[i - columns] == keys[i] && told[i - columns] > 0)
            {
                DisjointSets.Union(parents, i - columns, i);
            }
        }
    }

    private sbyte[] MajorityAt(int pixel)
    {
        var cycles = new sbyte[loops.Count];
        for (var l = 0; l < cycles.Length; l++)
        {
            cycles[l] = LoopMajority.At(Plane(l), rows, columns, pixel / columns, pixel % columns);
        }

        return cycles;
    }
}
