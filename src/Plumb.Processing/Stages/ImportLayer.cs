using Plumb.Formats.Products;
using Plumb.Formats.Store;
using Plumb.Grids;

namespace Plumb.Processing.Stages;

/// <summary>One array of the store that the products fill, shape (pair, row, column).</summary>
/// <param name="Name">Name of the array.</param>
/// <param name="Source">The raster of a product; null where it has none.</param>
/// <param name="Resampling">How it comes onto the grid.</param>
internal sealed record ImportLayer(string Name, Func<InterferogramProduct, IRasterSource?> Source, ResamplingKind Resampling)
{
    /// <summary>Whether the array holds bytes (component numbers), not single precision.</summary>
    public bool IsBytes => Name == StorePaths.Component;

    /// <summary>The layers that a stack has.</summary>
    public static List<ImportLayer> Of(StackDescription stack)
    {
        var layers = new List<ImportLayer> { new(stack.IsWrapped ? StorePaths.WrappedPhase : StorePaths.UnwrappedPhase, p => p.Unwrapped, stack.IsOffset ? ResamplingKind.Bilinear : ResamplingKind.Phase) };
        if (stack.HasCoherence)
        {
            layers.Add(new(StorePaths.Coherence, p => p.Coherence, ResamplingKind.Bilinear));
        }

        if (stack.HasComponents)
        {
            layers.Add(new(StorePaths.Component, p => p.Components, ResamplingKind.Nearest));
        }

        return layers;
    }

    /// <summary>Makes the array.</summary>
    public void Create(ChunkStore store, ChunkPlan chunks, int pairs)
    {
        if (IsBytes)
        {
            store.CreateArray(Name, StackArrays.Stack<byte>(chunks, "pair", pairs, 0, "count", "none", "Connected component of the unwrapping"));
            return;
        }

        var phase = Name != StorePaths.Coherence;
        store.CreateArray(Name, StackArrays.Stack(
            chunks, "pair", pairs, float.NaN, phase ? "radian" : "1", phase ? "phase_grows_with_range" : "none",
            Name switch
            {
                StorePaths.WrappedPhase => "Wrapped phase, second minus first date",
                StorePaths.UnwrappedPhase => "Unwrapped phase, second minus first date",
                _ => "Coherence",
            }));
    }

    /// <summary>Reads a band of one product on the grid of the run, NaN where the product has no such raster.</summary>
    public void Read(InterferogramProduct product, Grid grid, Tile band, Span<float> values)
    {
        if (Source(product) is not { } source)
        {
            values.Fill(float.NaN);
            return;
        }

        using var reader = AlignedSource.Align(source, grid, Resampling).Open();
        reader.Read(band, values);
    }

    /// <summary>Component numbers as they are stored: 0 for none.</summary>
    public static void ToBytes(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        for (var i = 0; i < values.Length; i++)
        {
            bytes[i] = float.IsNaN(values[i]) ? (byte)0 : (byte)Math.Clamp(values[i], 0f, 255f);
        }
    }

    /// <summary>Bands of whole rows of chunks, as high as half of the budget holds of some products; one row of chunks at least.</summary>
    public static List<Tile> Bands(RunContext run, ChunkPlan chunks, int products)
    {
        var grid = chunks.Grid;
        var bytesPerChunkRow = (long)products * chunks.ChunkRows * grid.Columns * sizeof(float);
        var limit = Math.Min(run.Budget.Bytes / 2, 4L * int.MaxValue / 2);
        var chunkRows = (int)Math.Clamp(limit / bytesPerChunkRow, 1, (grid.Rows + chunks.ChunkRows - 1) / chunks.ChunkRows);
        var columns = grid.Columns;
        if (bytesPerChunkRow > limit)
        {
            var bytesPerChunk = (long)products * chunks.ChunkPixels * sizeof(float);
            columns = (int)Math.Max(1, limit / bytesPerChunk) * chunks.ChunkColumns;
        }

        return Tile.Cover(grid.Rows, grid.Columns, chunkRows * chunks.ChunkRows, columns).ToList();
    }
}
