using System.Diagnostics;
using System.Globalization;
using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Kernels;

namespace Plumb.Benchmarks.Inversion;

/// <summary>
/// Question: how fast is every solver of the inversion beside the plain weighted one, in memory, on one thread, in the same run? One observation in thirty is wrong by a
/// whole cycle, so that robust norms have work to do.
/// </summary>
public static class SolversBeside
{
    private const double MetresPerRadian = -0.0554658 / (4 * Math.PI);
    private static readonly InversionOptions Plain = new(Weighting.Variance, MinimumNorm.Velocity, 20, 1);

    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[tiles of 4096 pixels = 6] [missing share = 0] [rounds = 5].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var tiles = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 6;
        var missing = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 0;
        var rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 5;
        ArgumentOutOfRangeException.ThrowIfLessThan(tiles, 1);
        using var stack = new BenchmarkStack(tiles, missing, cycles: 1.0 / 30);
        var baselines = Enumerable.Range(0, stack.Network.Dates.Count).Select(i => 60 * Math.Sin(37.0 * i)).ToArray();
        (string Name, InversionOptions Options)[] solvers =
        [
            ("least squares, weighted (plain)", Plain),
            ("elevation model's error + smoothing (order 2)", Plain with { Smoothing = Smoothing.Acceleration, DateBaselines = baselines }),
            ("smoothing (order 1)", Plain with { Smoothing = Smoothing.Velocity }),
            ("smoothing (order 2)", Plain with { Smoothing = Smoothing.Acceleration }),
            ("time function (NSBAS)", Plain with { MinimumNorm = MinimumNorm.Model }),
            ("time function (NSBAS) + elevation model's error", Plain with { MinimumNorm = MinimumNorm.Model, DateBaselines = baselines }),
            ("L1", Plain with { Norm = ResidualNorm.L1 }),
            ("Huber", Plain with { Norm = ResidualNorm.Huber }),
        ];

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"SolversBeside: {stack.Network.Pairs.Count} pairs x {stack.Network.Dates.Count} dates, {stack.Pixels} pixels, missing {missing:P0}, 1 thread, best of {rounds} rounds"));
        Console.WriteLine($"  {"",-50} {"pixels/s",12} {"beside plain",13} {"with sigma",12} {"beside plain",13}");
        var times = new double[solvers.Length + 2, 2];
        for (var round = -1; round < rounds; round++)
        {
            for (var s = 0; s < solvers.Length; s++)
            {
                Keep(times, s, 0, round, Invert(stack, solvers[s].Options, false));
                Keep(times, s, 1, round, Invert(stack, solvers[s].Options, true));
            }

            Keep(times, solvers.Length, 1, round, Stack(stack, Stacking.Plain));
            Keep(times, solvers.Length + 1, 1, round, Stack(stack, Stacking.Covariance));
        }

        for (var s = 0; s < solvers.Length; s++)
        {
            var (bare, full) = (stack.Pixels / times[s, 0], stack.Pixels / times[s, 1]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {solvers[s].Name,-50} {bare,12:N0} {times[0, 0] / times[s, 0],13:0.00} {full,12:N0} {times[0, 1] / times[s, 1],13:0.00}"));
        }

        foreach (var (name, s) in new[] { ("rate by stacking, plain, 3 sigma rejection", solvers.Length), ("rate by stacking, covariance, 3 sigma rejection", solvers.Length + 1) })
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {name,-50} {"",12} {"",13} {stack.Pixels / times[s, 1],12:N0} {times[0, 1] / times[s, 1],13:0.00}"));
        }

        return 0;
    }

    private static void Keep(double[,] times, int solver, int kind, int round, double seconds)
    {
        if (round <= 0 || seconds < times[solver, kind])
        {
            times[solver, kind] = seconds;
        }
    }

    private static double Invert(BenchmarkStack stack, InversionOptions options, bool withSigma)
    {
        const int pixels = BenchmarkStack.TilePixels;
        var dates = stack.Network.Dates.Count;
        var inversion = new NetworkInversion(stack.Network, options, MetresPerRadian);
        var dem = options.DateBaselines is not null;
        var (series, sigma) = (new float[dates * pixels], new float[withSigma ? dates * pixels : 0]);
        var (height, heightSigma, range) = (new float[dem ? pixels : 0], new float[dem && withSigma ? pixels : 0], new float[dem ? pixels : 0]);
        Array.Fill(range, 500_000);
        var (coherence, rms, mean) = (new float[pixels], new float[pixels], new float[pixels]);
        var (count, reasons) = (new int[pixels], new MaskReasons[pixels]);
        var iterations = new float[options.Norm != ResidualNorm.L2 ? pixels : 0];
        using var scratch = inversion.CreateScratch(new MemoryBudget(64 << 20));
        var watch = Stopwatch.StartNew();
        for (var t = 0; t < stack.Tiles; t++)
        {
            inversion.Invert(
                new InversionTile { Pixels = pixels, Phase = stack.Phase(t), Coherence = stack.Coherence(t), HorizontalRange = range },
                new InversionResult
                {
                    Series = series,
                    Sigma = sigma,
                    DemError = height,
                    DemErrorSigma = heightSigma,
                    TemporalCoherence = coherence,
                    ResidualRms = rms,
                    MeanCoherence = mean,
                    PairCount = count,
                    Reasons = reasons,
                    Iterations = iterations,
                },
                scratch);
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static double Stack(BenchmarkStack stack, Stacking kind)
    {
        const int pixels = BenchmarkStack.TilePixels;
        var stacking = new PairStacking(stack.Network, new StackingOptions(kind, Plain) { Rejection = 3 }, MetresPerRadian);
        var (rate, sigma, count) = (new float[pixels], new float[pixels], new int[pixels]);
        using var scratch = stacking.CreateScratch(new MemoryBudget(64 << 20));
        var watch = Stopwatch.StartNew();
        for (var t = 0; t < stack.Tiles; t++)
        {
            stacking.Stack(
                new InversionTile { Pixels = pixels, Phase = stack.Phase(t), Coherence = stack.Coherence(t) },
                new StackingResult { Rate = rate, Sigma = sigma, PairCount = count },
                scratch);
        }

        return watch.Elapsed.TotalSeconds;
    }
}
