using System.Globalization;
using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Networks;
using Plumb.Networks.Closure;
using Plumb.Processing.Configuration;
using Plumb.Processing.Scheduling;

namespace Plumb.Processing.Stages;

/// <summary>What all threads of a closure share, pass by pass.</summary>
internal sealed class ClosureJob
{
    private const double LargeShare = 0.25;
    private readonly ClosureMethod method;
    private readonly double[] coherence;
    private float[] levels = [];

    public ClosureJob(RunContext run)
    {
        Run = run;
        Stack = StackDescription.Read(run.Folder);
        var record = NetworkRecord.Read(run.Folder);
        Network = record.Network;
        coherence = record.Pairs.Select(p => p.MeanCoherence).ToArray();
        var settings = run.Settings.Closure;
        method = settings.Method;
        Chunks = new ChunkPlan(Stack.Grid);
        Across = (Stack.Grid.Columns + Chunks.ChunkColumns - 1) / Chunks.ChunkColumns;
        PairIndex = Network.Pairs.Select(Stack.IndexOf).ToArray();
        Loops = ClosureLoops.Of(Network);
        var options = new ClosureOptions
        {
            MinRegion = settings.MinRegion,
            MinMargin = settings.MinMargin,
            Continuity = settings.Continuity,
            MaxGap = settings.MaxGap,
        };
        Regions = new ClosureRegions(Loops, options, coherence);
        Bridges = method is ClosureMethod.Bridging or ClosureMethod.Both && HasComponents ? new ComponentBridges(Loops, options, coherence) : null;
    }

    public RunContext Run { get; }

    public StackDescription Stack { get; }

    public Network Network { get; }

    public ChunkPlan Chunks { get; }

    /// <summary>Chunks along a row of the grid (count).</summary>
    public int Across { get; }

    /// <summary>Where each pair of the network stands in the stack.</summary>
    public int[] PairIndex { get; }

    public ClosureLoops Loops { get; }

    public ClosureRegions Regions { get; }

    public ComponentBridges? Bridges { get; }

    public bool ByClosure => method is ClosureMethod.Closure or ClosureMethod.Both;

    /// <summary>Most passes over the stack (count).</summary>
    public int Passes => 1 + (ByClosure ? 2 : 0) + (Bridges is null ? 0 : 2);

    private bool HasComponents => PhaseLayers.HasComponents(Run, Stack);

    public ReadOnlySpan<float> Levels => levels;

    private long BytesPerThread =>
        UnwrappedColumn.BytesOf(Run, Chunks) + ClosureTile.BytesOf(Loops, Chunks.ChunkPixels)
        + (Bridges is null ? 0 : StackColumn<byte>.BytesOf(Run, Chunks, PhaseLayers.Component(Run.Store))) + ClosureWorker.MapBytes;

    public void FindLevels()
    {
        using var sample = new ClosureSample(this);
        levels = ClosureLevels.Of(Loops, sample.Phases);
    }

    public void FindRegions()
    {
        if (!ByClosure)
        {
            return;
        }

        Pass((worker, row, column, tile) => worker.Collect(row, column));
        Regions.Explain(Run.Threads);
        if (Regions.Count > 0 && Regions.Options.Continuity > 0)
        {
            Pass((worker, row, column, tile) => worker.AddMotion(row, column));
            Regions.Explain(Run.Threads);
        }
        else
        {
            Run.Progress.Advance(Chunks.Blocks.Count);
        }
    }

    public void FindBridges()
    {
        if (Bridges is null)
        {
            return;
        }

        Pass((worker, row, column, tile) => worker.CountComponents(row, column));
        Bridges.Choose();
        Pass((worker, row, column, tile) => worker.AddGaps(row, column));
        Bridges.Explain(Run.Threads);
    }

    public ClosureRecord Correct()
    {
        Create();
        var tally = new ClosureTally(Loops);
        UnitScheduler.Run(
            Chunks.Blocks.Count,
            Run.ThreadsFor(BytesPerThread),
            () => new ClosureWorker(this, tally),
            (block, worker) =>
            {
                worker.Correct(Chunks.Blocks[block]);
                Run.Progress.Advance(1);
            },
            Run.Cancellation);
        var attributes = Run.Store.ReadAttributes(StorePaths.Cycles);
        attributes[ChunkStore.ChunksWritten] = tally.ChunksWritten;
        Run.Store.WriteAttributes(StorePaths.Cycles, attributes);
        return Record(tally);
    }

