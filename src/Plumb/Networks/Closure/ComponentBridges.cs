namespace Plumb.Networks.Closure;

/// <summary>A connected component of one pair beside its main one, and the whole cycles that join them.</summary>
/// <param name="Pair">Index of the pair in the network.</param>
/// <param name="Label">Number of the component in the pair's product.</param>
/// <param name="Pixels">Number of its pixels (count).</param>
/// <param name="Cycles">Whole cycles to be added to it (count); 0 where it fits as it is or nothing clear can be said.</param>
/// <param name="Margin">By how much the best explanation without these cycles is dearer, in pairs of middling coherence (count); NaN where it fits as it is or no pixel of the main component is near.</param>
/// <param name="Verdict">Whether the cycles are added, or why not.</param>
public readonly record struct ComponentBridge(int Pair, byte Label, long Pixels, int Cycles, double Margin, BlameVerdict Verdict);

/// <summary>
/// Joins the connected components of each pair to its main one. An unwrapper only guesses the cycles between components; what it guessed is held against
/// the phase of the same pixels in all other pairs: those that make loops with the pair, and the motion before and after, which
/// continues (<see cref="MotionContinuity"/>). So a component in the deep of a bowl, many cycles from its surroundings, is joined as safely as one beside it,
/// where a bridge of the smallest step (Yunjun et al. 2019, doi:10.1016/j.cageo.2019.104331, section 3.1) fails. Safe for threads while it is filled.
/// </summary>
public sealed class ComponentBridges
{
    private const int Labels = 256;
    private readonly ClosureLoops loops;
    private readonly ClosureOptions options;
    private readonly int[] costs;
    private readonly long[] counts;
    private byte[] main = [];
    private Island[] islands = [];
    private readonly Dictionary<(int Pair, byte Label), int> cycles = [];

    /// <summary>An empty table.</summary>
    /// <param name="loops">The loops.</param>
    /// <param name="options">The options.</param>
    /// <param name="coherence">Mean coherence of each pair, pure number, NaN where unknown; shape (pair).</param>
    /// <exception cref="RequestException">An option is out of its range.</exception>
    public ComponentBridges(ClosureLoops loops, ClosureOptions options, ReadOnlySpan<double> coherence)
    {
        ArgumentNullException.ThrowIfNull(loops);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (this.loops, this.options) = (loops, options);
        costs = PairCost.Of(coherence);
        counts = new long[loops.Network.Pairs.Count * Labels];
    }

    /// <summary>Number of components beside the main ones that are large enough to be judged (count).</summary>
    public int Count => islands.Length;

    /// <summary>What was found out of each, after <see cref="Explain"/>, by pair and label.</summary>
    public IReadOnlyList<ComponentBridge> Bridges { get; private set; } = [];

    /// <summary>Counts the pixels of the components of a tile.</summary>
    /// <param name="components">Labels, 0 for none; shape (pair, pixel).</param>
    public void CountIn(ReadOnlySpan<byte> components)
    {
        var pixels = components.Length / loops.Network.Pairs.Count;
        Span<int> of = stackalloc int[Labels];
        for (var p = 0; p < loops.Network.Pairs.Count; p++)
        {
            of.Clear();
            foreach (var label in components.Slice(p * pixels, pixels))
            {
                of[label]++;
            }

            for (var label = 1; label < Labels; label++)
            {
                if (of[label] > 0)
                {
                    Interlocked.Add(ref counts[(p * Labels) + label], of[label]);
                }
            }
        }
    }

    /// <summary>Once all tiles are counted: the largest component of each pair is its main one, the others of some size are to be joined to it.</summary>
    public void Choose()
    {
        var found = new List<Island>();
        main = new byte[loops.Network.Pairs.Count];
        for (var p = 0; p < main.Length; p++)
        {
            var of = counts.AsSpan(p * Labels, Labels);
            for (var label = 1; label < Labels; label++)
            {
                main[p] = of[label] > of[main[p]] ? (byte)label : main[p];
            }

            for (var label = 1; label < Labels; label++)
            {
                if (label != main[p] && of[label] >= options.MinRegion)
                {
                    found.Add(new Island(p, (byte)label, of[label]));
                }
            }
        }

        islands = [.. found];
    }

    /// <summary>Whether a tile holds some component that is to be joined.</summary>
    /// <param name="components">Labels, 0 for none; shape (pair, pixel).</param>
    public bool IsIn(ReadOnlySpan<byte> components)
    {
        var pixels = components.Length / loops.Network.Pairs.Count;
        foreach (var island in islands)
        {
            if (components.Slice(island.Pair * pixels, pixels).Contains(island.Label))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds the phases on both sides of the gap between each component and its main one, as far as they lie in one tile.</summary>
    /// <param name="phase">Phases, radians, shape (pair, row, column).</param>
    /// <param name="components">Labels, 0 for none; the same shape.</param>
    /// <param name="rows">Rows of the tile.</param>
    /// <param name="columns">Columns of the tile, at most 64.</param>
    public void AddMotion(ReadOnlySpan<float> phase, ReadOnlySpan<byte> components, int rows, int columns)
    {
        var pixels = rows * columns;
        var (own, still) = (new ulong[rows], new ulong[rows]);
        foreach (var island in islands)
        {
            var labels = components.Slice(island.Pair * pixels, pixels);
            if (labels.Contains(island.Label) && labels.Contains(main[island.Pair]))
            {
                for (var row = 0; row < rows; row++)
                {
                    (own[row], still[row]) = (0, 0);
                    for (var column = 0; column < columns; column++)
                    {
                        var label = labels[(row * columns) + column];
                        own[row] |= label == island.Label ? 1UL << column : 0;
                        still[row] |= label == main[island.Pair] ? 1UL << column : 0;
                    }
                }

                island.Motion.Add(phase, own, still, columns, options.MaxGap);
            }
        }
    }

    /// <summary>Finds the cycles of each component.</summary>
    /// <param name="threads">Number of threads (count).</param>
    public void Explain(int threads)
    {
        var bridges = new ComponentBridge[islands.Length];
        Parallel.For(
            0,
            islands.Length,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => new LoopExplainer(loops, options, costs),
            (i, _, explainer) =>
            {
                var island = islands[i];
                var blame = explainer.ExplainGap(island.Motion.Phases(), island.Pair, options.MinMargin);
                bridges[i] = new ComponentBridge(
                    island.Pair, island.Label, island.Pixels, blame?.Cycles ?? 0, blame?.Margin ?? double.NaN, blame?.Verdict ?? BlameVerdict.Corrected);
                return explainer;
            },
            _ => { });
        Bridges = bridges;
        cycles.Clear();
        foreach (var bridge in bridges.Where(b => b.Cycles != 0 && b.Verdict == BlameVerdict.Corrected))
        {
            cycles.Add((bridge.Pair, bridge.Label), bridge.Cycles);
        }
    }

    /// <summary>Whether some component of a pair is moved.</summary>
    internal bool Moves(int pair)
    {
        foreach (var key in cycles.Keys)
        {
            if (key.Pair == pair)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Cycles of a component of a pair (count); 0 where it stays.</summary>
    internal int CyclesOf(int pair, byte label) => cycles.GetValueOrDefault((pair, label));

    private sealed record Island(int Pair, byte Label, long Pixels)
    {
        public GapMotion Motion { get; } = new();
    }
}
