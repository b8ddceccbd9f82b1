using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Kernels;

namespace Plumb.Processing.Stages;

/// <summary>
/// Horizontal distance to the satellite, R sin(incidence), metres, of the pixels of a block, from the geometry of each pixel where there is one and of the
/// scene's centre elsewhere. For one thread.
/// </summary>
internal sealed class HorizontalRangeBlock : IDisposable
{
    private readonly ZarrArray<float>? slantRange;
    private readonly ZarrArray<float>? incidence;
    private readonly TileBuffer<float> range;
    private readonly TileBuffer<float> angle;
    private readonly float sceneRange;
    private readonly float sceneAngle;

    public HorizontalRangeBlock(RunContext run, StackDescription stack, string purpose)
    {
        ZarrArray<float>? Open(string name) => stack.Geometry.Contains(name) ? run.Store.OpenArray<float>(name) : null;
        slantRange = Open(StorePaths.SlantRange);
        incidence = Open(StorePaths.Incidence);
        (sceneRange, sceneAngle) = ((float)stack.SlantRange, (float)stack.Incidence);
        range = run.Budget.Lease<float>(ChunkPlan.BlockSide * ChunkPlan.BlockSide, purpose);
        angle = run.Budget.Lease<float>(ChunkPlan.BlockSide * ChunkPlan.BlockSide, purpose);
    }

    /// <summary>What one thread leases, bytes.</summary>
    public static long Bytes => 2L * ChunkPlan.BlockSide * ChunkPlan.BlockSide * sizeof(float);

    public void Read(Tile block)
    {
        Read(slantRange, block, range.Span[..block.PixelCount], sceneRange);
        Read(incidence, block, angle.Span[..block.PixelCount], sceneAngle);
        for (var i = 0; i < block.PixelCount; i++)
        {
            range.Span[i] *= MathF.Sin(angle.Span[i]);
        }
    }

    /// <summary>Copies the part of the block that a chunk covers into the chunk's layout; pixels beyond the grid get NaN.</summary>
    public void CopyTo(Span<float> chunk, int chunkColumns, Tile tile, Tile block)
    {
        chunk.Fill(float.NaN);
        for (var r = 0; r < tile.Rows; r++)
        {
            range.Span.Slice(((tile.Row - block.Row + r) * block.Columns) + tile.Column - block.Column, tile.Columns).CopyTo(chunk[(r * chunkColumns)..]);
        }
    }

    public void Dispose()
    {
        range.Dispose();
        angle.Dispose();
    }

    private static void Read(ZarrArray<float>? array, Tile block, Span<float> values, float scene)
    {
        if (array is null)
        {
            values.Fill(scene);
            return;
        }

        array.ReadRegion([block.Row, block.Column], [block.Rows, block.Columns], values);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = float.IsFinite(values[i]) ? values[i] : scene;
        }
    }
}
