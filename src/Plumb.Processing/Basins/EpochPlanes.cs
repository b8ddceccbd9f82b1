using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Basins;

/// <summary>The displacement of the whole map at chosen dates, metres, read in one pass over the series: its chunks are long in time.</summary>
internal sealed class EpochPlanes
{
    private const string Purpose = "Displacements of chosen dates";
    private readonly RunContext run;
    private readonly ResultSet results;
    private readonly int[] epochs;
    private readonly float[] factor;
    private readonly float[][] planes;

    public EpochPlanes(RunContext run, ResultSet results, int[] epochs, float[] factor)
    {
        (this.run, this.results, this.epochs, this.factor) = (run, results, epochs, factor);
        planes = [.. epochs.Select(_ => new float[results.Grid.PixelCount])];
    }

    /// <summary>A plane, shape (rows, columns); NaN is no-data.</summary>
    public float[] Of(int epoch) => planes[epoch];

    public void Read()
    {
        var chunks = new ChunkPlan(results.Grid);
        using var column = new StackColumn<float>(run, chunks, FinalLayers.Series(run.Store), Purpose);
        run.Progress.Begin("Read displacements", chunks.Blocks.Count);
        foreach (var block in chunks.Blocks)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            foreach (var (row, col, tile) in chunks.ChunksOf(block))
            {
                column.Read(row, col);
                for (var k = 0; k < epochs.Length; k++)
                {
                    Place(column.Values.Slice(epochs[k] * column.Pixels, column.Pixels), tile, chunks.ChunkColumns, planes[k]);
                }
            }

            run.Progress.Advance(1);
        }
    }

    private void Place(ReadOnlySpan<float> chunk, Tile tile, int stride, float[] plane)
    {
        for (var r = 0; r < tile.Rows; r++)
        {
            var at = ((tile.Row + r) * results.Grid.Columns) + tile.Column;
            for (var c = 0; c < tile.Columns; c++)
            {
                plane[at + c] = factor[at + c] * chunk[(r * stride) + c];
            }
        }
    }
}
