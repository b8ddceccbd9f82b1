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

    // Sizes and cycles of regions where every other pixel is one, less what solving has given back by then.
    private const int BytesOfSets = 6;
    private const int Coarsest = 9;
    private readonly IWrappedRows source;
    private readonly UnwrapOptions options;
    private readonly MemoryBudget budget;
    private readonly WorkingMemory memory;
    private readonly Action<double>? progress;
    private readonly CancellationToken stop;
    private readonly int threads;
    private Temporal.ArcExpectations? expectations;
    private double brightness;

    private PhaseUnwrapper(IWrappedRows source, UnwrapOptions options, MemoryBudget budget, WorkingMemory memory, Action<double>? progress, CancellationToken stop)
    {
        (this.source, this.options, this.budget, this.memory, this.progress, this.stop) = (source, options, budget, memory, progress, stop);
        threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
    }

    /// <summary>Working memory beside the image's own arrays and the result, bytes (unit: byte).</summary>
    /// <param name="rows">Number of rows, pixels.</param>
    /// <param name="columns">Number of columns, pixels.</param>
    /// <param name="threads">Number of threads (count); 0 for all cores.</param>
    public static long WorkingBytes(int rows, int columns, int threads) =>
        ((rows + 1L) * (columns + 1L) * (GridFlow.BytesPerCell + BytesOfSets)) + BandBytes(columns, threads);

    /// <summary>Memory of the network and the result together, bytes (unit: byte): what a working file holds.</summary>
    /// <param name="rows">Number of rows, pixels.</param>
    /// <param name="columns">Number of columns, pixels.</param>
    public static long NetworkBytes(int rows, int columns) =>
        ((rows + 1L) * (columns + 1L) * GridFlow.BytesPerCell) + ((long)rows * columns * (sizeof(float) + 1));

    /// <summary>Memory that unwrapping takes beside its working memory: what the costs of one band of rows look at, bytes (unit: byte).</summary>
    /// <param name="columns">Number of columns, pixels.</param>
    /// <param name="threads">Number of threads (count); 0 for all cores.</param>
    public static long BandBytes(int columns, int threads) =>
        CostBands.Bytes(columns, 2) + ((threads > 0 ? threads : Environment.ProcessorCount) * CostTile.Bytes);

    /// <summary>Most of the working memory that is gone through between two calls of its <see cref="WorkingMemory.Ease"/>, bytes (unit: byte): it may be in use before that is seen.</summary>
    /// <param name="columns">Number of columns, pixels.</param>
    public static long PassedBytes(int columns) => (long)Math.Max(CostBands.RowsOf(columns), RowBands.RowsOf(columns)) * columns * (GridFlow.BytesPerCell + sizeof(float) + 1);

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

        var components = new byte[result.LongLength];
        fixed (float* phase = result)
        fixed (byte* componentOf = components)
        {
            var numbers = (nint)componentOf;
            image.Expectations?.Check(image.Rows, image.Columns);
            var unwrapper = new PhaseUnwrapper(new ImageRows(image), options, budget, new LeasedMemory(budget), progress, stop) { expectations = image.Expectations };
            var found = unwrapper.Run(phase, _ => numbers);
            return new UnwrappedImage(image.Rows, image.Columns, result)
            {
                Pixels = found.Pixels,
                Residues = found.Residues,
                Regions = found.Regions,
                Components = found.Components,
                ComponentOf = components,
            };
        }
    }

    /// <summary>
    /// Unwraps an interferogram that need not fit into memory: it is read by rows, and the network, the phase and the components lie in working memory that may
    /// be a file. The result is that of the whole image, to the bit, whatever the memory is.
    /// </summary>
    /// <param name="source">The interferogram.</param>
    /// <param name="options">Costs, looks, threads, components.</param>
    /// <param name="memory">Where the network and the result lie.</param>
    /// <param name="budget">What the rest is leased from.</param>
    /// <param name="progress">Told the share of the work that is done, 0 to 1 (pure number); may be called from several threads.</param>
    /// <param name="stop">Stops the work.</param>
    /// <exception cref="RequestException">No pixel has a value, the source cannot be read, or the looks are not at least 1.</exception>
    /// <exception cref="MemoryBudgetException">The working memory does not fit into the budget.</exception>
    public static UnwrappedRows Unwrap(
        IWrappedRows source, UnwrapOptions options, WorkingMemory memory, MemoryBudget budget, Action<double>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(budget);
        options.Check();
        var result = new UnwrappedRows(source.Rows, source.Columns, memory);
        try
        {
            result.Found = new PhaseUnwrapper(source, options, budget, memory, progress, stop).Run(result.PhaseStart, result.TakeComponents);
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private UnwrappingFound Run(float* phase, Func<long, nint> components)
    {
        brightness = source.HasAmplitude ? source.MeanAmplitude() : 0;
        using var flow = new GridFlow(source.Rows, source.Columns, memory);
        var (residues, coarser) = Solve(flow, phase);
        flow.EndSolving();
        var (regions, pixels) = RegionIntegral.Add(flow, phase, threads);
        flow.EndCycles();
        progress?.Invoke(0.97);
        var componentOf = (byte*)components((long)source.Rows * source.Columns);
        var list = new ConnectedComponents(flow, CostsOf(options, expectations), coarser, threads).Grow(phase, pixels, options.Components, componentOf);
        progress?.Invoke(1);
        return new UnwrappingFound(pixels, residues, regions, list);
    }

    private (long Residues, int Coarser) Solve(GridFlow flow, float* phase)
    {
        var coarser = 0;
        var valid = Fill(flow, phase, coarser);
        if (valid == 0)
        {
            throw new RequestException("No pixel has a value: all phases are NaN, or their coherence or amplitude is NaN or 0. Check that the right band of the right file was read.");
        }

        var hasGaps = valid < (long)source.Rows * source.Columns;
        var holes = hasGaps ? GridHoles.Find(flow) : null;
        var residues = WrappedDifferences.CountResidues(flow, phase, threads);
        if (residues == 0 && expectations is null)
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
        var costs = CostsOf(options, expectations);
        while (!new GridSolver(flow, holes, threads, Report, stop).Solve(costs))
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

    /// <summary>Decided differences are changed at a price for each cycle, others at costs as asked for.</summary>
    private static UnwrapCosts CostsOf(UnwrapOptions options, Temporal.ArcExpectations? expectations) => expectations is { IsDecided: true } ? UnwrapCosts.Deformation : options.Costs;

    private GridHoles? Refill(GridFlow flow, float* phase, int coarser, bool hasGaps)
    {
        flow.Reset();
        Fill(flow, phase, coarser);
        return hasGaps ? GridHoles.Find(flow) : null;
    }

    private void Report(double share) => progress?.Invoke(CostShare + ((0.95 - CostShare) * share));

    private void Balance(GridFlow flow, GridHoles? holes)
    {
        RowBands.Run(flow.Rows, flow.Columns, threads, memory, flow.Balance, stop: stop);
        holes?.Balance();
    }

    /// <summary>Reads the image, wraps its phase and fills the costs of all arcs. Returns the number of pixels that have a value.</summary>
    private long Fill(GridFlow flow, float* phase, int coarser)
    {
        using var bands = new CostBands(source, phase, budget);
        var tiles = new ConcurrentBag<CostTile>();
        try
        {
            for (var t = 0; t < Math.Min(threads, ArcCosts.TilesOf(source.Rows, source.Columns)); t++)
            {
                tiles.Add(new CostTile(budget));
            }

            while (bands.Next(threads, stop))
            {
                var costs = new ArcCosts(flow, phase, bands.Coherence, bands.Amplitude, brightness, options.Looks, coarser) { Expectations = expectations };
                var (first, end) = costs.BandOf(bands.Top, bands.Rows);
                Parallel.For(first, end, Together(tiles.Count), index =>
                {
                    var tile = tiles.TryTake(out var free) ? free : throw new InvalidOperationException("Unwrapping: more threads than working memories.");
                    costs.Fill(index, tile);
                    tiles.Add(tile);
                });
                memory.Ease((long)bands.Rows * source.Columns);
                progress?.Invoke(CostShare * (bands.Top + bands.Rows) / source.Rows);
            }

            return bands.Valid;
        }
        finally
        {
            foreach (var tile in tiles)
            {
                tile.Dispose();
            }
        }
    }

    private ParallelOptions Together(int most) => new() { MaxDegreeOfParallelism = most, CancellationToken = stop };
}
