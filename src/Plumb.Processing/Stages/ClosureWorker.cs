using System.Runtime.InteropServices;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Networks.Closure;

namespace Plumb.Processing.Stages;

/// <summary>One thread's buffers of a closure. Leased once per pass, used for every block.</summary>
internal sealed class ClosureWorker : IDisposable
{
    private const int BlockPixels = ChunkPlan.BlockSide * ChunkPlan.BlockSide;
    private readonly ClosureJob job;
    private readonly ClosureTally? tally;
    private readonly StackColumn<float> phase;
    private readonly StackColumn<byte>? components;
    private readonly ClosureTile tile;
    private readonly TileBuffer<short>? cycles;
    private readonly TileBuffer<float>[] maps = [];
    private readonly TileBuffer<byte>? causes;

    public ClosureWorker(ClosureJob job, ClosureTally? tally)
    {
        const string purpose = "Closing the loops of a tile";
        (this.job, this.tally) = (job, tally);
        var run = job.Run;
        phase = new UnwrappedColumn(run, job.Chunks, purpose);
        components = job.Bridges is null ? null : new StackColumn<byte>(run, job.Chunks, PhaseLayers.Component(run.Store), purpose);
        tile = new ClosureTile(job.Regions, job.Levels, run.Budget, job.Chunks.ChunkRows, job.Chunks.ChunkColumns);
        if (tally is not null)
        {
            cycles = run.Budget.Lease<short>(Depth * phase.Pixels, purpose);
            maps = Maps.Select(_ => run.Budget.Lease<float>(BlockPixels, purpose)).ToArray();
            causes = run.Budget.Lease<byte>(BlockPixels, purpose);
        }
    }

    /// <summary>The float maps in the order in which a worker keeps them.</summary>
    public static IReadOnlyList<(string Name, string Title)> Maps { get; } =
    [
        (StorePaths.LoopsTold, "Number of loops of interferograms that can be told"),
        (StorePaths.LoopsOpenBefore, "Number of open loops before the correction of unwrapping errors"),
        (StorePaths.LoopsOpenAfter, "Number of open loops after the correction of unwrapping errors"),
        (StorePaths.PairsChanged, "Number of interferograms corrected by whole cycles"),
    ];

    /// <summary>Bytes of a worker beside the columns and the loops.</summary>
    public static long MapBytes { get; } = ((Maps.Count * sizeof(float)) + 1L) * BlockPixels;

    private int Depth => ChunkPlan.DepthOf(phase.Length);

    private Span<float> Phases => phase.Values[..(job.Network.Pairs.Count * phase.Pixels)];

    private ReadOnlySpan<byte> Components => components!.Values[..(job.Network.Pairs.Count * components.Pixels)];

    public void Collect(int row, int column)
    {
        Load(row, column);
        tile.Collect(Number(row, column));
    }

    public void AddMotion(int row, int column)
    {
        if (job.Regions.IsIn(Number(row, column)))
        {
            Load(row, column);
            tile.AddMotion(Phases, Number(row, column));
        }
    }

    public void CountComponents(int row, int column)
    {
        ReadComponents(row, column);
        job.Bridges!.CountIn(Components);
    }

    public void AddGaps(int row, int column)
    {
        ReadComponents(row, column);
        if (job.Bridges!.IsIn(Components))
        {
            LoadCorrected(row, column);
            tile.ApplyTo(Phases);
            job.Bridges.AddMotion(Phases, Components, job.Chunks.ChunkRows, job.Chunks.ChunkColumns);
        }
    }

    public void Correct(Tile block)
    {
        foreach (var (row, column, place) in job.Chunks.ChunksOf(block))
        {
            LoadCorrected(row, column);
            if (components is not null)
            {
                ReadComponents(row, column);
                tile.Bridge(Components, job.Bridges!);
            }

            tile.Conclude();
            tally!.AddPixels(tile);
            WriteCycles(row, column);
            PlaceMaps(place, block);
        }

        for (var m = 0; m < maps.Length; m++)
        {
            MapArrays.WriteBlock(job.Run.Store.OpenArray<float>(Maps[m].Name), block, maps[m].Span[..block.PixelCount]);
        }

        MapArrays.WriteBlock(job.Run.Store.OpenArray<byte>(StorePaths.ClosureUndecided), block, causes!.Span[..block.PixelCount]);
    }

    public void Dispose()
    {
        tally?.Add(tile);
        phase.Dispose();
        components?.Dispose();
        tile.Dispose();
        cycles?.Dispose();
        causes?.Dispose();
        foreach (var map in maps)
        {
            map.Dispose();
        }
    }

    private int Number(int row, int column) => (row * job.Across) + column;

    private void Load(int row, int column)
    {
        phase.Read(row, column);
        phase.Compact(job.PairIndex);
        tile.Load(Phases);
    }

    private void LoadCorrected(int row, int column)
    {
        Load(row, column);
        if (job.ByClosure)
        {
            tile.Correct(Phases, Number(row, column), Around(row, column));
        }
    }

    private void ReadComponents(int row, int column)
    {
        components!.Read(row, column);
        components.Compact(job.PairIndex);
    }

    private int[] Around(int row, int column)
    {
        var down = (job.Stack.Grid.Rows + job.Chunks.ChunkRows - 1) / job.Chunks.ChunkRows;
        var around = new List<int>();
        for (var r = Math.Max(0, row - 1); r <= Math.Min(down - 1, row + 1); r++)
        {
            for (var c = Math.Max(0, column - 1); c <= Math.Min(job.Across - 1, column + 1); c++)
            {
                if (r != row || c != column)
                {
                    around.Add(Number(r, c));
                }
            }
        }

        return [.. around];
    }

    /// <summary>Writes the chunks of the cycles that hold anything but 0.</summary>
    private void WriteCycles(int row, int column)
    {
        var byPart = tile.ChangedPairs.GroupBy(p => job.PairIndex[p] / Depth);
        var array = job.Run.Store.OpenArray<short>(StorePaths.Cycles);
        foreach (var part in byPart)
        {
            var any = false;
            cycles!.Span.Clear();
            foreach (var pair in part)
            {
                var plane = tile.CyclesOf(pair);
                var target = cycles.Span.Slice((job.PairIndex[pair] % Depth) * phase.Pixels, phase.Pixels);
                for (var i = 0; i < plane.Length; i++)
                {
                    target[i] = plane[i];
                    any |= plane[i] != 0;
                }
            }

            if (any)
            {
                array.WriteChunk([part.Key, row, column], cycles.Span);
                tally!.AddChunk();
            }
        }
    }

    private void PlaceMaps(Tile place, Tile block)
    {
        for (var r = 0; r < place.Rows; r++)
        {
            var from = r * job.Chunks.ChunkColumns;
            var to = ((place.Row - block.Row + r) * block.Columns) + place.Column - block.Column;
            MemoryMarshal.AsBytes(tile.Causes.Slice(from, place.Columns)).CopyTo(causes!.Span[to..]);
            for (var c = 0; c < place.Columns; c++)
            {
                var told = tile.Told[from + c];
                maps[0].Span[to + c] = told;
                maps[1].Span[to + c] = told == 0 ? float.NaN : tile.Open[from + c];
                maps[2].Span[to + c] = told == 0 ? float.NaN : tile.OpenAfter[from + c];
                maps[3].Span[to + c] = told == 0 ? float.NaN : tile.ChangedCount[from + c];
            }
        }
    }
}
