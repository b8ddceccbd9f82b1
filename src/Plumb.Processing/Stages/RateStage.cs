using System.Globalization;
using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Configuration;
using Plumb.Processing.Scheduling;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Stages;

/// <summary>Fits the linear rate and its standard deviation to an imported series, pixel by pixel.</summary>
public sealed class RateStage : IStage
{
    /// <inheritdoc/>
    public string Name => "rate";

    /// <inheritdoc/>
    public string Title => "Fit the rate to the series";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => ["import_series"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [StorePaths.Rate, StorePaths.RateSigma];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Rate;
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(units);
        var stack = StackDescription.Read(run.Folder);
        var dates = stack.Finished?.Dates
            ?? throw new RequestException($"{StackDescription.FileName} in {run.Folder} tells of no imported series. It was changed by hand; remove the folder 'journal' and run again.");
        var chunks = new ChunkPlan(stack.Grid);
        var fit = new LinearRate(DecimalYears.Since(dates, run.Settings.Rate.TimeAxis));
        if (units.IsNew)
        {
            MapArrays.Create(run.Store, stack.Grid, StorePaths.Rate, float.NaN, "metre/year", "positive_towards_satellite", "Linear rate along the line of sight");
            MapArrays.Create(run.Store, stack.Grid, StorePaths.RateSigma, float.NaN, "metre/year", "none", "Standard deviation of the rate");
        }

        run.Progress.Begin(Title, chunks.Blocks.Count);
        var bytes = sizeof(float) * (((long)(dates.Count + ChunkPlan.Depth) * chunks.ChunkPixels) + (2L * ChunkPlan.BlockSide * ChunkPlan.BlockSide));
        UnitScheduler.Run(
            chunks.Blocks.Count,
            run.ThreadsFor(bytes),
            () => new Worker(run, chunks, fit),
            (block, worker) =>
            {
                if (!units.IsFinished(block))
                {
                    worker.Fit(chunks.Blocks[block]);
                    units.Finish(block);
                }

                run.Progress.Advance(1);
            },
            run.Cancellation);
        return string.Create(CultureInfo.InvariantCulture, $"rates from {dates.Count} dates");
    }

    private sealed class Worker : IDisposable
    {
        private readonly ChunkPlan chunks;
        private readonly LinearRate fit;
        private readonly StackColumn<float> series;
        private readonly TileBuffer<float> rate;
        private readonly TileBuffer<float> sigma;
        private readonly float[] chunkRate;
        private readonly float[] chunkSigma;
        private readonly ZarrArray<float> rates;
        private readonly ZarrArray<float> sigmas;

        public Worker(RunContext run, ChunkPlan chunks, LinearRate fit)
        {
            const string purpose = "Fitting the rate";
            this.chunks = chunks;
            this.fit = fit;
            series = new StackColumn<float>(run, chunks, StorePaths.Displacement, purpose);
            rate = run.Budget.Lease<float>(ChunkPlan.BlockSide * ChunkPlan.BlockSide, purpose);
            sigma = run.Budget.Lease<float>(ChunkPlan.BlockSide * ChunkPlan.BlockSide, purpose);
            chunkRate = new float[chunks.ChunkPixels];
            chunkSigma = new float[chunks.ChunkPixels];
            rates = run.Store.OpenArray<float>(StorePaths.Rate);
            sigmas = run.Store.OpenArray<float>(StorePaths.RateSigma);
        }

        public void Fit(Tile block)
        {
            foreach (var (row, column, tile) in chunks.ChunksOf(block))
            {
                series.Read(row, column);
                fit.Fit(series.Values, series.Pixels, chunkRate, chunkSigma);
                Place(chunkRate, tile, block, rate.Span);
                Place(chunkSigma, tile, block, sigma.Span);
            }

            MapArrays.WriteBlock(rates, block, rate.Span[..block.PixelCount]);
            MapArrays.WriteBlock(sigmas, block, sigma.Span[..block.PixelCount]);
        }

        public void Dispose()
        {
            series.Dispose();
            rate.Dispose();
            sigma.Dispose();
        }

        private void Place(ReadOnlySpan<float> chunk, Tile tile, Tile block, Span<float> map)
        {
            for (var r = 0; r < tile.Rows; r++)
            {
                chunk.Slice(r * chunks.ChunkColumns, tile.Columns)
                    .CopyTo(map[(((tile.Row - block.Row + r) * block.Columns) + tile.Column - block.Column)..]);
            }
        }
    }
}
