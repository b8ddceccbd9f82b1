using System.Numerics.Tensors;
using Plumb.Grids;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Corrections;

/// <summary>One thread's buffers: the series of a chunk, what a correction takes off it, and what filters in time took off.</summary>
internal sealed class CorrectionBuffers : IDisposable
{
    private const string Purpose = "Correcting the series";
    private readonly StackColumn<float> series;
    private readonly StackColumn<float> layer;
    private readonly IReadOnlyList<AppliedCorrection> applied;
    private readonly float[][][] maps;

    public CorrectionBuffers(RunContext run, ChunkPlan chunks, IReadOnlyList<AppliedCorrection> applied)
    {
        series = new StackColumn<float>(run, chunks, StorePaths.Displacement, Purpose);
        layer = new StackColumn<float>(run, chunks, StorePaths.Displacement, Purpose);
        this.applied = [.. applied];
        maps = [.. applied.Select(a => a.Prepared.Maps.Select(_ => new float[chunks.ChunkPixels]).ToArray())];
    }

    /// <summary>The series, metres; shape (date, chunk pixels).</summary>
    public Span<float> Series => series.Values;

    /// <summary>What the correction at hand takes off, metres; shape (date, chunk pixels).</summary>
    public Span<float> Layer => layer.Values;

    public StackColumn<float> SeriesColumn => series;

    public StackColumn<float> LayerColumn => layer;

    /// <summary>What one thread leases, bytes.</summary>
    public static long BytesOf(RunContext run, ChunkPlan chunks, IReadOnlyList<AppliedCorrection> applied) =>
        (2 * StackColumn<float>.BytesOf(run, chunks, StorePaths.Displacement)) + (sizeof(float) * (long)chunks.ChunkPixels * applied.Sum(a => a.Prepared.Maps.Count));

    public void Read(int row, int column) => series.Read(row, column);

    /// <summary>Takes the corrections off, one after the other; after each, what it took off stands in <see cref="Layer"/> and its maps are shown.</summary>
    public void TakeOff(Tile tile, Action<int, float[][]> after)
    {
        for (var k = 0; k < applied.Count; k++)
        {
            applied[k].Evaluate(tile, series.Values, layer.Values, maps[k]);
            TensorPrimitives.Subtract(series.Values, layer.Values, series.Values);
            after(k, maps[k]);
        }
    }

    public void Dispose()
    {
        series.Dispose();
        layer.Dispose();
    }
}
