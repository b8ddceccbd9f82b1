using System.Diagnostics;
using System.Globalization;
using Plumb.Kernels;
using Plumb.Simulation;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Temporal;

namespace Plumb.Benchmarks.Unwrapping;

/// <summary>
/// Question: how many pixels are wrong and how long does it take when a stack is unwrapped at once, in each of the ways, beside pair by pair on the same scenes? In
/// memory, all threads. Wrong are pixels of true coherence above 0.3 whose cycles are not those of clean phase plus noise, the most frequent offset of each pair taken off.
/// </summary>
public static class UnwrapStackAtOnce
{
    private const double Above = 0.3;
    private const int Links = 3;

    private static readonly (string Name, ArcTimeOptions? Time)[] Ways =
    [
        ("stack", null), ("stack, smooth (Hooper)", new() { Method = ArcTimeMethod.Smooth }), ("stack, flow (EMCF)", new() { Method = ArcTimeMethod.Flow }),
    ];

    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[side in pixels = 256] [dates = 30] [seeds = 5] [speed of the bowls = 1].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var side = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 256;
        var dates = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 30;
        var seeds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 5;
        var speed = args.Length > 3 ? double.Parse(args[3], CultureInfo.InvariantCulture) : 1;
        Console.WriteLine("kind        way                       ms a pair   wrong % mean +- of the seeds / worst pair");
        foreach (var kind in Enum.GetValues<WrappedSceneKind>())
        {
            var results = Enumerable.Range(1, seeds).Select(seed => Measure(kind, side, dates, seed, speed)).ToArray();
            for (var way = 0; way <= Ways.Length; way++)
            {
                var (means, name) = (results.Select(r => r[way].Mean).ToArray(), way == 0 ? "pair by pair" : Ways[way - 1].Name);
                var scatter = Math.Sqrt(means.Sum(m => (m - means.Average()) * (m - means.Average())) / Math.Max(1, seeds - 1) / seeds);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{kind,-11} {name,-24} {results.Average(r => r[way].Milliseconds),9:0.0}   {means.Average(),8:0.0000} +- {scatter:0.0000} / {results.Max(r => r[way].Worst):0.0000}"));
            }
        }

        return 0;
    }

    private static (double Milliseconds, double Mean, double Worst)[] Measure(WrappedSceneKind kind, int side, int dates, long seed, double speed)
    {
        var series = new WrappedSeries(kind, side, side, dates, Links, seed, speed);
        var scenes = Enumerable.Range(0, series.Pairs.Count).Select(series.Interferogram).ToArray();
        var options = new UnwrapOptions { Looks = scenes[0].Looks };
        var budget = new MemoryBudget(long.MaxValue);
        var (wrapped, coherence) = (Array.ConvertAll(scenes, s => s.Wrapped), Array.ConvertAll(scenes, s => s.Coherence));
        (double, double, double) Of(Func<float[][]> unwrap)
        {
            var clock = Stopwatch.StartNew();
            var phases = unwrap();
            var time = clock.Elapsed.TotalMilliseconds / scenes.Length;
            var wrong = scenes.Select((s, k) => Wrong(phases[k], s)).ToArray();
            return (time, wrong.Average(), wrong.Max());
        }

        return
        [
            Of(() => [.. scenes.Select(s => PhaseUnwrapper.Unwrap(new WrappedImage(side, side, s.Wrapped, s.Coherence), options, budget).Phase)]),
            .. Ways.Select(way => Of(() =>
            {
                var linker = new StackLinker(series.Pairs, options.Looks);
                return StackUnwrapper.Unwrap(linker, side, side, wrapped, coherence, options, budget, way.Time is null ? null : new ArcTimes(linker, way.Time));
            })),
        ];
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
