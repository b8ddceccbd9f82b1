using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using Plumb.Kernels;
using Plumb.TimeFunctions;

namespace Plumb.Benchmarks.TimeFunctions;

/// <summary>Question: how many pixels a second are fitted in memory, by each kind of time function, beside the reading of the same memory?</summary>
internal static class FitModels
{
    private const int Dates = 60;
    private const int TilePixels = 64 * 64;

    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[tiles of 4096 pixels = 32] [threads = 1] [part of the names of the kinds that are measured].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        var tiles = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 32;
        var threads = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
        ArgumentOutOfRangeException.ThrowIfLessThan(tiles, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var dates = new SeriesDates([.. Enumerable.Range(0, Dates).Select(i => new DateOnly(2020, 1, 7).AddDays(12 * i))]);
        var season = new TimeModel(new ConstantTerm(), new PolynomialTerm(1), new SeasonalTerm(1));
        var full = new TimeModel(new ConstantTerm(), new PolynomialTerm(2), new SeasonalTerm(1), new SeasonalTerm(0.5), new StepTerm(dates.Dates[30]));
        var complete = Series(dates, tiles, 0);
        var gaps = Series(dates, tiles, 0.2);
        var pixels = (long)tiles * TilePixels;
        var read = Best(() => Sum(complete), 5);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Dates} dates, {pixels} pixels in tiles of 64 x 64, {threads} thread(s)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {"reading alone",-52}{pixels / read,14:N0} px/s  {pixels * Dates * 4 / read / 1e9,6:N1} GB/s"));
        void Line(string name, float[][] series, Func<Worker> worker)
        {
            if (args.Length > 2 && !name.Contains(args[2], StringComparison.OrdinalIgnoreCase))
            {
                return;
            }

            var seconds = Time(series, threads, worker, out var allocated);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {name,-52}{pixels / seconds,14:N0} px/s  {threads * read / seconds,6:P0} of reading, {allocated} bytes allocated"));
        }

