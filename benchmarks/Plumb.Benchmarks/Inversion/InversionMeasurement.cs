using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Kernels;

namespace Plumb.Benchmarks.Inversion;

/// <summary>Times one kind of inversion in memory, beside the reading of the same memory and a dense solve per pixel in the same run.</summary>
internal static class InversionMeasurement
{
    private const double MetresPerRadian = -0.0554658 / (4 * Math.PI);

    /// <summary>Arguments: [tiles of 4096 pixels = 32] [threads = 1] [sigma].</summary>
    public static int Run(string question, Weighting weighting, double missing, string[] args)
    {
        var tiles = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 32;
        var threads = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
        ArgumentOutOfRangeException.ThrowIfLessThan(tiles, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        using var stack = new BenchmarkStack(tiles, missing);
        var inversion = new NetworkInversion(stack.Network, new InversionOptions(weighting, MinimumNorm.Velocity, 20, 1), MetresPerRadian);
        var withSigma = args.Contains("sigma");
        var withCoherence = weighting != Weighting.None;
        Pass(stack, inversion, threads, withSigma, withCoherence);
        var (best, user, allocated) = (double.PositiveInfinity, double.PositiveInfinity, 0L);
        for (var repeat = 0; repeat < 5; repeat++)
        {
            var (seconds, busy, bytes) = Pass(stack, inversion, threads, withSigma, withCoherence);
            (best, user, allocated) = (Math.Min(best, seconds), Math.Min(user, busy), bytes);
        }

        var read = Read(stack, withCoherence);
        var bytesPerPixel = stack.Network.Pairs.Count * sizeof(float) * (withCoherence ? 2.0 : 1.0);
        var dense = DenseSolve.PixelsPerSecond(stack, weighting);
        var rate = stack.Pixels / user;
        FormattableString text = $"""
            {question}: {stack.Network.Pairs.Count} pairs x {stack.Network.Dates.Count} dates, {stack.Pixels} pixels, weights {weighting}, missing {missing:P0}, sigma {withSigma}, {threads} thread(s)
              pixels/s                   {stack.Pixels / best,14:N0}   (per second of processor time {rate:N0})
              arithmetic, estimated      {rate * Operations(inversion, withSigma) / 1e9,14:N1}   GFLOP/s per thread
              reading of the stack alone {stack.Pixels / read,14:N0}   pixels/s, {stack.Pixels * bytesPerPixel / read / 1e9:N1} GB/s
              share of memory bandwidth  {rate * read / stack.Pixels,14:P0}
              allocated per pass         {allocated,14:N0}   bytes
              dense solve per pixel      {dense,14:N0}   pixels/s; ours is {rate / dense:N0} times that
            """;
        Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static (double Seconds, double User, long Allocated) Pass(BenchmarkStack stack, NetworkInversion inversion, int threads, bool withSigma, bool withCoherence)
    {
        using var process = Process.GetCurrentProcess();
        var allocated = 0L;
        var next = -1;
        var userBefore = process.UserProcessorTime;
        var watch = Stopwatch.StartNew();
        var workers = new Thread[threads];
        for (var w = 0; w < threads; w++)
        {
            workers[w] = new Thread(() => Interlocked.Add(ref allocated, Work(stack, inversion, withSigma, withCoherence, () => Interlocked.Increment(ref next))));
            workers[w].Start();
        }

        foreach (var worker in workers)
        {
            worker.Join();
        }

        var seconds = watch.Elapsed.TotalSeconds;
        process.Refresh();
        return (seconds, Math.Min(seconds, (process.UserProcessorTime - userBefore).TotalSeconds / threads), allocated);
    }

    private static long Work(BenchmarkStack stack, NetworkInversion inversion, bool withSigma, bool withCoherence, Func<int> nextTile)
    {
        const int pixels = BenchmarkStack.TilePixels;
        var dates = stack.Network.Dates.Count;
        var (series, sigma) = (new float[dates * pixels], new float[withSigma ? dates * pixels : 0]);
        var (coherence, rms, mean) = (new float[pixels], new float[pixels], new float[pixels]);
        var (count, reasons) = (new int[pixels], new MaskReasons[pixels]);
        using var scratch = inversion.CreateScratch(new MemoryBudget(64 << 20));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var t = nextTile(); t < stack.Tiles; t = nextTile())
        {
            inversion.Invert(
                new InversionTile { Pixels = pixels, Phase = stack.Phase(t), Coherence = withCoherence ? stack.Coherence(t) : [] },
                new InversionResult { Series = series, Sigma = sigma, TemporalCoherence = coherence, ResidualRms = rms, MeanCoherence = mean, PairCount = count, Reasons = reasons },
                scratch);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static double Read(BenchmarkStack stack, bool withCoherence)
    {
        var best = double.PositiveInfinity;
        var sum = 0f;
        for (var repeat = 0; repeat < 3; repeat++)
        {
            var watch = Stopwatch.StartNew();
            for (var t = 0; t < stack.Tiles; t++)
            {
                sum += TensorPrimitives.MaxMagnitudeNumber(stack.Phase(t)) + (withCoherence ? TensorPrimitives.MaxMagnitudeNumber(stack.Coherence(t)) : 0);
            }

            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        GC.KeepAlive(sum);
        return best;
    }

    /// <summary>Additions, multiplications and divisions of one pixel, from the loops of the kernels.</summary>
    private static double Operations(NetworkInversion inversion, bool withSigma)
    {
        var plan = new LaplacianPlan(inversion.Network.Dates.Count, inversion.Network.FirstIndex, inversion.Network.SecondIndex);
        var weighted = inversion.Options.Weighting != Weighting.None;
        double pairs = plan.Edges, slots = plan.Slots;
        return (pairs * (weighted ? 6 : 1)) + (pairs * (4 + 5 + 34)) + (8 * slots)
            + (weighted ? (2 * slots) + (2.0 * plan.FactorOperations) : 0)
            + (withSigma && weighted ? (4 * slots) + (4.0 * plan.FactorOperations) : 0);
    }
}
