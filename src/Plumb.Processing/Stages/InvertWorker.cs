using System.Runtime.InteropServices;
using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Kernels;

namespace Plumb.Processing.Stages;

/// <summary>One thread's buffers of an inversion. Leased once, used for every block.</summary>
internal sealed class InvertWorker : IDisposable
{
    private readonly InvertJob job;
    private readonly PhaseColumn phase;
    private readonly StackColumn<float>? coherence;
    private readonly StackColumn<byte>? components;
    private readonly StackColumn<float> series;
    private readonly StackColumn<float>? sigma;
    private readonly InversionScratch scratch;
    private readonly InversionScratch? stackScratch;
    private readonly HorizontalRangeBlock? horizontalRange;
    private readonly float[] chunkRange;
    private readonly TileBuffer<float>[] maps;
    private readonly ZarrArray<float>[] mapArrays;
    private readonly TileBuffer<ushort> reasons;
    private readonly ZarrArray<ushort> reasonArray;
    private readonly float[][] chunkMaps;
    private readonly int[] chunkCount;
    private readonly MaskReasons[] chunkReasons;

    public InvertWorker(InvertJob job)
    {
        this.job = job;
        var run = job.Run;
        const string purpose = "Inverting a tile";
        phase = new PhaseColumn(run, job.Chunks, purpose);
        coherence = job.HasCoherence ? new StackColumn<float>(run, job.Chunks, StorePaths.Coherence, purpose) : null;
        components = job.HasComponents ? new StackColumn<byte>(run, job.Chunks, PhaseLayers.Component(run.Store), purpose) : null;
        series = new StackColumn<float>(run, job.Chunks, StorePaths.Displacement, purpose);
        sigma = !job.HasSigma ? null : new StackColumn<float>(run, job.Chunks, StorePaths.DisplacementSigma, purpose);
        scratch = job.Inversion.CreateScratch(run.Budget);
        stackScratch = job.Stacking?.CreateScratch(run.Budget);
        horizontalRange = job.HasDemError ? new HorizontalRangeBlock(run, job.Stack, purpose) : null;
        chunkRange = new float[job.HasDemError ? job.Chunks.ChunkPixels : 0];
        const int blockPixels = ChunkPlan.BlockSide * ChunkPlan.BlockSide;
        maps = job.Maps.All.Select(_ => run.Budget.Lease<float>(blockPixels, purpose)).ToArray();
        mapArrays = job.Maps.All.Select(m => run.Store.OpenArray<float>(m.Name)).ToArray();
        reasons = run.Budget.Lease<ushort>(blockPixels, purpose);
        reasonArray = run.Store.OpenArray<ushort>(StorePaths.InversionMask);
        chunkMaps = job.Maps.All.Select(_ => new float[job.Chunks.ChunkPixels]).ToArray();
        chunkCount = new int[job.Chunks.ChunkPixels];
        chunkReasons = new MaskReasons[job.Chunks.ChunkPixels];
    }

    public void Invert(Tile block)
    {
        horizontalRange?.Read(block);
        foreach (var (row, column, tile) in job.Chunks.ChunksOf(block))
        {
            horizontalRange?.CopyTo(chunkRange, job.Chunks.ChunkColumns, tile, block);
            InvertChunk(row, column);
            for (var m = 0; m < maps.Length; m++)
            {
                Place(chunkMaps[m], tile, block, maps[m].Span);
            }

            Place<ushort>(MemoryMarshal.Cast<MaskReasons, ushort>(chunkReasons), tile, block, reasons.Span);
        }

        for (var m = 0; m < maps.Length; m++)
        {
            MapArrays.WriteBlock(mapArrays[m], block, maps[m].Span[..block.PixelCount]);
        }

        MapArrays.WriteBlock(reasonArray, block, reasons.Span[..block.PixelCount]);
    }

    public void Dispose()
    {
        phase.Dispose();
        coherence?.Dispose();
        components?.Dispose();
        series.Dispose();
        sigma?.Dispose();
        scratch.Dispose();
        stackScratch?.Dispose();
        horizontalRange?.Dispose();
        foreach (var map in maps)
        {
            map.Dispose();
        }

        reasons.Dispose();
    }

    /// <summary>
    /// Inverts a chunk once more, its pairs corrected by the differences of a field per date. Nothing is written.
    /// </summary>
    /// <param name="row">Row of the chunk among the chunks.</param>
    /// <param name="column">Column of the chunk among the chunks.</param>
    /// <param name="tile">The part of the chunk that lies on the grid.</param>
    /// <param name="block">The block it lies in.</param>
    /// <param name="fields">What is taken off each date, metres; shape (date, chunk pixels); pixels where it is not finite keep their pairs.</param>
    /// <returns>The series, metres; shape (date, chunk pixels); good until the next call.</returns>
    public ReadOnlySpan<float> Reinvert(int row, int column, Tile tile, Tile block, ReadOnlySpan<float> fields)
    {
        horizontalRange?.Read(block);
        horizontalRange?.CopyTo(chunkRange, job.Chunks.ChunkColumns, tile, block);
        Read(row, column);
        var (network, radians) = (job.Inversion.Network, (float)(1 / job.Stack.Sensor.MetresPerRadian));
        for (var k = 0; k < network.Pairs.Count; k++)
        {
            var pair = phase.Values.Slice(k * phase.Pixels, phase.Pixels);
            var first = fields.Slice(network.FirstIndex[k] * phase.Pixels, phase.Pixels);
            var second = fields.Slice(network.SecondIndex[k] * phase.Pixels, phase.Pixels);
            for (var i = 0; i < pair.Length; i++)
            {
                // An exact 0 is no-data, before and after.
                var change = (second[i] - first[i]) * radians;
                if (pair[i] != 0 && float.IsFinite(change))
                {
                    pair[i] = pair[i] - change is var corrected && corrected != 0 ? corrected : float.Epsilon;
                }
            }
        }

        Solve();
        return series.Values;
    }

