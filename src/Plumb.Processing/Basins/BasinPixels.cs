using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Basins;

/// <summary>Which pixels belong to which basin and part, and how their series are read. Shared by all threads.</summary>
internal sealed record BasinPixels(RunContext Run, ChunkPlan Chunks, int Dates, float[] Factor, Mask Mask, int[] Labels, bool[] Core, int[] Rims)
{
    /// <summary>Whether a tile holds a pixel of a basin, or with <paramref name="withRims"/> of a rim.</summary>
    public bool Any(Tile tile, bool withRims)
    {
        for (var r = tile.Row; r < tile.EndRow; r++)
        {
            var (at, length) = ((r * Chunks.Grid.Columns) + tile.Column, tile.Columns);
            if (Labels.AsSpan(at, length).ContainsAnyExcept(0) || (withRims && Rims.AsSpan(at, length).ContainsAnyExcept(0)))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>
/// The series of the pixels of a chunk, in the direction of the factor: as given out, and with what filters in time took off put back. For one thread.
/// </summary>
internal sealed class BasinColumn : IDisposable
{
    private const string Purpose = "Following basins through time";
    private readonly BasinPixels pixels;
    private readonly StackColumn<float> series;
    private readonly StackColumn<float>? filter;
    private readonly ZarrArray<float>[] filters;

    public BasinColumn(BasinPixels pixels)
    {
        this.pixels = pixels;
        var store = pixels.Run.Store;
        series = new StackColumn<float>(pixels.Run, pixels.Chunks, FinalLayers.Series(store), Purpose);
        var layers = FinalLayers.FiltersInTime(pixels.Run.Folder);
        filters = [.. layers.Select(store.OpenArray<float>)];
        filter = layers.Count > 0 ? new StackColumn<float>(pixels.Run, pixels.Chunks, layers[0], Purpose) : null;
    }

    /// <summary>Pixels of the chunk just read that count, as index of the map.</summary>
    public List<int> Places { get; } = [];

    /// <summary>Series as given out, metres, shape (date, place).</summary>
    public float[] Given { get; private set; } = [];

    /// <summary>Series with filters in time put back, metres, shape (date, place).</summary>
    public float[] Unfiltered { get; private set; } = [];

    public static long BytesOf(BasinPixels pixels) => 4 * StackColumn<float>.BytesOf(pixels.Run, pixels.Chunks, FinalLayers.Series(pixels.Run.Store));

    public void Read(int row, int column, Tile tile, bool withRims)
    {
        Places.Clear();
        var inside = new List<int>();
        for (var i = 0; i < tile.PixelCount; i++)
        {
            var place = ((tile.Row + (i / tile.Columns)) * pixels.Chunks.Grid.Columns) + tile.Column + (i % tile.Columns);
            if (pixels.Mask.IsGood(place) && (pixels.Labels[place] > 0 || (withRims && pixels.Rims[place] > 0)))
            {
                Places.Add(place);
                inside.Add((i / tile.Columns * pixels.Chunks.ChunkColumns) + (i % tile.Columns));
            }
        }

        series.Read(row, column);
        Given = Pack(inside, series);
        Unfiltered = (float[])Given.Clone();
        foreach (var layer in filters)
        {
            filter!.ReadFrom(layer, row, column);
            System.Numerics.Tensors.TensorPrimitives.Add(Unfiltered, Pack(inside, filter), Unfiltered);
        }
    }

    public void Dispose()
    {
        series.Dispose();
        filter?.Dispose();
    }

    private float[] Pack(List<int> inside, StackColumn<float> column)
    {
        var packed = new float[pixels.Dates * inside.Count];
        for (var date = 0; date < pixels.Dates; date++)
        {
            for (var p = 0; p < inside.Count; p++)
            {
                packed[(date * inside.Count) + p] = pixels.Factor[Places[p]] * column.Values[(date * column.Pixels) + inside[p]];
            }
        }

        return packed;
    }
}
