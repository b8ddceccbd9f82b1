using Plumb.Grids;
using Plumb.Networks;
using Plumb.Processing.Scheduling;
using Plumb.References;

namespace Plumb.Processing.Stages;

/// <summary>
/// What a reference is chosen by, in two passes over the stack: first connectivity, coherence and a sample of the phases,
/// whose medians level the pairs; then a rough rate by stacking. Threads write different pixels.
/// </summary>
internal sealed class StackSurvey
{
    private const int StackedPairs = 24;
    private const int SamplePixels = 40_000;

    private readonly RunContext run;
    private readonly StackDescription stack;
    private readonly Network network;
    private readonly ChunkPlan chunks;
    private readonly int[] pairIndex;
    private readonly int[] stackedIndex;
    private readonly double[] stackedYears;
    private readonly int sampleStep;
    private readonly float[][] samples;
    private readonly float[] rate;
    private readonly Mask mask;

    public StackSurvey(RunContext run, StackDescription stack, Network network, ChunkPlan chunks)
    {
        this.run = run;
        this.stack = stack;
        this.network = network;
        this.chunks = chunks;
        pairIndex = network.Pairs.Select(stack.IndexOf).ToArray();
        var stacked = RateStacking.ChoosePairs(network, StackedPairs);
        stackedIndex = stacked.Select(k => pairIndex[k]).ToArray();
        stackedYears = RateStacking.Years(stacked.Select(k => network.Pairs[k]));
        sampleStep = Math.Max(1, (int)Math.Ceiling(Math.Sqrt((double)stack.Grid.PixelCount / SamplePixels)));
        var pixels = stack.Grid.PixelCount;
        var sampled = (long)((stack.Grid.Rows + sampleStep - 1) / sampleStep) * ((stack.Grid.Columns + sampleStep - 1) / sampleStep);
        samples = stackedIndex.Select(_ => new float[sampled]).ToArray();
        rate = new float[pixels];
        MeanCoherence = new float[pixels];
        PairShare = new float[pixels];
        mask = new Mask(stack.Grid);
        Array.Fill(MeanCoherence, float.NaN);
        foreach (var sample in samples)
        {
            Array.Fill(sample, float.NaN);
        }
    }

    /// <summary>Mean coherence over the pairs used, pure number, shape (rows, columns).</summary>
    public float[] MeanCoherence { get; }

    /// <summary>Share of the pairs used that have a value, pure number, shape (rows, columns).</summary>
    public float[] PairShare { get; }

    public void Run()
    {
        Pass(connectivity: true, offsets: []);
        var offsets = samples.Select(MedianOf).ToArray();
        Pass(connectivity: false, offsets);
    }

    public ReferenceLayers Layers(bool water)
    {
        var imported = MapArrays.ReadMask(run.Store, stack.Grid, StorePaths.ImportMask);
        for (var i = 0; i < imported.Reasons.Length; i++)
        {
            mask.Add(i, water ? imported.Reasons[i] : imported.Reasons[i] & ~MaskReasons.Water);
        }

        return new ReferenceLayers
        {
            Mask = mask,
            MeanCoherence = stack.HasCoherence ? MeanCoherence : Enumerable.Repeat(1f, MeanCoherence.Length).ToArray(),
            PairShare = PairShare,
            Height = stack.Geometry.Contains(StorePaths.Height) ? MapArrays.Read(run.Store, stack.Grid, StorePaths.Height) : default(ReadOnlyMemory<float>),
            Rate = rate,
        };
    }

    private void Pass(bool connectivity, float[] offsets) => UnitScheduler.Run(
        chunks.Blocks.Count,
        run.ThreadsFor(BytesPerThread(connectivity)),
        () => new Worker(this, connectivity),
        (block, worker) =>
        {
            foreach (var (row, column, tile) in chunks.ChunksOf(chunks.Blocks[block]))
            {
                if (connectivity)
                {
                    worker.Connect(row, column, tile);
                }
                else
                {
                    worker.Stack(row, column, tile, offsets);
                }
            }

            run.Progress.Advance(1);
        },
        run.Cancellation);

    private long BytesPerThread(bool withCoherence) =>
        PhaseColumn.BytesOf(run, chunks)
        + (withCoherence && stack.HasCoherence ? StackColumn<float>.BytesOf(run, chunks, StorePaths.Coherence) : 0);