        Line("rate alone (LinearRate)", complete, () => Rate(dates));
        Line("line, with sigma", complete, () => Linear(TimeModel.Line, dates, RobustLoss.None));
        Line("line and annual, with sigma", complete, () => Linear(season, dates, RobustLoss.None));
        Line("8 coefficients, with sigma", complete, () => Linear(full, dates, RobustLoss.None));
        Line("line and annual, every fifth value missing", gaps, () => Linear(season, dates, RobustLoss.None));
        Line("8 coefficients, every fifth value missing", gaps, () => Linear(full, dates, RobustLoss.None));
        Line("line and annual, Huber", complete, () => Linear(season, dates, RobustLoss.Huber));
        Line("line and annual, Tukey", complete, () => Linear(season, dates, RobustLoss.Tukey));
        Line("line and annual, exponential searched", complete, () => Shape(season, new DecayShape(dates.Dates[20], false), dates));
        Line("line and annual, exponential searched, gaps", gaps, () => Shape(season, new DecayShape(dates.Dates[20], false), dates));
        Line("line and annual, S-curve searched", complete, () => Shape(season, new LogisticShape(), dates));
        Line("line and annual, up to 1 change of rate", complete, () => Changes(season, dates, 1));
        Line("line and annual, up to 2 changes of rate", complete, () => Changes(season, dates, 2));
        Line("line and annual, up to 2 changes of rate, gaps", gaps, () => Changes(season, dates, 2));
        Line("line and annual, up to 3 changes of rate", complete, () => Changes(season, dates, 3));
        return 0;
    }

    private static float[][] Series(SeriesDates dates, int tiles, double missing)
    {
        var series = new float[tiles][];
        for (var t = 0; t < tiles; t++)
        {
            var random = new Random(t);
            series[t] = new float[Dates * TilePixels];
            for (var at = 0; at < series[t].Length; at++)
            {
                var (i, px) = (at / TilePixels, at % TilePixels);
                var years = dates.Years[i];
                var bend = px % 4 == 0 ? 0.1 * Math.Max(0, years - 1) : 0;
                series[t][at] = random.NextDouble() < missing ? float.NaN : (float)((0.03 * years) - bend + (0.004 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)));
            }
        }

        return series;
    }

    private static double Sum(float[][] series)
    {
        var sum = 0f;
        foreach (var tile in series)
        {
            sum += TensorPrimitives.MaxMagnitudeNumber(tile);
        }

        return sum;
    }

    private static double Best(Func<double> work, int times)
    {
        var best = double.PositiveInfinity;
        for (var k = 0; k < times; k++)
        {
            var watch = Stopwatch.StartNew();
            GC.KeepAlive(work());
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return best;
    }

    /// <summary>Best of some passes over all tiles, seconds; slow kinds take part of the tiles.</summary>
    private static double Time(float[][] series, int threads, Func<Worker> create, out long allocated)
    {
        var workers = Enumerable.Range(0, threads).Select(_ => create()).ToArray();
        try
        {
            var part = series.Take(Math.Max(1, series.Length / 16)).ToArray();
            var bytes = 0L;
            var first = 0.0;
            for (var warm = Stopwatch.StartNew(); warm.Elapsed.TotalSeconds < 0.4;)
            {
                first = Best(() => Pass(part, workers, ref bytes), 1) * series.Length / part.Length;
            }

            bytes = 0;
            var used = first > 0.4 ? part : series;
            var seconds = Best(() => Pass(used, workers, ref bytes), first > 0.4 ? 2 : 4) * series.Length / used.Length;
            allocated = bytes;
            return seconds;
        }
        finally
        {
            foreach (var worker in workers)
            {
                worker.Scratch?.Dispose();
            }
        }
    }

    private static double Pass(float[][] series, Worker[] workers, ref long allocated)
    {
        var next = -1;
        var bytes = 0L;
        var threads = workers.Select(w => new Thread(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var t = Interlocked.Increment(ref next); t < series.Length; t = Interlocked.Increment(ref next))
            {
                w.Fit(series[t]);
            }

            Interlocked.Add(ref bytes, GC.GetAllocatedBytesForCurrentThread() - before);
        })).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        allocated = bytes;
        return bytes;
    }

    private static Worker Rate(SeriesDates dates)
    {
        var fit = new LinearRate(dates.Years);
        var (rate, sigma) = (new float[TilePixels], new float[TilePixels]);
        return new Worker(null, series => fit.Fit(series, TilePixels, rate, sigma));
    }

    private static Worker Linear(TimeModel model, SeriesDates dates, RobustLoss robust)
    {
        var fit = new TimeModelFit(model, dates, new FitOptions { Robust = robust });
        var scratch = fit.CreateScratch(new MemoryBudget(1 << 26));
        var p = model.Coefficients.Count;
        var (c, s, rms) = (new float[p * TilePixels], new float[p * TilePixels], new float[TilePixels]);
        return new Worker(scratch, series => fit.Fit(new FitTile { Pixels = TilePixels, Series = series }, new FitResult { Coefficients = c, Sigma = s, ResidualRms = rms }, scratch));
    }

    private static Worker Shape(TimeModel model, TimeShape shape, SeriesDates dates)
    {
        var fit = new ShapeFit(model, shape, dates);
        var scratch = fit.CreateScratch(new MemoryBudget(1 << 26));
        var (c, s, rms) = (new float[fit.Rows * TilePixels], new float[fit.Rows * TilePixels], new float[TilePixels]);
        var states = new ShapeState[TilePixels];
        return new Worker(scratch, series => fit.Fit(new FitTile { Pixels = TilePixels, Series = series }, new FitResult { Coefficients = c, Sigma = s, ResidualRms = rms }, states, scratch));
    }

    private static Worker Changes(TimeModel model, SeriesDates dates, int most)
    {
        var fit = new ChangePointFit(model, dates, new ChangePointOptions { Most = most });
        var scratch = fit.CreateScratch(new MemoryBudget(1 << 26));
        float[] Rows(int count) => new float[count * TilePixels];
        var (count, times, sigma, rates, rateSigma) = (Rows(1), Rows(most), Rows(most), Rows(most + 1), Rows(most + 1));
        return new Worker(scratch, series => fit.Fit(
            new FitTile { Pixels = TilePixels, Series = series },
            new ChangeResult { Count = count, Times = times, TimeSigma = sigma, Rates = rates, RateSigma = rateSigma },
            scratch));
    }

    /// <summary>What one thread does with a tile, and its working memory.</summary>
    private sealed record Worker(TileBuffer<float>? Scratch, Action<float[]> Fit);
}
