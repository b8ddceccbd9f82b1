using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Interferograms;
using Plumb.Processing.Configuration;
using Plumb.Processing.Operations;
using Plumb.Processing.Scheduling;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Bowls;
using Plumb.Unwrapping.Temporal;

namespace Plumb.Processing.Stages;

/// <summary>
/// Unwraps the images of a stack one by one over the whole grid. As many images as the memory holds are read at once, since a chunk of the store holds several; each
/// finished image is a unit, kept as a plane of its own, so that a stopped run loses no image.
/// </summary>
internal sealed class PlaneUnwrapping
{
    private const string Purpose = "Reading interferograms to unwrap";
    private const int Listed = 14;
    private const int BowlsAt = 4 + (2 * Listed);
    private const int Entries = BowlsAt + BowlFindings.Length;

    private const int FilterRows = 256;

    // Beside the flow network of an image: what was filtered and unwrapped, its components, the cycles.
    private const int ResultBytes = (2 * sizeof(float)) + sizeof(byte) + sizeof(short);
    private readonly RunContext run;
    private readonly Grid grid;
    private readonly ChunkPlan chunks;
    private readonly ZarrArray<float> phase;
    private readonly ZarrArray<float>? coherence;
    private readonly double looks;
    private readonly double minCoherence;
    private readonly bool areSteps;
    private readonly int images;

    /// <summary>The images of two arrays of the store.</summary>
    /// <param name="run">The run.</param>
    /// <param name="chunks">How the arrays are cut.</param>
    /// <param name="phase">Name of the wrapped phase, radians, shape (image, row, column).</param>
    /// <param name="coherence">Name of the coherence of the same shape; null where there is none.</param>
    /// <param name="looks">Looks behind the coherence, pure number.</param>
    /// <param name="minCoherence">Pixels of less coherence are left out, pure number; null for steps between dates, of which smoothed phases are kept and not cycles.</param>
    public PlaneUnwrapping(RunContext run, ChunkPlan chunks, string phase, string? coherence, double looks, double? minCoherence)
    {
        (this.run, this.chunks, grid, this.looks, this.minCoherence) = (run, chunks, chunks.Grid, looks, minCoherence ?? 0);
        areSteps = minCoherence is null;
        this.phase = run.Store.OpenArray<float>(phase);
        this.coherence = coherence is null ? null : run.Store.OpenArray<float>(coherence);
        images = (int)this.phase.Shape[0];
    }

    /// <summary>How differences were unwrapped in time, those of what is left beside <see cref="Expected"/>; null where they were not.</summary>
    public ArcTimes? Times { get; init; }

    /// <summary>Gives the phase that is expected of an image, radian, shape (row, column): taken off before all else and put back at the end; null for none.</summary>
    public Func<int, float[]>? Expected { get; init; }

    /// <summary>Number of images (count).</summary>
    public int Images => images;

    /// <summary>Makes the working arrays.</summary>
    public void Create()
    {
        var side = new[] { 1, Math.Min(ChunkPlan.BlockSide, grid.Rows), Math.Min(ChunkPlan.BlockSide, grid.Columns) };
        if (areSteps)
        {
            run.Store.CreateArray(StorePaths.PlaneSteps, new ArrayLayout<float>(
                [images, grid.Rows, grid.Columns], side, ["pair", "y", "x"], float.NaN, 0, StackArrays.Attributes("radian", "phase_grows_with_range", "Unwrapped steps")));
        }
        else
        {
            run.Store.CreateArray(StorePaths.PlaneCycles, new ArrayLayout<short>(
                [images, grid.Rows, grid.Columns], side, ["pair", "y", "x"], WholeCycles.LeftOut, 1, StackArrays.Attributes("count", "none", "Whole cycles")));
        }

        run.Store.CreateArray(StorePaths.PlaneComponent, new ArrayLayout<byte>(
            [images, grid.Rows, grid.Columns], side, ["pair", "y", "x"], 0, 1, StackArrays.Attributes("count", "none", "Connected component")));
        run.Store.CreateArray(StorePaths.PlaneFindings, new ArrayLayout<double>(
            [images, 1, Entries], [1, 1, Entries], ["pair", "y", "x"], 0, 0, StackArrays.Attributes("1", "none", "What unwrapping found")));
    }

