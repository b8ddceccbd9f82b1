using System.Diagnostics;
using System.Globalization;
using Plumb.Interferograms;
using Plumb.Kernels;
using Plumb.Simulation;

namespace Plumb.Benchmarks.Interferograms;

/// <summary>Question: how many megapixels a second does each filter take in memory, beside the copying of the same memory, and Goldstein's beside a plain one that works patch by patch?</summary>
internal static class FilterInterferogram
{
    private const int Band = 128;
    private const int PlainSide = 256;

    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[side in pixels = 2000] [threads = 1].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        var side = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2000;
        var threads = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
        ArgumentOutOfRangeException.ThrowIfLessThan(side, PlainSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var scene = WrappedScene.Make(WrappedSceneKind.Hard, side, side, 1);
        var pairs = FilterScores.Pairs(scene);
        var filtered = new float[pairs.Length];
        var copy = Seconds(() => pairs.CopyTo(filtered, 0));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{side} x {side} pixels, {threads} thread(s)"));
        Line("copying alone", side, copy, copy);
        foreach (var options in FilterScores.Kinds(scene.Looks))
        {
            Line(FilterScores.Name(options), side, Seconds(() => Filter(options, scene.Coherence, pairs, filtered, side, threads)), copy);
        }

        foreach (var coherence in new[] { new CoherenceOptions(), new CoherenceOptions { Fringe = true }, new CoherenceOptions { Fringe = true, Unbiased = true } })
        {
            var name = $"coherence 5x15{(coherence.Fringe ? ", fringe" : "")}{(coherence.Unbiased ? ", unbiased" : "")}";
            Line(name, side, Seconds(() => Estimate(coherence, pairs, filtered, side, threads)), copy);
        }

        var part = new float[2 * PlainSide * PlainSide];
        for (var r = 0; r < PlainSide; r++)
        {
            pairs.AsSpan(2 * r * side, 2 * PlainSide).CopyTo(part.AsSpan(2 * r * PlainSide));
        }

        Line("goldstein 32, plain (256 x 256 of it)", PlainSide, Seconds(() => PlainGoldstein.Filter(part, PlainSide, 32, 0.5)), copy * PlainSide * PlainSide / ((double)side * side));
        return 0;
    }

    private static void Line(string name, int side, double seconds, double copy) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"  {name,-40}{side * (double)side / seconds / 1e6,9:0.00} Mpx/s   {copy / seconds,8:P1} of copying"));

    private static double Seconds(Action work)
    {
        var best = double.PositiveInfinity;
        var clock = Stopwatch.StartNew();
        for (var k = 0; k < 3 && (k == 0 || clock.Elapsed.TotalSeconds < 4); k++)
        {
            var watch = Stopwatch.StartNew();
            work();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return best;
    }

    private static void Filter(FilterOptions options, float[] coherence, float[] pairs, float[] filtered, int side, int threads)
    {
        var filter = new InterferogramFilter(options, side);
        Bands(side, threads, filter.ScratchLength(Band), (top, count, scratch) =>
            filter.Filter(pairs, filter.NeedsCoherence ? coherence : [], 0, top, filtered.AsSpan(2 * top * side, 2 * count * side), scratch));
    }

    private static void Estimate(CoherenceOptions options, float[] pairs, float[] coherence, int side, int threads)
    {
        var estimator = new CoherenceEstimator(options, side);
        Bands(side, threads, estimator.ScratchLength(Band), (top, count, scratch) =>
            estimator.Estimate(pairs, pairs, 0, top, coherence.AsSpan(top * side, count * side), [], scratch));
    }

    private static void Bands(int side, int threads, int length, Action<int, int, TileBuffer<float>> work)
    {
        var budget = new MemoryBudget(1L << 32);
        Parallel.For(0, (side + Band - 1) / Band, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => budget.Lease<float>(length, "band"), (b, _, scratch) =>
        {
            work(b * Band, Math.Min(Band, side - (b * Band)), scratch);
            return scratch;
        }, scratch => scratch.Dispose());
    }
}