    /// <summary>Inverts a chunk once more, with a phase of its own taken off each pair. Nothing is written.</summary>
    /// <param name="row">Row of the chunk among the chunks.</param>
    /// <param name="column">Column of the chunk among the chunks.</param>
    /// <param name="tile">The part of the chunk that lies on the grid.</param>
    /// <param name="block">The block it lies in.</param>
    /// <param name="change">What is taken off each pair, radians; shape (pair, chunk pixels); where it is not finite the pair stays.</param>
    /// <returns>The series, metres; shape (date, chunk pixels); good until the next call.</returns>
    public ReadOnlySpan<float> ReinvertPairs(int row, int column, Tile tile, Tile block, ReadOnlySpan<float> change)
    {
        horizontalRange?.Read(block);
        horizontalRange?.CopyTo(chunkRange, job.Chunks.ChunkColumns, tile, block);
        Read(row, column);
        var phases = phase.Values[..change.Length];
        for (var i = 0; i < change.Length; i++)
        {
            if (phases[i] != 0 && float.IsFinite(change[i]))
            {
                phases[i] = phases[i] - change[i] is var corrected && corrected != 0 ? corrected : float.Epsilon;
            }
        }

        Solve();
        return series.Values;
    }

    private void InvertChunk(int row, int column)
    {
        Read(row, column);
        var tile = Solve();
        series.Write(row, column);
        sigma?.Write(row, column);
        if (job.Stacking is not null)
        {
            Stack(tile);
        }
    }

    private void Read(int row, int column)
    {
        phase.Read(row, column);
        phase.Compact(job.PairIndex);
        coherence?.Read(row, column);
        coherence?.Compact(job.PairIndex);
        components?.Read(row, column);
        components?.Compact(job.PairIndex);
    }

    private InversionTile Solve()
    {
        var tile = new InversionTile
        {
            Pixels = phase.Pixels,
            Phase = phase.Values,
            PairStride = phase.Pixels,
            Coherence = coherence is null ? default : coherence.Values,
            Components = components is null ? default : components.Values,
            ReferencePhase = job.ReferencePhase,
            HorizontalRange = chunkRange,
        };
        var result = new InversionResult
        {
            Series = series.Values,
            Sigma = sigma is null ? default : sigma.Values,
            DateStride = series.Pixels,
            TemporalCoherence = chunkMaps[2],
            ResidualRms = chunkMaps[3],
            PairCount = chunkCount,
            Reasons = chunkReasons,
            DemError = MapOf(StorePaths.DemError),
            DemErrorSigma = MapOf(StorePaths.DemErrorSigma),
            ModelRate = MapOf(StorePaths.ModelRate),
            ModelRateSigma = MapOf(StorePaths.ModelRateSigma),
            AssumedShare = MapOf(StorePaths.AssumedShare),
            Iterations = MapOf(StorePaths.Iterations),
        };
        job.Inversion.Invert(tile, result, scratch);
        job.Rate.Fit(series.Values, series.Pixels, chunkMaps[0], chunkMaps[1]);
        for (var i = 0; i < chunkCount.Length; i++)
        {
            chunkMaps[4][i] = chunkCount[i];
        }

        return tile;
    }

    private void Stack(in InversionTile tile)
    {
        job.Stacking!.Stack(tile, new StackingResult { Rate = MapOf(StorePaths.StackedRate), Sigma = MapOf(StorePaths.StackedRateSigma), PairCount = chunkCount }, stackScratch!);
        var pairs = MapOf(StorePaths.StackedPairs);
        for (var i = 0; i < pairs.Length; i++)
        {
            pairs[i] = chunkCount[i];
        }
    }

    /// <summary>The chunk's part of a map; empty where the map is not written.</summary>
    private Span<float> MapOf(string name) => job.Maps.IndexOf(name) is >= 0 and var index ? chunkMaps[index] : default;

    private void Place<T>(ReadOnlySpan<T> chunk, Tile tile, Tile block, Span<T> map)
    {
        for (var r = 0; r < tile.Rows; r++)
        {
            chunk.Slice(r * job.Chunks.ChunkColumns, tile.Columns)
                .CopyTo(map[(((tile.Row - block.Row + r) * block.Columns) + tile.Column - block.Column)..]);
        }
    }
}