    /// <summary>Unwraps what is not finished.</summary>
    /// <param name="units">Finished units: one an image, from a first number on.</param>
    /// <param name="firstUnit">Number of the first image's unit.</param>
    public void Run(UnitLog units, int firstUnit)
    {
        var (batch, workers) = Size();
        var depth = phase.Chunk[0];
        for (var first = 0; first < images;)
        {
            var count = Math.Min(Math.Min(batch, images - first), depth - (first % depth));
            var open = Enumerable.Range(first, count).Where(k => !units.IsFinished(firstUnit + k)).ToArray();
            if (open.Length > 0)
            {
                var phases = ReadPlanes(phase, open);
                var coherences = coherence is null ? null : ReadPlanes(coherence, open);
                var arcs = Times is null ? null : StackTimes.Arrays.Select(name => ReadPlanes(run.Store.OpenArray<float>(name), open)).ToArray();
                UnitScheduler.Run(
                    open.Length,
                    workers,
                    () => new Worker((int)grid.PixelCount, Filter()),
                    (k, worker) =>
                    {
                        Unwrap(open[k], phases[k], coherences?[k], arcs is null ? null : new ArcExpectations(arcs[0][k], arcs[1][k], arcs[2][k], arcs[3][k], Times!.IsDecided), Math.Max(1, run.Threads / workers), worker);
                        units.Finish(firstUnit + open[k]);
                        run.Progress.Advance(1);
                    },
                    run.Cancellation);
            }

            run.Progress.Advance(count - open.Length);
            first += count;
        }
    }

    /// <summary>What was found in an image.</summary>
    /// <param name="image">Number of the image.</param>
    /// <param name="dates">Its dates.</param>
    public UnwrappedPair Found(int image, Acquisitions.DatePair dates)
    {
        var found = new double[Entries];
        run.Store.OpenArray<double>(StorePaths.PlaneFindings).ReadChunk([image, 0, 0], found);
        var components = Enumerable.Range(0, (int)Math.Min(Listed, found[3]))
            .Select(k => new UnwrappedPairComponent((long)found[4 + (2 * k)], found[5 + (2 * k)])).ToArray();
        return new UnwrappedPair(dates.First, dates.Second, (long)found[0], (long)found[1], (int)found[2], components) { Bowls = BowlFindings.Read(found, BowlsAt) };
    }

    /// <summary>How many images are read at once and how many threads unwrap one each, from what is free.</summary>
    private (int Batch, int Workers) Size()
    {
        var pixels = grid.PixelCount;
        var plane = ((coherence is null ? 1L : 2L) + (Times is null ? 0 : StackTimes.Arrays.Count)) * sizeof(float) * pixels;
        var bowls = Shape is null ? 0 : (2 * sizeof(float) * pixels) + BowlSearch.WorkingBytes(grid.Rows, grid.Columns);
        var expected = Expected is null ? 0 : 3L * sizeof(float) * pixels;
        var bridge = run.Settings.Unwrapping.BridgeCoherence > 0 ? IslandBridge.WorkingBytes(grid.Rows, grid.Columns) + (2L * sizeof(float) * pixels) : 0;
        var work = PhaseUnwrapper.WorkingBytes(grid.Rows, grid.Columns, 1) + ((long)ResultBytes * pixels) + bowls + expected + bridge;
        var free = run.Budget.Bytes - run.Budget.Leased - ((long)run.Threads * phase.ChunkLength * sizeof(float));
        var workers = (int)Math.Clamp(free / (work + plane), 1, Math.Min(run.Threads, images));
        return ((int)Math.Clamp((free - (workers * work)) / plane, workers, phase.Chunk[0]), workers);
    }

    private float[][] ReadPlanes(ZarrArray<float> array, int[] wanted)
    {
        var planes = Array.ConvertAll(wanted, _ => new float[grid.PixelCount]);
        var part = wanted[0] / array.Chunk[0];
        var tiles = chunks.ChunksOf(grid.Whole).ToArray();
        UnitScheduler.Run(
            tiles.Length,
            run.ThreadsFor((long)array.ChunkLength * sizeof(float)),
            () => run.Budget.Lease<float>(array.ChunkLength, Purpose),
            (i, buffer) =>
            {
                var (row, column, tile) = tiles[i];
                array.ReadChunk([part, row, column], buffer.Span);
                for (var k = 0; k < wanted.Length; k++)
                {
                    var at = (wanted[k] - (part * array.Chunk[0])) * chunks.ChunkPixels;
                    for (var r = 0; r < tile.Rows; r++)
                    {
                        buffer.Span.Slice(at + (r * chunks.ChunkColumns), tile.Columns).CopyTo(planes[k].AsSpan(((tile.Row + r) * grid.Columns) + tile.Column));
                    }
                }
            },
            run.Cancellation);
        return planes;
    }

