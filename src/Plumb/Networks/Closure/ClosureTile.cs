using System.Numerics;
using Plumb.Kernels;

namespace Plumb.Networks.Closure;

/// <summary>
/// One tile of a stack on its way through the closure: its open loops, the regions in it, and its correction. Every tile is worked on by itself, windows end
/// at its edge, so that the result depends on how the scene is cut into tiles but never on threads, memory or order. Holds its working memory:
/// one instance per thread, for tiles of up to 64 x 64 pixels.
/// </summary>
public sealed partial class ClosureTile : IDisposable
{
    /// <summary>Most rows and columns of a tile, pixels.</summary>
    public const int LargestSide = 64;

    /// <summary>Heads of the arrays and lists of one instance, bytes.</summary>
    private const int Overhead = 1024;

    private readonly ClosureRegions regions;
    private readonly ClosureLoops loops;
    private readonly float[] levels;
    private readonly int rows;
    private readonly int columns;
    private readonly int pixels;
    private readonly TileBuffer<sbyte> planes;
    private readonly bool[] isOpenPlane;
    private readonly ushort[] told;
    private readonly ushort[] open;
    private readonly ulong[] keys;
    private bool hasKeys;
    private readonly sbyte[] majority;
    private readonly short[] scratch;
    private readonly ulong[] multipliers;
    private readonly LoopExplainer explainer;

