using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Processing.Scheduling;
using Plumb.Processing.Updates;

namespace Plumb.Processing.Stages;

/// <summary>
/// Copies the interferograms and the geometry of the products onto one grid and into the store. Work is cut into bands
/// of rows as high as the memory budget allows: each band is read from every product, then written chunk by chunk.
/// </summary>
public sealed class ImportStage : IStage, IGrowingStage
{
    internal const int StageVersion = 2;

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
    public int Version => StageVersion;

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

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(units);
        var layers = ImportLayer.Of(plan.Stack);
        if (units.IsNew)
        {
            ImportRecord.Delete(run.Folder);
            plan.Stack.Write(run.Folder);
            foreach (var layer in layers)
            {
                layer.Create(run.Store, new ChunkPlan(plan.Stack.Grid), plan.Products.Count);
            }

            MapArrays.WriteMask(run.Store, plan.Geometry.Write(run, plan.Stack.Grid), StorePaths.ImportMask);
        }

        var chunks = new ChunkPlan(plan.Stack.Grid);
        var bands = ImportLayer.Bands(run, chunks, plan.Products.Count);
        run.Progress.Begin(Title, (long)bands.Count * plan.Products.Count * layers.Count);
        foreach (var band in bands)
        {
            ImportBand(run, units, chunks, layers, band);
        }

        ImportRecord.Of(plan)?.Write(run.Folder);
        return $"{plan.Products.Count} interferograms of {plan.Stack.Grid.Rows} x {plan.Stack.Grid.Columns} pixels";
    }

    /// <inheritdoc/>
    string? IGrowingStage.Growth(RunContext run) => ImportAppend.Change(run, plan) is { IsAppend: true } change ? change.Describe() : null;

    /// <inheritdoc/>
    string IGrowingStage.Grow(RunContext run) => new ImportAppend(run, plan).Run(Title);

    private void ImportBand(RunContext run, UnitLog units, ChunkPlan chunks, List<ImportLayer> layers, Tile band)
    {
        var chunkTiles = chunks.ChunksOf(band).Where(c => !units.IsFinished(UnitOf(chunks, c.Row, c.Column))).ToArray();
        if (chunkTiles.Length == 0)
        {
            run.Progress.Advance((long)plan.Products.Count * layers.Count);
            return;
        }

        using var buffer = run.Budget.Lease<float>(checked(plan.Products.Count * band.PixelCount), "Importing a band of rows");
        foreach (var layer in layers)
        {
            UnitScheduler.Run(
                plan.Products.Count,
                run.Threads,
                k =>
                {
                    layer.Read(plan.Products[k], plan.Stack.Grid, band, buffer.Span.Slice(k * band.PixelCount, band.PixelCount));
                    run.Progress.Advance(1);
                },
                run.Cancellation);
            WriteChunks(run, chunks, band, chunkTiles, layer, buffer);
        }

        foreach (var (row, column, _) in chunkTiles)
        {
            units.Finish(UnitOf(chunks, row, column));
        }
    }

    private static int UnitOf(ChunkPlan chunks, int row, int column) =>
        (row * ((chunks.Grid.Columns + chunks.ChunkColumns - 1) / chunks.ChunkColumns)) + column;

    private void WriteChunks(
        RunContext run, ChunkPlan chunks, Tile band, (int Row, int Column, Tile Tile)[] chunkTiles, ImportLayer layer, Kernels.TileBuffer<float> buffer)
    {
        var pairs = plan.Products.Count;
        var depth = ChunkPlan.DepthOf(pairs);
        var bytes = layer.IsBytes;
        var floats = bytes ? null : run.Store.OpenArray<float>(layer.Name);
        var counts = bytes ? run.Store.OpenArray<byte>(layer.Name) : null;
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
                        ImportLayer.ToBytes(state.Values.Span, state.Bytes!.Span);
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