    private void Unwrap(int image, float[] phases, float[]? coherences, ArcExpectations? arcs, int threads, Worker worker)
    {
        var found = new double[Entries];
        if (coherences is not null && Prepare(phases, coherences) == 0)
        {
            coherences = null;
        }

        var cycles = worker.Cycles;
        ReadOnlySpan<byte> components = worker.NoComponents;
        if (System.Numerics.Tensors.TensorPrimitives.IsFiniteAny<float>(phases))
        {
            var expected = Expected?.Invoke(image);
            var input = phases;
            if (expected is not null)
            {
                input = (float[])phases.Clone();
                ExpectedPhase.TakeOff(input, expected);
            }

            var filtered = worker.Filter is null ? input : Filtered(worker, input, coherences);
            var options = new UnwrapOptions { Costs = run.Settings.Unwrapping.Costs, Looks = looks, Threads = threads };
            var model = BowlsOf(filtered, coherences, threads, found);
            if (model is not null)
            {
                filtered = (float[])filtered.Clone();
                ExpectedPhase.TakeOff(filtered, model);
                arcs?.TakeOff(model, grid.Columns);
            }

            var (bridged, bridges) = Bridged(filtered, coherences);
            var result = PhaseUnwrapper.Unwrap(new WrappedImage(grid.Rows, grid.Columns, bridged, bridges) { Expectations = arcs }, options, run.Budget, worker.Result, null, run.Cancellation);
            if (areSteps && !ReferenceEquals(bridged, filtered))
            {
                OwnPhase(filtered, worker.Result);
            }

            if (model is not null && !areSteps)
            {
                ExpectedPhase.PutBack(worker.Result, model);
            }

            if (expected is not null && !areSteps)
            {
                ExpectedPhase.PutBack(worker.Result, expected);
            }

            for (var i = 0; i < cycles.Length && !areSteps; i++)
            {
                cycles[i] = float.IsNaN(worker.Result[i]) ? WholeCycles.LeftOut : Counted(worker.Result[i], phases[i]);
            }

            (found[0], found[1], found[2], found[3]) = (result.Pixels, result.Residues, result.Regions, result.Components.Count);
            for (var k = 0; k < Math.Min(Listed, result.Components.Count); k++)
            {
                (found[4 + (2 * k)], found[5 + (2 * k)]) = (result.Components[k].Pixels, result.Components[k].Reliability);
            }

            components = result.ComponentOf;
            if (areSteps)
            {
                StackLinker.Smooth(worker.Result, coherences!, looks, grid.Rows, grid.Columns, threads, phases);
                if (model is not null)
                {
                    // The mean over neighbours would flatten a steep bowl: it is put back afterwards.
                    ExpectedPhase.PutBack(phases, model);
                }

                if (expected is not null)
                {
                    ExpectedPhase.PutBack(phases, expected);
                }
            }
        }
        else
        {
            cycles.AsSpan().Fill(WholeCycles.LeftOut);
        }

        if (areSteps)
        {
            run.Store.OpenArray<float>(StorePaths.PlaneSteps).WriteRegion([image, 0, 0], [1, grid.Rows, grid.Columns], phases);
        }
        else
        {
            run.Store.OpenArray<short>(StorePaths.PlaneCycles).WriteRegion([image, 0, 0], [1, grid.Rows, grid.Columns], cycles);
        }

        run.Store.OpenArray<byte>(StorePaths.PlaneComponent).WriteRegion([image, 0, 0], [1, grid.Rows, grid.Columns], components);
        run.Store.OpenArray<double>(StorePaths.PlaneFindings).WriteChunk([image, 0, 0], found);
    }

    private BowlShape? Shape => run.Settings.Unwrapping.Bowl switch { UnwrappingBowl.Gaussian => BowlShape.Gaussian, UnwrappingBowl.ProbabilityIntegral => BowlShape.ProbabilityIntegral, _ => null };

