using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Scheduling;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Updates;

/// <summary>
/// Puts new interferograms beside those in the store. The pairs stand in the order of their dates, so that the new ones fall among the last: chunks from the
/// first one that changes on are put together from what is stored and from the new products alone. All of them are written beside the store first and take
/// their places only when the last one lies ready, so that a kill leaves either the old arrays or what is needed to finish the new ones.
/// </summary>
internal sealed class ImportAppend
{
    private const string Purpose = "Appending interferograms";
    private static readonly string Begun = Path.Combine("journal", "append.part");
    private static readonly string Ready = Path.Combine("journal", "append");

    private readonly RunContext run;
    private readonly ImportPlan plan;
    private readonly int[] oldIndex;
    private readonly int[] added;
    private readonly int held;
    private readonly ChunkPlan chunks;

    /// <summary>What is to be appended.</summary>
    /// <param name="run">Where, with what, and how much memory.</param>
    /// <param name="plan">All products, old and new.</param>
    public ImportAppend(RunContext run, ImportPlan plan)
    {
        (this.run, this.plan) = (run, plan);
        var record = ImportRecord.Read(run.Folder)!;
        var places = record.Pairs.Select((p, k) => (Pair: p.Pair(), k)).ToDictionary(p => p.Pair, p => p.k);
        oldIndex = [.. plan.Products.Select(p => places.TryGetValue(p.Pair, out var k) ? k : -1)];
        added = [.. Enumerable.Range(0, oldIndex.Length).Where(k => oldIndex[k] < 0)];
        held = record.Pairs.Count;
        chunks = new ChunkPlan(plan.Stack.Grid);
    }

    /// <summary>What differs from what a result folder holds; null where no import is whole there or its arrays are not.</summary>
    public static ImportChange? Change(RunContext run, ImportPlan plan) =>
        run.Store is not null && run.Journal.Read("import") is not null && ImportRecord.Read(run.Folder) is { } record && ImportRecord.Of(plan) is { } wanted &&
        ImportLayer.Of(plan.Stack).All(l => IsWhole(run.Store, l, record.Pairs.Count)) && StorePathsAreThere(run, plan)
            ? ImportChange.Between(record, wanted)
            : null;

    /// <summary>Finishes an appending that was stopped after everything lay ready. To be called while nothing else works in the folder.</summary>
    /// <param name="folder">The result folder.</param>
    public static void Recover(string folder)
    {
        var begun = Path.Combine(folder, Begun);
        if (Directory.Exists(begun))
        {
            Directory.Delete(begun, recursive: true);
        }

        if (Directory.Exists(Path.Combine(folder, Ready)))
        {
            Apply(folder);
        }
    }

    /// <summary>Appends.</summary>
    /// <param name="title">What progress is shown under.</param>
    /// <returns>One line that says what came out.</returns>
    public string Run(string title)
    {
        Recover(run.Folder);
        var begun = Path.Combine(run.Folder, Begun);
        Directory.CreateDirectory(begun);
        var layers = ImportLayer.Of(plan.Stack);
        if (added.Length > 0)
        {
            Stage(title, layers, ChunkStore.Create(Path.Combine(begun, "store"), Durability.ProcessOnly));
        }

        plan.Stack.Write(begun);
        ImportRecord.Of(plan)!.Write(begun);
        Directory.Move(begun, Path.Combine(run.Folder, Ready));
        Apply(run.Folder);
        return $"{added.Length} interferograms added to {held}";
    }

    private void Stage(string title, List<ImportLayer> layers, ChunkStore staged)
    {
        var bands = ImportLayer.Bands(run, chunks, added.Length);
        run.Progress.Begin(title, (long)bands.Count * added.Length * layers.Count);
        foreach (var layer in layers)
        {
            layer.Create(staged, chunks, plan.Products.Count);
        }

        foreach (var band in bands)
        {
            using var buffer = run.Budget.Lease<float>(checked(added.Length * band.PixelCount), Purpose);
            foreach (var layer in layers)
            {
                UnitScheduler.Run(
                    added.Length,
                    run.Threads,
                    k =>
                    {
                        layer.Read(plan.Products[added[k]], plan.Stack.Grid, band, buffer.Span.Slice(k * band.PixelCount, band.PixelCount));
                        run.Progress.Advance(1);
                    },
                    run.Cancellation);
                if (layer.IsBytes)
                {
                    WriteChunks<byte>(staged, layer, band, buffer, ImportLayer.ToBytes);
                }
                else
                {
                    WriteChunks<float>(staged, layer, band, buffer, (from, to) => from.CopyTo(to));
                }
            }
        }
    }

