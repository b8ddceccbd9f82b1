using System.Collections.Concurrent;
using Plumb.Kernels;

namespace Plumb.Unwrapping;

/// <summary>
/// Two-dimensional phase unwrapping of a raster by statistical costs and network flow (Costantini 1998, doi:10.1109/36.673674, for the network;
/// Chen and Zebker 2001, doi:10.1364/JOSAA.18.000338, for the costs). The flow is solved to its optimum. An image without residues needs no costs: its
/// wrapped differences are taken as they are. Results do not depend on the number of threads.
/// </summary>
public sealed unsafe class PhaseUnwrapper
{
    private const double CostShare = 0.3;
    private const int CoarserStep = 3;
    private const int Coarsest = 9;
    private readonly WrappedImage image;
    private readonly UnwrapOptions options;
    private readonly MemoryBudget budget;
    private readonly Action<double>? progress;
    private readonly CancellationToken stop;
    private readonly int threads;

    private PhaseUnwrapper(WrappedImage image, UnwrapOptions options, MemoryBudget budget, Action<double>? progress, CancellationToken stop)
    {
        (this.image, this.options, this.budget, this.progress, this.stop) = (image, options, budget, progress, stop);
        threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
    }

    /// <summary>Working memory beside the image's own arrays and the result, bytes (unit: byte).</summary>
    /// <param name="rows">Number of rows, pixels.</param>
    /// <param name="columns">Number of columns, pixels.</param>
    /// <param name="threads">Number of threads (count).</param>
    public static long WorkingBytes(int rows, int columns, int threads) =>
        ((rows + 1L) * (columns + 1L) * GridFlow.BytesPerCell) + (threads * CostTile.Bytes);

    /// <summary>Unwraps an interferogram.</summary>
    /// <param name="image">The interferogram.</param>
    /// <param name="options">Costs, looks, threads, components.</param>
    /// <param name="budget">What working memory is leased from.</param>
    /// <param name="result">Receives the unwrapped phase, radian; shape (rows, columns); may be the image's own phase. Null to make a new array.</param>
    /// <param name="progress">Told the share of the work that is done, 0 to 1 (pure number); may be called from several threads.</param>
    /// <param name="stop">Stops the work.</param>
    /// <exception cref="RequestException">No pixel has a value, or the looks are not at least 1.</exception>
    /// <exception cref="MemoryBudgetException">The working memory does not fit into the budget.</exception>
    public static UnwrappedImage Unwrap(
        WrappedImage image, UnwrapOptions options, MemoryBudget budget, float[]? result = null, Action<double>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(budget);
        options.Check();
        result ??= new float[image.Phase.LongLength];
        if (result.LongLength != image.Phase.LongLength)
        {
            throw new ArgumentException($"The result has {result.LongLength} pixels for {image.Rows} x {image.Columns}.", nameof(result));
        }

        return new PhaseUnwrapper(image, options, budget, progress, stop).Run(result);
    }

    private UnwrappedImage Run(float[] result)
    {
        var valid = WrappedPhase.Take(image, result, threads, stop);
        using var flow = new GridFlow(image.Rows, image.Columns, budget);
        fixed (float* phase = result)
        {
            var (residues, coarser) = Solve(flow, phase, valid < result.LongLength);
            var components = new byte[result.LongLength];
            var (regions, pixels) = RegionIntegral.Add(flow, phase, threads);
            var list = new ConnectedComponents(flow, options.Costs, coarser, threads).Grow(phase, pixels, options.Components, components);
            progress?.Invoke(1);
            return new UnwrappedImage(image.Rows, image.Columns, result)
            {
                Pixels = pixels,
                Residues = residues,
                Regions = regions,
                Components = list,
                ComponentOf = components,
            };
        }
    }

    private (long Residues, int Coarser) Solve(GridFlow flow, float* phase, bool hasGaps)
    {
        var coarser = 0;
        Fill(flow, phase, coarser);
        var holes = hasGaps ? GridHoles.Find(flow) : null;
        var residues = WrappedDifferences.CountResidues(flow, phase, threads);
        if (residues == 0)
        {
            WrappedDifferences.Take(flow, phase, threads);
            Balance(flow, holes);
            if (holes is null || holes.Excess.All(e => e == 0))
            {
                return (0, coarser);
            }

            holes = Refill(flow, phase, coarser, hasGaps);
        }

        Balance(flow, holes);
        while (!new GridSolver(flow, holes, threads, Report, stop).Solve(options.Costs))
        {
            coarser += CoarserStep;
            if (coarser > Coarsest)
            {
                throw new InvalidOperationException("Unwrapping: the paths of the flow are too long for any scale of the costs.");
            }

            holes = Refill(flow, phase, coarser, hasGaps);
            Balance(flow, holes);
        }

        return (residues, coarser);
    }

    private GridHoles? Refill(GridFlow flow, float* phase, int coarser, bool hasGaps)
    {
        flow.Reset();
        Fill(flow, phase, coarser);
        return hasGaps ? GridHoles.Find(flow) : null;
    }

    private void Report(double share) => progress?.Invoke(CostShare + ((0.95 - CostShare) * share));

    private void Balance(GridFlow flow, GridHoles? holes)
    {
        Parallel.For(0, flow.Rows, Together(threads), flow.Balance);
        holes?.Balance();
    }

    private void Fill(GridFlow flow, float* phase, int coarser)
    {
        var brightness = image.Amplitude is null ? 0 : MeanAmplitude(image.Amplitude);
        fixed (float* coherence = image.Coherence)
        fixed (float* amplitude = image.Amplitude)
        {
            var costs = new ArcCosts(flow, phase, coherence, amplitude, brightness, options.Looks, coarser);
            var filled = 0;
            var tiles = new ConcurrentBag<CostTile>();
            try
            {
                for (var t = 0; t < Math.Min(threads, costs.Tiles); t++)
                {
                    tiles.Add(new CostTile(budget));
                }

                Parallel.For(0, costs.Tiles, Together(tiles.Count), index =>
                {
                    var tile = tiles.TryTake(out var free) ? free : throw new InvalidOperationException("Unwrapping: more threads than working memories.");
                    costs.Fill(index, tile);
                    tiles.Add(tile);
                    progress?.Invoke(CostShare * Interlocked.Increment(ref filled) / costs.Tiles);
                });
            }
            finally
            {
                foreach (var tile in tiles)
                {
                    tile.Dispose();
                }
            }
        }
    }

    private ParallelOptions Together(int most) => new() { MaxDegreeOfParallelism = most, CancellationToken = stop };

    private static double MeanAmplitude(float[] amplitude)
    {
        var (sum, count) = (0.0, 0L);
        foreach (var a in amplitude)
        {
            if (a > 0 && float.IsFinite(a))
            {
                sum += a;
                count++;
            }
        }

        return count > 0 ? sum / count : 0;
    }
}