    private static float MedianOf(float[] values)
    {
        var valid = Array.FindAll(values, v => float.IsFinite(v) && v != 0);
        return valid.Length == 0 ? float.NaN : (float)OrderStatistics.Median(valid);
    }

    private sealed class Worker : IDisposable
    {
        private readonly StackSurvey survey;
        private readonly PhaseColumn phase;
        private readonly StackColumn<float>? coherence;
        private readonly PixelConnectivity connectivity;
        private readonly Connectivity[] connected;
        private readonly Connectivity[] connectedInTile;
        private readonly double[] sums;
        private readonly int[] counts;
        private readonly float[] values;

        public Worker(StackSurvey survey, bool withCoherence)
        {
            this.survey = survey;
            phase = new PhaseColumn(survey.run, survey.chunks, "Surveying the stack");
            coherence = withCoherence && survey.stack.HasCoherence
                ? new StackColumn<float>(survey.run, survey.chunks, StorePaths.Coherence, "Surveying the stack")
                : null;
            connectivity = new PixelConnectivity(survey.network);
            connected = new Connectivity[survey.chunks.ChunkPixels];
            connectedInTile = new Connectivity[connected.Length];
            sums = new double[connected.Length];
            counts = new int[connected.Length];
            values = new float[connected.Length];
        }

        public void Connect(int row, int column, Tile tile)
        {
            phase.Read(row, column);
            Sample(tile);
            phase.Compact(survey.pairIndex);
            var pairs = survey.network.Pairs.Count;
            connectivity.Solve(phase.Values[..(pairs * phase.Pixels)], connected);
            for (var i = 0; i < connected.Length; i++)
            {
                values[i] = (float)connected[i].ValidPairs / pairs;
            }

            Place(tile, survey.PairShare);
            MarkMask(tile);
            if (coherence is null)
            {
                return;
            }

            coherence.Read(row, column);
            coherence.Compact(survey.pairIndex);
            Array.Clear(sums);
            Array.Clear(counts);
            StackMeanKernel.Add(coherence.Values[..(pairs * coherence.Pixels)], sums, counts);
            StackMeanKernel.Finish(sums, counts, values);
            Place(tile, survey.MeanCoherence);
        }

        public void Stack(int row, int column, Tile tile, float[] offsets)
        {
            phase.Read(row, column);
            phase.Compact(survey.stackedIndex);
            RateStacking.Solve(phase.Values[..(offsets.Length * phase.Pixels)], offsets, survey.stackedYears, values);
            Place(tile, survey.rate);
        }

        public void Dispose()
        {
            phase.Dispose();
            coherence?.Dispose();
        }

        private void MarkMask(Tile tile)
        {
            var inTile = connectedInTile.AsSpan(0, tile.PixelCount);
            for (var r = 0; r < tile.Rows; r++)
            {
                connected.AsSpan(r * survey.chunks.ChunkColumns, tile.Columns).CopyTo(inTile[(r * tile.Columns)..]);
            }

            connectivity.AddTo(inTile, tile, 0, survey.mask);
        }

        private void Place(Tile tile, float[] map)
        {
            for (var r = 0; r < tile.Rows; r++)
            {
                values.AsSpan(r * survey.chunks.ChunkColumns, tile.Columns)
                    .CopyTo(map.AsSpan(((tile.Row + r) * survey.stack.Grid.Columns) + tile.Column));
            }
        }

        private void Sample(Tile tile)
        {
            var step = survey.sampleStep;
            var sampleColumns = (survey.stack.Grid.Columns + step - 1) / step;
            for (var row = (tile.Row + step - 1) / step * step; row < tile.EndRow; row += step)
            {
                for (var column = (tile.Column + step - 1) / step * step; column < tile.EndColumn; column += step)
                {
                    var pixel = ((row - tile.Row) * survey.chunks.ChunkColumns) + column - tile.Column;
                    for (var k = 0; k < survey.stackedIndex.Length; k++)
                    {
                        survey.samples[k][(row / step * sampleColumns) + (column / step)] =
                            phase.Values[(survey.stackedIndex[k] * phase.Pixels) + pixel];
                    }
                }
            }
        }
    }
}
