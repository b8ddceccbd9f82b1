using Plumb.Kernels;

namespace Plumb.Unwrapping.Classical;

/// <summary>
/// Unwraps a raster by one of the classical methods. All give whole cycles: the result differs from the wrapped phase by multiples of
/// 2 pi. Pixels without a value make holes that no method unwraps across; a hole counts as one node with the residue that the
/// edges around it leave, the outside of the image as one that takes any. Results do not depend on the number of threads.
/// </summary>
public static unsafe class ClassicalUnwrapper
{
    private const int CoarserStep = 3;
    private const int Coarsest = 9;

    /// <summary>Working memory beside the image's own arrays and the result, bytes (unit: byte).</summary>
    /// <param name="method">The method.</param>
    /// <param name="rows">Number of rows, pixels.</param>
    /// <param name="columns">Number of columns, pixels.</param>
    /// <param name="threads">Number of threads (count).</param>
    public static long WorkingBytes(ClassicalMethod method, int rows, int columns, int threads)
    {
        var cells = (rows + 1L) * (columns + 1L);
        return (cells * (GridFlow.BytesPerCell + sizeof(float))) + method switch
        {
            ClassicalMethod.BranchCuts => cells,
            ClassicalMethod.MinimumDiscontinuity => (cells + 1) * sizeof(LoopNode),
            ClassicalMethod.LpNorm => NormSolver.Bytes(rows, columns, threads),
            _ => 0,
        };
    }

    /// <summary>Unwraps an interferogram.</summary>
    /// <param name="image">The interferogram.</param>
    /// <param name="method">The method.</param>
    /// <param name="options">Quality, power of the norm, threads.</param>
    /// <param name="budget">What working memory is leased from.</param>
    /// <param name="result">Receives the unwrapped phase, radian; shape (rows, columns); may be the image's own phase. Null to make a new array.</param>
    /// <param name="stop">Stops the work.</param>
    /// <returns>The phase, without components: the classical methods do not tell how surely a pixel is right.</returns>
    /// <exception cref="RequestException">No pixel has a value, or an option is out of its range.</exception>
    /// <exception cref="MemoryBudgetException">The working memory does not fit into the budget.</exception>
    public static UnwrappedImage Unwrap(
        WrappedImage image, ClassicalMethod method, ClassicalOptions options, MemoryBudget budget, float[]? result = null, CancellationToken stop = default)
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

        var hasGaps = WrappedPhase.Take(image, result, options.ThreadCount, stop) < result.LongLength;
        using var flow = new GridFlow(image.Rows, image.Columns, budget);
        using var quality = budget.LeaseLong<float>(result.LongLength, "Unwrapping: quality");
        fixed (float* phase = result)
        {
            QualityMap.Fill(image, phase, options.Quality, quality.Pointer, options.ThreadCount);
            EdgeWeights.Fill(flow, phase, quality.Pointer, 0, options.ThreadCount);
            var residues = WrappedDifferences.CountResidues(flow, phase, options.ThreadCount);
            var work = new ClassicalWork(flow, phase, quality.Pointer, hasGaps, options, budget, stop);
            var sum = method switch
            {
                ClassicalMethod.BranchCuts => BranchCuts.Unwrap(work),
                ClassicalMethod.QualityGuided => QualityGrowth.Unwrap(work),
                ClassicalMethod.MinimumDiscontinuity => LoopRemoval.Unwrap(work),
                ClassicalMethod.LpNorm => NormSolver.Unwrap(work),
                _ => Flow(work),
            };
            return new UnwrappedImage(image.Rows, image.Columns, result)
            {
                Pixels = sum.Pixels,
                Residues = residues,
                Regions = sum.Regions,
                Unreached = sum.Unreached,
            };
        }
    }

    private static ClassicalSum Flow(ClassicalWork work)
    {
        var flow = work.Flow;
        for (var coarser = 0; ; coarser += CoarserStep)
        {
            if (coarser > Coarsest)
            {
                throw new InvalidOperationException("Unwrapping: the paths of the flow are too long for any scale of the costs.");
            }

            if (coarser > 0)
            {
                flow.Reset();
                EdgeWeights.Fill(flow, work.Phase, work.Quality, coarser, work.Options.ThreadCount);
            }

            var holes = work.Balance();
            if (new GridSolver(flow, holes, work.Options.ThreadCount, null, work.Stop).Solve(UnwrapCosts.Deformation))
            {
                return work.AddUp();
            }
        }
    }
}

/// <summary>What a classical method came to.</summary>
/// <param name="Regions">Number of regions.</param>
/// <param name="Pixels">Number of pixels that have a value.</param>
/// <param name="Unreached">Number of pixels that were not reached.</param>
internal readonly record struct ClassicalSum(int Regions, long Pixels, long Unreached);
