using System.Numerics.Tensors;
using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Corrections;

/// <summary>One thread of the last pass: corrects a block and writes its layers, its series, its rates.</summary>
internal sealed class CorrectWorker : IDisposable
{
    private const string Purpose = "Correcting the series";
    private readonly CorrectJob job;
    private readonly CorrectionBuffers buffers;
    private readonly StackColumn<float>? filtered;
    private readonly ZarrArray<float> corrected;
    private readonly ZarrArray<float>?[] layers;
    private readonly ZarrArray<float>[] mapArrays;
    private readonly TileBuffer<float>[] maps;
    private readonly float[] rate;
    private readonly float[] sigma;
    private readonly float[] unused;

    public CorrectWorker(CorrectJob job)
    {
        this.job = job;
        var (run, applied) = (job.Scene.Run, job.Scene.Applied);
        buffers = new CorrectionBuffers(run, job.Scene.Chunks, applied);
        filtered = applied.Any(a => a.Prepared.IsFilterInTime) ? new StackColumn<float>(run, job.Scene.Chunks, StorePaths.Displacement, Purpose) : null;
        corrected = run.Store.OpenArray<float>(StorePaths.CorrectedDisplacement);
        layers = [.. applied.Select(a => a.Prepared.Stack is { } stack ? run.Store.OpenArray<float>(stack.Name) : null)];
        string[] names = [StorePaths.CorrectedRate, StorePaths.CorrectedRateSigma, .. applied.SelectMany(a => a.Prepared.Maps).Select(m => m.Name)];
        mapArrays = [.. names.Select(n => run.Store.OpenArray<float>(n))];
        maps = [.. names.Select(_ => run.Budget.Lease<float>(ChunkPlan.BlockSide * ChunkPlan.BlockSide, Purpose))];
        rate = new float[job.Scene.Chunks.ChunkPixels];
        sigma = new float[rate.Length];
        unused = new float[rate.Length];
    }

    /// <summary>Corrects a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="write">Whether it is written; otherwise it is only looked at.</param>
    public void Correct(Tile block, bool write)
    {
        foreach (var (row, column, tile) in job.Scene.Chunks.ChunksOf(block))
        {
            buffers.Read(row, column);
            filtered?.Values.Clear();
            job.Evidence.Add(0, tile, buffers.Series);
            var first = 2;
            buffers.TakeOff(tile, (k, chunkMaps) =>
            {
                After(k, row, column, tile, write);
                for (var m = 0; m < chunkMaps.Length; m++)
                {
                    Place(chunkMaps[m], tile, block, maps[first + m].Span);
                }

                first += chunkMaps.Length;
            });
            FitRate();
            Place(rate, tile, block, maps[0].Span);
            Place(sigma, tile, block, maps[1].Span);
            if (write)
            {
                buffers.SeriesColumn.WriteTo(corrected, row, column);
            }
        }

        for (var m = 0; m < maps.Length && write; m++)
        {
            MapArrays.WriteBlock(mapArrays[m], block, maps[m].Span[..block.PixelCount]);
        }
    }

    public void Dispose()
    {
        buffers.Dispose();
        filtered?.Dispose();
        foreach (var map in maps)
        {
            map.Dispose();
        }
    }

    private void After(int k, int row, int column, Tile tile, bool write)
    {
        job.Evidence.Add(k + 1, tile, buffers.Series);
        if (filtered is not null && job.Scene.Applied[k].Prepared.IsFilterInTime)
        {
            TensorPrimitives.Add(filtered.Values, buffers.Layer, filtered.Values);
        }

        if (write && layers[k] is { } array)
        {
            buffers.LayerColumn.WriteTo(array, row, column);
        }
    }

    /// <summary>
    /// The rate is that of the corrected series. Its standard deviation follows from the scatter that no filter in time has removed: such a filter makes the
    /// series smooth, but the rate no better known.
    /// </summary>
    private void FitRate()
    {
        var pixels = job.Scene.Chunks.ChunkPixels;
        job.Rate.Fit(buffers.Series, pixels, rate, sigma);
        if (filtered is not null)
        {
            TensorPrimitives.Add(filtered.Values, buffers.Series, filtered.Values);
            job.Rate.Fit(filtered.Values, pixels, unused, sigma);
        }
    }

    private void Place(ReadOnlySpan<float> chunk, Tile tile, Tile block, Span<float> map)
    {
        for (var r = 0; r < tile.Rows; r++)
        {
            chunk.Slice(r * job.Scene.Chunks.ChunkColumns, tile.Columns)
                .CopyTo(map[(((tile.Row - block.Row + r) * block.Columns) + tile.Column - block.Column)..]);
        }
    }
}