    private void Pass(Action<ClosureWorker, int, int, Tile> action) => UnitScheduler.Run(
        Chunks.Blocks.Count,
        Run.ThreadsFor(BytesPerThread),
        () => new ClosureWorker(this, null),
        (block, worker) =>
        {
            foreach (var (row, column, tile) in Chunks.ChunksOf(Chunks.Blocks[block]))
            {
                action(worker, row, column, tile);
            }

            Run.Progress.Advance(1);
        },
        Run.Cancellation);

    private void Create()
    {
        var grid = Stack.Grid;
        Run.Store.CreateArray(StorePaths.Cycles, StackArrays.Stack<short>(
            Chunks, "pair", Stack.Pairs.Count, 0, "count", "none", "Whole cycles added to the unwrapped phase", compression: 1));
        foreach (var (name, title) in ClosureWorker.Maps)
        {
            MapArrays.Create(Run.Store, grid, name, float.NaN, "count", "none", title);
        }

        MapArrays.Create<byte>(Run.Store, grid, StorePaths.ClosureUndecided, 0, "code", "none", "Why loops stay open: 0 none does, 1 ambiguous, 2 unexplained");
    }

    private ClosureRecord Record(ClosureTally tally)
    {
        var pairs = Network.Pairs.Select((p, k) => new ClosurePair(
            p.First, p.Second, Loops.LoopsOf(k).Length, tally.ShareOf(Loops.LoopsOf(k), tally.OpenOfLoop), tally.ShareOf(Loops.LoopsOf(k), tally.OpenAfterOfLoop),
            tally.Pixels == 0 ? 0 : (double)tally.ChangesOf(k).Sum(c => c.Pixels) / tally.Pixels, tally.ChangesOf(k))).ToArray();
        return new ClosureRecord
        {
            Method = method.ToString().ToLowerInvariant(),
            Loops = Loops.Count,
            Triangles = Loops.TriangleCount,
            LongestLoop = Loops.LongestLoop,
            Pixels = tally.Pixels,
            PixelsOpenBefore = tally.PixelsOpenBefore,
            PixelsOpenAfter = tally.PixelsOpenAfter,
            PixelsChanged = tally.PixelsChanged,
            PixelsAmbiguous = tally.PixelsAmbiguous,
            OpenShareBefore = tally.Share(tally.OpenOfLoop),
            OpenShareAfter = tally.Share(tally.OpenAfterOfLoop),
            Regions = Regions.Count,
            RegionsCorrected = Regions.CorrectedCount,
            RegionsUndecided = Regions.UndecidedCount,
            Components = Bridges?.Count ?? 0,
            ComponentsMoved = Bridges?.Bridges.Count(b => b.Cycles != 0 && b.Verdict == BlameVerdict.Corrected) ?? 0,
            Pairs = pairs,
            Notes = [.. Notes(pairs)],
        };
    }

    private IEnumerable<string> Notes(ClosurePair[] pairs)
    {
        string Names(IReadOnlyCollection<ClosurePair> some) =>
            string.Join(", ", some.Take(10).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.First:yyyyMMdd}_{p.Second:yyyyMMdd}"))) + (some.Count > 10 ? ", ..." : "");
        if (method is ClosureMethod.Bridging or ClosureMethod.Both && !HasComponents)
        {
            yield return "The products have no connected components, so that none could be joined.";
        }

        var untested = pairs.Where(p => p.Loops == 0).ToArray();
        if (untested.Length > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{untested.Length} pairs are in no loop, so that closure cannot test them: {Names(untested)}.");
        }

        var large = pairs.Where(p => p.ChangedShare > LargeShare).ToArray();
        if (large.Length > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{large.Length} pairs are changed at more than {100 * LargeShare:0} % of the pixels; what is right there is told by the main part of the scene, so look at them: {Names(large)}.");
        }
    }
}
