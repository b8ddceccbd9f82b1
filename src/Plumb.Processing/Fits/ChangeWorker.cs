using Plumb.Kernels;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Fits;

/// <summary>One thread's buffers of a search for changes.</summary>
internal sealed class ChangeWorker : IDisposable
{
    private const float DaysPerYear = 365.25f;
    private readonly FitJob job;
    private readonly TileBuffer<float> scratch;
    private readonly float[] times;
    private readonly float[] timeSigma;
    private readonly float[] sizes;
    private readonly float[] sizeSigma;
    private readonly float[] rates;
    private readonly float[] rateSigma;
    private readonly int count;
    private readonly int weight;

    public ChangeWorker(FitJob job)
    {
        this.job = job;
        scratch = job.Changes!.CreateScratch(job.Run.Budget);
        var (pixels, most) = (job.Chunks.ChunkPixels, job.Changes.Options.Most);
        (times, timeSigma, sizes, sizeSigma) = (new float[most * pixels], new float[most * pixels], new float[most * pixels], new float[most * pixels]);
        (rates, rateSigma) = (new float[(most + 1) * pixels], new float[(most + 1) * pixels]);
        (count, weight) = (IndexOf("changes"), IndexOf("changes_weight"));
    }

    /// <summary>Searches a chunk.</summary>
    /// <param name="tile">The series.</param>
    /// <param name="layers">The plan's layers, shape (layer)(pixel), which receive what is found.</param>
    public void Fit(in FitTile tile, float[][] layers)
    {
        job.Changes!.Fit(
            tile,
            new ChangeResult
            {
                Count = layers[count],
                Weight = layers[weight],
                Times = times,
                TimeSigma = timeSigma,
                Sizes = sizes,
                SizeSigma = sizeSigma,
                Rates = rates,
                RateSigma = rateSigma,
            },
            scratch);
        for (var k = 1; k <= job.Changes.Options.Most; k++)
        {
            Copy(times, k, $"change_{k}_date", layers, DaysPerYear);
            Copy(timeSigma, k, $"change_{k}_date_sigma", layers, DaysPerYear);
            Copy(sizes, k, $"change_{k}_size", layers, 1);
            Copy(sizeSigma, k, $"change_{k}_size_sigma", layers, 1);
        }

        for (var k = 1; k <= job.Changes.Options.Most + 1 && IndexOf($"phase_{k}_rate") >= 0; k++)
        {
            Copy(rates, k, $"phase_{k}_rate", layers, 1);
            Copy(rateSigma, k, $"phase_{k}_rate_sigma", layers, 1);
        }
    }

    public void Dispose() => scratch.Dispose();

    private void Copy(float[] rows, int row, string name, float[][] layers, float factor)
    {
        var (pixels, target) = (job.Chunks.ChunkPixels, layers[IndexOf(name)]);
        for (var px = 0; px < pixels; px++)
        {
            target[px] = factor * rows[((row - 1) * pixels) + px];
        }
    }

    private int IndexOf(string name)
    {
        for (var l = 0; l < job.Plan.Layers.Count; l++)
        {
            if (job.Plan.Layers[l].Name == name)
            {
                return l;
            }
        }

        return -1;
    }
}