    /// <summary>Working memory for the tiles of a scene.</summary>
    /// <param name="regions">The regions of the scene, filled by its tiles.</param>
    /// <param name="levels">Levels of the loops, cycles, shape (loop); see <see cref="ClosureLevels"/>.</param>
    /// <param name="budget">What the memory is leased from.</param>
    /// <param name="rows">Rows of a tile, pixels.</param>
    /// <param name="columns">Columns of a tile, pixels.</param>
    public ClosureTile(ClosureRegions regions, ReadOnlySpan<float> levels, MemoryBudget budget, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(regions);
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, LargestSide);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, LargestSide);
        this.regions = regions;
        loops = regions.Loops;
        this.levels = levels.ToArray();
        (this.rows, this.columns, pixels) = (rows, columns, rows * columns);
        planes = budget.Lease<sbyte>(checked(loops.Count * pixels), "Closing the loops of a tile");
        isOpenPlane = new bool[loops.Count];
        (told, open, toldAfter, openAfter) = (new ushort[pixels], new ushort[pixels], new ushort[pixels], new ushort[pixels]);
        keys = new ulong[pixels];
        majority = new sbyte[pixels];
        scratch = new short[LoopMajority.ScratchLength(columns)];
        multipliers = new ulong[loops.Count];
        for (var l = 0; l < multipliers.Length; l++)
        {
            multipliers[l] = Mix((ulong)l + 1) | 1;
        }

        explainer = regions.NewExplainer();
        parents = new int[pixels];
        pieceSize = new int[pixels];
        gathered = new sbyte[loops.Count];
        opens = new byte[pixels];
        lossOrGain = new int[columns];
        (bestGain, bestRegion) = (new int[pixels], new int[pixels]);
        owned = new ulong[rows];
        changed = new ushort[pixels];
        verdicts = new byte[pixels];
        ToldOfLoop = new long[loops.Count];
        OpenOfLoop = new long[loops.Count];
        OpenAfterOfLoop = new long[loops.Count];
    }

    /// <summary>
    /// Working memory of one instance, bytes: whole cycles of all loops (leased), what is kept for each pixel and each loop, the explanation of one set of open loops, and the
    /// cycles of the pairs that are changed, counted as if all of them were. What the regions of the scene hold is the scene's.
    /// </summary>
    /// <param name="loops">The loops.</param>
    /// <param name="pixels">Pixels of a tile.</param>
    public static long BytesOf(ClosureLoops loops, int pixels)
    {
        ArgumentNullException.ThrowIfNull(loops);
        return ((long)loops.Count * pixels) + HeldBytesOf(loops, pixels) + ((long)loops.Network.Pairs.Count * pixels);
    }

    /// <summary>What an instance allocates beside its lease and before it changes a pair, bytes.</summary>
    /// <param name="loops">The loops.</param>
    /// <param name="pixels">Pixels of a tile.</param>
    internal static long HeldBytesOf(ClosureLoops loops, int pixels)
    {
        // Per pixel: four counts and that of the changes, key, majority, parent, size of the piece, gain, region, open loops, verdict.
        const int ofPixel = (5 * sizeof(ushort)) + sizeof(ulong) + (3 * sizeof(byte)) + (4 * sizeof(int));
        // Per loop: level, whether it is open, multiplier, cycles at one pixel, three sums.
        const int ofLoop = sizeof(float) + sizeof(bool) + sizeof(ulong) + sizeof(sbyte) + (3 * sizeof(long));
        const int ofRow = (LargestSide * (sizeof(int) + sizeof(ulong))) + Overhead;
        return ((long)ofPixel * pixels) + ((long)ofLoop * loops.Count) + (sizeof(short) * LoopMajority.ScratchLength(LargestSide)) + ofRow + LoopExplainer.BytesOf(loops);
    }

    /// <summary>Number of loops that can be told at each pixel (count); shape (row, column).</summary>
    public ReadOnlySpan<ushort> Told => told;

    /// <summary>Number of open loops of each pixel (count), before any correction; shape (row, column).</summary>
    public ReadOnlySpan<ushort> Open => open;

    /// <summary>Number of pixels at which each loop can be told, summed over the tiles loaded (count); shape (loop).</summary>
    public long[] ToldOfLoop { get; }

    /// <summary>Number of pixels at which each loop is open, summed over the tiles loaded (count); shape (loop).</summary>
    public long[] OpenOfLoop { get; }

    /// <summary>Takes a tile and closes its loops.</summary>
    /// <param name="phase">Unwrapped phases, radians, shape (pair, row, column), pairs in the order of the network; NaN, infinity and 0 are no-data.</param>
    /// <exception cref="ArgumentException">The number of phases is not that of the pairs and the tile.</exception>
    public void Load(ReadOnlySpan<float> phase)
    {
        if (phase.Length != loops.Network.Pairs.Count * pixels)
        {
            throw new ArgumentException($"{phase.Length} phases do not fit {loops.Network.Pairs.Count} pairs of {pixels} pixels.", nameof(phase));
        }

        Forget();
        Array.Clear(told);
        Array.Clear(open);
        for (var l = 0; l < loops.Count; l++)
        {
            LoopKernel.Cycles(phase, pixels, loops.PairsOf(l), loops.SignsOf(l), levels[l], Plane(l));
            var (countTold, countOpen) = LoopKernel.Count(Plane(l), told, open);
            isOpenPlane[l] = countOpen > 0;
            ToldOfLoop[l] += countTold;
            OpenOfLoop[l] += countOpen;
        }

        hasKeys = false;
    }

    /// <summary>Returns the memory.</summary>
    public void Dispose() => planes.Dispose();

    private Span<sbyte> Plane(int loop) => planes.Span.Slice(loop * pixels, pixels);

    /// <summary>
    /// One number per pixel that stands for the majorities of all its loops: their sum, each times a fixed random number, modulo 2^64. It is 0 where all loops are
    /// there and closed. Two different sets of majorities share a number about once in 2^64. Made when it is first asked for, from the loops as they were loaded.
    /// </summary>
    private void MakeKeys()
    {
        if (hasKeys)
        {
            return;
        }

        hasKeys = true;
        Array.Clear(keys);
        for (var l = 0; l < loops.Count; l++)
        {
            if ((isOpenPlane[l] || Plane(l).Contains(LoopKernel.Missing)) && LoopMajority.Of(Plane(l), rows, columns, majority, scratch))
            {
                AddKeys(multipliers[l]);
            }
        }
    }

    private void AddKeys(ulong multiplier)
    {
        for (var i = 0; i < pixels;)
        {
            if (i <= pixels - Vector<sbyte>.Count && Vector.EqualsAll(new Vector<sbyte>(majority.AsSpan(i)), Vector<sbyte>.Zero))
            {
                i += Vector<sbyte>.Count;
                continue;
            }

            keys[i] += unchecked((ulong)majority[i] * multiplier);
            i++;
        }
    }

    // The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
    private static ulong Mix(ulong z)
    {
        z = unchecked(z * 0x9E3779B97F4A7C15UL);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return z ^ (z >> 31);
    }
}
