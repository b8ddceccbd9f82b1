namespace Plumb.Networks.Closure;

/// <summary>
/// A region: pixels whose neighbourhoods all show the same cycles of all loops, so that one explanation holds for them all and the cost of a cycle counts once for
/// each of them. It may lie in several pieces and tiles.
/// </summary>
internal sealed class ClosureRegion(ulong key, sbyte[] cycles)
{
    private readonly SortedSet<int> tiles = [];

    public ulong Key { get; } = key;

    /// <summary>Whole cycles of the loops, or missing; shape (loop).</summary>
    public sbyte[] Cycles { get; } = cycles;

    /// <summary>Number of its pixels in pieces of some size (count).</summary>
    public long Pixels { get; private set; }

    public IReadOnlyCollection<int> Tiles => tiles;

    /// <summary>Its phase against that of its surroundings.</summary>
    public GapMotion Motion { get; } = new();

    /// <summary>What its open loops put down to which pairs.</summary>
    public IReadOnlyList<LoopBlame> Blames { get; set; } = [];

    public bool IsAmbiguous => Blames.Any(b => b.Verdict == BlameVerdict.Ambiguous);

    public bool IsOpen => Cycles.AsSpan().ContainsAnyExcept((sbyte)0, LoopKernel.Missing);

    public void Add(int tile, int pixels)
    {
        Pixels += pixels;
        tiles.Add(tile);
    }
}

/// <summary>What was found out of one region.</summary>
/// <param name="Pixels">Number of its pixels (count).</param>
/// <param name="Blames">The pairs its open loops put the blame on; empty where nothing explains them.</param>
public sealed record RegionVerdict(long Pixels, IReadOnlyList<LoopBlame> Blames);

/// <summary>The regions of a scene, collected from its tiles, and what is blamed in each. Safe for threads while it is filled.</summary>
public sealed class ClosureRegions
{
    private readonly Dictionary<ulong, ClosureRegion> regions = [];
    private readonly Dictionary<int, List<ClosureRegion>> ofTile = [];
    private readonly ClosureLoops loops;
    private readonly ClosureOptions options;
    private readonly int[] costs;

    /// <summary>An empty table.</summary>
    /// <param name="loops">The loops.</param>
    /// <param name="options">The options.</param>
    /// <param name="coherence">Mean coherence of each pair, pure number, NaN where unknown; shape (pair).</param>
    /// <exception cref="RequestException">An option is out of its range.</exception>
    public ClosureRegions(ClosureLoops loops, ClosureOptions options, ReadOnlySpan<double> coherence)
    {
        ArgumentNullException.ThrowIfNull(loops);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (coherence.Length != loops.Network.Pairs.Count)
        {
            throw new ArgumentException($"{coherence.Length} coherences do not fit {loops.Network.Pairs.Count} pairs.", nameof(coherence));
        }

        (this.loops, this.options) = (loops, options);
        costs = PairCost.Of(coherence);
    }

    /// <summary>The loops.</summary>
    public ClosureLoops Loops => loops;

    /// <summary>The options.</summary>
    public ClosureOptions Options => options;

    /// <summary>Number of regions with open loops that are large enough to be judged (count).</summary>
    public int Count => Judged.Count;

    /// <summary>Number of those in which some pair is corrected (count).</summary>
    public int CorrectedCount => Judged.Count(r => r.Blames.Any(b => b.Verdict == BlameVerdict.Corrected));

    /// <summary>Number of those in which some blame is ambiguous or contradicted, or that nothing explains (count).</summary>
    public int UndecidedCount => Judged.Count(r => r.Blames.Count == 0 || r.Blames.Any(b => b.Verdict != BlameVerdict.Corrected));

    /// <summary>What was found out of each region, largest first.</summary>
    public IReadOnlyList<RegionVerdict> Verdicts =>
        [.. Judged.OrderByDescending(r => r.Pixels).ThenBy(r => r.Key).Select(r => new RegionVerdict(r.Pixels, r.Blames))];

    internal IReadOnlyList<ClosureRegion> Judged { get; private set; } = [];

    internal void Add(ulong key, int tile, int pixels, Func<sbyte[]> cycles)
    {
        lock (regions)
        {
            if (!regions.TryGetValue(key, out var region))
            {
                region = new ClosureRegion(key, cycles());
                regions.Add(key, region);
            }

            region.Add(tile, pixels);
        }
    }

    /// <summary>Once all tiles are in: keeps the regions that are large enough and finds out whom their open loops blame.</summary>
    /// <param name="threads">Number of threads (count).</param>
    public void Explain(int threads)
    {
        if (regions.Count > 0)
        {
            Judged = regions.Values.Where(r => r.Pixels >= options.MinRegion && r.IsOpen).OrderBy(r => r.Key).ToArray();
            regions.Clear();
            foreach (var region in Judged)
            {
                foreach (var tile in region.Tiles)
                {
                    if (!ofTile.TryGetValue(tile, out var here))
                    {
                        ofTile.Add(tile, here = []);
                    }

                    here.Add(region);
                }
            }
        }

        Parallel.For(
            0,
            Judged.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            NewExplainer,
            (i, _, explainer) =>
            {
                Judged[i].Blames = explainer.Explain(Judged[i].Cycles, Judged[i].Motion.Phases(), options.MinMargin);
                return explainer;
            },
            _ => { });
    }

    internal LoopExplainer NewExplainer() => new(loops, options, costs);

    /// <summary>Whether a judged region lies in a tile.</summary>
    /// <param name="tile">Number of the tile in the scene.</param>
    public bool IsIn(int tile) => ofTile.ContainsKey(tile);

    /// <summary>The judged regions that lie in some tiles, in the order of their keys.</summary>
    internal IReadOnlyList<ClosureRegion> In(ReadOnlySpan<int> tiles)
    {
        var found = new SortedDictionary<ulong, ClosureRegion>();
        foreach (var tile in tiles)
        {
            foreach (var region in ofTile.GetValueOrDefault(tile) ?? [])
            {
                found[region.Key] = region;
            }
        }

        return [.. found.Values];
    }
}