    /// <summary>The phase of the model bowls of an image, radian, shape (row, column); null for none. What was fitted goes to the findings.</summary>
    private float[]? BowlsOf(float[] phases, float[]? coherences, int threads, double[] found)
    {
        if (Shape is not { } shape)
        {
            return null;
        }

        var options = new BowlOptions { Shape = shape, Looks = looks, Most = BowlFindings.Most, Threads = threads };
        var bowls = BowlSearch.Find(new WrappedImage(grid.Rows, grid.Columns, phases, coherences), options, run.Budget, run.Cancellation);
        BowlFindings.Write(bowls, found.AsSpan(BowlsAt));
        if (bowls.Count == 0)
        {
            return null;
        }

        var model = new float[phases.Length];
        BowlSurface.Add(bowls.Select(b => b.Bowl), 0, grid.Columns, model);
        return model;
    }

    /// <summary>Gives filled ground its own phase again, with the cycles of what it was filled with.</summary>
    private static void OwnPhase(float[] phase, float[] unwrapped)
    {
        for (var i = 0; i < phase.Length; i++)
        {
            unwrapped[i] = phase[i] + (float)(2 * Math.PI * Math.Round((unwrapped[i] - (double)phase[i]) / (2 * Math.PI)));
        }
    }

    /// <summary>Islands of coherence joined where asked for, on copies.</summary>
    private (float[] Phase, float[]? Coherence) Bridged(float[] phases, float[]? coherences)
    {
        var least = run.Settings.Unwrapping.BridgeCoherence;
        if (least <= 0 || coherences is null)
        {
            return (phases, coherences);
        }

        var (filled, of) = ((float[])phases.Clone(), (float[])coherences.Clone());
        IslandBridge.Fill(filled, of, grid.Columns, least);
        return (filled, of);
    }

    /// <summary>The filter of the images; null for none. Of steps between dates it is the step that is filtered, before it is unwrapped.</summary>
    private FilterTile? Filter() => run.Settings.Filter.Method == FilterMethod.None
        ? null
        : new FilterTile(run.Settings.Filter.Options(looks), Math.Min(FilterRows, grid.Rows), grid.Columns, run.Budget);

    private float[] Filtered(Worker worker, float[] phases, float[]? coherences)
    {
        for (var first = 0; first < grid.Rows; first += FilterRows)
        {
            var last = Math.Min(first + FilterRows, grid.Rows);
            var (top, bottom) = (Math.Max(0, first - worker.Filter!.Halo), Math.Min(grid.Rows, last + worker.Filter.Halo));
            ReadOnlySpan<float> Rows(float[]? values) => values is null ? [] : values.AsSpan(top * grid.Columns, (bottom - top) * grid.Columns);
            worker.Filter.Filter(Rows(phases), Rows(coherences), top, first, worker.Filtered.AsSpan(first * grid.Columns, (last - first) * grid.Columns));
        }

        return worker.Filtered;
    }

    /// <summary>Leaves out pixels of little coherence; a product without any coherence is unwrapped without. Returns the pixels that have one.</summary>
    private int Prepare(float[] phases, float[] coherences)
    {
        var known = 0;
        for (var i = 0; i < phases.Length; i++)
        {
            known += coherences[i] > 0 ? 1 : 0;
        }

        for (var i = 0; i < phases.Length && known > 0 && minCoherence > 0; i++)
        {
            if (!(coherences[i] >= minCoherence))
            {
                phases[i] = float.NaN;
            }
        }

        for (var i = 0; i < phases.Length && known > 0; i++)
        {
            coherences[i] = Math.Min(coherences[i], 1f);
        }

        return known;
    }

    private static short Counted(float unwrapped, float phase) =>
        (short)Math.Clamp(Math.Round((unwrapped - (double)phase) / (2 * Math.PI)), -short.MaxValue, short.MaxValue);

    private sealed class Worker(int pixels, FilterTile? filter) : IDisposable
    {
        public FilterTile? Filter => filter;

        public float[] Filtered { get; } = filter is null ? [] : new float[pixels];

        public float[] Result { get; } = new float[pixels];

        public short[] Cycles { get; } = new short[pixels];

        public byte[] NoComponents { get; } = new byte[pixels];

        public void Dispose() => filter?.Dispose();
    }
}
