using System.Numerics.Tensors;
using Plumb.Formats.Store;
using Plumb.Processing.Scheduling;
using Plumb.Processing.Stages;
using Plumb.Uncertainty;

namespace Plumb.Processing.Uncertainties;

/// <summary>Draws pairs and blocks of dates for pixels spread evenly over the good ones, and writes two maps that are NaN elsewhere.</summary>
internal sealed class BootstrapSample
{
    private const string Purpose = "Drawing pairs and dates";
    private const long Seed = 1979;
    private readonly UncertaintyJob job;
    private readonly PairBootstrap pairs;
    private readonly BlockBootstrap blocks;
    private readonly float[] drawnPairs;
    private readonly float[] drawnDates;

    public BootstrapSample(UncertaintyJob job)
    {
        this.job = job;
        var settings = job.Settings;
        pairs = new PairBootstrap(job.Plan.Inversion, job.Plan.Functions[UncertaintyJob.RateFunction], settings.BootstrapDraws, Seed);
        blocks = new BlockBootstrap(job.Years, settings.BootstrapBlock, settings.BootstrapDraws, Seed);
        drawnPairs = new float[job.Stack.Grid.PixelCount];
        drawnDates = new float[drawnPairs.Length];
        Array.Fill(drawnPairs, float.NaN);
        Array.Fill(drawnDates, float.NaN);
    }

    /// <summary>Dates in a block (count).</summary>
    public int Block => blocks.Block;

    /// <summary>Draws and writes the maps; returns the number of pixels (count).</summary>
    public int Write()
    {
        var (chunks, columns) = (job.Chunks, job.Stack.Grid.Columns);
        var good = job.Serves.Count(s => s);
        var wanted = job.Settings.BootstrapPixels;
        var step = wanted == 0 ? 1 : Math.Max(1, good / wanted);
        var seen = 0;
        var perChunk = Enumerable.Range(0, job.Serves.Length)
            .Where(i => job.Serves[i] && seen++ % step == 0)
            .GroupBy(i => (Row: i / columns / chunks.ChunkRows, Column: i % columns / chunks.ChunkColumns))
            .OrderBy(g => g.Key).Select(g => (g.Key.Row, g.Key.Column, Pixels: g.ToArray())).ToArray();
        job.Run.Progress.Begin("Draw pairs and dates", perChunk.Length);
        UnitScheduler.Run(
            perChunk.Length,
            job.Run.ThreadsFor(job.BytesPerThread * 2),
            () => new Reader(this),
            (k, reader) =>
            {
                reader.Draw(perChunk[k].Row, perChunk[k].Column, perChunk[k].Pixels);
                job.Run.Progress.Advance(1);
            },
            job.Run.Cancellation);
        MapArrays.Write(job.Run.Store, job.Stack.Grid, StorePaths.PairBootstrapSigma, drawnPairs, "metre/year", "none", "Standard deviation of the rate by drawing pairs");
        MapArrays.Write(job.Run.Store, job.Stack.Grid, StorePaths.BlockBootstrapSigma, drawnDates, "metre/year", "none", "Standard deviation of the rate by drawing blocks of dates");
        return perChunk.Sum(c => c.Pixels.Length);
    }

    private sealed class Reader : IDisposable
    {
        private readonly BootstrapSample owner;
        private readonly PhaseColumn phase;
        private readonly StackColumn<float>? coherence;
        private readonly StackColumn<byte>? components;
        private readonly StackColumn<float> series;
        private readonly StackColumn<float>? filter;
        private readonly ZarrArray<float>[] filters;

        public Reader(BootstrapSample owner)
        {
            this.owner = owner;
            var (run, chunks, job) = (owner.job.Run, owner.job.Chunks, owner.job);
            phase = new PhaseColumn(run, chunks, Purpose);
            coherence = job.Stack.HasCoherence ? new StackColumn<float>(run, chunks, StorePaths.Coherence, Purpose) : null;
            components = job.HasComponents ? new StackColumn<byte>(run, chunks, PhaseLayers.Component(run.Store), Purpose) : null;
            series = new StackColumn<float>(run, chunks, job.Series, Purpose);
            filter = job.Filters.Count > 0 ? new StackColumn<float>(run, chunks, job.Filters[0], Purpose) : null;
            filters = [.. job.Filters.Select(run.Store.OpenArray<float>)];
        }

        public void Draw(int row, int column, int[] pixels)
        {
            var job = owner.job;
            var (chunks, columns) = (job.Chunks, job.Stack.Grid.Columns);
            phase.Read(row, column);
            phase.Compact(job.PairIndex);
            coherence?.Read(row, column);
            coherence?.Compact(job.PairIndex);
            components?.Read(row, column);
            components?.Compact(job.PairIndex);
            series.Read(row, column);
            foreach (var layer in filters)
            {
                filter!.ReadFrom(layer, row, column);
                TensorPrimitives.Add(series.Values, filter.Values, series.Values);
            }

            var at = Array.ConvertAll(pixels, i => (i / columns % chunks.ChunkRows * chunks.ChunkColumns) + (i % columns % chunks.ChunkColumns));
            var tile = new PropagationTile
            {
                Pixels = pixels.Length,
                Phase = Gather(phase.Values, job.PairIndex.Length, phase.Pixels, at),
                Coherence = coherence is null ? default : Gather(coherence.Values, job.PairIndex.Length, phase.Pixels, at),
                Components = components is null ? default : Gather(components.Values, job.PairIndex.Length, phase.Pixels, at),
                ReferencePhase = job.ReferencePhase,
            };
            var (byPairs, byDates) = (new float[pixels.Length], new float[pixels.Length]);
            owner.pairs.Measure(tile, byPairs);
            owner.blocks.Measure(Gather(series.Values, job.Network.Dates.Count, series.Pixels, at), pixels.Length, byDates);
            for (var i = 0; i < pixels.Length; i++)
            {
                (owner.drawnPairs[pixels[i]], owner.drawnDates[pixels[i]]) = (byPairs[i], byDates[i]);
            }
        }

        public void Dispose()
        {
            phase.Dispose();
            coherence?.Dispose();
            components?.Dispose();
            series.Dispose();
            filter?.Dispose();
        }

        private static T[] Gather<T>(ReadOnlySpan<T> values, int rows, int stride, int[] at)
        {
            var gathered = new T[rows * at.Length];
            for (var r = 0; r < rows; r++)
            {
                for (var i = 0; i < at.Length; i++)
                {
                    gathered[(r * at.Length) + i] = values[(r * stride) + at[i]];
                }
            }

            return gathered;
        }
    }
}
