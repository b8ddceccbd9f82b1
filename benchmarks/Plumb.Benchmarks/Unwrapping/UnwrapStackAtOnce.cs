using System.Diagnostics;
using System.Globalization;
using Plumb.Kernels;
using Plumb.Simulation;
using Plumb.Unwrapping;

namespace Plumb.Benchmarks.Unwrapping;

/// <summary>
/// Question: how many pixels are wrong, how many loops are open and how long does it take when a stack is unwrapped at once, beside pair by pair in the same run? In
/// memory, all threads. Wrong are pixels of true coherence above 0.3 whose cycles are not those of clean phase plus noise, the most frequent offset of each pair taken off.
/// </summary>
public static class UnwrapStackAtOnce
{
    private const double Above = 0.3;
    private const int Links = 3;

    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[side in pixels = 256] [dates = 30] [seed = 1].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var side = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 256;
        var dates = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 30;
        var seed = args.Length > 2 ? long.Parse(args[2], CultureInfo.InvariantCulture) : 1;
        Console.WriteLine("kind        way            seconds   wrong % mean / worst pair   left out %");
        foreach (var kind in Enum.GetValues<WrappedSceneKind>())
        {
            var series = new WrappedSeries(kind, side, side, dates, Links, seed);
            var scenes = Enumerable.Range(0, series.Pairs.Count).Select(series.Interferogram).ToArray();
            var options = new UnwrapOptions { Looks = scenes[0].Looks };
            var budget = new MemoryBudget(long.MaxValue);
            var clock = Stopwatch.StartNew();
            var alone = scenes.Select(s => PhaseUnwrapper.Unwrap(new WrappedImage(side, side, s.Wrapped, s.Coherence), options, budget).Phase).ToArray();
            Tell(kind, "pair by pair", clock.Elapsed, alone, scenes);
            clock.Restart();
            var linker = new StackLinker(series.Pairs, options.Looks);
            var together = StackUnwrapper.Unwrap(linker, side, side, Array.ConvertAll(scenes, s => s.Wrapped), Array.ConvertAll(scenes, s => s.Coherence), options, budget);
            Tell(kind, "stack", clock.Elapsed, together, scenes);
        }

        return 0;
    }

    private static void Tell(WrappedSceneKind kind, string way, TimeSpan time, float[][] phases, WrappedScene[] scenes)
    {
        var wrong = scenes.Select((s, k) => Wrong(phases[k], s)).ToArray();
        var missing = 100.0 * phases.Sum(p => p.LongCount(float.IsNaN)) / phases.Sum(p => p.LongLength);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind,-11} {way,-12} {time.TotalSeconds,9:0.00}   {wrong.Average(),8:0.0000} / {wrong.Max():0.0000}            {missing:0.00}"));
    }

    private static double Wrong(float[] phase, WrappedScene scene)
    {
        var cycles = phase.Select((p, i) => float.IsNaN(p) ? int.MaxValue : (int)Math.Round((p - scene.Truth[i]) / (2 * Math.PI))).ToArray();
        var common = cycles.Where(k => k != int.MaxValue).GroupBy(k => k).MaxBy(g => g.Count())!.Key;
        var (counted, off) = (0, 0);
        for (var i = 0; i < cycles.Length; i++)
        {
            if (scene.TrueCoherence[i] > Above)
            {
                counted++;
                off += cycles[i] != common ? 1 : 0;
            }
        }

        return 100.0 * off / counted;
    }
}
