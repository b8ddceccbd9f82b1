using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Processing.Stages;
using Plumb.Validation;

namespace Plumb.Processing.Comparisons;

/// <summary>One solver of a comparison, planned; a reason where it is not possible here.</summary>
internal sealed record PlannedSolver(SolverCandidate Candidate, NetworkInversion? Inversion, PairStacking? Stacking, string Reason)
{
    public long ScratchBytes => Inversion?.ScratchBytes ?? Stacking?.ScratchBytes ?? 0;
}

/// <summary>What all threads of a comparison share: stack, folds, tiles, solvers and the accounts of what they miss.</summary>
internal sealed class ComparisonJob
{
    /// <summary>Side of the blocks whose errors are taken to hang together, pixels.</summary>
    public const int BlockSide = 32;

    private const MaskReasons NeverJudged = MaskReasons.OutsideArea | MaskReasons.Water | MaskReasons.LayoverOrShadow;
    private readonly MaskReasons[] mask;

    public ComparisonJob(RunContext run, ComparisonOptions options)
    {
        (Run, Options) = (run, options);
        Stack = StackDescription.Read(run.Folder);
        var record = NetworkRecord.Read(run.Folder);
        Network = record.Network;
        Chunks = new ChunkPlan(Stack.Grid);
        PairIndex = Network.Pairs.Select(Stack.IndexOf).ToArray();
        ReferencePhase = ReferenceRecord.Read(run.Folder).PhaseOf(Network);
        Folds = HeldOutFolds.Of(Network, options.Folds, options.Seed, (int)Math.Ceiling(Math.Max(1, run.Settings.Inversion.MinRedundancy)));
        Planned = [.. SolverCandidate.All(run.Settings.Inversion, Stack.HasCoherence).Select(c => Plan(c, record))];
        Possible = [.. Planned.Where(p => p.Reason.Length == 0)];
        mask = MapArrays.ReadMask(run.Store, Stack.Grid, StorePaths.ReferenceMask).Reasons.ToArray();
        var tiles = Chunks.Blocks.SelectMany(b => Chunks.ChunksOf(b).Select(c => new SampledTile(b, c.Row, c.Column, c.Tile))).Where(HasData).ToList();
        TilesWithData = tiles.Count;
        Tiles = Draw(tiles, options);
        BlocksAcross = (Chunks.ChunkColumns + BlockSide - 1) / BlockSide;
        BlocksPerTile = BlocksAcross * ((Chunks.ChunkRows + BlockSide - 1) / BlockSide);
        run.Budget.Claim(2 * HeldOutMisfit.Bytes(Possible.Count, Tiles.Count * BlocksPerTile, Network.Pairs.Count), "Accounts of what the solvers miss");
        (Misfit, GapMisfit) = (Account(), Account());
        Quality = new TileQuality[Tiles.Count, Possible.Count];
    }

    public RunContext Run { get; }

    public ComparisonOptions Options { get; }

    public StackDescription Stack { get; }

    public Networks.Network Network { get; }

    public ChunkPlan Chunks { get; }

    public int[] PairIndex { get; }

    public float[] ReferencePhase { get; }

    public HeldOutFolds Folds { get; }

    public IReadOnlyList<PlannedSolver> Planned { get; }

    /// <summary>Those that are possible, in the order of the accounts.</summary>
    public IReadOnlyList<PlannedSolver> Possible { get; }

    public IReadOnlyList<SampledTile> Tiles { get; }

    public int TilesWithData { get; }

    public int BlocksAcross { get; }

    public int BlocksPerTile { get; }

    /// <summary>What solvers miss where the pixel stays in one part without the pairs left out.</summary>
    public HeldOutMisfit Misfit { get; }

    /// <summary>The same where it does not.</summary>
    public HeldOutMisfit GapMisfit { get; }

    /// <summary>How solvers fit with all pairs in; shape (tile, solver).</summary>
    public TileQuality[,] Quality { get; }

    public bool NeedsCoherence => Stack.HasCoherence;

    public bool NeedsComponents => Run.Settings.Inversion.ObservationMask == ObservationMask.Component;

    public bool NeedsRange => Possible.Any(p => p.Candidate.Settings.DemError);

    /// <summary>Working memory of one thread, bytes.</summary>
    public long BytesPerThread
    {
        get
        {
            var (pixels, pairs) = (Chunks.ChunkPixels, Stack.Pairs.Count + ChunkPlan.Depth);
            var stackBytes = (sizeof(float) * (NeedsCoherence ? 2L : 1L)) + (NeedsComponents ? 1 : 0);
            return (pairs * stackBytes * pixels) + PhaseColumn.CycleBytes(Run, Chunks) + (NeedsRange ? HorizontalRangeBlock.Bytes : 0)
                + Possible.Sum(p => DatesAsSeen.Bytes(p.ScratchBytes, Network.Dates.Count, pixels));
        }
    }

    /// <summary>Whether a pixel of the grid may be judged by what was known before the inversion.</summary>
    public bool IsOpen(int row, int column) => (mask[(row * Stack.Grid.Columns) + column] & NeverJudged) == 0;

    private HeldOutMisfit Account() => new(Possible.Count, Tiles.Count * BlocksPerTile, Network.Pairs.Count);

    private bool HasData(SampledTile tile)
    {
        for (var r = tile.Tile.Row; r < tile.Tile.EndRow; r++)
        {
            for (var c = tile.Tile.Column; c < tile.Tile.EndColumn; c++)
            {
                if (IsOpen(r, c) && (mask[(r * Stack.Grid.Columns) + c] & MaskReasons.NoData) == 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>A part of the tiles: those whose place in the seed's shuffle comes first, in the order of the grid.</summary>
    private static List<SampledTile> Draw(List<SampledTile> tiles, ComparisonOptions options)
    {
        var random = new Random(unchecked((int)options.Seed));
        var keys = tiles.Select(_ => random.NextDouble()).ToArray();
        var chosen = Enumerable.Range(0, tiles.Count).OrderBy(i => keys[i]).Take(options.Sample).Order();
        return [.. chosen.Select(i => tiles[i])];
    }

    private PlannedSolver Plan(SolverCandidate candidate, NetworkRecord record)
    {
        try
        {
            var settings = candidate.Settings;
            if (!Stack.HasCoherence && settings.Weighting != Weighting.None)
            {
                throw new RequestException("the stack has no coherence");
            }

            var options = InvertPlan.Options(settings, Stack, record);
            return candidate.IsRanked
                ? new PlannedSolver(candidate, new NetworkInversion(Network, options, Stack.Sensor.MetresPerRadian), null, "")
                : new PlannedSolver(candidate, null, InvertPlan.Stacking(settings, options, Network, Stack.Sensor.MetresPerRadian), "");
        }
        catch (RequestException e)
        {
            return new PlannedSolver(candidate, null, null, e.Message);
        }
    }
}

/// <summary>A tile that was drawn: its block, its place among the chunks, and its part of the grid.</summary>
internal sealed record SampledTile(Tile Block, int Row, int Column, Tile Tile);

/// <summary>How one solver fits one tile with all pairs in: sums over the judged pixels, radian squared and pure number, and the time of one solution.</summary>
internal record struct TileQuality(double SquaredResidual, double TemporalCoherence, long Pixels, TimeSpan Time);
