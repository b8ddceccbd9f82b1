using Plumb.Formats.Products;
using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Processing.Scheduling;

namespace Plumb.Processing.Stages;

/// <summary>
/// Copies the interferograms and the geometry of the products onto one grid and into the store. Work is cut into bands
/// of rows as high as the memory budget allows: each band is read from every product, then written chunk by chunk.
/// </summary>
public sealed class ImportStage : IStage
{
    private readonly ImportPlan plan;

    /// <summary>The import of what an inspection found.</summary>
    /// <param name="plan">Products, grid and area.</param>
    public ImportStage(ImportPlan plan)
    {
        this.plan = plan;
    }

    /// <inheritdoc/>
    public string Name => "import";

    /// <inheritdoc/>
    public string Title => "Copy the products onto one grid";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes =>
    [
        StorePaths.UnwrappedPhase, StorePaths.WrappedPhase, StorePaths.Coherence, StorePaths.Component,
        StorePaths.Height, StorePaths.Incidence, StorePaths.Heading, StorePaths.SlantRange, StorePaths.ImportMask,
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [StackDescription.FileName];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings) => plan.SettingsUsed;

    /// <inheritdoc/>
    public string SettingsHash(PlumbSettings settings) => plan.SettingsHash;

    private string PhaseName => plan.Stack.IsWrapped ? StorePaths.WrappedPhase : StorePaths.UnwrappedPhase;

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(units);
        if (units.IsNew)
        {
            plan.Stack.Write(run.Folder);
            CreateArrays(run);
            MapArrays.WriteMask(run.Store, plan.Geometry.Write(run, plan.Stack.Grid), StorePaths.ImportMask);
        }

        var chunks = new ChunkPlan(plan.Stack.Grid);
        var bands = Bands(run, chunks);
        run.Progress.Begin(Title, (long)bands.Count * plan.Products.Count * Layers().Count());
        foreach (var band in bands)
        {
            ImportBand(run, units, chunks, band);
        }

