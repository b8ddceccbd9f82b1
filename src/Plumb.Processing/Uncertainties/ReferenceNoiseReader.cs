using Plumb.Processing.Stages;
using Plumb.Uncertainty;

namespace Plumb.Processing.Uncertainties;

/// <summary>Reads phase and coherence of the reference's pixels and makes their noise of it.</summary>
internal static class ReferenceNoiseReader
{
    private const int MostPixels = 200;

    public static ReferenceNoise Read(UncertaintyJob job)
    {
        var count = Math.Min(MostPixels, job.ReferencePixels.Count);
        var pixels = Enumerable.Range(0, count).Select(i => job.ReferencePixels[(int)((i + 0.5) * job.ReferencePixels.Count / count)]).ToArray();
        var pairs = job.Network.Pairs.Count;
        var phase = new float[pairs * count];
        var coherence = job.Stack.HasCoherence ? new float[pairs * count] : [];
        Read(job, StorePaths.UnwrappedPhase, pixels, phase);
        if (job.Stack.HasCoherence)
        {
            Read(job, StorePaths.Coherence, pixels, coherence);
        }

        var counts = job.Reference.Phases.ToDictionary(p => (p.First, p.Second), p => p.Pixels);
        var residual = job.Stack.HasCoherence ? 0 : Residual(job, pixels);
        return new ReferenceNoise(job.Plan, ReferenceNoise.PairVariances(
            job.Plan, phase, coherence, count, [.. job.Network.Pairs.Select(p => counts[(p.First, p.Second)])], job.Reference.Statistic, residual));
    }

    /// <summary>Mean squared residual of the reference's pixels, radian squared: all that is known of a pair without coherence.</summary>
    private static double Residual(UncertaintyJob job, (int Row, int Column)[] pixels)
    {
        var map = job.Run.Store.OpenArray<float>(StorePaths.ResidualRms);
        var one = new float[1];
        var squares = pixels.Select(p =>
        {
            map.ReadRegion([p.Row, p.Column], [1, 1], one);
            return (double)one[0] * one[0];
        }).Where(double.IsFinite).ToArray();
        return squares.Length > 0 ? squares.Average() : 0;
    }

    private static void Read(UncertaintyJob job, string name, (int Row, int Column)[] pixels, float[] values)
    {
        using var column = new StackColumn<float>(job.Run, job.Chunks, name, "Reading the reference");
        foreach (var group in pixels.Index().GroupBy(p => (Row: p.Item.Row / job.Chunks.ChunkRows, Column: p.Item.Column / job.Chunks.ChunkColumns)))
        {
            column.Read(group.Key.Row, group.Key.Column);
            column.Compact(job.PairIndex);
            foreach (var (i, pixel) in group)
            {
                var at = (pixel.Row % job.Chunks.ChunkRows * job.Chunks.ChunkColumns) + (pixel.Column % job.Chunks.ChunkColumns);
                for (var p = 0; p < job.PairIndex.Length; p++)
                {
                    values[(p * pixels.Length) + i] = column.Values[(p * column.Pixels) + at];
                }
            }
        }
    }
}
