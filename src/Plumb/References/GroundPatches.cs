using Plumb.Networks;

namespace Plumb.References;

/// <summary>Patches of good ground: pixels that touch, corners included. Only those of some size count, largest first; of equals the northernmost.</summary>
internal sealed class GroundPatches
{
    private readonly int[] patch;

    public GroundPatches(bool[] good, int rows, int columns, int least)
    {
        var sets = new int[good.Length];
        DisjointSets.Reset(sets);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var i = (row * columns) + column;
                if (good[i])
                {
                    Join(sets, good, i, column > 0 ? i - 1 : -1);
                    Join(sets, good, i, row > 0 ? i - columns : -1);
                    Join(sets, good, i, row > 0 && column > 0 ? i - columns - 1 : -1);
                    Join(sets, good, i, row > 0 && column < columns - 1 ? i - columns + 1 : -1);
                }
            }
        }

        var sizes = new int[good.Length];
        for (var i = 0; i < good.Length; i++)
        {
            sizes[DisjointSets.Root(sets, i)] += good[i] ? 1 : 0;
        }

        var roots = Enumerable.Range(0, good.Length).Where(i => sizes[i] >= least).OrderByDescending(i => sizes[i]).ThenBy(i => i).ToArray();
        Count = roots.Length;
        var number = roots.Select((root, n) => (root, n)).ToDictionary(e => e.root, e => e.n);
        patch = new int[good.Length];
        for (var i = 0; i < good.Length; i++)
        {
            patch[i] = good[i] && number.TryGetValue(DisjointSets.Root(sets, i), out var n) ? n : -1;
        }
    }

    /// <summary>Number of patches.</summary>
    public int Count { get; }

    /// <summary>Which patch a pixel belongs to; -1 for none.</summary>
    public int Of(int pixel) => patch[pixel];

    private static void Join(int[] sets, bool[] good, int pixel, int other)
    {
        if (other >= 0 && good[other])
        {
            DisjointSets.Union(sets, pixel, other);
        }
    }
}