    private void WriteChunks<T>(ChunkStore staged, ImportLayer layer, Tile band, TileBuffer<float> buffer, Conversion<T> convert)
        where T : unmanaged
    {
        var tiles = chunks.ChunksOf(band).ToArray();
        var (from, to) = (run.Store.OpenArray<T>(layer.Name), staged.OpenArray<T>(layer.Name));
        var depth = to.Chunk[0];
        var first = FirstChunk(from.Chunk[0], depth);
        var firstOld = first * depth / from.Chunk[0];
        var oldParts = from.ChunkCounts[0] - firstOld;
        var bytes = ((oldParts * from.ChunkLength) + to.ChunkLength) * (long)System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        UnitScheduler.Run(
            tiles.Length,
            run.ThreadsFor(bytes),
            () => new Column<T>(run, Math.Max(1, oldParts * from.ChunkLength), to.ChunkLength),
            (i, column) =>
            {
                var (row, col, tile) = tiles[i];
                for (var part = 0; part < oldParts; part++)
                {
                    from.ReadChunk([firstOld + part, row, col], column.Old.Span.Slice(part * from.ChunkLength, from.ChunkLength));
                }

                for (var part = first; part < to.ChunkCounts[0]; part++)
                {
                    column.New.Span.Fill(to.Fill);
                    for (var k = part * depth; k < Math.Min(plan.Products.Count, (part + 1) * depth); k++)
                    {
                        var plane = column.New.Span.Slice((k - (part * depth)) * chunks.ChunkPixels, chunks.ChunkPixels);
                        if (oldIndex[k] >= 0)
                        {
                            column.Old.Span.Slice((oldIndex[k] - (firstOld * from.Chunk[0])) * chunks.ChunkPixels, chunks.ChunkPixels).CopyTo(plane);
                        }
                        else
                        {
                            Take(buffer.Span.Slice(Array.BinarySearch(added, k) * band.PixelCount, band.PixelCount), band, tile, plane, convert);
                        }
                    }

                    to.WriteChunk([part, row, col], column.New.Span);
                }
            },
            run.Cancellation);
    }

    /// <summary>The first chunk along the pairs that is not as it was.</summary>
    private int FirstChunk(int oldDepth, int depth)
    {
        if (oldDepth != depth)
        {
            return 0;
        }

        var same = 0;
        while (same < held && oldIndex[same] == same)
        {
            same++;
        }

        return same / depth;
    }

    private void Take<T>(ReadOnlySpan<float> values, Tile band, Tile tile, Span<T> plane, Conversion<T> convert)
    {
        for (var row = 0; row < tile.Rows; row++)
        {
            convert(
                values.Slice(((tile.Row - band.Row + row) * band.Columns) + tile.Column - band.Column, tile.Columns),
                plane[(row * chunks.ChunkColumns)..]);
        }
    }

    /// <summary>Moves everything that lies ready to its place; what a stopped call moved is not there any more.</summary>
    private static void Apply(string folder)
    {
        var ready = Path.Combine(folder, Ready);
        File.Delete(Path.Combine(folder, "store", ".zmetadata"));
        foreach (var file in Directory.EnumerateFiles(ready, "*", SearchOption.AllDirectories).ToArray())
        {
            var name = Path.GetRelativePath(ready, file);
            if (Path.GetFileName(name) is not (".zgroup" or ".zmetadata"))
            {
                File.Move(file, Path.Combine(folder, name), overwrite: true);
            }
        }

        Directory.Delete(ready, recursive: true);
    }

    private static bool IsWhole(ChunkStore store, ImportLayer layer, int pairs) => store.Exists(layer.Name) && store.FirstMissingChunk(layer.Name) is null &&
        (layer.IsBytes ? store.OpenArray<byte>(layer.Name).Shape[0] : store.OpenArray<float>(layer.Name).Shape[0]) == pairs;

    private static bool StorePathsAreThere(RunContext run, ImportPlan plan) =>
        plan.Stack.Geometry.Append(StorePaths.ImportMask).All(name => run.Store.Exists(name) && run.Store.FirstMissingChunk(name) is null);

    private delegate void Conversion<T>(ReadOnlySpan<float> values, Span<T> stored);

    private sealed class Column<T>(RunContext run, int old, int chunk) : IDisposable
        where T : unmanaged
    {
        public TileBuffer<T> Old { get; } = run.Budget.Lease<T>(old, Purpose);

        public TileBuffer<T> New { get; } = run.Budget.Lease<T>(chunk, Purpose);

        public void Dispose()
        {
            Old.Dispose();
            New.Dispose();
        }
    }
}