        return $"{plan.Products.Count} interferograms of {plan.Stack.Grid.Rows} x {plan.Stack.Grid.Columns} pixels";
    }

    private IEnumerable<(string Name, Func<InterferogramProduct, IRasterSource?> Source, ResamplingKind Resampling)> Layers()
    {
        yield return (PhaseName, p => p.Unwrapped, ResamplingKind.Phase);
        if (plan.Stack.HasCoherence)
        {
            yield return (StorePaths.Coherence, p => p.Coherence, ResamplingKind.Bilinear);
        }

        if (plan.Stack.HasComponents)
        {
            yield return (StorePaths.Component, p => p.Components, ResamplingKind.Nearest);
        }
    }

    private void CreateArrays(RunContext run)
    {
        var chunks = new ChunkPlan(plan.Stack.Grid);
        var pairs = plan.Stack.Pairs.Count;
        foreach (var (name, _, _) in Layers())
        {
            if (name == StorePaths.Component)
            {
                run.Store.CreateArray(name, StackArrays.Stack<byte>(chunks, "pair", pairs, 0, "count", "none", "Connected component of the unwrapping"));
            }
            else
            {
                var phase = name == PhaseName;
                run.Store.CreateArray(name, StackArrays.Stack(
                    chunks, "pair", pairs, float.NaN, phase ? "radian" : "1", phase ? "phase_grows_with_range" : "none",
                    !phase ? "Coherence" : plan.Stack.IsWrapped ? "Wrapped phase, second minus first date" : "Unwrapped phase, second minus first date"));
            }
        }
    }

    /// <summary>Bands of whole rows of chunks, as high as half of the budget holds; one row of chunks at least.</summary>
    private List<Tile> Bands(RunContext run, ChunkPlan chunks)
    {
        var grid = plan.Stack.Grid;
        var bytesPerChunkRow = (long)plan.Products.Count * chunks.ChunkRows * grid.Columns * sizeof(float);
        var limit = Math.Min(run.Budget.Bytes / 2, 4L * int.MaxValue / 2);
        var chunkRows = (int)Math.Clamp(limit / bytesPerChunkRow, 1, (grid.Rows + chunks.ChunkRows - 1) / chunks.ChunkRows);
        var columns = grid.Columns;
        if (bytesPerChunkRow > limit)
        {
            var bytesPerChunk = (long)plan.Products.Count * chunks.ChunkPixels * sizeof(float);
            columns = (int)Math.Max(1, limit / bytesPerChunk) * chunks.ChunkColumns;
        }

        return Tile.Cover(grid.Rows, grid.Columns, chunkRows * chunks.ChunkRows, columns).ToList();
    }

    private void ImportBand(RunContext run, UnitLog units, ChunkPlan chunks, Tile band)
    {
        var chunkTiles = chunks.ChunksOf(band).Where(c => !units.IsFinished(UnitOf(chunks, c.Row, c.Column))).ToArray();
        if (chunkTiles.Length == 0)
        {
            run.Progress.Advance((long)plan.Products.Count * Layers().Count());
            return;
        }

        using var buffer = run.Budget.Lease<float>(checked(plan.Products.Count * band.PixelCount), "Importing a band of rows");
        foreach (var (name, source, resampling) in Layers())
        {
            UnitScheduler.Run(
                plan.Products.Count,
                run.Threads,
                () => NoState.Instance,
                (k, _) =>
                {
                    ReadProduct(source(plan.Products[k]), resampling, band, buffer.Span.Slice(k * band.PixelCount, band.PixelCount));
                    run.Progress.Advance(1);
                },
                run.Cancellation);
            WriteChunks(run, chunks, band, chunkTiles, name, buffer);
        }

        foreach (var (row, column, _) in chunkTiles)
        {
            units.Finish(UnitOf(chunks, row, column));
        }
    }

    private static int UnitOf(ChunkPlan chunks, int row, int column) =>
        (row * ((chunks.Grid.Columns + chunks.ChunkColumns - 1) / chunks.ChunkColumns)) + column;

    private void ReadProduct(IRasterSource? source, ResamplingKind resampling, Tile band, Span<float> values)
    {
        if (source is null)
        {
            values.Fill(float.NaN);
            return;
        }

        using var reader = AlignedSource.Align(source, plan.Stack.Grid, resampling).Open();
        reader.Read(band, values);
    }

    private void WriteChunks(
        RunContext run, ChunkPlan chunks, Tile band, (int Row, int Column, Tile Tile)[] chunkTiles, string name, Kernels.TileBuffer<float> buffer)
    {
        var pairs = plan.Products.Count;
        var depth = ChunkPlan.DepthOf(pairs);
        var bytes = name == StorePaths.Component;
        var floats = bytes ? null : run.Store.OpenArray<float>(name);
        var counts = bytes ? run.Store.OpenArray<byte>(name) : null;
        UnitScheduler.Run(
            chunkTiles.Length,
            run.ThreadsFor((long)depth * chunks.ChunkPixels * (sizeof(float) + (bytes ? 1 : 0))),
            () => new ChunkState(run, depth * chunks.ChunkPixels, bytes),
            (i, state) =>
            {
                var (row, column, tile) = chunkTiles[i];
                for (var part = 0; part * depth < pairs; part++)
                {
                    Gather(chunks, band, tile, buffer.Span, part * depth, Math.Min(depth, pairs - (part * depth)), state.Values.Span);
                    ReadOnlySpan<int> index = [part, row, column];
                    if (floats is not null)
                    {
                        floats.WriteChunk(index, state.Values.Span);
                    }
                    else
                    {
                        ToBytes(state.Values.Span, state.Bytes!.Span);
                        counts!.WriteChunk(index, state.Bytes.Span);
                    }
                }
            },
            run.Cancellation);
    }

    private static void Gather(ChunkPlan chunks, Tile band, Tile tile, ReadOnlySpan<float> buffer, int firstPair, int pairs, Span<float> chunk)
    {
        chunk.Fill(float.NaN);
        for (var k = 0; k < pairs; k++)
        {
            var plane = buffer.Slice((firstPair + k) * band.PixelCount, band.PixelCount);
            for (var row = 0; row < tile.Rows; row++)
            {
                plane.Slice(((tile.Row - band.Row + row) * band.Columns) + tile.Column - band.Column, tile.Columns)
                    .CopyTo(chunk[((k * chunks.ChunkPixels) + (row * chunks.ChunkColumns))..]);
            }
        }
    }

    private static void ToBytes(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        for (var i = 0; i < values.Length; i++)
        {
            bytes[i] = float.IsNaN(values[i]) ? (byte)0 : (byte)Math.Clamp(values[i], 0f, 255f);
        }
    }

    private sealed class NoState : IDisposable
    {
        public static NoState Instance { get; } = new();

        public void Dispose()
        {
        }
    }

    private sealed class ChunkState(RunContext run, int length, bool bytes) : IDisposable
    {
        public Kernels.TileBuffer<float> Values { get; } = run.Budget.Lease<float>(length, "Writing a chunk");

        public Kernels.TileBuffer<byte>? Bytes { get; } = bytes ? run.Budget.Lease<byte>(length, "Writing a chunk") : null;

        public void Dispose()
        {
            Values.Dispose();
            Bytes?.Dispose();
        }
    }
}
