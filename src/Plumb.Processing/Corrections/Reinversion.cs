using System.Numerics.Tensors;
using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Corrections;

/// <summary>
/// Which pixels have to be inverted again once their pairs are corrected. For most, taking a field per date off the series is the same: the corrected pairs y - A c leave the
/// residuals y - A (x + c), so whatever minimises a function of the residuals alone moves by c. Not so where something beside the pairs has a say: smoothing, a time
/// function that ties the dates, or the join between the parts of a pixel whose network falls apart.
/// </summary>
internal sealed class Reinversion
{
    private readonly MaskReasons[]? disconnected;
    private readonly InvertJob job;

    private Reinversion(InvertJob job, MaskReasons[]? disconnected) => (this.job, this.disconnected) = (job, disconnected);

    /// <summary>What one thread leases for it, bytes.</summary>
    public long BytesPerThread => job.BytesPerThread + StackColumn<float>.BytesOf(job.Run, job.Chunks, StorePaths.Displacement);

    /// <summary>What has to be inverted again in a scene; null for nothing.</summary>
    public static Reinversion? For(CorrectionScene scene)
    {
        var settings = scene.Run.Settings.Inversion;
        if (settings.Smoothing != Smoothing.None || settings.MinimumNorm == MinimumNorm.Model)
        {
            return new Reinversion(new InvertJob(scene.Run), null);
        }

        var reasons = MapArrays.ReadMask(scene.Run.Store, scene.Stack.Grid, StorePaths.InversionMask).Reasons.ToArray();
        return Array.Exists(reasons, r => (r & MaskReasons.Disconnected) != 0) ? new Reinversion(new InvertJob(scene.Run), reasons) : null;
    }

    /// <summary>Whether any pixel of a tile is to be inverted again.</summary>
    public bool Concerns(Tile tile)
    {
        for (var row = tile.Row; row < tile.EndRow; row++)
        {
            for (var column = tile.Column; column < tile.EndColumn; column++)
            {
                if (Concerns(row, column))
                {
                    return true;
                }
            }
        }

        return false;
    }

    public Worker CreateWorker() => new(this);

    private bool Concerns(int row, int column) =>
        disconnected is null || (disconnected[(row * job.Chunks.Grid.Columns) + column] & MaskReasons.Disconnected) != 0;

    /// <summary>One thread's buffers.</summary>
    public sealed class Worker : IDisposable
    {
        private readonly Reinversion owner;
        private readonly InvertWorker inversion;
        private readonly StackColumn<float> fields;

        public Worker(Reinversion owner)
        {
            this.owner = owner;
            inversion = new InvertWorker(owner.job);
            fields = new StackColumn<float>(owner.job.Run, owner.job.Chunks, StorePaths.Displacement, "Inverting again");
        }

        /// <summary>Replaces the corrected series of the pixels concerned by that of their corrected pairs.</summary>
        public void Replace(int row, int column, Tile tile, Tile block, Span<float> corrected)
        {
            fields.Read(row, column);
            TensorPrimitives.Subtract(fields.Values, corrected, fields.Values);
            var again = inversion.Reinvert(row, column, tile, block, fields.Values);
            var pixels = fields.Pixels;
            for (var r = 0; r < tile.Rows; r++)
            {
                for (var c = 0; c < tile.Columns; c++)
                {
                    if (owner.Concerns(tile.Row + r, tile.Column + c))
                    {
                        var at = (r * owner.job.Chunks.ChunkColumns) + c;
                        for (var date = 0; date < fields.Length; date++)
                        {
                            corrected[(date * pixels) + at] = again[(date * pixels) + at];
                        }
                    }
                }
            }
        }

        public void Dispose()
        {
            inversion.Dispose();
            fields.Dispose();
        }
    }
}
