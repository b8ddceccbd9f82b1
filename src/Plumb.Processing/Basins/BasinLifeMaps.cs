using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Scheduling;
using Plumb.Processing.Stages;
using Plumb.Subsidence;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Basins;

/// <summary>Sums of the series over each basin, its core and its rim, and the life cycle of each of its pixels against the rim. Only chunks that hold a basin are read.</summary>
internal sealed class BasinLifeMaps
{
    private const double DaysPerYear = 365.25;
    private readonly BasinPixels pixels;
    private readonly BasinLife? life;

    public BasinLifeMaps(BasinPixels pixels, BasinLife? life)
    {
        (this.pixels, this.life) = (pixels, life);
        Sums = new BasinSums(pixels.Dates);
    }

    /// <summary>Names of the arrays of life cycles.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        StorePaths.ActiveFrom, StorePaths.ActiveFromSigma, StorePaths.ActiveTo, StorePaths.ActiveToSigma, StorePaths.InitialRate, StorePaths.ActiveRate,
        StorePaths.ActiveRateSigma, StorePaths.ResidualRate, StorePaths.PhaseNow,
    ];

    /// <summary>Sums by basin, part and date.</summary>
    public BasinSums Sums { get; }

    /// <summary>Core less rim of a basin at a date, metres, with filters in time put back; the core alone where there is no rim.</summary>
    public double Core(int basin, int date) => Sums.Mean(basin, BasinPart.Core, date) - Rim(basin, date);

    public void Run()
    {
        var run = pixels.Run;
        var blocks = pixels.Chunks.Blocks.Where(b => pixels.Any(b, withRims: true)).ToArray();
        var sums = new BasinSums[blocks.Length];
        run.Progress.Begin("Follow basins through time", 2 * blocks.Length);
        var threads = run.ThreadsFor(BasinColumn.BytesOf(pixels) + (life?.Changes.ScratchBytes ?? 0));
        UnitScheduler.Run(blocks.Length, threads, () => new BasinColumn(pixels), (k, column) => { sums[k] = Sum(blocks[k], column); run.Progress.Advance(1); }, run.Cancellation);

        // Added up in the order of the blocks, so that threads do not matter.
        foreach (var part in sums)
        {
            Sums.Add(part);
        }

        if (life is not null)
        {
            CreateArrays(blocks.Length);
            UnitScheduler.Run(blocks.Length, threads, () => new Worker(this), (k, worker) => { worker.Work(blocks[k]); run.Progress.Advance(1); }, run.Cancellation);
        }
    }

    private double Rim(int basin, int date) => Sums.Mean(basin, BasinPart.Rim, date, BasinRims.Fewest) is var rim && double.IsFinite(rim) ? rim : 0;

    private BasinSums Sum(Tile block, BasinColumn column)
    {
        var sums = new BasinSums(pixels.Dates);
        foreach (var (row, col, tile) in pixels.Chunks.ChunksOf(block).Where(c => pixels.Any(c.Tile, withRims: true)))
        {
            column.Read(row, col, tile, withRims: true);
            for (var p = 0; p < column.Places.Count; p++)
            {
                var place = column.Places[p];
                var (basin, isCore) = (pixels.Labels[place], pixels.Core[place]);
                for (var date = 0; date < pixels.Dates; date++)
                {
                    var (given, unfiltered) = (column.Given[(date * column.Places.Count) + p], column.Unfiltered[(date * column.Places.Count) + p]);
                    if (basin > 0)
                    {
                        sums.Add(basin, BasinPart.Whole, date, given);
                    }

                    if (isCore || basin == 0)
                    {
                        sums.Add(isCore ? basin : pixels.Rims[place], isCore ? BasinPart.Core : BasinPart.Rim, date, unfiltered);
                    }
                }
            }
        }

        return sums;
    }

    /// <param name="written">Number of blocks that will be written; where there is no basin nothing is, and the arrays are whole all the same.</param>
    private void CreateArrays(int written)
    {
        void Create(string name, string unit, string title)
        {
            var store = pixels.Run.Store;
            MapArrays.Create(store, pixels.Chunks.Grid, name, float.NaN, unit, "none", title);
            var attributes = store.ReadAttributes(name);
            attributes[ChunkStore.ChunksWritten] = written;
            store.WriteAttributes(name, attributes);
        }

        Create(StorePaths.ActiveFrom, "day", "Beginning of the active phase since the first date");
        Create(StorePaths.ActiveFromSigma, "day", "Standard deviation of the beginning of the active phase");
        Create(StorePaths.ActiveTo, "day", "End of the active phase since the first date");
        Create(StorePaths.ActiveToSigma, "day", "Standard deviation of the end of the active phase");
        Create(StorePaths.InitialRate, "metre/year", "Rate of the initial phase");
        Create(StorePaths.ActiveRate, "metre/year", "Rate of the active phase");
        Create(StorePaths.ActiveRateSigma, "metre/year", "Standard deviation of the rate of the active phase");
        Create(StorePaths.ResidualRate, "metre/year", "Rate of the residual phase");
        Create(StorePaths.PhaseNow, "1", "Phase at the last date: 0 steady, 1 initial, 2 active, 3 residual");
    }

    private sealed class Worker : IDisposable
    {
        private readonly BasinLifeMaps owner;
        private readonly BasinLife life;
        private readonly BasinColumn column;
        private readonly TileBuffer<float> scratch;
        private readonly ZarrArray<float>[] arrays;
        private readonly float[] count;
        private readonly float[] times;
        private readonly float[] timeSigmas;
        private readonly float[] rates;
        private readonly float[] rateSigmas;

        public Worker(BasinLifeMaps owner)
        {
            (this.owner, life) = (owner, owner.life!);
            column = new BasinColumn(owner.pixels);
            var (n, most) = (owner.pixels.Chunks.ChunkPixels, life.Changes.Options.Most);
            scratch = life.Changes.CreateScratch(owner.pixels.Run.Budget);
            (count, times, timeSigmas) = (new float[n], new float[most * n], new float[most * n]);
            (rates, rateSigmas) = (new float[(most + 1) * n], new float[(most + 1) * n]);
            arrays = [.. Names.Select(owner.pixels.Run.Store.OpenArray<float>)];
        }

        public void Work(Tile block)
        {
            var maps = arrays.Select(_ => Filled(block.PixelCount)).ToArray();
            foreach (var (row, col, tile) in owner.pixels.Chunks.ChunksOf(block).Where(c => owner.pixels.Any(c.Tile, withRims: false)))
            {
                column.Read(row, col, tile, withRims: false);
                if (column.Places.Count > 0)
                {
                    Fit(block, maps);
                }
            }

            for (var k = 0; k < arrays.Length; k++)
            {
                MapArrays.WriteBlock<float>(arrays[k], block, maps[k]);
            }
        }

        public void Dispose()
        {
            column.Dispose();
            scratch.Dispose();
        }

        private static float[] Filled(int length)
        {
            var map = new float[length];
            Array.Fill(map, float.NaN);
            return map;
        }

        private void Fit(Tile block, float[][] maps)
        {
            var (places, series) = (column.Places, column.Unfiltered);
            var (n, most, columns) = (places.Count, life.Changes.Options.Most, owner.pixels.Chunks.Grid.Columns);
            for (var i = 0; i < series.Length; i++)
            {
                series[i] -= (float)owner.Rim(owner.pixels.Labels[places[i % n]], i / n);
            }

            life.Changes.Fit(
                new FitTile { Pixels = n, Series = series },
                new ChangeResult
                {
                    Count = count.AsSpan(0, n),
                    Times = times.AsSpan(0, most * n),
                    TimeSigma = timeSigmas.AsSpan(0, most * n),
                    Rates = rates.AsSpan(0, (most + 1) * n),
                    RateSigma = rateSigmas.AsSpan(0, (most + 1) * n),
                },
                scratch);
            for (var p = 0; p < n; p++)
            {
                if (life.Phases(p, n, count, times, timeSigmas, rates, rateSigmas) is { } phases)
                {
                    Keep(phases, (((places[p] / columns) - block.Row) * block.Columns) + (places[p] % columns) - block.Column, maps);
                }
            }
        }

        private static void Keep(LifePhases life, int at, float[][] maps)
        {
            maps[8][at] = (float)(int)life.Now;
            if (life.Active is not { } active)
            {
                (maps[5][at], maps[6][at]) = ((float)life.Phases[^1].Rate, (float)life.Phases[^1].Sigma);
                return;
            }

            var residual = life.Phases.LastOrDefault(p => p.Kind == LifePhaseKind.Residual);
            maps[0][at] = (float)(DaysPerYear * active.From);
            maps[1][at] = (float)(DaysPerYear * life.FromSigma);
            maps[2][at] = life.After is null ? float.NaN : (float)(DaysPerYear * active.To);
            maps[3][at] = (float)(DaysPerYear * life.ToSigma);
            maps[4][at] = (float)(life.Phases.FirstOrDefault(p => p.Kind == LifePhaseKind.Initial)?.Rate ?? double.NaN);
            (maps[5][at], maps[6][at]) = ((float)active.Rate, (float)active.Sigma);
            maps[7][at] = (float)(residual?.Rate ?? double.NaN);
        }
    }
}
