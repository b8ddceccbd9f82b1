using System.Numerics.Tensors;
using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Stages;
using Plumb.Uncertainty;

namespace Plumb.Processing.Uncertainties;

/// <summary>One map of floats.</summary>
internal sealed record UncertaintyMap(string Name, string Unit, string Title);

/// <summary>One thread's buffers. Leased once, used for every block.</summary>
internal sealed class UncertaintyWorker : IDisposable
{
    /// <summary>Residuals so many times larger than expected (pure number, of the squares) are taken for a contradiction of the pairs.</summary>
    private const float LargestRatio = 2;

    private const string Purpose = "Working out standard deviations";
    private readonly UncertaintyJob job;
    private readonly PhaseColumn phase;
    private readonly StackColumn<float>? coherence;
    private readonly StackColumn<byte>? components;
    private readonly StackColumn<float> series;
    private readonly StackColumn<float> inverted;
    private readonly StackColumn<float>? filter;
    private readonly ZarrArray<float>[] filters;
    private readonly ZarrArray<float>? seriesSigma;
    private readonly PropagationScratch scratch;
    private readonly TileBuffer<float>[] maps;
    private readonly ZarrArray<float>[] mapArrays;
    private readonly TileBuffer<ushort> weak;
    private readonly ZarrArray<ushort> weakArray;
    private readonly ZarrArray<float> residualArray;
    private readonly TileBuffer<float> residualBlock;
    private readonly float[] sigma;
    private readonly float[][] chunk;
    private readonly float[] area;
    private readonly float[] rise;
    private readonly float[] scale;
    private readonly float[] expected;
    private readonly float[] residual;
    private readonly float[] pairs;
    private readonly WeaknessReasons[] found;
    private readonly TermWorker? terms;

    public UncertaintyWorker(UncertaintyJob job)
    {
        this.job = job;
        var (run, chunks) = (job.Run, job.Chunks);
        phase = new PhaseColumn(run, chunks, Purpose);
        coherence = job.Stack.HasCoherence ? new StackColumn<float>(run, chunks, StorePaths.Coherence, Purpose) : null;
        components = job.HasComponents ? new StackColumn<byte>(run, chunks, PhaseLayers.Component(run.Store), Purpose) : null;
        series = new StackColumn<float>(run, chunks, job.Series, Purpose);
        inverted = new StackColumn<float>(run, chunks, StorePaths.DisplacementSigma, Purpose);
        filter = job.Filters.Count > 0 ? new StackColumn<float>(run, chunks, job.Filters[0], Purpose) : null;
        filters = [.. job.Filters.Select(run.Store.OpenArray<float>)];
        seriesSigma = job.Settings.Series ? run.Store.OpenArray<float>(StorePaths.SeriesSigma) : null;
        scratch = job.Plan.CreateScratch(run.Budget);
        const int blockPixels = ChunkPlan.BlockSide * ChunkPlan.BlockSide;
        maps = [.. Maps.Select(_ => run.Budget.Lease<float>(blockPixels, Purpose))];
        mapArrays = [.. Maps.Select(m => run.Store.OpenArray<float>(m.Name))];
        weak = run.Budget.Lease<ushort>(blockPixels, Purpose);
        weakArray = run.Store.OpenArray<ushort>(StorePaths.Weakness);
        residualArray = run.Store.OpenArray<float>(StorePaths.ResidualRms);
        residualBlock = run.Budget.Lease<float>(blockPixels, Purpose);
        var pixels = chunks.ChunkPixels;
        sigma = new float[job.Functions * pixels];
        chunk = [.. Maps.Select(_ => new float[pixels])];
        (area, rise, scale, pairs) = (new float[pixels], new float[pixels], new float[pixels], new float[pixels]);
        terms = job.Terms.Count > 0 ? new TermWorker(job) : null;
        (expected, residual, found) = (new float[pixels], new float[pixels], new WeaknessReasons[pixels]);
    }

    /// <summary>The float maps in the order in which a worker keeps them.</summary>
    public static IReadOnlyList<UncertaintyMap> Maps { get; } =
    [
        new(StorePaths.TotalRateSigma, "metre/year", "Standard deviation of the rate"),
        new(StorePaths.PairRateSigma, "metre/year", "Standard deviation of the rate by the noise of the pairs"),
        new(StorePaths.SharedRateSigma, "metre/year", "Standard deviation of the rate by noise that pixels share"),
        new(StorePaths.ScatterRateSigma, "metre/year", "Standard deviation of the rate by the scatter of the dates"),
        new(StorePaths.UncheckedDates, "count", "Number of dates none of whose pairs is checked by others"),
    ];

    /// <summary>Bytes of map buffers per pixel of a block.</summary>
    public static long BytesPerPixel => ((Maps.Count + 1) * sizeof(float)) + sizeof(ushort);

    public void Work(Tile block)
    {
        residualArray.ReadRegion([block.Row, block.Column], [block.Rows, block.Columns], residualBlock.Span[..block.PixelCount]);
        terms?.Begin(block);
        foreach (var (row, column, tile) in job.Chunks.ChunksOf(block))
        {
            WorkChunk(row, column, tile, block);
            for (var m = 0; m < maps.Length; m++)
            {
                Place(chunk[m], tile, block, maps[m].Span);
            }

            Place(System.Runtime.InteropServices.MemoryMarshal.Cast<WeaknessReasons, ushort>(found), tile, block, weak.Span);
        }

        for (var m = 0; m < maps.Length; m++)
        {
            MapArrays.WriteBlock(mapArrays[m], block, maps[m].Span[..block.PixelCount]);
        }

        terms?.Write(block);
        MapArrays.WriteBlock(weakArray, block, weak.Span[..block.PixelCount]);
    }

