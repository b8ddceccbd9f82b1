using Plumb.Corrections.Fading;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Corrections;

/// <summary>
/// One thread of the estimate of the fading bias. The pairs' bias is taken off them and they are inverted again: the rate that goes is the bias of the rate, whatever
/// solver and weights the inversion has.
/// </summary>
internal sealed class FadingWorker : IDisposable
{
    private const string Purpose = "Estimating the fading bias";
    private readonly InvertJob job;
    private readonly FadingPlan plan;
    private readonly PhaseColumn phase;
    private readonly StackColumn<float> series;
    private readonly InvertWorker inversion;
    private readonly FadingKernel kernel;
    private readonly TileBuffer<float> bias;
    private readonly TileBuffer<float> change;
    private readonly float[] sigma;
    private readonly float[] rate;
    private readonly float[] again;
    private readonly float[] unused;

    public FadingWorker(InvertJob job, FadingPlan plan)
    {
        (this.job, this.plan) = (job, plan);
        var pixels = job.Chunks.ChunkPixels;
        phase = new PhaseColumn(job.Run, job.Chunks, Purpose);
        series = new StackColumn<float>(job.Run, job.Chunks, StorePaths.Displacement, Purpose);
        inversion = new InvertWorker(job);
        kernel = new FadingKernel(plan, pixels);
        bias = job.Run.Budget.Lease<float>(plan.ClassDays.Count * pixels, Purpose);
        change = job.Run.Budget.Lease<float>(plan.Network.Pairs.Count * pixels, Purpose);
        (sigma, rate, again, unused) = (new float[pixels], new float[pixels], new float[pixels], new float[pixels]);
    }

    /// <summary>What one thread leases, bytes.</summary>
    public static long BytesOf(InvertJob job, FadingPlan plan) =>
        job.BytesPerThread + PhaseColumn.BytesOf(job.Run, job.Chunks) + StackColumn<float>.BytesOf(job.Run, job.Chunks, StorePaths.Displacement)
        + FadingKernel.BytesOf(plan, job.Chunks.ChunkPixels) + (sizeof(float) * (long)job.Chunks.ChunkPixels * (plan.ClassDays.Count + plan.Network.Pairs.Count));

    /// <summary>Estimates a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="rates">Receives the bias of the rate, metres a year; shape (row, column) of the grid.</param>
    /// <param name="sigmas">Receives its standard deviation, metres a year; same shape.</param>
    /// <param name="classes">Sums of the squared bias of each class, (radians a year) squared, and of the pixels; shape (class + 1).</param>
    public void Estimate(Tile block, float[] rates, float[] sigmas, double[] classes)
    {
        var factor = Math.Abs(job.Stack.Sensor.MetresPerRadian) * Math.Sqrt(plan.RateVariance);
        foreach (var (row, column, tile) in job.Chunks.ChunksOf(block))
        {
            phase.Read(row, column);
            phase.Compact(job.PairIndex);
            kernel.Estimate(phase.Values[..change.Span.Length], bias.Span, sigma);
            OfPairs();
            series.Read(row, column);
            job.Rate.Fit(series.Values, series.Pixels, rate, unused);
            job.Rate.Fit(inversion.ReinvertPairs(row, column, tile, block, change.Span), series.Pixels, again, unused);
            for (var r = 0; r < tile.Rows; r++)
            {
                for (var c = 0; c < tile.Columns; c++)
                {
                    var (at, to) = ((r * job.Chunks.ChunkColumns) + c, ((tile.Row + r) * job.Chunks.Grid.Columns) + tile.Column + c);
                    var isKnown = float.IsFinite(sigma[at]);
                    (rates[to], sigmas[to]) = isKnown ? (rate[at] - again[at], (float)(factor * sigma[at])) : (float.NaN, float.NaN);
                    if (isKnown)
                    {
                        Tally(classes, at);
                    }
                }
            }
        }
    }

    public void Dispose()
    {
        phase.Dispose();
        series.Dispose();
        inversion.Dispose();
        bias.Dispose();
        change.Dispose();
    }

    private void Tally(double[] classes, int at)
    {
        classes[^1]++;
        for (var k = 0; k < classes.Length - 1; k++)
        {
            var value = bias.Span[(k * sigma.Length) + at];
            classes[k] += value * value;
        }
    }

    /// <summary>The bias of each pair, radians: that of its class a year, times its length.</summary>
    private void OfPairs()
    {
        var pixels = sigma.Length;
        for (var pair = 0; pair < plan.Network.Pairs.Count; pair++)
        {
            var target = change.Span.Slice(pair * pixels, pixels);
            var kind = plan.ClassOfPair[pair];
            if (kind < 0)
            {
                target.Clear();
            }
            else
            {
                System.Numerics.Tensors.TensorPrimitives.Multiply(bias.Span.Slice(kind * pixels, pixels), plan.Network.Pairs[pair].Days / 365.25f, target);
            }
        }
    }
}