    public void Dispose()
    {
        phase.Dispose();
        coherence?.Dispose();
        components?.Dispose();
        series.Dispose();
        inverted.Dispose();
        filter?.Dispose();
        scratch.Dispose();
        foreach (var map in maps)
        {
            map.Dispose();
        }

        weak.Dispose();
        terms?.Dispose();
        residualBlock.Dispose();
    }

    private void WorkChunk(int row, int column, Tile tile, Tile block)
    {
        Read(row, column, tile, block);
        var pixels = job.Chunks.ChunkPixels;
        terms?.Prepare(series.Values, tile, block);
        job.Plan.Propagate(
            new PropagationTile
            {
                Pixels = pixels,
                Phase = phase.Values,
                Coherence = coherence is null ? default : coherence.Values,
                Components = components is null ? default : components.Values,
                ReferencePhase = job.ReferencePhase,
                OwnFunctions = terms is null ? default : terms.Own,
            },
            new PropagationResult { Sigma = sigma, UncheckedDates = chunk[4], ExpectedResidual = expected, Weaknesses = found },
            scratch);
        Judge();
        SigmaBudget.Combine(job.Noise[UncertaintyJob.RateFunction], sigma.AsSpan(0, pixels), area, rise, chunk[0], chunk[2]);
        sigma.AsSpan(0, pixels).CopyTo(chunk[1]);
        terms?.Work(sigma.AsSpan(job.FirstTerm * pixels), area, rise, tile, block);
        job.Scatter.Measure(series.Values, pixels, chunk[3], []);
        if (seriesSigma is null)
        {
            return;
        }

        SeriesScale.Of(job.CheckDates, sigma.AsSpan(pixels), pixels, inverted.Values, pixels, scale);
        for (var date = 0; date < inverted.Length; date++)
        {
            var one = inverted.Values.Slice(date * pixels, pixels);
            if (job.IsPlain)
            {
                TensorPrimitives.Multiply(one, scale, pairs);
            }
            else
            {
                one.CopyTo(pairs);
            }

            SigmaBudget.Combine(job.DateNoise[date], pairs, area, rise, one, []);
        }

        inverted.WriteTo(seriesSigma, row, column);
    }

    /// <summary>Reads the columns and what depends on the place: distance and height. The series is read with what filters in time took off put back.</summary>
    private void Read(int row, int column, Tile tile, Tile block)
    {
        phase.Read(row, column);
        phase.Compact(job.PairIndex);
        coherence?.Read(row, column);
        coherence?.Compact(job.PairIndex);
        components?.Read(row, column);
        components?.Compact(job.PairIndex);
        inverted.Read(row, column);
        series.Read(row, column);
        foreach (var layer in filters)
        {
            filter!.ReadFrom(layer, row, column);
            TensorPrimitives.Add(series.Values, filter.Values, series.Values);
        }

        var columns = job.Chunks.ChunkColumns;
        for (var r = 0; r < tile.Rows; r++)
        {
            job.Area?.Row(tile.Row + r, tile.Column, area.AsSpan(r * columns, tile.Columns));
            residualBlock.Span.Slice(((tile.Row - block.Row + r) * block.Columns) + tile.Column - block.Column, tile.Columns).CopyTo(residual.AsSpan(r * columns));
            for (var c = 0; c < tile.Columns && job.HasHeights; c++)
            {
                rise[(r * columns) + c] = (float)(job.Heights[((tile.Row + r) * job.Stack.Grid.Columns) + tile.Column + c] - job.ReferenceHeight);
            }
        }
    }

    /// <summary>
    /// Where the pairs contradict each other far more than their coherence explains, the noise of the pairs is as large as they show. Without coherence that is all that is known of it.
    /// </summary>
    private void Judge()
    {
        var pixels = job.Chunks.ChunkPixels;
        for (var i = 0; i < pixels; i++)
        {
            var ratio = expected[i] > 0 ? residual[i] * residual[i] / (expected[i] * expected[i]) : 1;
            if (coherence is not null)
            {
                found[i] |= ratio > LargestRatio ? WeaknessReasons.Inconsistent : WeaknessReasons.None;
                ratio = ratio > LargestRatio ? ratio : 1;
            }

            if (ratio != 1)
            {
                var factor = MathF.Sqrt(ratio);
                for (var f = 0; f < job.Functions; f++)
                {
                    sigma[(f * pixels) + i] *= factor;
                }
            }
        }
    }

    private void Place<T>(ReadOnlySpan<T> from, Tile tile, Tile block, Span<T> map)
    {
        for (var r = 0; r < tile.Rows; r++)
        {
            from.Slice(r * job.Chunks.ChunkColumns, tile.Columns)
                .CopyTo(map[(((tile.Row - block.Row + r) * block.Columns) + tile.Column - block.Column)..]);
        }
    }
}
